"""Tables: a column is declared once, and the page, every export and the API read it."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterator
from copy import copy
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import F, QuerySet
from django.db.models.expressions import RawSQL
from django.utils.functional import Promise
from django.utils.translation import get_language, override
from django.utils.translation import gettext_lazy as _

from cyberpolicy import readings, whole
from cyberpolicy.asking import written_once
from cyberpolicy.attachments import attach
from cyberpolicy.filters import EntryFilterSet
from cyberpolicy.models import Entry
from cyberpolicy.moments import Moment
from cyberpolicy.narrow import Batch, Needs, batches
from cyberpolicy.querysets import following
from cyberpolicy.readings import Reading
from cyberpolicy.relation_kinds import IN_TRACK
from cyberpolicy.text_fields import shown_in_english
from cyberpolicy.values import Cell
from cyberpolicy.visibility import Access, access_of
from cyberpolicy.whole import WholeBatch

# What a row says of its record whatever its columns are: name, address, badges.
ROW_FIELDS = frozenset(("slug", "title_nl", "title_en", "abbreviation_nl", "abbreviation_en", "visibility", "state"))


@dataclass(frozen=True)
class Column:
    """A column: its name in addresses and exports, its heading, and the value it takes from a record.

    ``look`` says how the page draws it: text, title, tracks, status, date, links, sources or number.
    ``sort`` names the field to order by, "{lang}" standing for the language.
    """

    name: str
    label: Promise | str
    reads: Reading
    look: str = "text"
    sort: str = ""
    on_page: bool = True

    def value(self, entry: Entry) -> Any:
        """What a record with all attached has in this column."""
        return self.reads.value(entry)


@dataclass(frozen=True)
class Row:
    """A record with the values of its columns, ready to be drawn."""

    entry: Entry
    cells: list[tuple[Column, Any]]


class Table:
    """The columns of a kind of record, and how its lists are filtered and sorted."""

    def __init__(
        self,
        model: type[Entry],
        columns: list[Column],
        filterset: type[EntryFilterSet],
        *,
        sort: str = "title",
        prepare: Callable[[list, Any], None] = lambda entries, user: None,
    ) -> None:
        """``prepare`` looks up, in a fixed number of queries, what columns need besides what is attached."""
        self.prepare = prepare
        self.model, self.filterset, self.default_sort = model, filterset, sort
        self.columns = columns
        self.sorts = {column.name: column for column in columns if column.sort}
        _TABLES[model._meta.model_name] = self

    @property
    def page_columns(self) -> list[Column]:
        return [column for column in self.columns if column.on_page]

    def showing(self, names: Collection[str]) -> "Table":
        """The same table with these columns only, on pages and in exports. The title, which names a row, stays."""
        table = copy(self)
        shown = [column for column in self.columns if column.name in names or column.look == "title"]
        table.columns = [replace(column, on_page=True) for column in shown]
        return table

    def ordered(self, queryset: QuerySet, sort: str) -> QuerySet:
        """Order by a column's name, "-" before it for the other way; empty ones last, the key settles what is equal."""
        name = self.sort_field(sort)
        nulls_last = (
            self.model._meta.get_field(name).null or None
        )  # only where it can be: else it would keep off the index
        field = shown_in_english("title") if name == "title_en" else F(queryset.column(name))
        return queryset.order_by((field.desc if sort.startswith("-") else field.asc)(nulls_last=nulls_last), "pk")

    def sort_field(self, sort: str) -> str:
        """The field that a column's name orders by, in the reader's language."""
        return self.sorts[sort.removeprefix("-")].sort.format(lang=get_language() or "nl")

    def rows(self, entries: list[Entry], user) -> list[Row]:
        """The rows that a page shows of these records, in a fixed number of queries."""
        columns = self.page_columns
        attach(entries, user, parts=_needed(columns, "parts"), is_light=True, **_relations(columns))
        self.prepare(entries, user)
        return [self._row(entry, columns) for entry in entries]

    def found(self, keys: list[int], user, at: Moment) -> list[Entry]:
        """The records with these keys as they were at a moment, in this order; without those ``user`` may not see."""
        fields, related = (_needed(self.page_columns, what) for what in ("fields", "related"))
        rows = _entries(keys, self.model, access_of(user), at, ROW_FIELDS | fields | related, related)
        entries = {entry.pk: entry for entry in rows}
        return [entries[key] for key in keys if key in entries]

    def batches(self, queryset: QuerySet, user) -> Iterator[tuple[Batch, list[list[Cell]]]]:
        """Every row as cells, in narrow batches: of each its rows, and the cells of each column."""
        parts = defaultdict(set)
        for column in self.columns:
            for name, fields in column.reads.parts.items():
                parts[name].update(fields)
        needs = Needs(_needed(self.columns, "fields"), parts, **_relations(self.columns))
        for batch in batches(queryset, needs, user):
            yield batch, [column.reads.cells(batch) for column in self.columns]

    def whole_batches(self, queryset: QuerySet, user) -> Iterator[tuple[WholeBatch, dict[str, list[Any]]]]:
        """Every row with every column and all that hangs on it, in batches: the values of columns as JSON has them."""
        needs = whole.needs(self.model, _needed(self.columns, "fields"))
        for batch in batches(queryset, needs, user, WholeBatch):
            yield batch, {column.name: column.reads.values(batch) for column in self.columns}

    def _row(self, entry: Entry, columns: list[Column]) -> Row:
        return Row(entry, [(column, column.value(entry)) for column in columns])

    def joined(self, queryset: QuerySet) -> QuerySet:
        related = _needed(self.columns, "related")
        return following(queryset, related)


