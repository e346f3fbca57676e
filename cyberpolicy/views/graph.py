"""Relations: the most linked records and what binds them, or one record among its own; as page, CSV and drawing."""

from collections.abc import Iterator
from functools import cached_property

from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse, QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.generic import TemplateView, View

from cyberpolicy import downloads
from cyberpolicy.addresses import site_of
from cyberpolicy.models import CatalogueEntry
from cyberpolicy.pictures import files
from cyberpolicy.pictures.drawing import Drawing, kind_of
from cyberpolicy.pictures.graph import Edge, Links, known_kinds, verbs
from cyberpolicy.pictures.neighbourhood import Neighbourhood
from cyberpolicy.pictures.overview import overview
from cyberpolicy.pictures.query import Choices, PictureQuery
from cyberpolicy.pictures.svg import standalone
from cyberpolicy.relation_kinds import IN_TRACK

PICTURE, PER_PAGE = "graph/_picture.html", 50
IN_OVERVIEW, MOST_COLUMNS, MOST_IN_COLUMN = ("track", "forum", "instrument", "party"), 5, 14
DEPTHS = ("1", "2")
MOST_FAR_EDGES = 300


class GraphPage:
    """The relations that an address asks for, as a drawing and as rows."""

    def __init__(self, path: str, query: QueryDict, user) -> None:
        self.asked = PictureQuery(path, query, user, verbs="relation", more=("depth",))
        self.links = Links(self.asked)
        self.depth = self.asked.one_of("depth", DEPTHS, "1")

    def filters(self) -> list[Choices]:
        return [
            self.asked.track_choices({}),
            self.asked.choices("kind", _("Kind of record"), [(kind, n, None) for kind, n in known_kinds().items()]),
            self.asked.choices("relation", _("Kind of relation"), [(k, verb, None) for k, verb in verbs().items()]),
        ]

    @cached_property
    def drawing(self) -> Drawing:
        return self._around(self.asked.focus) if self.asked.focus else self._overview()

    def _around(self, focus: CatalogueEntry) -> Drawing:
        edges = self.links.around([focus.pk]) + self.links.named(focus)
        near = {edge.other(focus.pk).pk for edge in edges}
        far = self.links.around(near, MOST_FAR_EDGES) if self.depth == "2" else []
        far = [edge for edge in far if focus.pk not in (edge.subject.pk, edge.object.pk) and self._tells(edge)]
        tracks = self.links.track_of({focus.pk, *near, *(e.subject.pk for e in far), *(e.object.pk for e in far)})
        return Neighbourhood(focus, edges, far, tracks, choose=self._choose, only=self._only).drawing

    def _tells(self, edge: Edge) -> bool:
        """Standing in the same track binds too many records to tell something of two of them."""
        return edge.kind != IN_TRACK or IN_TRACK in self.links.kinds

    def _overview(self) -> Drawing:
        kinds = self.asked.kinds[:MOST_COLUMNS] or IN_OVERVIEW
        columns = [(kind, self.links.most_linked(kind, MOST_IN_COLUMN)) for kind in kinds]
        columns = [(k, sorted(found, key=lambda r: r.rank or 0) if k == "track" else found) for k, found in columns]
        keys = {record.pk for _kind, records in columns for record in records}
        return overview(columns, self.links.among(keys), self.links.track_of(keys), choose=self._choose)

    def _choose(self, record: CatalogueEntry) -> str:
        return self.asked.address.having_all(focus=[record.key])

    def _only(self, kind: str) -> str:
        return self.asked.address.having("relation", kind)

    def picture(self) -> dict:
        """What ``graph/_picture.html`` needs."""
        return {"drawing": self.drawing, "focus": self.asked.focus}

    # The same as rows

    def table(self, number: str) -> Page:
        page = Paginator(self.drawing.edges, PER_PAGE).get_page(number)
        self.links.add_sources(list(page.object_list))
        return page

    def csv_rows(self, site: str) -> Iterator[list[str]]:
        yield [
            _("From"), _("Kind"), _("Relation"), _("To"), _("Kind"), _("Qualifier"), _("Basis"), _("Source"),
            _("Address"),
        ]  # fmt: skip
        self.links.add_sources(self.drawing.edges)
        for edge in self.drawing.edges:
            sources = "; ".join(citation.named for citation in edge.citations)
            yield [
                str(edge.subject.title), kind_of(edge.subject), str(edge.verb), str(edge.object.title),
                kind_of(edge.object), str(edge.qualifier), edge.basis, sources, site + edge.subject.get_absolute_url(),
            ]  # fmt: skip


class GraphView(TemplateView):
    """How records hang together, with the chosen one and the filters in the address."""

    template_name = "graph/graph.html"

    def get_context_data(self, **kwargs) -> dict:
        page = GraphPage(self.request.path, self.request.GET, self.request.user)
        asked, filters, edges = page.asked, page.filters(), page.drawing.edges
        table: Page[Edge] = page.table(self.request.GET.get("page", "1"))
        depths = [
            (value, label, value == page.depth) for value, label in zip(DEPTHS, (_("One"), _("Two")), strict=True)
        ]
        return super().get_context_data(**kwargs) | {
            **page.picture(),
            **asked.address.pager(table),
            "asked": asked,
            "filters": filters,
            "chips": asked.chips(*filters),
            "depths": depths if asked.focus else [],
            "depth_links": [(label, asked.address.having("depth", value), on) for value, label, on in depths],
            "unfocus_url": asked.address.having_all(focus=[], depth=[]),
            "count": len(edges),
            "is_table_open": "page" in self.request.GET,
            "formats": downloads.offered(reverse("graph-export"), asked.address.query(), files.DRAWN),
            "crumbs": [(reverse("home"), _("Overview")), (self.request.path, _("Relations"))],
        }


class GraphExportView(View):
    """The same as a file."""

    def get(self, request: HttpRequest) -> HttpResponse:
        page = GraphPage(reverse("graph"), request.GET, request.user)
        site = site_of(request)
        return files.response(
            request,
            "relations",
            page.asked.notices,
            {"csv": lambda: page.csv_rows(site), "svg": lambda: standalone(PICTURE, page.picture(), site)},
        )
