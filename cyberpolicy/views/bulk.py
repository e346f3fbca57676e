"""Changing many records at once: choose rows of a list, say what to set, look at what changes, confirm."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import localize
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.generic import TemplateView

from cyberpolicy import bulk
from cyberpolicy.bulk_form import BulkForm
from cyberpolicy.kinds import entry_models
from cyberpolicy.lists import EntryList
from cyberpolicy.models import Entry
from cyberpolicy.permissions import may_change
from cyberpolicy.tables import table_of

SHOWN = 50  # rows of the preview


class BulkView(TemplateView):
    """The rows of a list, fed by its own query string. POST shows what would change; "sure" does it, "back" not."""

    template_name = "desk/bulk.html"

    def dispatch(self, request: HttpRequest, kind: str) -> HttpResponse:
        if kind not in entry_models():
            raise Http404
        self.model = entry_models()[kind]
        if not may_change(request.user, self.model):
            raise PermissionDenied
        query = request.GET.copy()
        for name in ("as_of", "known_on"):
            query.pop(name, None)  # what is changed is what stands now
        self.list = EntryList(table_of(kind), request.path, query, request.user)
        return super().dispatch(request, kind=kind)

    def get_context_data(self, **kwargs) -> dict:
        listing = reverse(f"{self.model._meta.model_name}-list")
        query = self.list.address.query()
        return {"preview": None} | super().get_context_data(**kwargs) | {
            "form": kwargs.get("form") or BulkForm(model=self.model, user=self.request.user),
            "list": self.list,
            "notices": self.list.notices(),
            "list_url": f"{listing}?{query}" if query else listing,
            "most": bulk.MOST,
            "ticked": self._ticked(),
            "takes_all": self._takes_all(),
            "crumbs": [
                (listing, self.model._meta.verbose_name_plural),
                (self.request.path, _("Change several")),
            ],
        }  # fmt: skip

    def post(self, request: HttpRequest, kind: str) -> HttpResponse:
        form = BulkForm(request.POST, model=self.model, user=request.user)
        entries = self._chosen()
        if not entries:
            messages.warning(request, _("Choose at least one row."))
        elif len(entries) > bulk.MOST:
            messages.warning(request, _("Choose fewer: at most %(most)s at once.") % {"most": localize(bulk.MOST)})
        elif form.is_valid() and "sure" in request.POST:
            return self._carry_out(entries, form)
        elif form.is_valid() and "back" not in request.POST:
            return self.render_to_response(self.get_context_data(form=form, preview=self._preview(entries, form)))
        return self.render_to_response(self.get_context_data(form=form))

    def _chosen(self) -> list[Entry]:
        """The rows that were ticked, or all that match; only those the reader may see and the list holds."""
        found = self.list.filters.qs
        if not self._takes_all():
            found = found.filter(pk__in=list(self._ticked())[: bulk.MOST + 1])
        return list(bulk.related(found).order_by("pk")[: bulk.MOST + 1])

    def _takes_all(self) -> bool:
        return self.request.POST.get("which") == "all"

    def _ticked(self) -> set[int]:
        return {int(key) for key in self.request.POST.getlist("pk") if key.isdecimal() and len(key) < 16}

    def _preview(self, entries: list[Entry], form: BulkForm) -> dict:
        outcome = bulk.preview(form.changes(timezone.localdate()), entries)
        return {
            "rows": [(entry, outcome.written(entry)) for entry in outcome.changed[:SHOWN]],
            "count": len(outcome.changed),
            "same": outcome.unchanged,
            "more": max(0, len(outcome.changed) - SHOWN),
            "keys": [] if self._takes_all() else [entry.pk for entry in entries],
            "version": outcome.version,
        }

    def _carry_out(self, entries: list[Entry], form: BulkForm) -> HttpResponse:
        seen = self.request.POST.get("version") or "none"
        how = {"action": "bulk", "by": self.request.user, "reason": form.cleaned_data["reason"], "seen": seen}
        try:
            count = len(bulk.carry_out(form.changes(timezone.localdate()), entries, **how).changed)
        except bulk.ChangedMeanwhile:
            messages.warning(self.request, _("Nothing was changed: the records changed meanwhile. Look again."))
            preview = self._preview(self._chosen(), form)
            return self.render_to_response(self.get_context_data(form=form, preview=preview))
        said = ngettext(
            "%(count)s record was changed. It can be undone in the history.",
            "%(count)s records were changed. It can be undone in the history, as one.",
            count,
        )
        messages.success(self.request, said % {"count": localize(count)})
        return HttpResponseRedirect(self.get_context_data()["list_url"])