@written_once
def _entries(
    keys: RawSQL, model: type[Entry], access: Access, at: Moment, fields: frozenset[str], related: frozenset[str]
) -> QuerySet:
    return following(model.objects.visible_to(access).as_of(at).filter(pk__in=keys).only(*sorted(fields)), related)


@dataclass(frozen=True)
class ColumnOrder:
    """One order of the records of a kind: by a column, in a language."""

    kind: str
    sort: str
    language: str

    def ordered(self) -> QuerySet:
        """All of them in order."""
        table = table_of(self.kind)
        with override(self.language):
            return table.ordered(table.model.objects.all(), self.sort)


def _needed(columns: list[Column], what: str) -> frozenset[str]:
    return frozenset(name for column in columns for name in getattr(column.reads, what))


def _relations(columns: list[Column]) -> dict[str, frozenset[str]]:
    return {way: _needed(columns, way) for way in ("outgoing", "incoming")}


_TABLES: dict[str, Table] = {}


def table_of(kind: str) -> Table:
    return _TABLES[kind]


# Columns that many tables share


def title() -> Column:
    return Column("title", _("Title"), readings.text("title"), look="title", sort="title_{lang}")


def kind() -> Column:
    return Column("kind", _("Kind"), readings.chosen("kind"), sort="kind")


def tracks() -> Column:
    return Column("tracks", _("Track"), readings.linked(IN_TRACK), look="tracks")


def date() -> Column:
    return Column("date", _("Date"), readings.vague_date(), look="date", sort="sort_date")


def sources() -> Column:
    return Column("sources", _("Source"), readings.sources(), look="sources")


def summary() -> Column:
    return Column("summary", _("Summary"), readings.text("summary"), on_page=False)


def progress() -> Column:
    return Column("progress", _("Status"), readings.chosen("progress"), look="status", sort="progress")


def related_to(name: str, label: Promise | str, *kinds: str, reverse: bool = False, on_page: bool = True) -> Column:
    """The records linked by relations of these kinds."""
    return Column(name, label, readings.linked(*kinds, reverse=reverse), look="links", on_page=on_page)
