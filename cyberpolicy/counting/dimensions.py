"""The dimensions by which records are counted: which values each record has. A record may have none or several.

A dimension is a value itself: two that are equal say the same of every record, so what was read for one serves the
other.
"""

import datetime
from abc import ABC, abstractmethod
from array import array
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from itertools import compress
from typing import Any

from django.db.models import BooleanField, ExpressionWrapper, Field, Model, Q, QuerySet, Subquery
from django.db.models.expressions import RawSQL
from pyroaring import BitMap

from cyberpolicy.asking import Repeated, written_once
from cyberpolicy.counting.values import Values, gathered, union
from cyberpolicy.kinds import part_links
from cyberpolicy.listed import KeySet, Listed
from cyberpolicy.models import CatalogueEntry, Citation, Entry, Relation
from cyberpolicy.querysets import of_kinds
from cyberpolicy.visibility import Access

CHUNK = 5_000  # rows whose columns are read at a time; more of them are no faster
AT_ONCE = 20  # values whose keys are taken in together
MARK = "mark_"  # before the code of a condition in a query: a field may be called so
INDEXED = {"visibility", "state"}  # an index of the catalogue has them of every record, by kind


@dataclass(frozen=True)
class Dimension(ABC):
    """``values`` gives for each value the records of the kind that have it; a record may have none or several."""

    model: type[Entry | CatalogueEntry]

    @abstractmethod
    def values(self) -> Values: ...

    @abstractmethod
    def values_of(self, keys: Collection[int], asked: Repeated) -> Values:
        """The same of these records alone: a few that changed. ``asked`` remembers how they were asked for before."""

    def touched_by(self, keys: set[int]) -> set[int]:
        """The records whose values may be others when the records ``keys`` changed."""
        return keys


@dataclass(frozen=True)
class OwnColumn(Dimension):
    """What a column of the record itself says."""

    name: str

    def values(self) -> Values:
        return dict(read([self]))[self]

    def values_of(self, keys: Collection[int], asked: Repeated) -> Values:
        return dict(read_of([self], keys, asked))[self]

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

    @property
    def _ends(self) -> tuple[str, str]:
        return ("object_id", "subject_id") if self.is_reverse else ("subject_id", "object_id")

    def values(self) -> Values:
        """The links of records of all kinds are read: to look up which kind each has takes ten times as long."""
        mine, theirs = self._ends
        own = _catalogue(self.model).aggregate(keys=KeySet("pk"))["keys"]
        links = Relation._base_manager.filter(kind__in=self.kinds).order_by()
        found = links.values_list(theirs).annotate(keys=KeySet(mine)).iterator(chunk_size=AT_ONCE)
        return {other: had & own for other, had in found if had.intersect(own)}

    def values_of(self, keys: Collection[int], asked: Repeated) -> Values:
        return gathered(asked.tuples(self, keys, self._links_of))

    def _links_of(self, keys: RawSQL) -> QuerySet:
        links = Relation._base_manager.filter(**{f"{self._ends[0]}__in": keys})
        return of_kinds(links, self.kinds).order_by().values_list(*self._ends)


@dataclass(frozen=True)
class Marks(Dimension):
    """Conditions that hold for a record on a day, each under a code. ``reaches``: they look at other records too."""

    name: str
    day: datetime.date
    access: Access | None = None  # whose, where that makes a difference
    conditions: Callable[[QuerySet], dict[str, Q]] = field(kw_only=True, compare=False)
    reaches: bool = False

    def values(self) -> Values:
        return self.values_among(self.model.objects.order_by())

    def values_of(self, keys: Collection[int], asked: Repeated) -> Values:
        """All conditions in one query: it looks at a few rows."""
        marks = asked.columns(self, keys, self._marked)
        those = marks.pop("pk")
        return {name[len(MARK) :]: BitMap(compress(those, holds)) for name, holds in marks.items() if any(holds)}

    def _marked(self, keys: RawSQL) -> QuerySet:
        records = self.model.objects.order_by().filter(pk__in=keys)
        marks = marks_of(self.conditions(records))
        return records.annotate(**marks).values_list("pk", *marks)

    def values_among(self, records: QuerySet) -> Values:
        """The values of the records of a query, which may look at another moment.

        Conditions on the rows themselves are tried in one pass; one on other rows alone, so that the database can
        begin with those.
        """
        conditions = self.conditions(records)
        found = {code: _meeting(records, holds) for code, holds in conditions.items() if _looks_elsewhere(holds)}
        own = [code for code in conditions if code not in found]
        marks = {f"{MARK}{number}": KeySet("pk", filter=conditions[code]) for number, code in enumerate(own)}
        found |= zip(own, records.aggregate(**marks).values(), strict=True)
        return {code: had for code, had in found.items() if had}

    def touched_by(self, keys: set[int]) -> set[int]:
        """With the records that rest on a changed document, name a changed record, or are named by one."""
        if not self.reaches:
            return keys
        found = _beside(keys, Citation, "entry_id", "document_id")
        found += _beside(keys, Relation, "object_id", "subject_id") + _beside(keys, Relation, "subject_id", "object_id")
        for model, link in part_links():
            found += _beside(keys, model, "part__entry_id", link)
        return keys.union(*found)


