"""The working list of what is owed, and the calendar feed of each person."""

import hmac

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin, PermissionRequiredMixin
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.generic import TemplateView, View

from cyberpolicy.addresses import Address
from cyberpolicy.counting import FieldValues
from cyberpolicy.models import Unit, User
from instruments import agenda, obligations
from instruments.calendars import calendar_of
from instruments.models import CalendarFeed, Commitment
from instruments.models.agenda import hashed

PER_PAGE = 50


class ObligationsView(PermissionRequiredMixin, TemplateView):
    """What waits, of everyone, of a unit or of a person; and of one pile everything, page by page."""

    permission_required = obligations.READ_LIST
    raise_exception = True
    template_name = "instruments/obligations.html"

    def get_context_data(self, **kwargs) -> dict:
        today, query = timezone.localdate(), self.request.GET
        unit, person = self._chosen("unit", Unit, "code"), self._chosen("person", User, "username")
        alone = obligations.WAITING_BY_NAME.get(query.get("pile", ""))
        notices = [
            _("“%(value)s” is not known here; it was left out.") % {"value": query[name][:40]}
            for name, found in (("unit", unit), ("person", person), ("pile", alone))
            if query.get(name) and not found
        ]
        address = Address(self.request.path, query, ("pile", "unit", "person", "page"))
        return super().get_context_data(**kwargs) | {
            "alone": alone,
            "today": today,
            **(self._whole(alone, address, unit, person) if alone else self._piles(address, unit, person)),
            "unit": unit,
            "person": person,
            "units": Unit.objects.all(),
            "people": self._people(),
            "notices": notices,
            "senate": self._senate(today),
            "crumbs": [(reverse("home"), _("Overview")), (self.request.path, _("Owed to parliament"))],
        }

    def _piles(self, address: Address, unit: Unit | None, person: User | None) -> dict:
        """The first of each pile, with the address of all of it."""
        found = obligations.piles(self.request.user, timezone.localdate(), unit=unit, person=person)
        return {"piles": [(pile, address.having("pile", pile.waiting.name)) for pile in found]}

    def _whole(self, waiting: obligations.Waiting, address: Address, unit: Unit | None, person: User | None) -> dict:
        """One pile, page by page."""
        whole = obligations.WholePile(waiting, self.request.user, timezone.localdate(), unit, person)
        page = Paginator(whole, PER_PAGE).get_page(self.request.GET.get("page", 1))
        pile = obligations.Pile(waiting, len(whole), list(page.object_list), [])
        return {"piles": [(pile, "")], **address.pager(page)}

    def _chosen(self, name: str, model, field: str):
        value = self.request.GET.get(name, "").replace("\x00", "")
        return model.objects.filter(**{field: value}).first() if 0 < len(value) <= 200 else None

    def _people(self):
        """Those who see to something the reader may see."""
        ids = {self.request.user.pk}
        for model in obligations.KINDS:
            seen = obligations.owing(model, self.request.user)
            for name in ("owner_id", "deputy_id"):
                people = seen.tally.values(FieldValues(model, name))
                ids.update(person for person, having in people.items() if having.intersect(seen.among))
        return User.objects.filter(pk__in=ids - {None}).order_by("last_name", "username")

    def _senate(self, today) -> dict:
        days = agenda.senate_reminders(today, agenda.months_after(today, 12))
        seen = obligations.owing(Commitment, self.request.user)
        return {"day": days[0], "count": len(seen.owed & seen.having("chamber", ("eerste", "both")))} if days else {}


class CalendarView(LoginRequiredMixin, TemplateView):
    """Making, renewing and ending the secret address of one's calendar."""

    template_name = "instruments/calendar.html"

    def get_context_data(self, **kwargs) -> dict:
        return {"feed_url": ""} | super().get_context_data(**kwargs) | {
            "feed": CalendarFeed.objects.filter(user=self.request.user).first(),
            "crumbs": [(reverse("home"), _("Overview")), (self.request.path, _("Calendar"))],
        }  # fmt: skip

    def post(self, request: HttpRequest) -> HttpResponse:
        address = ""
        if "end" in request.POST:
            CalendarFeed.objects.filter(user=request.user).delete()
            messages.success(request, _("The address no longer works."))
        else:
            secret = CalendarFeed.renew(request.user)
            address = request.build_absolute_uri(reverse("calendar-feed", args=[secret]))
        return self.render_to_response(self.get_context_data(feed_url=address))


class CalendarFeedView(View):
    """The calendar itself. Whoever has the address reads it: so it is found by the hash of its secret alone."""

    def get(self, request: HttpRequest, secret: str) -> HttpResponse:
        wanted = hashed(secret)
        feed = CalendarFeed.objects.select_related("user").filter(secret_hash=wanted).first()
        if feed is None or not hmac.compare_digest(feed.secret_hash, wanted) or not feed.user.is_active:
            raise Http404
        content = calendar_of(feed.user, timezone.localdate())
        headers = {"Cache-Control": "private, no-store", "Content-Disposition": 'inline; filename="obligations.ics"'}
        return HttpResponse(content, content_type="text/calendar; charset=utf-8", headers=headers)
