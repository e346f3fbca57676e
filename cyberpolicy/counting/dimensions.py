"""The dimensions by which records are counted: which values each record has. A record may have none or several.

A dimension is a value itself: two that are equal say the same of every record, so what was read for one serves the
other.
"""

import datetime
from abc import ABC, abstractmethod
from collections.abc import Callable, Collection, Hashable, Iterator
from dataclasses import dataclass, field

from django.db.models import Q, QuerySet

from cyberpolicy.batching import batches
from cyberpolicy.kinds import part_links
from cyberpolicy.models import CatalogueEntry, Citation, Entry, Relation
from cyberpolicy.visibility import Access

CHUNK = 10_000
Pair = tuple[int, Hashable]


@dataclass(frozen=True)
class Dimension(ABC):
    """``pairs`` gives key and value of the records named, or of all records of the kind."""

    model: type[Entry | CatalogueEntry]

    @abstractmethod
    def pairs(self, keys: Collection[int] | None) -> Iterator[Pair]: ...

    def touched_by(self, keys: set[int]) -> set[int]:
        """The records whose values may be others when the records ``keys`` changed."""
        return keys


@dataclass(frozen=True)
class FieldValues(Dimension):
    """The values of a column of the record itself; of a foreign key the keys. Empty ones are None."""

    name: str

    def pairs(self, keys: Collection[int] | None) -> Iterator[Pair]:
        return _read(self.model._base_manager.order_by(), "pk", keys, self.name)


@dataclass(frozen=True)
class Years(Dimension):
    """The year of the sorting date."""

    def pairs(self, keys: Collection[int] | None) -> Iterator[Pair]:
        dated = self.model._base_manager.filter(sort_date__isnull=False).order_by()
        return ((key, day.year) for key, day in _read(dated, "pk", keys, "sort_date"))


@dataclass(frozen=True)
class Links(Dimension):
    """The records at the other end of relations of these kinds; ``is_reverse`` where those are the subject."""

    kinds: tuple[str, ...]
    is_reverse: bool = False

    def pairs(self, keys: Collection[int] | None) -> Iterator[Pair]:
        mine, theirs = ("object", "subject") if self.is_reverse else ("subject", "object")
        own = of_kind(self.model, f"{mine}__kind") if keys is None else {}
        links = Relation._base_manager.filter(kind__in=self.kinds, **own).order_by()
        return _read(links, f"{mine}_id", keys, f"{theirs}_id")


@dataclass(frozen=True)
class Marks(Dimension):
    """Conditions that hold for a record on a day, each under a code. ``reaches``: they look at other records too."""

    name: str
    day: datetime.date
    access: Access | None = None  # whose, where that makes a difference
    conditions: Callable[[QuerySet], dict[str, Q]] = field(kw_only=True, compare=False)
    reaches: bool = False

    def pairs(self, keys: Collection[int] | None) -> Iterator[Pair]:
        return self.pairs_among(self.model.objects.order_by(), keys)

    def pairs_among(self, records: QuerySet, keys: Collection[int] | None = None) -> Iterator[Pair]:
        """The same for a query of records, which may look at another moment."""
        for code, condition in self.conditions(records).items():
            for (key,) in _read(records.filter(condition), "pk", keys):
                yield key, code

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


def of_kind(model: type[Entry | CatalogueEntry], column: str = "kind") -> dict[str, str]:
    """The condition on catalogue rows that are about a model: none for the catalogue itself, which holds every kind."""
    return {} if model is CatalogueEntry else {column: model._meta.model_name}


def _read(queryset: QuerySet, key: str, keys: Collection[int] | None, *columns: str) -> Iterator[tuple]:
    if keys is None:
        yield from queryset.values_list(key, *columns).iterator(chunk_size=CHUNK)
        return
    for some in batches(keys):
        yield from queryset.filter(**{f"{key}__in": some}).values_list(key, *columns)


def _column(queryset: QuerySet, name: str) -> set[int]:
    return set(queryset.order_by().values_list(name, flat=True))
