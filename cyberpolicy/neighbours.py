"""The records before and after one, in the list a reader came from.

The address of a record carries that list as ``?from=`` with the list's own query: ``?from=outcome%3Dadopted``. It needs
no session and no script, can be shared, and says the same to everyone who may see the same.
"""

from dataclasses import dataclass
from functools import cached_property
from urllib.parse import urlencode

from django.db.models import Expression, F, Q, QuerySet
from django.db.models.expressions import OrderBy
from django.http import QueryDict
from django.urls import reverse
from pyroaring import BitMap

from cyberpolicy.lists import EntryList
from cyberpolicy.models import Entry
from cyberpolicy.moments import NOW, Moment
from cyberpolicy.tables import table_of

FROM = "from"
LONGEST = 2000  # characters of a list's query; a longer one is no list of ours


def carried(query: str, at: Moment = NOW) -> str:
    """What a row of the list with this query adds to the address of its record, which keeps the moment ``at``."""
    return f"{'&' if at.query else '?'}{urlencode({FROM: query})}"


@dataclass(frozen=True)
class Neighbour:
    """The record before or after, with an address that keeps the list."""

    entry: Entry
    url: str


class Neighbours:
    """Where ``entry`` stands in the list with this ``query``: a fixed number of queries, however long the list."""

    def __init__(self, entry: Entry, query: str, user) -> None:
        self.entry = entry
        path = reverse(f"{entry.kind_name}-list")
        self.list = EntryList(table_of(entry.kind_name), path, QueryDict(query), user)
        self._keys = [_key(f"order_{n}", order) for n, order in enumerate(self.list.queryset.query.order_by)]
        self._ordered = self.list.queryset.annotate(**{key.name: key.expression for key in self._keys})

    @cached_property
    def _values(self) -> tuple | None:
        """What the record is ordered by; None when it does not stand in the list."""
        return self._ordered.filter(pk=self.entry.pk).values_list(*(key.name for key in self._keys)).first()

    @property
    def is_listed(self) -> bool:
        return (self._values if self._place is None else self._place) is not None

    @cached_property
    def _place(self) -> int | None:
        """How many stand before it, where memory holds the order of the list."""
        return self.list.order.place_of(self.entry.pk, self._found) if self.list.order else None

    @cached_property
    def _found(self) -> BitMap:
        return self.list.filters.keys_without()

    @cached_property
    def number(self) -> int:
        """Its place in the list, from 1."""
        if self._place is not None:
            return self._place + 1
        return self._ordered.filter(self._beyond(forward=False)).count() + 1

    @cached_property
    def count(self) -> int:
        return self._ordered.count() if self._place is None else len(self._found)

    @cached_property
    def previous(self) -> Neighbour | None:
        if self._place is not None:
            return self._at(self._place - 1) if self._place else None
        return self._first(self._ordered.filter(self._beyond(forward=False)).reverse())

    @cached_property
    def next(self) -> Neighbour | None:
        if self._place is not None:
            return self._at(self._place + 1)
        return self._first(self._ordered.filter(self._beyond(forward=True)))

    def _at(self, place: int) -> Neighbour | None:
        keys = self.list.order.page(self._found, place, place + 1)
        return self._first(self.list.visible.filter(pk__in=keys))

    @property
    def list_url(self) -> str:
        """The list, on the page where this record stands."""
        return self.list.address.page((self.number - 1) // self.list.per_page + 1 if self.is_listed else 1)

    def _first(self, queryset: QuerySet) -> Neighbour | None:
        entry = queryset.first()
        if entry is None:
            return None
        return Neighbour(entry, entry.get_absolute_url() + carried(self.list.address.query(), entry.at))

    def _beyond(self, *, forward: bool) -> Q:
        """The records after this one, or those before it, in the order of the list."""
        found, equal = Q(pk__in=[]), Q()
        for key, value in zip(self._keys, self._values, strict=True):
            found |= equal & key.beyond(value, forward=forward)
            equal &= key.equal(value)
        return found


@dataclass(frozen=True)
class _Key:
    """One of the things a list is ordered by, under the name it has in the query."""

    name: str
    expression: Expression
    is_descending: bool
    nulls_last: bool

    def equal(self, value) -> Q:
        return Q(**{f"{self.name}__isnull": True}) if value is None else Q(**{self.name: value})

    def beyond(self, value, *, forward: bool) -> Q:
        """Those that come after ``value`` by this key alone (before, unless ``forward``); empty values come last."""
        if value is None:
            return Q(pk__in=[]) if forward else Q(**{f"{self.name}__isnull": False})
        comparison = "gt" if forward != self.is_descending else "lt"
        found = Q(**{f"{self.name}__{comparison}": value})
        return found | Q(**{f"{self.name}__isnull": True}) if forward and self.nulls_last else found


def _key(name: str, order: str | OrderBy) -> _Key:
    if isinstance(order, str):
        return _Key(name, F(order.removeprefix("-")), order.startswith("-"), nulls_last=False)
    return _Key(name, order.expression, order.descending, bool(order.nulls_last))
