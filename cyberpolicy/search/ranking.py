"""The order of what was found: by where the words stand and how near they are, then the newest first.

Only a bounded number of rows is weighed: of few records some of each, their own before their passages; of many those
found by their names, nearest first, then the newest others, each kind of record in its turn. What lies behind them
follows by date. The order is the same on every database.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import cache, partial
from heapq import nsmallest
from itertools import chain, combinations, repeat
from math import log10
from operator import mul
from typing import NamedTuple

from django.db.models import QuerySet
from django.db.models.expressions import RawSQL
from pyroaring import BitMap

from cyberpolicy.asking import written_once
from cyberpolicy.kinds import entry_models
from cyberpolicy.models import Document, Entry, SearchEntry, SearchName
from cyberpolicy.search.facts import kind_names
from cyberpolicy.search.fields import BY_RECORD
from cyberpolicy.search.finding import ENOUGH, Hits, Search
from cyberpolicy.search.widening import EXACT, FORM, SAME, WideClause
from cyberpolicy.search.words import BETWEEN, joined, words
from cyberpolicy.visibility import Access, access_of

WEIGHED = 60  # rows of each sort that are weighed
WEIGHED_PASSAGES = 180  # of all documents on a page together
OF_A_TEXT = 3  # passages of each document, where those that hold some of the words are looked for
OF_A_KIND = 8  # ... those of each kind first: one treaty among thousands of motions that name it
# So few records are all weighed, by so many rows: nobody need ask which have the name
FEW, MOST_OF_FEW = 3 * ENOUGH, 320
OF_TITLES, OF_KIND, WEIGHTS = 10, 16, {"names": 8, "numbers": 6, "body": 3}  # the heaviest first
COLUMNS = ("entry", "kind", "passage", "titles", *WEIGHTS)
BY_BEARER = 6  # what the one named submitted, where the title names another
PASSAGE = 0.6  # a passage weighs less than a summary
COMPLETED = 0.7  # and what holds all only with a paragraph that it rests on, less than what does by itself
CALLED_SO, AS_A_WHOLE, OF_THE_TITLE = 30, 4, 4  # extras: the name itself; the words side by side; their share of it
RARE = 1  # extra for a kind of which a tenth as much was found: what few records are about is rather meant


def window(search: Search, records: BitMap) -> list[int]:
    """The keys of those of the ``records`` found that come first, best first. Three queries at most."""
    hits = search.hits.within(records)
    called = hits.of_records.within(_called_so(search))
    return _sorted_by_weight(search, _candidates(search, hits, records, called), called.own)


def of_some(search: Search, allowed: BitMap, most: int) -> list[int]:
    """The keys of ``allowed`` records that hold some of what was asked for, those with most of it first.

    A word that few records hold counts for more than one that many do. Beside what holds all of it, it is not enough to
    be of the kind that was asked for.
    """
    alone = [hits.within(allowed) for hits in search.hits_of_each]
    if len(alone) < 2:
        return []
    worth = [log10(2 + len(search.visible) / (1 + len(hits.own))) for hits in alone]
    found: dict[int, None] = {}
    clauses = search.widened.clauses
    telling = [place for place in range(len(alone)) if not (search.records and _names_a_kind(clauses[place]))]
    for records in _of_most([hits.records for hits in alone], worth, telling):
        if not records:
            continue
        of_kinds = [search.newest(records & had, 0, OF_A_KIND) for had in search.kinds.values()]
        found |= dict.fromkeys([*chain.from_iterable(of_kinds), *search.newest(records, 0, WEIGHED)])
        if len(found) >= WEIGHED:
            break
    rows = [row for record in found for row in (record, *_in_most(alone, record)[:OF_A_TEXT])]
    return _sorted_by_weight(search, rows, BitMap(), worth)[:most]


def _names_a_kind(clause: WideClause) -> bool:
    """Whether it says what records of some kind are called: "motie"."""
    said = (" ".join(term.words) for term in clause.terms)
    return all(any(each in names for names in kind_names().values()) for each in said)


def _of_most(alone: Sequence[BitMap], worth: Sequence[float], telling: Collection[int]) -> Iterator[BitMap]:
    """The records that hold some of the words, or all but in several rows, for each choice of them with a telling one;
    what is worth most first.
    """
    places = range(len(alone))
    chosen = [some for count in places for some in combinations(places, count + 1) if not set(some).isdisjoint(telling)]
    for some in sorted(chosen, key=lambda some: -sum(worth[place] for place in some)):
        yield BitMap.intersection(*(alone[place] for place in some))


def _sorted_by_weight(search: Search, rows: Iterable[int], called: BitMap, worth: Sequence[float] = ()) -> list[int]:
    """The records of these rows, the heaviest first; of the same weight the newest."""
    rows_of: dict[int, list[Line]] = defaultdict(list)
    for row in map(Line._make, _rows(list(rows), access_of(search.user))):
        rows_of[row.record].append(row)
    scale = Scale(search, worth, with_kinds=True)
    weights = {record: scale.weigh(*lines, is_called=record in called) for record, lines in rows_of.items()}
    for record in search.hits.completed & BitMap(weights):
        weights[record] *= COMPLETED
    newest = search.newest(BitMap(weights), 0, len(weights))
    return sorted(newest, key=weights.__getitem__, reverse=True)


@written_once
def _rows(keys: RawSQL, access: Access) -> QuerySet[SearchEntry]:
    return SearchEntry.objects.visible_to(access).filter(pk__in=keys).order_by().values_list(*COLUMNS)


def best_passages(search: Search, hits: Sequence[Hits], documents: Sequence[int], most: int) -> dict[int, list[int]]:
    """For each of these documents the keys of its passages that hold most of what was asked for, best first.

    Weighed are those that stand in most of ``hits``, the first of each document.
    """
    share = WEIGHED_PASSAGES // len(documents)
    found = [row for document in documents for row in _in_most(hits, document)[:share]]
    rows = map(Line._make, _rows(found, access_of(search.user)))
    best: dict[int, list[int]] = defaultdict(list)
    for row in sorted(rows, key=Scale(search).weigh, reverse=True):
        if len(best[row.record]) < most:
            best[row.record].append(row.passage)
    return best


def _in_most(hits: Sequence[Hits], document: int) -> list[int]:
    """The rows of the passages of a document that are among any of ``hits``: those among most first."""
    found = Counter(row for each in hits for row in each.of_passages.rows_of(document))
    return sorted(found, key=lambda row: (-found[row], row))


def after(search: Search, records: BitMap, first: Iterable[int], start: int, end: int) -> list[int]:
    """The keys of the records behind the ones that come first, newest first."""
    return search.newest(records - BitMap(first), start, end)


# Which rows are weighed


def _called_so(search: Search) -> BitMap:
    """The records whose very name was typed."""
    names = {" ".join(words(search.query.text)), *_forms_of_one(search), *_named_by_filters(search)} - {""}
    called = SearchName.objects.filter(name__in=sorted(names)).values_list("entry", flat=True)
    return BitMap(list(called))


def _named_by_filters(search: Search) -> set[str]:
    filters = (each for each in search.query.filters if each.name in BY_RECORD and not each.is_without)
    return {" ".join(words(each.value)) for each in filters}


def _forms_of_one(search: Search) -> set[str]:
    """The names that one word, or several that are a name, may stand for."""
    clauses = search.widened.clauses
    if not clauses:
        return set()
    shared = set(clauses[0].near(0.7)).intersection(*(clause.near(0.7) for clause in clauses[1:]))
    return {" ".join(phrase.words) for phrase in shared if not phrase.is_start}


def _candidates(search: Search, hits: Hits, records: BitMap, called: Hits) -> Iterable[int]:
    """The rows to weigh. Of few records all. Of many those called so, then those found by name, by the very words
    first, then some of each kind by other names of the same; if these are few, the newest of what was found anywhere.
    """
    if len(hits.records) <= FEW:
        return _some_of_each(hits, MOST_OF_FEW)
    found = dict.fromkeys(search.newest_rows(called, WEIGHED))
    for least in (FORM, 0):
        if len(found) < WEIGHED:
            found |= dict.fromkeys(_newest_of_each_kind(search, _by_name(search, records, least)))
    found |= dict.fromkeys(_some_of_each_kind(search, _by_name(search, records, SAME)))
    if len(found) < WEIGHED:
        found |= dict.fromkeys(_newest_of_each_kind(search, hits.of_records))
        found |= dict.fromkeys(search.newest_rows(hits.of_passages, WEIGHED))
    return found


def _by_name(search: Search, records: BitMap, least: float) -> Hits:
    return search.matching(least=least, in_names=True).within(records)


def _newest_of_each_kind(search: Search, hits: Hits) -> list[int]:
    """Some rows of each kind, then the newest of all."""
    return [*_some_of_each_kind(search, hits), *search.newest_rows(hits, WEIGHED)]


def _some_of_each_kind(search: Search, hits: Hits) -> list[int]:
    of_kinds = (hits.within(had) for had in search.kinds.values())
    return [row for found in of_kinds if found.records for row in search.newest_rows(found, OF_A_KIND)]


def _some_of_each(hits: Hits, most: int) -> list[int]:
    """The records' own rows, then the first passage of each, then the second: no long text takes all the places."""
    places = ((row != record, place, row) for record in hits.records for place, row in enumerate(hits.rows_of(record)))
    return [row for _is_passage, _place, row in nsmallest(most, places)]


