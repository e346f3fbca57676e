"""Finding in memory: the rows that each clause finds are kept as sets, and after a change only what changed is read.

The engine is asked once for each clause: one word with its forms and compounds. What several clauses find together, in
which kinds, for which reader, is then a matter of intersecting sets, for the page, its counts and every page behind it.
"""

from functools import partial
from sys import getsizeof
from threading import RLock
from typing import NamedTuple, Self

from pyroaring import BitMap

from cyberpolicy import stamps
from cyberpolicy.models import SearchEntry
from cyberpolicy.search.backend import Backend, backend
from cyberpolicy.search.matching import Clause, Match, narrowest, occurs
from cyberpolicy.search.rows import Found, Rows

MOST_BYTES = 32_000_000  # of sets that are kept
UNREAD = 100  # rows that are compared word by word; after more changes the engine is asked again
NAMES = ("titles", "names", "numbers")


class Asked(NamedTuple):
    """A question to an engine."""

    engine: Backend
    clause: Clause
    in_names: bool


class Kept(NamedTuple):
    """What a clause finds, but for the rows that changed since."""

    found: Found
    unread: BitMap = BitMap()

    @property
    def size(self) -> int:
        return getsizeof(self.found.own) + getsizeof(self.found.passages) + 500


class Finder:
    """What is found at one stamp."""

    def __init__(self, stamp: stamps.Stamp, rows: Rows, kept: dict[Asked, Kept] | None = None) -> None:
        self.stamp, self.rows = stamp, rows
        self._kept = kept or {}
        self._size = sum(kept.size for kept in self._kept.values())
        self._lock = RLock()

    def found(self, match: Match, *, in_names: bool = False) -> Found:
        """What matches; ``in_names``: where all that is asked for stands in titles, names and numbers.

        Without clauses that is every record that holds nothing of ``without``, and no passages.
        """
        found = Found(self.rows.records)
        for place, clause in enumerate(sorted(match.clauses, key=partial(self._is_new, in_names=in_names))):
            one = self._clause(clause, in_names=in_names)
            found = found & one if place else one
            if not found.own and not found.passages:
                return found  # whatever the other clauses find
        return found - self._clause(match.without) if match.without else found

    def _is_new(self, clause: Clause, *, in_names: bool) -> bool:
        """Whether the engine must be asked: of several clauses those that are kept come first."""
        return Asked(backend(), narrowest(clause), in_names) not in self._kept

    def _clause(self, clause: Clause, *, in_names: bool = False) -> Found:
        if not clause:
            return Found()
        asked = Asked(backend(), narrowest(clause), in_names)
        kept = self._kept.get(asked)
        if kept is None:
            found = self.rows.found(asked.engine.rows(asked.clause, in_names=in_names))
        else:
            found = kept.found | self._read(kept.unread, asked)
        self._keep(asked, Kept(found))
        return found

    def _read(self, rows: BitMap, asked: Asked) -> Found:
        """Those of the rows that a clause finds, by their own words."""
        if not rows:
            return Found()
        fields = NAMES if asked.in_names else (*NAMES, "body")
        lines = SearchEntry.objects.filter(pk__in=rows).order_by().values_list("pk", *fields)
        return self.rows.found(pk for pk, *texts in lines if occurs(asked.clause, texts))

    def _keep(self, asked: Asked, kept: Kept) -> None:
        """Of many clauses those that were asked for last are kept."""
        with self._lock:
            old = self._kept.pop(asked, None)
            self._kept[asked] = kept
            self._size += kept.size - (old.size if old else 0)
            while self._size > MOST_BYTES and len(self._kept) > 1:
                self._size -= self._kept.pop(next(iter(self._kept))).size

    # Keeping up

    def at(self, stamp: stamps.Stamp, changed: set[int]) -> Self:
        """The same at a later stamp, when these records changed since."""
        if not changed:
            return type(self)(stamp, self.rows, dict(self._kept))
        rows, gone, new = self.rows.changed(changed)
        with self._lock:
            kept = {
                asked: Kept(one.found - gone, (one.unread - gone.passages) | new) for asked, one in self._kept.items()
            }
        few = {asked: one for asked, one in kept.items() if len(one.unread) <= UNREAD}
        return type(self)(stamp, rows, few)


_current: Finder | None = None
_lock = RLock()


def finder() -> Finder:
    """The finder as it is now: one query when nothing changed. Amid an action it keeps nothing."""
    global _current
    if stamps.is_collecting():
        return _anew(stamps.current())
    if _current is None or _current.stamp != stamps.current():
        with _lock:
            _current = stamps.renewed(_current, _anew)
    return _current


def _anew(stamp: stamps.Stamp) -> Finder:
    return Finder(stamp, Rows.read())
