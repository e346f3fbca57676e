"""What a person watches: what changed there, and beginning and ending to watch."""

from django.contrib.auth.mixins import LoginRequiredMixin
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.generic import TemplateView, View

from cyberpolicy import stamps, watching
from cyberpolicy.addresses import Address
from cyberpolicy.models import CatalogueEntry, SavedView, Watch

PER_PAGE, EARLIER = 20, 3


class WatchingView(LoginRequiredMixin, TemplateView):
    """Each watched thing with what changed since the last visit. Having looked counts as having seen."""

    template_name = "watching/watching.html"

    def get_context_data(self, **kwargs) -> dict:
        latest = watching.latest_revision()
        watches = watching.watches_of(self.request.user).order_by("-pk")
        page = Paginator(watches, PER_PAGE).get_page(self.request.GET.get("page", 1))
        found = [(watched, *watching.news_of(watched, self.request.user)) for watched in page.object_list]
        found.sort(key=lambda item: not item[1])  # what has news first
        if self.request.method == "GET":
            Watch.objects.filter(pk__in=[watched.pk for watched, _fresh, _earlier in found]).update(seen=latest)
            if any(fresh for _watched, fresh, _earlier in found):
                stamps.note_surroundings()  # the head of every page says how many have news
        return super().get_context_data(**kwargs) | {
            "watched": [(watched, fresh, earlier[:EARLIER]) for watched, fresh, earlier in found],
            **Address(self.request.path, self.request.GET, ["page"]).pager(page),
            "crumbs": [(reverse("home"), _("Overview")), (self.request.path, _("Watching"))],
        }


class WatchView(LoginRequiredMixin, View):
    """Begin or end watching a record (``entry``) or a saved view (``view``), then back to where the reader was."""

    def post(self, request: HttpRequest) -> HttpResponse:
        thing = self._thing()
        if "stop" in request.POST:
            Watch.objects.filter(user=request.user, **thing).delete()
        else:
            watching.watch(request.user, **thing)
        return HttpResponseRedirect(self._back())

    def _thing(self) -> dict:
        user, given = self.request.user, self.request.POST
        name = "entry" if "entry" in given else "view"
        number = given.get(name, "")
        if not number.isascii() or not number.isdigit() or len(number) > 15:
            raise Http404
        found = CatalogueEntry.objects.visible_to(user) if name == "entry" else SavedView.objects.open_to(user)
        return {name: get_object_or_404(found, pk=int(number))}

    def _back(self) -> str:
        target = self.request.POST.get("next", "")
        is_ours = url_has_allowed_host_and_scheme(
            target, {self.request.get_host()}, require_https=self.request.is_secure()
        )
        return target if is_ours else reverse("watching")
