"""Finding in memory: the rows that each clause finds are kept as sets, and after a change only what changed is read.

The engine is asked once for each clause: one word with its forms and compounds. What several clauses find together, in
which kinds, for which reader, is then a matter of intersecting sets, for the page, its counts and every page behind it.
"""

from operator import itemgetter
from sys import getsizeof
from threading import RLock
from typing import NamedTuple, Self

from django.db.models import QuerySet
from django.db.models.expressions import RawSQL

from cyberpolicy import stamps
from cyberpolicy.asking import written_once
from cyberpolicy.models import SearchEntry
from cyberpolicy.search import by_whom
from cyberpolicy.search.backend import Backend, backend
from cyberpolicy.search.matching import Clause, Match, finds, narrowest
from cyberpolicy.search.rows import Found, Rows

MOST_BYTES, MOST_CLAUSES = 32_000_000, 2_000  # of sets that are kept, and how many
FEW = 200  # rows that are compared word by word before the engine is asked
UNREAD = 100  # ... after they changed
NAMES = ("titles", "names", "numbers")


class Asked(NamedTuple):
    """A question to an engine."""

    engine: Backend
    clause: Clause
    in_names: bool

    @classmethod
    def of(cls, clause: Clause, *, in_names: bool = False) -> Self:
        return cls(backend(), narrowest(clause), in_names)


class KeptAnswer(NamedTuple):
    """What a clause finds, but for the rows that changed since."""

    found: Found
    unread: Found = Found()

    @property
    def size(self) -> int:
        return getsizeof(self.found.keys) + 500


class Finder:
    """What is found at one stamp."""

    def __init__(self, stamp: stamps.Stamp, rows: Rows, kept: dict[Asked, KeptAnswer] | None = None) -> None:
        self.stamp, self.rows = stamp, rows
        self._kept = kept or {}
        self._size = sum(kept.size for kept in self._kept.values())
        self._lock = RLock()

    def found(self, match: Match, *, in_names: bool = False) -> Found:
        """What matches; ``in_names``: where all that is asked for stands in titles, names and numbers, or is by whom a
        name says.

        Without clauses that is every record that holds nothing of ``without``, and no passages. Clauses that are kept
        come first, then those that are asked soon and leave little.
        """
        if not all(match.clauses):
            return Found()  # nothing may stand for one of them
        found = None
        for asked in self._cheapest_first(match, in_names=in_names):
            found = self.all(asked) if found is None else found & self.within(found, asked)
        return self.leaving_out(match.without, Found(self.rows.records) if found is None else found)

    def leaving_out(self, without: Clause, found: Found) -> Found:
        """Without what holds any of this; of a paper that does so itself also without its paragraphs."""
        if not without or not found:
            return found
        papers = self.rows.documents(found.passages)
        left_out = self.within(found | Found(papers), Asked.of(without))
        return found - left_out - self.rows.of_all(papers & left_out.own)

    def _cheapest_first(self, match: Match, *, in_names: bool = False) -> list[Asked]:
        return sorted((Asked.of(clause, in_names=in_names) for clause in match.clauses), key=self._cost)

    def _cost(self, asked: Asked) -> tuple[bool, int, int, int, int]:
        """What is kept comes first; in names what few texts hold; then what is rare."""
        anywhere = self._kept.get(asked._replace(in_names=False))
        most = len(anywhere.found) if anywhere else len(self.rows)
        return asked not in self._kept, most, *rarity(asked)[:3]

    def within(self, found: Found, asked: Asked) -> Found:
        """What a clause finds, at least among these rows: few are sooner read than all asked for."""
        if asked in self._kept or len(found) > FEW:
            return self.all(asked)
        return self._read(found, asked)

    def all(self, asked: Asked) -> Found:
        """All that a clause finds."""
        kept = self._kept.get(asked)
        if kept is not None:
            found = kept.found | self._read(kept.unread, asked)
        elif part := self._part_of(asked):
            rest = tuple(phrase for phrase in asked.clause if phrase not in part.clause)
            found = self.all(part) | self._ask(asked._replace(clause=rest))
        else:
            found = self._ask(asked)
        self._keep(asked, KeptAnswer(found))
        return found

    def _part_of(self, asked: Asked) -> Asked | None:
        """The largest kept clause that is part of the one asked for: its near forms, asked for before the far ones."""
        phrases = set(asked.clause)
        with self._lock:
            parts = [
                (len(kept.found), known)
                for known, kept in self._kept.items()
                if known.in_names == asked.in_names
                and phrases.issuperset(known.clause)
                and known.engine is asked.engine
            ]
        return max(parts, key=itemgetter(0), default=(0, None))[1]

    def _ask(self, asked: Asked) -> Found:
        said, bearers = by_whom.parted(asked.clause)
        found = self.rows.found(asked.engine.rows(said, in_names=asked.in_names) if said else ())
        for bearer in bearers:
            found |= self._by(bearer)
        return found

    def _by(self, bearer: int) -> Found:
        """What is by somebody: a clause of its own, so that it is read once for all that ask for it."""
        asked = Asked.of((by_whom.phrase(bearer),))
        if asked not in self._kept:
            self._keep(asked, KeptAnswer(self.rows.found(by_whom.records([bearer]))))
        return self.all(asked)

    def _read(self, rows: Found, asked: Asked) -> Found:
        """Those of the rows that a clause finds, by their own words or by whom they are."""
        if not rows:
            return Found()
        said, bearers = by_whom.parted(asked.clause)
        is_in = finds(said)
        lines = _texts(rows.keys, NAMES if asked.in_names else (*NAMES, "body")) if said else ()
        found = self.rows.found(row for row, *texts in lines if is_in(texts))
        return found | self.rows.found(by_whom.records(bearers, within=rows.own))

    def _keep(self, asked: Asked, kept: KeptAnswer) -> None:
        """Of many clauses those that were asked for last are kept."""
        with self._lock:
            old = self._kept.pop(asked, None)
            self._kept[asked] = kept
            self._size += kept.size - (old.size if old else 0)
            while len(self._kept) > 1 and (self._size > MOST_BYTES or len(self._kept) > MOST_CLAUSES):
                self._size -= self._kept.pop(next(iter(self._kept))).size

    # Keeping up

    def at(self, stamp: stamps.Stamp, changed: set[int]) -> Self:
        """The same at a later stamp, when these records changed since."""
        if not changed:
            return type(self)(stamp, self.rows, dict(self._kept))
        rows, gone, new = self.rows.changed(changed)
        with self._lock:
            kept = {asked: KeptAnswer(one.found - gone, (one.unread - gone) | new) for asked, one in self._kept.items()}
        few = {asked: one for asked, one in kept.items() if len(one.unread) <= UNREAD}
        return type(self)(stamp, rows, few)


def rarity(asked: Asked) -> tuple[int, int, int, Clause]:
    """Words before phrases, few before many, and long ones, which are rare: an order that is always the same."""
    words = [phrase.words for phrase in asked.clause]
    return min(map(len, words)), len(words), -len(words[0][0]), asked.clause


@written_once
def _texts(keys: RawSQL, fields: tuple[str, ...]) -> QuerySet[SearchEntry]:
    return SearchEntry.objects.filter(pk__in=keys).order_by().values_list("pk", *fields)


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
