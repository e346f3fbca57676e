"""The dimensions by which records are counted: which values each record has. A record may have none or several.

A dimension is a value itself: two that are equal say the same of every record, so what was read for one serves the
other.
"""

import datetime
from abc import ABC, abstractmethod
from array import array
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Field, Q, QuerySet, Subquery
from pyroaring import BitMap

from cyberpolicy.asking import among
from cyberpolicy.batching import batches
from cyberpolicy.counting.values import Values, union
from cyberpolicy.kinds import part_links
from cyberpolicy.listed import Keys, Listed
from cyberpolicy.models import CatalogueEntry, Citation, Entry, Relation
from cyberpolicy.visibility import Access

CHUNK = 5_000  # rows whose columns are read at a time; more of them are no faster
AT_ONCE = 20  # values whose keys are taken in together
FEW = 2_000  # records whose links are looked up; of more those of all records are read
INDEXED = {"visibility", "state"}  # an index of the catalogue has them of every record, by kind


@dataclass(frozen=True)
class Dimension(ABC):
    """``values`` gives for each value the records that have it, of those named or of all of the kind."""

    model: type[Entry | CatalogueEntry]

    @abstractmethod
    def values(self, keys: Collection[int] | None) -> Values: ...

    def touched_by(self, keys: set[int]) -> set[int]:
        """The records whose values may be others when the records ``keys`` changed."""
        return keys


@dataclass(frozen=True)
class OwnColumn(Dimension):
    """What a column of the record itself says."""

    name: str

    def values(self, keys: Collection[int] | None) -> Values:
        return dict(values_of([self], keys))[self]

    def told(self, values: Values) -> Values:
        """The values of the dimension, by those of the column."""
        return values


@dataclass(frozen=True)
class FieldValues(OwnColumn):
    """The values of a column; of a foreign key the keys. Empty ones are None."""


@dataclass(frozen=True)
class Years(OwnColumn):
    """The year of the sorting date."""

    name: str = field(default="sort_date", init=False)

    def told(self, values: Values) -> Values:
        years = defaultdict(list)
        for day, had in values.items():
            if day:
                years[day.year].append(had)
        return {year: union(sets) for year, sets in years.items()}


@dataclass(frozen=True)
class Links(Dimension):
    """The records at the other end of relations of these kinds; ``is_reverse`` where those are the subject."""

    kinds: tuple[str, ...]
    is_reverse: bool = False

    def values(self, keys: Collection[int] | None) -> Values:
        """Of many records the links of all kinds are read: to look up which kind each has takes ten times as long."""
        mine, theirs = ("object", "subject") if self.is_reverse else ("subject", "object")
        own = _keys_of_kind(self.model) if keys is None else BitMap(keys)
        links = Relation._base_manager.filter(kind__in=self.kinds).order_by()
        if len(own) <= FEW:
            links = links.filter(**{f"{mine}__in": among(own)})
        found = links.values_list(f"{theirs}_id").annotate(keys=Keys(f"{mine}_id")).iterator(chunk_size=AT_ONCE)
        return {other: had & own for other, had in found if had.intersect(own)}


@dataclass(frozen=True)
class Marks(Dimension):
    """Conditions that hold for a record on a day, each under a code. ``reaches``: they look at other records too."""

    name: str
    day: datetime.date
    access: Access | None = None  # whose, where that makes a difference
    conditions: Callable[[QuerySet], dict[str, Q]] = field(kw_only=True, compare=False)
    reaches: bool = False

    def values(self, keys: Collection[int] | None) -> Values:
        records = self.model.objects.order_by()
        return self.values_among(records if keys is None else records.filter(pk__in=among(keys)))

    def values_among(self, records: QuerySet) -> Values:
        """The same for a query of records, which may look at another moment.

        Conditions on the rows themselves are tried in one pass; one on other rows alone, so that the database can
        begin with those.
        """
        conditions = self.conditions(records)
        found = {code: _meeting(records, holds) for code, holds in conditions.items() if _looks_elsewhere(holds)}
        own = [code for code in conditions if code not in found]
        marks = {f"mark_{number}": Keys("pk", filter=conditions[code]) for number, code in enumerate(own)}
        found |= zip(own, records.aggregate(**marks).values(), strict=True)
        return {code: had for code, had in found.items() if had}

    def touched_by(self, keys: set[int]) -> set[int]:
        """With the records that rest on a changed document, name a changed record, or are named by one."""
        if not self.reaches:
            return keys
        found = set(keys)
        for some in batches(keys):
            found |= _column(Citation.objects.filter(document__in=some), "entry_id")
            found |= _column(Relation.objects.filter(subject__in=some), "object_id")
            found |= _column(Relation.objects.filter(object__in=some), "subject_id")
            for model, link in part_links():
                found |= _column(model.objects.filter(**{f"{link}__in": some}), "part__entry_id")
        return found


