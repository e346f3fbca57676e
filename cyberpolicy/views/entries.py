"""Lists, pages and exports of records of any kind. A kind's own view names its table and its words."""

from typing import ClassVar

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import path, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.views.generic import TemplateView, View

from cyberpolicy import detail, exports, references
from cyberpolicy.lists import EntryList
from cyberpolicy.models import Entry, FormerAddress
from cyberpolicy.tables import Table
from cyberpolicy.views.changes import RecordHistoryView


class EntryListView(TemplateView):
    """A list with search, facets, chips, sorting and pages, all in the address."""

    table: ClassVar[Table]
    intro: ClassVar[Promise]
    template_name = "entries/list.html"

    def get_context_data(self, **kwargs) -> dict:
        entries = EntryList(self.table, self.request.path, self.request.GET, self.request.user)
        options = self.table.model._meta
        return super().get_context_data(**kwargs) | {
            "list": entries,
            "intro": self.intro,
            "heading": options.verbose_name_plural,
            "formats": exports.offered(reverse(f"{options.model_name}-export"), entries.address.query()),
            "add_url": reverse(f"admin:{options.app_label}_{options.model_name}_add") if self._may_add() else "",
            "crumbs": [(reverse("home"), _("Overview")), (self.request.path, options.verbose_name_plural)],
        }

    def _may_add(self) -> bool:
        options, user = self.table.model._meta, self.request.user
        return user.is_staff and user.has_perm(f"{options.app_label}.add_{options.model_name}")


class EntryExportView(View):
    """The same list as a file."""

    table: ClassVar[Table]

    def get(self, request: HttpRequest) -> HttpResponse:
        entries = EntryList(self.table, request.path, request.GET, request.user)
        return exports.response(entries, request.GET.get("format", "csv"), request)


class EntryDetailView(TemplateView):
    """The page of one record: its facts, each with its sources."""

    model: ClassVar[type[Entry]]
    facts: ClassVar[tuple] = ()
    parts: ClassVar[tuple[str, ...]] = ("aliases", "milestones", "notes", "statuses")
    template_name = "entries/detail.html"

    def get_queryset(self) -> QuerySet:
        return self.model.objects.visible_to(self.request.user).select_related("unit")

    def get(self, request: HttpRequest, slug: str) -> HttpResponse:
        self.entry = self.get_queryset().filter(slug=slug).first()
        if self.entry is None:
            return self._moved(slug)
        return super().get(request, slug=slug)

    def _moved(self, slug: str) -> HttpResponse:
        """Redirect a former address or another spelling of a number; 404 when it leads to nothing to see."""
        for known in self._other_names(slug):
            if known != slug and self.get_queryset().filter(slug=known).exists():
                return HttpResponseRedirect(reverse(f"{self.model._meta.model_name}-detail", args=[known]), status=301)
        raise Http404

    def _other_names(self, slug: str) -> list[str]:
        former = FormerAddress.objects.filter(kind=self.model._meta.model_name, slug=slug)
        names = list(former.values_list("entry__slug", flat=True))
        paper = references.paper_slug(slug)
        return [*names, *([paper, f"kst-{paper}"] if paper else []), slug.lower()]

    def get_context_data(self, **kwargs) -> dict:
        options, user = self.model._meta, self.request.user
        listing = reverse(f"{options.model_name}-list")
        return super().get_context_data(**kwargs) | {
            "entry": self.entry,
            "page": detail.EntryPage(self.entry, user, parts=self.parts, facts=self.facts),
            "kind_label": options.verbose_name,
            "history_url": reverse(f"{options.model_name}-history", args=[self.entry.slug])
            if self._sees_history()
            else "",
            "edit_url": self._edit_url() if user.is_staff else "",
            "merge_url": self._merge_url() if user.is_staff else "",
            "crumbs": [
                (reverse("home"), _("Overview")),
                (listing, options.verbose_name_plural),
                (self.request.path, self.crumb()),
            ],
        }

    def crumb(self) -> str:
        return self.entry.abbreviation or self.entry.title

    def _sees_history(self) -> bool:
        return self.request.user.has_perm(RecordHistoryView.permission_required)

    def _merge_url(self) -> str:
        return reverse("merge", args=[self.entry.kind_name, self.entry.slug]) if self._edit_url() else ""

    def _edit_url(self) -> str:
        options = self.model._meta
        if not self.request.user.has_perm(f"{options.app_label}.change_{options.model_name}"):
            return ""
        return reverse(f"admin:{options.app_label}_{options.model_name}_change", args=[self.entry.pk])


def entry_paths(list_view: type[EntryListView], detail_view: type[EntryDetailView]) -> list:
    """The addresses of one kind of record: its list, its export, its pages."""
    model = list_view.table.model
    kind, plural = model._meta.model_name, model.plural
    export = type(f"{model.__name__}ExportView", (EntryExportView,), {"table": list_view.table})
    return [
        path(f"{plural}/", list_view.as_view(), name=f"{kind}-list"),
        path(f"{plural}/export/", export.as_view(), name=f"{kind}-export"),
        path(f"{plural}/<str:slug>/history/", RecordHistoryView.as_view(), {"kind": kind}, name=f"{kind}-history"),
        path(f"{plural}/<str:slug>/", detail_view.as_view(), name=f"{kind}-detail"),
    ]
