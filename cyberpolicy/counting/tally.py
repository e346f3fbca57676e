"""What the records of one kind are counted by, as it is now; kept in memory and brought up to date by what changed."""

from array import array
from collections import defaultdict
from collections.abc import Callable, Collection, Hashable, Iterable
from functools import partial
from threading import RLock
from typing import Protocol, TypeVar

from pyroaring import BitMap

from cyberpolicy import stamps
from cyberpolicy.counting.dimensions import Dimension, FieldValues, Marks, Pair, of_kind
from cyberpolicy.counting.order import Order
from cyberpolicy.latest import Latest
from cyberpolicy.models import CatalogueEntry, Entry
from cyberpolicy.moments import NOW, Moment
from cyberpolicy.visibility import Access

Values = dict[Hashable, BitMap]
NOTHING = BitMap()
ORDERS = 8  # of one kind that are kept
MADE = 64  # things put together from the sets of one kind that are kept
OTHERS = 20_000  # records that relations name that are kept

Made = TypeVar("Made")


class Sorting(Protocol):
    """A way to order the records of a kind; two that are equal give the same."""

    def keys(self, among: Collection[int] | None = None) -> Iterable[int]:
        """The keys of all records in order, or of those named that there are."""


class Tally:
    """The keys of the records that have each value of each dimension, at one stamp.

    Each dimension is read when it is first asked for. The sets are never changed, so that those who count need no
    lock: whoever wants to keep one changed makes a copy.
    """

    at_moment: Moment = NOW

    def __init__(self, model: type[Entry | CatalogueEntry], stamp: stamps.Stamp) -> None:
        self.model, self.stamp = model, stamp
        self._values: dict[Dimension, Values] = {}
        self._orders: dict[Sorting, Order] = {}
        self._visible: dict[Access, BitMap] = {}
        self._others: dict[int, CatalogueEntry] = {}
        self._made: Latest = Latest(MADE)
        self._lock = RLock()

    # Reading

    def values(self, dimension: Dimension) -> Values:
        """For each value the records that have it."""
        if dimension not in self._values:
            with self._lock:
                if dimension not in self._values:
                    self._forget_other_days(dimension)
                    self._values[dimension] = gathered(dimension.pairs(None))
        return self._values[dimension]

    def has_read(self, dimension: Dimension) -> bool:
        """Whether the values of a dimension are in memory: what asks for a few records does not read them all."""
        return dimension in self._values

    def having(self, dimension: Dimension, wanted: Iterable[Hashable]) -> BitMap:
        """The records that have any of these values."""
        values = self.values(dimension)
        return union(values[value] for value in wanted if value in values)

    @property
    def everything(self) -> BitMap:
        return union(self.values(FieldValues(self.model, "state")).values())

    def visible(self, access: Access) -> BitMap:
        """The records that may be seen: the first step of every count for a person."""
        if access not in self._visible:
            seen = self.having(FieldValues(self.model, "visibility"), access.visibilities)
            self._visible[access] = seen & self.having(FieldValues(self.model, "state"), access.states)
        return self._visible[access]

    def order(self, sorting: Sorting) -> Order:
        """All records as ``sorting`` has them. Of many orders those that were read last are kept."""
        order = self._orders.get(sorting)
        if order is None:
            with self._lock:
                order = self._orders.get(sorting) or Order(sorting.keys())
                latest = list(self._orders.items())[1 - ORDERS :]
                self._orders = dict(latest) | {sorting: order}
        return order

    def made(self, what: Hashable, make: Callable[[], Made]) -> Made:
        """What ``make`` puts together from the sets, once at each stamp. ``what`` names all else that it depends on."""
        return self._made.of(what, make)

    def others(self, keys: Iterable[int]) -> dict[int, CatalogueEntry]:
        """The records that relations name, without their summaries. Who may see them is for the caller."""
        keys = set(keys)
        known = self._others
        if missing := keys - known.keys():
            kept = known if len(known) < OTHERS else {key: known[key] for key in keys - missing}
            self._others = known = kept | CatalogueEntry.objects.defer("summary_nl", "summary_en").in_bulk(missing)
        return {key: known[key] for key in keys if key in known}

    # Keeping up

    def at(self, stamp: stamps.Stamp, changed: set[int]) -> "Tally":
        """The same at a later stamp, when these records of any kind changed since."""
        tally = Tally(self.model, stamp)
        with self._lock:
            tally._others = {key: row for key, row in self._others.items() if key not in changed}
            for dimension, values in self._values.items():
                touched = dimension.touched_by(changed)
                if len(touched) <= stamps.MOST:
                    own = touched & self._present(touched)
                    tally._values[dimension] = with_changed(values, touched, dimension.pairs(own))
            for sorting, order in self._orders.items():
                tally._orders[sorting] = order.changed(changed, sorting.keys)
        return tally

    def _present(self, keys: set[int]) -> set[int]:
        """Those of the keys that are records of this kind."""
        rows = CatalogueEntry.objects.filter(pk__in=keys, **of_kind(self.model))
        return set(rows.order_by().values_list("pk", flat=True))

    def _forget_other_days(self, dimension: Dimension) -> None:
        if isinstance(dimension, Marks):
            old = [d for d in self._values if isinstance(d, Marks) and d.day != dimension.day]
            for one in old:
                del self._values[one]


_tallies: dict[type[Entry | CatalogueEntry], Tally] = {}
_lock = RLock()


def tally_of(model: type[Entry | CatalogueEntry]) -> Tally:
    """The tally of a kind of record, or of all kinds together, as it is now: one query when nothing changed."""
    tally = _tallies.get(model)
    if tally is None or tally.stamp != stamps.current():
        with _lock:
            tally = _tallies[model] = stamps.renewed(_tallies.get(model), partial(Tally, model))
    return tally


def union(sets: Iterable[BitMap]) -> BitMap:
    """The records that are in any of the sets."""
    return BitMap.union(NOTHING, NOTHING, *sets)  # it wants at least two


def gathered(pairs: Iterable[Pair]) -> Values:
    found: dict[Hashable, array] = defaultdict(lambda: array("I"))
    for key, value in pairs:
        found[value].append(key)
    return {value: BitMap(keys) for value, keys in found.items()}


def with_changed(values: Values, keys: set[int], pairs: Iterable[Pair]) -> Values:
    """The values with ``keys`` having those of ``pairs`` and no others."""
    gone, new = BitMap(keys), gathered(pairs)
    kept = {value: had - gone if had.intersect(gone) else had for value, had in values.items()}
    return {value: kept.get(value, NOTHING) | new.get(value, NOTHING) for value in kept.keys() | new.keys()}
