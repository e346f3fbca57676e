"""The page that undoes an action: first what would be put back, then doing it."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from cyberpolicy import undo
from cyberpolicy.addresses import Address
from cyberpolicy.bearings import StateError
from cyberpolicy.compare import Names, Reader, label
from cyberpolicy.kinds import entry_models
from cyberpolicy.models import ChangeGroup
from cyberpolicy.undo_steps import Step
from cyberpolicy.views.changes import PER_PAGE, HistoryRequired, why_not_undo


class UndoView(HistoryRequired, TemplateView):
    """What undoing an action would do, what it cannot do, and doing it."""

    template_name = "changes/undo.html"

    def dispatch(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        self.group = get_object_or_404(ChangeGroup.objects.select_related("by"), pk=kwargs["pk"])
        if not self.has_permission():
            return self.handle_no_permission()
        if not self.group.revisions.visible_to(request.user).exists():
            raise Http404
        if reason := why_not_undo(request.user, self.group):
            return render(request, "403.html", {"reason": reason}, status=403)
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs) -> dict:
        plan = undo.plan_of(self.group)
        shown = sorted(plan.steps, key=lambda step: not step.is_partial)  # what needs a look first
        page = Paginator(shown, PER_PAGE).get_page(self.request.GET.get("page", 1))
        return super().get_context_data(**kwargs) | {
            "group": self.group,
            "plan": plan,
            "partial_count": sum(step.is_partial for step in plan.steps),
            "lost": [record for record in plan.lost if record],
            "steps": self._written(page),
            **Address(self.request.path, self.request.GET, ["page"]).pager(page),
            "crumbs": [
                (reverse("change-list"), _("Changes")),
                (reverse("change-detail", args=[self.group.pk]), str(self.group.pk)),
                (self.request.path, _("Undo")),
            ],
        }

    def _written(self, page: Page) -> list[dict[str, Any]]:
        """The steps of one page, their differences and what stands in their way in words."""
        steps: list[Step] = list(page.object_list)
        names = Names(
            [*(step.changes for step in steps), {"missing": [step.missing for step in steps]}], self.request.user
        )
        return [
            {
                "step": step,
                "fields": Reader(step.kind, step.changes, self.request.user, names).fields(),
                "conflicts": _labels(step, step.conflicts),
                "emptied": _labels(step, step.emptied),
                "missing": list(dict.fromkeys(names.title(key) for key in step.missing)),
            }
            for step in steps
        ]

    def post(self, request: HttpRequest, **kwargs) -> HttpResponse:
        try:
            count = undo.carry_out(undo.plan_of(self.group), by=request.user)
        except StateError as error:
            messages.error(request, _("Nothing was undone: %(error)s.") % {"error": error})
            return HttpResponseRedirect(request.path)
        if not count:
            messages.info(request, _("There is nothing left to put back."))
            return HttpResponseRedirect(request.path)
        messages.success(request, _("The action was undone."))
        return HttpResponseRedirect(reverse("change-list"))


def _labels(step: Step, names: list[str]) -> list:
    return [label(entry_models()[step.kind], name) for name in dict.fromkeys(names)]
