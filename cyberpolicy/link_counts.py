"""How many links records have: counted once for all of them, and kept up to date in memory."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from functools import partial
from heapq import nlargest

from django.db.models import Count, QuerySet
from pyroaring import BitMap

from cyberpolicy.asking import among
from cyberpolicy.counting import Dimension, Tally, tally_of
from cyberpolicy.counting.values import Values, gathered
from cyberpolicy.models import CatalogueEntry, Relation
from cyberpolicy.visibility import Access

ENDS = (("subject", "object"), ("object", "subject"))


@dataclass(frozen=True)
class LinkCounts(Dimension):
    """How many relations of a kind, or of any, a record has, from either end; none has no number."""

    kind: str = ""

    def values(self, keys: Collection[int] | None) -> Values:
        return gathered(_counted(self.links(), keys).items())

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
    hidden, counts = tally.everything - tally.visible(access), Counter()
    for mine, theirs in ENDS if hidden else ():
        counts.update(_at_end(counted.links().filter(**{f"{theirs}__in": among(hidden)}), mine))
    return counts


def _counted(links: QuerySet[Relation], keys: Collection[int] | None) -> Counter:
    counts = Counter()
    for mine, _theirs in ENDS:
        own = links if keys is None else links.filter(**{f"{mine}__in": among(keys)})
        counts.update(_at_end(own, mine))
    return counts


def _at_end(links: QuerySet[Relation], end: str) -> dict[int, int]:
    """How many of the links each record has at this end."""
    return dict(links.order_by().values_list(end).annotate(n=Count("*")))
