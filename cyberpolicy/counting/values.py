"""Sets of records by the values that they have."""

from array import array
from collections import defaultdict
from collections.abc import Collection, Hashable, Iterable

from pyroaring import BitMap

Pair = tuple[int, Hashable]
Values = dict[Hashable, BitMap]
NOTHING = BitMap()


def union(sets: Iterable[BitMap]) -> BitMap:
    """The records that are in any of the sets."""
    return BitMap.union(NOTHING, NOTHING, *sets)  # it wants at least two


def gathered(pairs: Iterable[Pair]) -> Values:
    """The keys of each value, from pairs of key and value."""
    found: dict[Hashable, array] = defaultdict(lambda: array("I"))
    for key, value in pairs:
        found[value].append(key)
    return {value: BitMap(keys) for value, keys in found.items()}


def with_changed(values: Values, keys: Collection[int], new: Values) -> Values:
    """The values with ``keys`` having those of ``new`` and no others."""
    gone = BitMap(keys)
    kept = {value: had - gone if had.intersect(gone) else had for value, had in values.items()}
    return kept | {value: kept.get(value, NOTHING) | had for value, had in new.items()}