def marks_of(conditions: Mapping[str, Q]) -> dict[str, ExpressionWrapper]:
    """For a query, of each condition by its code whether it holds."""
    return {f"{MARK}{code}": ExpressionWrapper(holds, BooleanField()) for code, holds in conditions.items()}


@written_once
def _beside(keys: RawSQL, model: type[Model], column: str, link: str) -> QuerySet:
    """A column of the rows of which another names one of the keys."""
    return model.objects.filter(**{f"{link}__in": keys}).order_by().values_list(column)


def read(dimensions: Iterable[Dimension]) -> Iterator[tuple[Dimension, Values]]:
    """Dimensions of one kind of record, each with its values; columns are read in one pass."""
    columns = [dimension for dimension in dimensions if isinstance(dimension, OwnColumn)]
    said = _said(columns[0].model, {dimension.name for dimension in columns}) if columns else {}
    for dimension in dimensions:
        yield dimension, dimension.told(said[dimension.name]) if dimension in columns else dimension.values()


def read_of(
    dimensions: Iterable[Dimension], keys: Collection[int], asked: Repeated
) -> Iterator[tuple[Dimension, Values]]:
    """The same of a few records: their columns in one query."""
    columns = [dimension for dimension in dimensions if isinstance(dimension, OwnColumn)]
    said = _said_of(columns[0].model, {dimension.name for dimension in columns}, keys, asked) if columns else {}
    for dimension in dimensions:
        found = dimension.told(said[dimension.name]) if dimension in columns else dimension.values_of(keys, asked)
        yield dimension, found


def present(model: type[Entry | CatalogueEntry], keys: Collection[int], asked: Repeated) -> set[int]:
    """Those of the keys that are records of this kind."""
    rows = asked.tuples("present", keys, lambda keys: _catalogue(model).filter(pk__in=keys).values_list("pk"))
    return {key for (key,) in rows}


def of_kind(model: type[Entry | CatalogueEntry], column: str = "kind") -> dict[str, str]:
    """The condition on catalogue rows that are about a model: none for the catalogue itself, which holds every kind."""
    return {} if model is CatalogueEntry else {column: model._meta.model_name}


def _catalogue(model: type[Entry | CatalogueEntry]) -> QuerySet:
    return CatalogueEntry._base_manager.filter(**of_kind(model)).order_by()


def _said_of(
    model: type[Entry | CatalogueEntry], names: set[str], keys: Collection[int], asked: Repeated
) -> dict[str, Values]:
    """The values of these columns in the rows of a few records."""
    wanted = sorted(names)
    rows = partial(_rows, model, wanted)
    keys, *columns = asked.columns(("columns", *wanted), keys, rows).values()
    return {name: gathered(zip(keys, column, strict=True)) for name, column in zip(wanted, columns, strict=True)}


def _rows(model: type[Entry | CatalogueEntry], names: list[str], keys: RawSQL) -> QuerySet:
    return model._base_manager.filter(pk__in=keys).order_by().values_list("pk", *names)


def _said(model: type[Entry | CatalogueEntry], names: set[str]) -> dict[str, Values]:
    """The values of these columns."""
    indexed = names & (INDEXED | {"kind"} if model is CatalogueEntry else INDEXED)
    return _in_index(model, sorted(indexed)) | _in_rows(model, sorted(names - indexed))


def _in_index(model, names: list[str]) -> dict[str, Values]:
    """Those that the index of the catalogue has: it is short, and the rows of records are long."""
    found: dict[str, Values] = {name: defaultdict(BitMap) for name in names}
    for *said, had in _catalogue(model).values_list(*names).annotate(keys=KeySet("pk")) if names else ():
        for name, value in zip(names, said, strict=True):
            found[name][value] |= had
    return {name: dict(values) for name, values in found.items()}


def _in_rows(model, names: list[str]) -> dict[str, Values]:
    """The others, in one pass over the rows."""
    found: dict[str, dict[Any, array]] = {name: defaultdict(lambda: array("I")) for name in names}
    for those, *columns in _chunks(model, names) if names else ():
        for had, column in zip(found.values(), columns, strict=True):
            for key, value in zip(those, column, strict=True):
                had[value].append(key)
    return {name: _as_python(model._meta.get_field(name), had) for name, had in found.items()}


def _chunks(model, names: list[str]) -> Iterator[list[list]]:
    """Keys and these columns of the rows, by the thousands."""
    rows = model._base_manager.order_by("pk")
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
    return records.filter(condition).aggregate(keys=KeySet("pk"))["keys"]
