"""What the records of one kind are counted by, as it is now; kept in memory and brought up to date by what changed."""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable
from functools import partial
from threading import RLock
from typing import TypeVar

from pyroaring import BitMap

from cyberpolicy import stamps
from cyberpolicy.asking import Repeated
from cyberpolicy.counting.dimensions import Dimension, FieldValues, Marks, present, read, read_of
from cyberpolicy.counting.order import Order, Sorting, sorter
from cyberpolicy.counting.values import Values, union, with_changed
from cyberpolicy.latest import Latest
from cyberpolicy.models import CatalogueEntry, Entry
from cyberpolicy.moments import NOW, Moment
from cyberpolicy.visibility import Access

ORDERS = 8  # of one kind that are kept
MADE = 64  # things put together from the sets of one kind that are kept
OTHERS = 20_000  # records that relations name that are kept

Made = TypeVar("Made")


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
        # About records that changed. What marks ask may hold recesses in its SQL; when these change, anything may have
        # changed, and another tally begins.
        self._asked = Repeated()
        self._lock = RLock()

    # Reading

    def values(self, dimension: Dimension) -> Values:
        """For each value the records that have it."""
        known = self._values
        return known[dimension] if dimension in known else self.read([dimension])[dimension]

    def read(self, dimensions: Iterable[Dimension]) -> dict[Dimension, Values]:
        """Have these dimensions in memory: columns that are wanted together are read together."""
        dimensions, known = list(dimensions), self._values
        if any(dimension not in known for dimension in dimensions):
            with self._lock:
                known = self._values
                if missing := [dimension for dimension in dimensions if dimension not in known]:
                    self._values = known = self._without_other_days(missing) | dict(read(missing))
        return known

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
            visibility, state = FieldValues(self.model, "visibility"), FieldValues(self.model, "state")
            self.read([visibility, state])
            self._visible[access] = self.having(visibility, access.visibilities) & self.having(state, access.states)
        return self._visible[access]

    def order(self, sorting: Sorting) -> Order:
        """All records as ``sorting`` has them. Of many orders those that were read last are kept."""
        order = self._orders.get(sorting)
        if order is None:
            with self._lock:
                order = self._orders.get(sorting) or Order.read(sorting)
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
        tally._asked = self._asked
        with self._lock:
            tally._others = {key: row for key, row in self._others.items() if key not in changed}
            for touched, dimensions in self._touched(changed).items():
                if len(touched) <= stamps.MOST:  # else it is left out here, and read anew when it is next asked for
                    there = present(self.model, touched, self._asked)
                    for dimension, new in read_of(dimensions, there, self._asked):
                        tally._values[dimension] = with_changed(self._values[dimension], touched, new)
            for sorting, order in self._orders.items():
                tally._orders[sorting] = order.changed(changed, sorter(sorting))
        return tally

    def _touched(self, changed: set[int]) -> dict[frozenset[int], list[Dimension]]:
        """The dimensions that are in memory by the records whose values may be others."""
        found = defaultdict(list)
        for dimension in self._values:
            found[frozenset(dimension.touched_by(changed))].append(dimension)
        return found

    def _without_other_days(self, new: list[Dimension]) -> dict[Dimension, Values]:
        days = {dimension.day for dimension in new if isinstance(dimension, Marks)}
        return {
            dimension: values
            for dimension, values in self._values.items()
            if not days or not isinstance(dimension, Marks) or dimension.day in days
        }


_tallies: dict[type[Entry | CatalogueEntry], Tally] = {}
_lock = RLock()


def tally_of(model: type[Entry | CatalogueEntry]) -> Tally:
    """The tally of a kind of record, or of all kinds together, as it is now: one query when nothing changed.

    Amid an action it is one of its own, which nobody keeps: what was read there may be rolled back.
    """
    if stamps.is_collecting():
        return Tally(model, stamps.current())
    tally = _tallies.get(model)
    if tally is None or tally.stamp != stamps.current():
        with _lock:
            tally = _tallies[model] = stamps.renewed(_tallies.get(model), partial(Tally, model))
    return tally
