"""Comparing: up to four countries, forums or instruments side by side, each statement with its sources."""

from collections.abc import Iterator
from functools import cached_property

from django.http import HttpRequest, HttpResponse, QueryDict
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.generic import TemplateView, View
from pyroaring import BitMap

from cyberpolicy import downloads
from cyberpolicy.addresses import Address
from cyberpolicy.asking import among
from cyberpolicy.comparison import Comparison, Section
from cyberpolicy.counting import FieldValues, tally_of
from cyberpolicy.kinds import entry_models
from cyberpolicy.link_counts import most_linked
from cyberpolicy.models import CatalogueEntry, Entry
from cyberpolicy.pictures import files
from cyberpolicy.search.finding import Search
from cyberpolicy.tables import table_of
from cyberpolicy.visibility import access_of

COMPARED = ("party", "forum", "instrument")
MOST, FOUND, EXAMPLES = 4, 12, 3
NAMES, PASSING = ("kind", "with", "q", "only"), {"lang", "format"}
DIFFERENCES = "differences"


class ComparePage:
    """What an address asks to compare."""

    def __init__(self, path: str, query: QueryDict, user) -> None:
        self.query, self.user = query, user
        self.address = Address(path, query, NAMES)
        self.notices = [
            _("“%(name)s” is not a filter of this page; it was left out.") % {"name": name}
            for name in sorted(set(query) - {*NAMES, *PASSING})
        ]
        self.kind = self._one("kind", COMPARED, COMPARED[0])
        self.only_differences = self._one("only", (DIFFERENCES,), "") == DIFFERENCES
        self.words = query.get("q", "").strip()[:200]
        self.entries = self._entries()

    def _one(self, name: str, known: tuple[str, ...], default: str) -> str:
        asked = self.query.get(name, "")
        if asked and asked not in known:
            self._left_out(name, asked)
        return asked if asked in known else default

    def _left_out(self, name: str, value: str) -> None:
        self.notices.append(
            _("“%(value)s” is not a value of “%(name)s”; it was left out.") % {"value": value[:100], "name": name}
        )
        self.address.values[name] = [item for item in self.address.values[name] if item != value]

    def _entries(self) -> list[Entry]:
        """The records asked for, in the order of the address, at most four."""
        table = table_of(self.kind)
        asked = list(dict.fromkeys(self.address.values["with"]))
        sane = [slug for slug in asked if "\x00" not in slug and len(slug) <= 100]
        visible = table.joined(table.model.objects.visible_to(self.user).filter(slug__in=sane[:50]))
        found = {entry.slug: entry for entry in visible}
        for slug in asked:
            if slug not in found:
                self._left_out("with", slug)
        kept = [slug for slug in asked if slug in found]
        if len(kept) > MOST:
            self.notices.append(_("At most four can stand side by side; the others were left out."))
        self.address.values["with"] = kept[:MOST]
        return [found[slug] for slug in kept[:MOST]]

    @cached_property
    def sections(self) -> list[Section]:
        if len(self.entries) < 2:
            return []
        return Comparison(self.entries, self.user).sections(only_differences=self.only_differences)

    # Choosing

    def kinds(self) -> list[tuple[str, str, bool]]:
        """The kinds that can be compared: (name, address, whether it is this one)."""
        return [
            (entry_models()[kind]._meta.verbose_name_plural, f"{self.address.path}?kind={kind}", kind == self.kind)
            for kind in COMPARED
        ]

    def chosen(self) -> list[tuple[Entry, str]]:
        """The records with, for each, the address without it."""
        return [(entry, self.address.without("with", entry.slug)) for entry in self.entries]

    @property
    def has_room(self) -> bool:
        return len(self.entries) < MOST

    def candidates(self) -> list[tuple[CatalogueEntry, str]]:
        """What may be added: what the words find, else to begin with the most linked; with the address that adds it."""
        if not self.has_room or (len(self.entries) > 1 and not self.words):
            return []
        rest = self._visible(self.kind) - BitMap([entry.pk for entry in self.entries])
        if self.words:
            search = Search(self.words, self.user)
            keys = among(rest & BitMap(search.records) if search else rest)
            found = CatalogueEntry.objects.visible_to(self.user).filter(pk__in=keys).order_by("title_nl", "pk")[:FOUND]
        else:
            found = most_linked(rest, access_of(self.user), FOUND)
        slugs = [entry.slug for entry in self.entries]
        address = {"kind": [self.kind], "q": []}
        return [(r, self.address.having_all(**address, **{"with": [*slugs, r.slug]})) for r in found]

    def examples(self) -> list[tuple[str, str]]:
        """Comparisons to begin with: the most linked of each kind."""
        found = []
        for kind in COMPARED:
            records = most_linked(self._visible(kind), access_of(self.user), EXAMPLES)
            if len(records) > 1:
                names = ", ".join(str(record.abbreviation or record.title) for record in records)
                slugs = [record.slug for record in records]
                found.append((names, self.address.having_all(kind=[kind], q=[], only=[], **{"with": slugs})))
        return found

    def _visible(self, kind: str) -> BitMap:
        tally = tally_of(CatalogueEntry)
        return tally.visible(access_of(self.user)) & tally.having(FieldValues(CatalogueEntry, "kind"), [kind])

    # As a file

    def csv_rows(self) -> Iterator[list[str]]:
        yield [_("Section"), _("About"), *(str(entry.title) for entry in self.entries), _("Differs")]
        for section in self.sections:
            for row in section.rows:
                cells = ["; ".join(_written(said) for said in cell) for cell in row.cells]
                yield [section.label, str(row.label), *cells, _("yes") if row.is_different else _("no")]
            if section.left_out:
                yield [section.label, section.left_out, *("" for _entry in self.entries), ""]


def _written(said) -> str:
    sources = ", ".join(citation.named for citation in said.citations)
    return f"{said} [{sources}]" if sources else str(said)


class CompareView(TemplateView):
    """Records side by side; without records a place to choose them."""

    template_name = "compare/compare.html"

    def get_context_data(self, **kwargs) -> dict:
        page = ComparePage(self.request.path, self.request.GET, self.request.user)
        address, is_narrowed = page.address, page.only_differences
        formats = downloads.offered(reverse("compare-export"), address.query(), {"csv": "CSV"})
        return super().get_context_data(**kwargs) | {
            "compared": page,
            "kind_label": capfirst(entry_models()[page.kind]._meta.verbose_name_plural),
            "sections": page.sections,
            "row_count": sum(len(section.rows) for section in page.sections),
            "differences_url": address.without("only") if is_narrowed else address.having("only", DIFFERENCES),
            "formats": formats if page.sections else [],
            "crumbs": [(reverse("home"), _("Overview")), (self.request.path, _("Compare"))],
        }


class CompareExportView(View):
    """The same as a file."""

    def get(self, request: HttpRequest) -> HttpResponse:
        page = ComparePage(reverse("compare"), request.GET, request.user)
        return files.response(request, "comparison", page.notices, {"csv": page.csv_rows})
