"""Records in an order, in memory: finds the page of any set of them without walking through the others."""

from array import array
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator
from itertools import accumulate, islice
from typing import Self

from django.db.models import QuerySet
from pyroaring import BitMap

from cyberpolicy.asking import among

CHUNK = 10_000  # keys that are read at a time
BLOCK = 1024  # records in a block; one of twice as many is split
FEW = 2  # records of a block that are sooner looked up one by one than found by going through it
Sorter = Callable[[Collection[int]], Iterable[int]]  # puts keys in order, and leaves out those that are no more


def keys_of(ordered: QuerySet, keys: Collection[int] | None) -> Iterator[int]:
    """The keys of all these records in their order, or of those named that there are."""
    named = ordered if keys is None else ordered.filter(pk__in=among(keys))
    return named.values_list("pk", flat=True).iterator(chunk_size=CHUNK)


class Order:
    """Keys of records in an order, in blocks that each know their keys as a set. It never changes.

    What comes before what, only the database says: so the order is the same, in whatever way it compares texts.
    """

    def __init__(self, keys: Iterable[int]) -> None:
        every = array("I", keys)
        self._blocks = [every[start : start + BLOCK] for start in range(0, len(every), BLOCK)]
        self._sets = [BitMap(block) for block in self._blocks]

    def changed(self, keys: set[int], in_order: Sorter) -> Self:
        """The order after these records changed: each stands where ``in_order`` has it, or is gone."""
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
        before = 0
        for block, present in zip(self._blocks, self._sets, strict=True):
            here = present.intersection_cardinality(found)
            if here and before + here > start:
                if here <= FEW:
                    in_block: Iterable[int] = sorted(present & found, key=block.index)
                else:
                    in_block = (key for key in block if key in found)
                page += islice(in_block, max(start - before, 0), stop - before)
            before += here
            if before >= stop:
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
