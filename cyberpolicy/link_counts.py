"""How many links records have: counted once for all of them, and kept up to date in memory."""

from array import array
from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import partial
from heapq import nlargest

from django.db.models import Count, Max, QuerySet
from django.db.models.expressions import RawSQL
from pyroaring import BitMap

from cyberpolicy.asking import Repeated, among
from cyberpolicy.counting import Dimension, Tally, tally_of
from cyberpolicy.counting.values import Values, gathered
from cyberpolicy.models import CatalogueEntry, Relation
from cyberpolicy.visibility import Access

CHUNK = 5_000  # numbers that are read at a time
ENDS = (("subject", "object"), ("object", "subject"))


@dataclass(frozen=True)
class LinkCounts(Dimension):
    """How many relations of a kind, or of any, a record has, from either end; none has no number."""

    kind: str = ""

    def values(self) -> Values:
        """Added up in a number a key: a million of them in a dict take 100 MB."""
        largest = CatalogueEntry.objects.aggregate(largest=Max("pk"))["largest"] or 0
        counts = array("I", bytes(array("I").itemsize * (largest + 1)))
        for own, _other in ENDS:
            for key, number in _at_end(self.links(), own).iterator(chunk_size=CHUNK):
                counts[key] += number
        return gathered((key, number) for key, number in enumerate(counts) if number)

    def values_of(self, keys: Collection[int], asked: Repeated) -> Values:
        return gathered(
            _together(asked.tuples((self, own), keys, partial(self._of, own)) for own, _other in ENDS).items()
        )

    def _of(self, own: str, keys: RawSQL) -> QuerySet:
        return _at_end(self.links().filter(**{f"{own}__in": keys}), own)

    def links(self) -> QuerySet[Relation]:
        return Relation.objects.filter(kind=self.kind) if self.kind else Relation.objects.all()


def most_linked(records: BitMap, access: Access, number: int, kinds: Collection[str] = ()) -> list[CatalogueEntry]:
    """Those with the most links, of these kinds or any, to what may be seen; each with ``link_count``."""
    counts = _link_counts(records, access, kinds)
    least = min(nlargest(number, counts.values()), default=0)
    more = [key for key, count in counts.items() if count > least]
    seen = CatalogueEntry.objects.visible_to(access)
    found = list(seen.filter(pk__in=more))
    found.sort(key=lambda record: (-counts[record.pk], record.title_nl, record.pk))
    as_many = seen.filter(pk__in=among(key for key, count in counts.items() if count == least))
    found += as_many.order_by("title_nl", "pk")[: number - len(found)]
    for record in found:
        record.link_count = counts[record.pk]
    return found


def _link_counts(records: BitMap, access: Access, kinds: Collection[str]) -> Counter:
    """How many links each of the records has, if any: all, without those to what may not be seen."""
    tally, counts = tally_of(CatalogueEntry), Counter()
    for kind in kinds or ("",):
        links = LinkCounts(CatalogueEntry, kind)
        for number, having in tally.values(links).items():
            counts.update(dict.fromkeys(having & records, number))
        hidden = tally.made(("hidden", links, access), partial(_hidden, tally, links, access))
        counts.subtract({key: number for key, number in hidden.items() if key in records})
    return +counts


def _hidden(tally: Tally, counted: LinkCounts, access: Access) -> dict[int, int]:
    """By record how many of its links lead to what may not be seen."""
    hidden = tally.everything - tally.visible(access)
    links = counted.links()
    return _together(_at_end(links.filter(**{f"{other}__in": among(hidden)}), own) for own, other in ENDS if hidden)


def _at_end(links: QuerySet[Relation], end: str) -> QuerySet:
    """Each record and how many of the links it has at this end."""
    return links.order_by().values_list(end).annotate(n=Count("*"))


def _together(counted: Iterable[Iterable[tuple[int, int]]]) -> Counter:
    counts = Counter()
    for pairs in counted:
        counts.update(dict(pairs))
    return counts
