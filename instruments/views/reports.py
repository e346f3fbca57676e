"""Reports to parliament: asking for one, looking at it, taking it out as a file, freezing it, comparing two."""

from django.contrib import messages
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.generic import TemplateView, View

from cyberpolicy import downloads
from cyberpolicy.exports.as_pdf import NotPossible
from instruments.models import Snapshot
from instruments.reports.asking import ReportForm
from instruments.reports.checks import warnings_of, withheld
from instruments.reports.files import FORMATS
from instruments.reports.freezing import cautions, compare, freeze, why_not
from instruments.reports.kinds import KINDS
from instruments.reports.report import Report, kept, kind_label, report_of
from instruments.reports.wording import WordingError

PREVIEWED = 25  # rows a table
READ, MAKE = "instruments.view_snapshot", "instruments.add_snapshot"


class ReportsPage(PermissionRequiredMixin, TemplateView):
    """What the pages of reports share. Who may read them sees the frozen ones made for his level."""

    permission_required = READ
    raise_exception = True
    heading = ""

    def get_context_data(self, **kwargs) -> dict:
        user, crumbs = self.request.user, [(reverse("home"), _("Overview")), (reverse("reports"), _("Reports"))]
        here = [(self.request.path, kwargs["heading"])] if "heading" in kwargs else []
        return super().get_context_data(**kwargs) | {
            "may_make": user.has_perm(MAKE),
            "crumbs": [*crumbs, *here],
        }

    def snapshots(self):
        return Snapshot.objects.visible_to(self.request.user).select_related("made_by")


class ReportsView(ReportsPage):
    """The kinds of report to choose from, and those that were frozen."""

    template_name = "reports/index.html"

    def get_context_data(self, **kwargs) -> dict:
        about = ReportForm(QueryDict(), self.request.user).about
        frozen = [(kept, kind_label(kept.kind), about(kept.wording["scope"])) for kept in self.snapshots()[:200]]
        return super().get_context_data(**kwargs) | {"kinds": KINDS.values(), "frozen": frozen}


class MakeReportView(ReportsPage):
    """A report that is not frozen yet: what was asked, what to look at, the first rows, the files."""

    permission_required = MAKE
    template_name = "reports/make.html"

    def get_context_data(self, **kwargs) -> dict:
        form = ReportForm(_asked(self.request), self.request.user)
        context = super().get_context_data(heading=_("Make a report"), **kwargs) | {"form": form}
        return context | self._report(form) if form.is_valid() else context

    def _report(self, form: ReportForm) -> dict:
        user, selection, today = self.request.user, form.selection, timezone.localdate()
        try:
            report = report_of(selection, user, most=PREVIEWED)
        except WordingError as error:
            return {"problem": str(error)}
        return {
            "report": report,
            "selection": selection,
            "about": form.about(selection.scope),
            "cautions": warnings_of(selection, user),
            "withheld": withheld(selection, user),
            "why_not": why_not(selection, today),
            "files": downloads.offered(reverse("report-file"), form.address(), FORMATS),
            "freeze_url": f"{self.request.path}?{form.address()}",
        }

    def post(self, request: HttpRequest) -> HttpResponse:
        form = ReportForm(_asked(request), request.user)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data())
        try:
            snapshot = freeze(form.selection, request.user)
        except (ValidationError, WordingError) as error:
            for said in getattr(error, "messages", [str(error)]):
                messages.error(request, said)
            return HttpResponseRedirect(request.get_full_path())
        messages.success(request, _("Frozen. The next report follows on it."))
        return HttpResponseRedirect(reverse("report", args=[snapshot.pk]))


class ReportFileView(PermissionRequiredMixin, View):
    """A report that is not frozen yet, as a file."""

    permission_required = MAKE
    raise_exception = True

    def get(self, request: HttpRequest) -> HttpResponse:
        form = ReportForm(_asked(request), request.user)
        if not form.is_valid():
            return downloads.refused("\n".join(f"{form[name].label}: {said[0]}" for name, said in form.errors.items()))
        try:
            return _file(report_of(form.selection, request.user), request.GET.get("format", ""))
        except WordingError as error:
            return downloads.refused(str(error))


class SnapshotView(ReportsPage):
    """A frozen report."""

    template_name = "reports/snapshot.html"

    def get_context_data(self, pk: int, **kwargs) -> dict:
        snapshot = get_object_or_404(self.snapshots(), pk=pk)
        report, heading = kept(snapshot), kind_label(snapshot.kind)
        earlier = self.snapshots().filter(series=snapshot.series, scope_key=snapshot.scope_key)
        return super().get_context_data(heading=heading, **kwargs) | {
            "snapshot": snapshot,
            "report": report,
            "kind_label": heading,
            "is_whole": report.sha256 == snapshot.sha256,
            "files": downloads.offered(reverse("snapshot-file", args=[pk]), "", FORMATS),
            "earlier": earlier.filter(period_end__lt=snapshot.period_start).first(),
        }


class SnapshotFileView(PermissionRequiredMixin, View):
    permission_required = READ
    raise_exception = True

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        snapshot = get_object_or_404(Snapshot.objects.visible_to(request.user), pk=pk)
        return _file(kept(snapshot), request.GET.get("format", ""))


class CompareView(ReportsPage):
    """What one frozen report says that an earlier one did not; named the wrong way round it leads to the right one."""

    template_name = "reports/compare.html"

    def get(self, request: HttpRequest, old: int, new: int) -> HttpResponse:
        self.compared = [get_object_or_404(self.snapshots(), pk=key) for key in (old, new)]
        in_order = sorted(self.compared, key=lambda snapshot: (snapshot.period_start, snapshot.period_end))
        if in_order != self.compared:
            return HttpResponseRedirect(reverse("report-compare", args=[snapshot.pk for snapshot in in_order]))
        return super().get(request)

    def get_context_data(self, **kwargs) -> dict:
        before, after = self.compared
        found = compare(before, after)
        parts = (
            ("new", _("New"), found.new),
            ("settled", _("Settled"), found.settled),
            ("reopened", _("Opened again"), found.reopened),
            ("gone", _("Gone: open then, in no table now"), found.gone),
            ("changed", _("Changed"), found.changed),
        )
        return super().get_context_data(heading=_("Compare"), **kwargs) | {
            "compared": [(snapshot, kind_label(snapshot.kind)) for snapshot in (before, after)],
            "notices": cautions(before, after),
            "parts": parts,
        }


def _asked(request: HttpRequest):
    """The address, without what no database can hold; the first kind of report when it names none."""
    query = request.GET.copy()
    for name, values in query.lists():
        query.setlist(name, [value.replace("\x00", "") for value in values])
    query.setdefault("kind", next(iter(KINDS)))
    return query


def _file(report: Report, name: str) -> HttpResponse:
    if name not in FORMATS:
        return downloads.refused(downloads.unknown(name, FORMATS))
    format = FORMATS[name]
    try:
        with translation.override(report.language):
            content = format.write(report)
    except NotPossible as error:
        return downloads.refused(str(error))
    headers = downloads.headers_of(f"{report.kind}-{report.start}-{report.end}.{format.name}", report.language)
    return HttpResponse(content, content_type=format.content_type, headers=headers | {"Cache-Control": "private"})
