"""What is owed to parliament as sets in memory: the adjectives of ``OwedQuerySet`` without asking the database."""

import datetime
from collections.abc import Collection, Hashable, Iterator
from dataclasses import dataclass
from functools import cached_property

from pyroaring import BitMap

from cyberpolicy.counting import FieldValues, Tally, union
from cyberpolicy.visibility import State
from instruments.agenda import DAY
from instruments.models.execution import CLOSED
from instruments.models.statuses import ENDED_IN_PARLIAMENT, Registered
from instruments.querysets import SOON

# By field, what it says of what is not owed any more.
ENDED = {"execution": CLOSED, "register_status": [Registered.LAPSED], "outcome": ENDED_IN_PARLIAMENT}


@dataclass(frozen=True)
class Owing:
    """Motions or commitments by what they said at the moment of the tally. ``among``: those that are looked at."""

    tally: Tally
    among: BitMap

    def having(self, name: str, values: Collection[Hashable]) -> BitMap:
        return self.among & self.tally.having(FieldValues(self.tally.model, name), values)

    @cached_property
    def open(self) -> BitMap:
        found = self.among - self.having("state", [State.WITHDRAWN])
        for name in ENDED.keys() & self.tally.model.followed.keys():
            found = found - self.having(name, ENDED[name])
        return found

    @property
    def owed(self) -> BitMap:
        """The open ones for which parliament waits by their nature, and those for which a day was named."""
        by_nature = [self.having(name, values) for name, values in self.tally.model.owed_by_nature.items()]
        return self.open & union([*by_nature, self.open - self.undated]) if by_nature else self.open

    @property
    def undated(self) -> BitMap:
        return self.having("due_on", [None])

    def due(self, first: datetime.date, last: datetime.date) -> BitMap:
        """The open ones with a deadline between these days, both included."""
        return self.open & union(had for due_on, had in self._due.items() if due_on and first <= due_on <= last)

    def overdue(self, on: datetime.date) -> BitMap:
        return self.due(datetime.date.min, on - DAY)

    def due_soon(self, on: datetime.date) -> BitMap:
        return self.due(on, on + SOON)

    def nearest(self, found: BitMap, number: int) -> BitMap:
        """At least so many of these records with the nearest deadlines, and all that share the last of those days."""
        nearest: BitMap = BitMap()
        for _day, keys in self._by_day(found):
            if len(nearest) >= number:
                break
            nearest |= keys
        return nearest

    def nearest_first(self, found: BitMap) -> Iterator[tuple[datetime.date | None, int]]:
        """Deadline and key of each of these records: the nearest first, those without one last."""
        return ((day, key) for day, keys in self._by_day(found) for key in keys)

    def _by_day(self, found: BitMap) -> Iterator[tuple[datetime.date | None, BitMap]]:
        for day in [*sorted(self._due.keys() - {None}), None]:
            yield day, found & self._due.get(day, BitMap())

    @property
    def _due(self) -> dict[datetime.date | None, BitMap]:
        return self.tally.values(FieldValues(self.tally.model, "due_on"))