# What they weigh


class Line(NamedTuple):
    """What is weighed of a row: ``COLUMNS``."""

    record: int
    kind: str
    passage: int | None
    titles: str
    names: str
    numbers: str
    body: str


class Scale:
    """Weighs rows by where in them stands what was asked for."""

    def __init__(self, search: Search, worth: Sequence[float] = (), *, with_kinds: bool = False) -> None:
        """``worth``: what each of the clauses counts for, where some may be missing."""
        self.clauses = search.widened.clauses
        self.worth = [*worth, *repeat(1.0, len(self.clauses) - len(worth))]
        said = " ".join(words(search.query.text))
        self.said = f" {said} " if " " in said else ""  # of one word the form alone is no better than another
        bearers = [search.by_bearer(clause) if with_kinds else {} for clause in self.clauses]
        self.by_bearer = [BitMap.union(BitMap(), *found.values()) for found in bearers]
        self.of_kind = _rarity(search) if with_kinds else {}
        self._as_kinds: dict[str, list[float]] = {}

    def weigh(self, *rows: Line, is_called: bool = False) -> float:
        """What a record weighs by these rows of it. Each clause counts where it does best, and the clauses add up; in a
        passage they count for less.

        Then come the extras: the words side by side, the very name, the share of the title, the rarity of the kind.
        """
        each = map(max, *map(self._of_clauses, rows)) if len(rows) > 1 else self._of_clauses(rows[0])
        total = sum(map(mul, self.worth, each)) + max(map(self._as_a_whole, rows))
        total += CALLED_SO * is_called + self.of_kind.get(rows[0].kind, 0)
        return round(total, 6)

    def _of_clauses(self, row: Line) -> list[float]:
        """What each clause weighs in a row."""
        is_by = [row.record in records for records in self.by_bearer]
        each = map(partial(self._of_clause, row), self.clauses, self._as_kind(row.kind), is_by)
        return [PASSAGE * weight for weight in each] if row.passage else list(each)

    def _as_a_whole(self, row: Line) -> float:
        """What it weighs that a row holds the words as they were said, or a title that is little else."""
        weight = OF_THE_TITLE * self._share(row.titles) if row.titles else 0
        if self.said:
            weight += AS_A_WHOLE * any(self.said in f" {line} " for line in (row.titles, row.names))
            weight += AS_A_WHOLE / 2 * (self.said in f" {row.body} ")
        return weight

    def _as_kind(self, kind: str) -> list[float]:
        """What each clause weighs where it says what records of this kind are called: "motie" asks for motions."""
        if kind not in self._as_kinds:
            called, also = _words_for(kind)
            self._as_kinds[kind] = [
                max(OF_KIND * _nearness(clause, called), OF_TITLES * _nearness(clause, also)) for clause in self.clauses
            ]
        return self._as_kinds[kind]

    def _of_clause(self, row: Line, clause: WideClause, as_kind: float, is_by: bool) -> float:
        """The weight of the field in which the clause does best."""
        best = max(OF_TITLES * _nearness(clause, row.titles), as_kind, BY_BEARER * is_by)
        for name, weight in WEIGHTS.items():
            if weight * clause.most <= best:
                break  # the others are lighter, however near
            if line := getattr(row, name):
                best = max(best, weight * _nearness(clause, line))
        return best

    def _share(self, titles: str) -> float:
        """Which share of a title the query is, for the title that it is most of."""
        best = 0.0
        for title in titles.split(f" {BETWEEN} "):
            held = sum(_nearness(clause, title) for clause in self.clauses)
            best = max(best, held / (title.count(" ") + 1))
        return min(best, 1.0)


@cache
def _words_for(kind: str) -> tuple[str, str]:
    """The words for a kind of record, and what else such records are called."""
    return joined(kind_names()[kind]), joined(entry_models()[kind].also_called)


def _rarity(search: Search) -> dict[str, float]:
    """What each kind weighs by itself: the more, the fewer of all that was found are of it.

    A paper or a term weighs nothing so: the record that it is about, or explains, comes first.
    """
    counts = {kind: had.intersection_cardinality(search.records) for kind, had in search.kinds.items()}
    return {
        kind: RARE * log10(len(search.records) / count)
        for kind, count in counts.items()
        if count and not _is_about_others(entry_models()[kind])
    }


def _is_about_others(model: type[Entry]) -> bool:
    return model is Document or model.explains_itself


def _nearness(clause: WideClause, line: str) -> float:
    """How near the nearest phrase in a line is to what was asked; 0 without one."""
    single, others = clause.by_sort
    best = max(map(single.__getitem__, single.keys() & line.split()), default=0)
    if best < EXACT:
        padded = f" {line} "
        best = max(best, next((near for said, near in others if near > best and said in padded), 0))
    return best
