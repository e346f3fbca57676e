"""The dated facts of many records together: how many there are, and the latest."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from itertools import islice

from django.db.models import Count, QuerySet
from pyroaring import BitMap

from cyberpolicy.asking import Repeated, among
from cyberpolicy.counting import Dimension, tally_of
from cyberpolicy.counting.values import Values, gathered, union
from cyberpolicy.models import CatalogueEntry, Milestone
from cyberpolicy.visibility import Access

FEW = 2_000  # records whose facts are looked up; those of more are met soon on a walk through all, from the newest
READ = 500  # facts, or numbers of them, that are read at a time


@dataclass(frozen=True)
class FactCounts(Dimension):
    """How many dated facts a record has; none has no number."""

    def values(self) -> Values:
        return gathered(_counted(_facts()).iterator(chunk_size=READ))

    def values_of(self, keys: Collection[int], asked: Repeated) -> Values:
        return gathered(asked.tuples(self, keys, lambda keys: _counted(_facts().filter(entry__in=keys))))


def fact_count(records: BitMap) -> int:
    """How many dated facts these records have, all together."""
    return sum(number * having.intersection_cardinality(records) for number, having in _counts().items())


def latest_facts(records: BitMap, access: Access, most: int) -> list[Milestone]:
    """The newest dated facts of these records, each with its record; without what may not be seen."""
    keys = list(islice(_newest_first(records & union(_counts().values())), most))
    found = Milestone.objects.visible_to(access).filter(pk__in=keys).select_related("entry")
    return list(found.order_by("-date_earliest", "pk"))


def _counts() -> Values:
    return tally_of(CatalogueEntry).values(FactCounts(CatalogueEntry))


def _newest_first(records: BitMap) -> Iterator[int]:
    """The facts of records that have some."""
    facts = _facts().filter(entry__in=among(records)) if len(records) <= FEW else _facts()
    facts = facts.order_by("-date_earliest", "pk").values_list("pk", "entry")
    return (key for key, entry in facts.iterator(chunk_size=READ) if entry in records)


def _facts() -> QuerySet[Milestone]:
    return Milestone.objects.filter(date_earliest__isnull=False)


def _counted(facts: QuerySet[Milestone]) -> QuerySet:
    """Record and number of facts."""
    return facts.order_by().values_list("entry").annotate(n=Count("*"))
