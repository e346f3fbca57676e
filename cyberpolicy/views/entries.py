"""Lists, pages and exports of records of any kind. A kind's own view names its table and its words."""

import json
from functools import partial
from typing import ClassVar

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import path, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.views.generic import TemplateView, View

from cyberpolicy import detail, downloads, exports, htmx, moments, neighbours, references
from cyberpolicy.asking import written_once_by_name
from cyberpolicy.chain import chain_of
from cyberpolicy.kept_pages import kept
from cyberpolicy.lists import EntryList
from cyberpolicy.models import Entry, FormerAddress
from cyberpolicy.permissions import may_change
from cyberpolicy.tables import Table
from cyberpolicy.views.changes import RecordHistoryView, gone
from cyberpolicy.views.cited import CitedView
from cyberpolicy.views.statuses import status_model
from cyberpolicy.visibility import Access, access_of, reads_histories
from cyberpolicy.watching import is_watched

HTMX_CONFIG = json.dumps(htmx.CONFIG)


class EntryListView(TemplateView):
    """A list with search, facets, chips, sorting and pages, all in the address."""

    table: ClassVar[Table]
    intro: ClassVar[Promise]
    has_bulk: ClassVar[bool] = False  # whether several records can be changed at once from the list
    template_name = "entries/list.html"
    piece_name = "entries/_list_piece.html"

    def get_template_names(self) -> list[str]:
        return [self.piece_name if htmx.wants_piece(self.request) else self.template_name]

    def render_to_response(self, context: dict, **kwargs) -> HttpResponse:
        response = super().render_to_response(context, **kwargs)
        return htmx.finish(response, self.request, address=str(context["list"].address))

    def get_context_data(self, **kwargs) -> dict:
        """What is asked only for a piece of the page that is remembered is a function, called when it is drawn."""
        entries = EntryList(self.table, self.request.path, self.request.GET, self.request.user)
        plural = self.table.model._meta.verbose_name_plural
        return super().get_context_data(**kwargs) | {
            "list": entries,
            "intro": self.intro,
            "heading": plural,
            "htmx_config": HTMX_CONFIG,
            "formats": partial(self._formats, entries),
            "looked_back": looked_back(entries.at, str(entries.address)),
            "add_url": partial(self._add_url, entries),
            "bulk_url": partial(self._bulk_url, entries),
            "row_query": neighbours.carried(entries.address.query(), entries.at),
            "crumbs": lambda: [(reverse("home"), _("Overview")), (self.request.path, plural)],
        }

    def _formats(self, entries: EntryList) -> list[tuple[exports.Format, str]]:
        address = reverse(f"{self.table.model._meta.model_name}-export")
        return downloads.offered(address, entries.address.query(), exports.FORMATS)

    def _add_url(self, entries: EntryList) -> str:
        options = self.table.model._meta
        may = self._may_add() and entries.at.is_now
        return reverse(f"admin:{options.app_label}_{options.model_name}_add") if may else ""

    def _bulk_url(self, entries: EntryList) -> str:
        model, query = self.table.model, entries.address.query()
        if not (self.has_bulk and entries.at.is_now and may_change(self.request.user, model)):
            return ""
        return f"{reverse('bulk', args=[model._meta.model_name])}{f'?{query}' if query else ''}"

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
    follows: ClassVar[tuple[str, ...]] = ("unit",)  # the fields that name other rows of which the page tells
    shows_chain: ClassVar[bool] = False
    at: moments.Moment = moments.NOW
    template_name = "entries/detail.html"

    def get_queryset(self) -> QuerySet:
        return _records(self.model, access_of(self.request.user), self.at)

    def get(self, request: HttpRequest, slug: str) -> HttpResponse:
        self.at, self.notices = moments.read(request.GET, request.user) if self.model.followed else (moments.NOW, [])
        found = _called(slug, self.model, self.follows, access_of(request.user), self.at)
        if not found:
            return self._moved(slug)
        (self.entry,) = found
        return super().get(request, slug=slug)

    def _moved(self, slug: str) -> HttpResponse:
        """Redirect a former address or another spelling of a number; tell of a deleted record; else 404."""
        for known in self._other_names(slug):
            if known != slug and self.get_queryset().filter(slug=known).exists():
                return self._redirect(reverse(f"{self.model._meta.model_name}-detail", args=[known]))
        return gone(self.request, self.model._meta.model_name, slug)

    def _redirect(self, address: str) -> HttpResponse:
        """Moved for good, yet in no cache: a name may be given to another record, and a record may be hidden."""
        query = self.request.GET.urlencode()
        target = f"{address}?{query}" if query else address
        return HttpResponseRedirect(target, status=301, headers={"Cache-Control": "no-store"})

    def _other_names(self, slug: str) -> list[str]:
        former = FormerAddress.objects.filter(kind=self.model._meta.model_name, slug=slug)
        return [*former.values_list("entry__slug", flat=True), *references.paper_names(slug), slug.lower()]

    def get_context_data(self, **kwargs) -> dict:
        options, user = self.model._meta, self.request.user
        listing = reverse(f"{options.model_name}-list") + self.at.query
        may_edit = user.is_staff and self.at.is_now
        return super().get_context_data(**kwargs) | {
            "entry": self.entry,
            "page": detail.EntryPage(self.entry, user, parts=self.parts, facts=self.facts),
            "kind_label": options.verbose_name,
            "chain": chain_of(self.entry, user) if self.shows_chain else None,
            "neighbours": self._neighbours(),
            "history_url": reverse(f"{options.model_name}-history", args=[self.entry.slug])
            if reads_histories(user)
            else "",
            "cited_url": reverse(f"{options.model_name}-cite", args=[self.entry.slug]),
            "edit_url": self._edit_url() if may_edit else "",
            "is_watched": is_watched(self.entry.pk, user) if user.is_authenticated else None,
            "merge_url": self._merge_url() if may_edit else "",
            "notices": self.notices,
            "looked_back": looked_back(self.at, self.request.get_full_path()),
            **(self._desk_urls() if self.at.is_now else {}),
            "crumbs": [
                (reverse("home"), _("Overview")),
                (listing, options.verbose_name_plural),
                (self.request.path, self.crumb()),
            ],
        }

    def _desk_urls(self) -> dict[str, str]:
        """Where a new status and a new source are added, for who may change the record."""
        if not may_change(self.request.user, self.model):
            return {}
        record = [self.entry.kind_name, self.entry.slug]
        status = {"status_url": reverse("status-add", args=record)} if status_model(self.entry.kind_name) else {}
        return {"cite_url": reverse("cite", args=record)} | status

    def crumb(self) -> str:
        return self.entry.abbreviation or self.entry.title

    def _neighbours(self) -> neighbours.Neighbours | None:
        """Where the record stands in the list that the reader came from, if the address names one."""
        query = self.request.GET.get(neighbours.FROM)
        if query is None or len(query) > neighbours.LONGEST:
            return None
        return neighbours.Neighbours(self.entry, query, self.request.user)

    def _merge_url(self) -> str:
        return reverse("merge", args=[self.entry.kind_name, self.entry.slug]) if self._edit_url() else ""

    def _edit_url(self) -> str:
        if not may_change(self.request.user, self.model):
            return ""
        options = self.model._meta
        return reverse(f"admin:{options.app_label}_{options.model_name}_change", args=[self.entry.pk])


