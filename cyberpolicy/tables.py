"""Tables: a column is declared once, and the page, every export and the API read it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

from django.db.models import F, QuerySet
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from cyberpolicy.attachments import attach
from cyberpolicy.filters import EntryFilterSet
from cyberpolicy.kinds import part_models
from cyberpolicy.models import Entry, Relation
from cyberpolicy.values import choice

CHUNK = 500


@dataclass(frozen=True)
class Column:
    """A column: its name in addresses and exports, its heading, and the value it takes from a record.

    ``look`` says how the page draws it: text, title, tracks, status, date, links, sources or number.
    ``sort`` names the field to order by, "{lang}" standing for the language. ``related`` names the joins it needs.
    """

    name: str
    label: Promise | str
    value: Callable[[Entry], Any]
    look: str = "text"
    sort: str = ""
    related: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()
    on_page: bool = True


@dataclass(frozen=True)
class Row:
    """A record with the values of its columns, ready to be drawn."""

    entry: Entry
    cells: list[tuple[Column, Any]]


class Table:
    """The columns of a kind of record, and how its lists are filtered and sorted."""

    def __init__(
        self, model: type[Entry], columns: list[Column], filterset: type[EntryFilterSet], *, sort: str = "title"
    ) -> None:
        self.model, self.filterset, self.default_sort = model, filterset, sort
        self.columns = columns
        _TABLES[model._meta.model_name] = self

    @property
    def page_columns(self) -> list[Column]:
        return [column for column in self.columns if column.on_page]

    @property
    def sorts(self) -> dict[str, Column]:
        return {column.name: column for column in self.columns if column.sort}

    def ordered(self, queryset: QuerySet, sort: str) -> QuerySet:
        """Order by a column's name, "-" before it for the other way; empty ones last, the key settles what is equal."""
        column = self.sorts[sort.removeprefix("-")]
        name = column.sort.format(lang=get_language() or "nl")
        nulls_last = (
            self.model._meta.get_field(name).null or None
        )  # only where it can be: else it would keep off the index
        field = F(name)
        return queryset.order_by((field.desc if sort.startswith("-") else field.asc)(nulls_last=nulls_last), "pk")

    def rows(self, entries: list[Entry], user) -> list[Row]:
        """The rows that a page shows of these records, in a fixed number of queries."""
        columns = self.page_columns
        attach(entries, user, parts=self._parts(columns))
        return [self._row(entry, columns) for entry in entries]

    def all_rows(self, queryset: QuerySet, user, *, all_parts: bool = False) -> Iterator[Row]:
        """Every row with every column, a bounded number in memory at a time; with ``all_parts`` every part attached."""
        parts = part_models(self.model._meta.model_name) if all_parts else self._parts(self.columns)
        entries = self.joined(queryset).iterator(chunk_size=CHUNK)
        while chunk := list(islice(entries, CHUNK)):
            attach(chunk, user, parts=set(parts) - {Relation.part_name}, is_whole=True)
            yield from (self._row(entry, self.columns) for entry in chunk)

    def _row(self, entry: Entry, columns: list[Column]) -> Row:
        return Row(entry, [(column, column.value(entry)) for column in columns])

    def _parts(self, columns: list[Column]) -> list[str]:
        return sorted({part for column in columns for part in column.parts})

    def joined(self, queryset: QuerySet) -> QuerySet:
        related = {join for column in self.columns for join in column.related}
        return queryset.select_related(*sorted(related)) if related else queryset


_TABLES: dict[str, Table] = {}


def table_of(kind: str) -> Table:
    return _TABLES[kind]


# Columns that many tables share


def title() -> Column:
    return Column("title", _("Title"), lambda entry: entry.title, look="title", sort="title_{lang}")


def kind() -> Column:
    return Column("kind", _("Kind"), lambda entry: choice(entry, "kind"), sort="kind")


def tracks() -> Column:
    return Column("tracks", _("Track"), lambda entry: entry.attached.tracks, look="tracks")


def date() -> Column:
    return Column("date", _("Date"), lambda entry: entry.vague_date, look="date", sort="sort_date")


def sources() -> Column:
    return Column("sources", _("Source"), lambda entry: entry.attached.citations, look="sources")


def summary() -> Column:
    return Column("summary", _("Summary"), lambda entry: entry.summary, on_page=False)


def progress() -> Column:
    return Column("progress", _("Status"), lambda entry: choice(entry, "progress"), look="status", sort="progress")


def related_to(name: str, label: Promise | str, *kinds: str, reverse: bool = False, on_page: bool = True) -> Column:
    """The records linked by relations of these kinds."""

    def value(entry: Entry):
        return entry.attached.subjects(*kinds) if reverse else entry.attached.objects(*kinds)

    return Column(name, label, value, look="links", on_page=on_page)
