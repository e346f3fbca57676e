"""Records in an order, in memory: finds the page of any set of them without walking through the others."""

from array import array
from collections import defaultdict
from collections.abc import Callable, Collection, Hashable, Iterable, Iterator
from itertools import accumulate, chain, islice, pairwise
from typing import Protocol, Self

from django.db.models import QuerySet
from django.db.models.expressions import RawSQL
from pyroaring import BitMap

from cyberpolicy.asking import written_once
from cyberpolicy.counting.values import union

CHUNK = 10_000  # keys that are read at a time
BLOCK = 1024  # records in a block; one of twice as many is split
FEW = 2  # records of a block that are sooner looked up one by one than found by going through it
Sorter = Callable[[Collection[int]], Iterable[int]]  # puts keys in order, and leaves out those that are no more


class Sorting(Hashable, Protocol):
    """A way to order the records of a kind; two that are equal give the same."""

    def ordered(self) -> QuerySet:
        """All records in order. It depends on nothing that the sorting does not say."""


def sorter(sorting: Sorting) -> Sorter:
    """Puts a few keys in order, as the database has them now."""
    return lambda keys: [key for (key,) in _in_order(keys, sorting)]


@written_once
def _in_order(keys: RawSQL, sorting: Sorting) -> QuerySet:
    return sorting.ordered().filter(pk__in=keys).values_list("pk")


class Order:
    """Keys of records in an order, in blocks that each know their keys as a set. It never changes.

    What comes before what, only the database says: so the order is the same, in whatever way it compares texts.
    """

    def __init__(self, keys: Iterable[int]) -> None:
        every = array("I", keys)
        self._blocks = [every[start : start + BLOCK] for start in range(0, len(every), BLOCK)]
        self._sets = [BitMap(block) for block in self._blocks]

    @classmethod
    def read(cls, sorting: Sorting) -> Self:
        """The order of all records."""
        return cls(sorting.ordered().values_list("pk", flat=True).iterator(chunk_size=CHUNK))

    def changed(self, keys: set[int], in_order: Sorter) -> Self:
        """The order after these records changed: each stands where ``in_order`` has it, or is gone."""
        return self if self._holds_for(keys, in_order) else self._with_moved(keys, in_order)

    def _holds_for(self, keys: set[int], in_order: Sorter) -> bool:
        """Whether each of these records still stands between the two beside it, as after most changes."""
        changed = BitMap(keys)
        pairs = list(self._pairs(changed))
        beside = set(chain.from_iterable(pairs))
        place = {key: number for number, key in enumerate(in_order(beside | keys))}
        nobody_came_or_went = place.keys() == beside | set(union(had & changed for had in self._sets))
        return nobody_came_or_went and all(place[one] < place[next_one] for one, next_one in pairs)

    def _pairs(self, keys: BitMap) -> Iterator[tuple[int, int]]:
        """The records that follow each other of which one, or either, is among ``keys``."""
        for number, (block, present) in enumerate(zip(self._blocks, self._sets, strict=True)):
            if present.intersect(keys):
                before = self._blocks[number - 1][-1:] if number else ()
                after = self._blocks[number + 1][:1] if number + 1 < len(self._blocks) else ()
                for pair in pairwise(chain(before, block, after)):
                    if pair[0] in keys or pair[1] in keys:
                        yield pair

    def _with_moved(self, keys: set[int], in_order: Sorter) -> Self:
        order = type(self)(())
        gone = BitMap(keys)
        kept = [
            array("I", (key for key in block if key not in gone)) if present.intersect(gone) else block
            for block, present in zip(self._blocks, self._sets, strict=True)
        ]
        for block in filter(None, _with_new(list(filter(None, kept)), keys, in_order)):
            order._blocks += [block[:BLOCK], block[BLOCK:]] if len(block) >= 2 * BLOCK else [block]
        known = dict(zip(map(id, self._blocks), self._sets, strict=True))
        order._sets = [known[id(block)] if id(block) in known else BitMap(block) for block in order._blocks]
        return order

    def page(self, found: BitMap, start: int, stop: int) -> list[int]:
        """The keys of ``found`` at these places of its order, counted from 0."""
        page: list[int] = []
        before, end = 0, min(stop, len(found))
        for block, present in zip(self._blocks, self._sets, strict=True):
            here = present.intersection_cardinality(found)
            if here and before + here > start:
                if here <= FEW:
                    in_block: Iterable[int] = sorted(present & found, key=block.index)
                else:
                    in_block = (key for key in block if key in found)
                page += islice(in_block, max(start - before, 0), stop - before)
            before += here
            if before >= end:
                break
        return page

    def place_of(self, key: int, found: BitMap) -> int | None:
        """How many of ``found`` stand before this record; None when it is not among them."""
        if key not in found:
            return None
        counts = accumulate((present.intersection_cardinality(found) for present in self._sets), initial=0)
        for before, block, present in zip(counts, self._blocks, self._sets, strict=False):
            if key in present:
                return before + sum(other in found for other in block[: block.index(key)])
        return None


def _with_new(blocks: list[array], keys: set[int], in_order: Sorter) -> list[array]:
    """The blocks with these keys where they belong; the database is asked about the blocks that get one, no others."""
    if not blocks:
        return [array("I", in_order(keys))]
    firsts = {block[0]: number for number, block in enumerate(blocks)}
    new: dict[int, list[int]] = defaultdict(list)
    number = 0
    for key in in_order([*firsts, *keys]):
        if key in firsts:
            number = firsts[key]
        else:
            new[number].append(key)
    return [
        array("I", in_order([*block, *new[number]])) if number in new else block for number, block in enumerate(blocks)
    ]