def _records(model: type[Entry], access: Access, at: moments.Moment) -> QuerySet:
    return model.objects.visible_to(access).as_of(at)


@written_once_by_name
def _called(slug: str, model: type[Entry], follows: tuple[str, ...], access: Access, at: moments.Moment) -> QuerySet:
    """The one record of a kind with this address name, if those with this access may see it."""
    return _records(model, access, at).select_related(*follows).filter(slug=slug)


def looked_back(at: moments.Moment, address: str) -> dict:
    """What the banner says on a page that shows another moment than now: empty when it shows now."""
    if at.is_now:
        return {}
    url, _mark, query = address.partition("?")
    left = QueryDict(query, mutable=True)
    for name in at.names:
        left.pop(name, None)
    then = left.copy()
    then.update({moments.AS_OF: at.as_of, moments.KNOWN_ON: at.as_of})
    return {
        "at": at,
        "leave_url": f"{url}?{left.urlencode()}" if left else url,
        "known_url": "" if at.known else f"{url}?{then.urlencode()}",
    }


def entry_paths(list_view: type[EntryListView], detail_view: type[EntryDetailView]) -> list:
    """The addresses of one kind of record: its list, its export, its pages."""
    model = list_view.table.model
    kind, plural = model._meta.model_name, model.plural
    export = type(f"{model.__name__}ExportView", (EntryExportView,), {"table": list_view.table})
    return [
        path(f"{plural}/", kept(list_view.as_view()), name=f"{kind}-list"),
        path(f"{plural}/export/", export.as_view(), name=f"{kind}-export"),
        path(f"{plural}/<str:slug>/history/", RecordHistoryView.as_view(), {"kind": kind}, name=f"{kind}-history"),
        path(f"{plural}/<str:slug>/cite/", CitedView.as_view(kind=kind), name=f"{kind}-cite"),
        path(f"{plural}/<str:slug>/", kept(detail_view.as_view()), name=f"{kind}-detail"),
    ]