def values_of(dimensions: Iterable[Dimension], keys: Collection[int] | None) -> Iterator[tuple[Dimension, Values]]:
    """Dimensions of one kind of record, each with its values; columns are read in one pass."""
    if keys is not None and not keys:
        yield from ((dimension, {}) for dimension in dimensions)
        return
    columns = [dimension for dimension in dimensions if isinstance(dimension, OwnColumn)]
    said = _said(columns[0].model, {dimension.name for dimension in columns}, keys) if columns else {}
    for dimension in dimensions:
        yield dimension, dimension.told(said[dimension.name]) if dimension in columns else dimension.values(keys)


def of_kind(model: type[Entry | CatalogueEntry], column: str = "kind") -> dict[str, str]:
    """The condition on catalogue rows that are about a model: none for the catalogue itself, which holds every kind."""
    return {} if model is CatalogueEntry else {column: model._meta.model_name}


def _catalogue(model: type[Entry | CatalogueEntry], keys: Collection[int] | None = None) -> QuerySet:
    rows = CatalogueEntry._base_manager.filter(**of_kind(model)).order_by()
    return rows if keys is None else rows.filter(pk__in=among(keys))


def _keys_of_kind(model: type[Entry | CatalogueEntry]) -> BitMap:
    return _catalogue(model).aggregate(keys=Keys("pk"))["keys"]


def _said(model: type[Entry | CatalogueEntry], names: set[str], keys: Collection[int] | None) -> dict[str, Values]:
    """The values of these columns."""
    indexed = names & (INDEXED | {"kind"} if model is CatalogueEntry else INDEXED)
    return _in_index(model, sorted(indexed), keys) | _in_rows(model, sorted(names - indexed), keys)


def _in_index(model, names: list[str], keys: Collection[int] | None) -> dict[str, Values]:
    """Those that the index of the catalogue has: it is short, and the rows of records are long."""
    found: dict[str, Values] = {name: defaultdict(BitMap) for name in names}
    for *said, had in _catalogue(model, keys).values_list(*names).annotate(keys=Keys("pk")) if names else ():
        for name, value in zip(names, said, strict=True):
            found[name][value] |= had
    return {name: dict(values) for name, values in found.items()}


def _in_rows(model, names: list[str], keys: Collection[int] | None) -> dict[str, Values]:
    """The others, in one pass over the rows."""
    found: dict[str, dict[Any, array]] = {name: defaultdict(lambda: array("I")) for name in names}
    for those, *columns in _chunks(model, names, keys) if names else ():
        for had, column in zip(found.values(), columns, strict=True):
            for key, value in zip(those, column, strict=True):
                had[value].append(key)
    return {name: _as_python(model._meta.get_field(name), had) for name, had in found.items()}


def _chunks(model, names: list[str], keys: Collection[int] | None) -> Iterator[list[list]]:
    """Keys and these columns of the rows, by the thousands."""
    rows = model._base_manager.order_by("pk")
    rows = rows if keys is None else rows.filter(pk__in=among(keys))
    wanted = {"of_key": Listed("pk")} | {f"of_{name}": Listed(name) for name in names}
    last, is_more = 0, True
    while is_more:
        lists = list(rows.filter(pk__gt=last)[:CHUNK].aggregate(**wanted).values())
        yield lists
        is_more = len(lists[0]) == CHUNK
        last = lists[0][-1] if is_more else last


def _as_python(column: Field, had: dict[Any, array]) -> Values:
    return {column.to_python(value): BitMap(keys) for value, keys in had.items()}


def _looks_elsewhere(condition: Q) -> bool:
    return any(isinstance(part, Subquery) for part in condition.flatten())


def _meeting(records: QuerySet, condition: Q) -> BitMap:
    return records.filter(condition).aggregate(keys=Keys("pk"))["keys"]


def _column(queryset: QuerySet, name: str) -> set[int]:
    return set(queryset.order_by().values_list(name, flat=True))
