"""What two rows hold together, where no row holds all that was asked for.

A paper by its own row and one of its paragraphs: who wrote it and when, and what it says. A record by its own row and a
paragraph that it rests on: what it is called, and what is told of it there. Words that say little, because thousands
hold them, join nothing: to know each of these would take longer than all else.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from itertools import chain
from typing import NamedTuple

from django.db.models import QuerySet
from django.db.models.expressions import RawSQL
from pyroaring import BitMap

from cyberpolicy.asking import written_once
from cyberpolicy.models import Citation
from cyberpolicy.search import facts
from cyberpolicy.search.finder import FEW, Asked, Finder, rarity
from cyberpolicy.search.matching import Clause, Match
from cyberpolicy.search.rows import FIRST_PASSAGE, Found, row_of_passage
from cyberpolicy.stamps import Remembered
from cyberpolicy.visibility import Access

MOST_CLAUSES = 8  # each may have to be asked for
TELLING = 3  # clauses after which few must be left, or the words say too little
MOST_PAPERS = 2_000  # that are few
MOST_ENDS = 500  # records and paragraphs that are few enough to read of each what rests on what

_papers_found: Remembered[Found] = Remembered(most=200)
_records_found: Remembered[Found] = Remembered(most=200)
_paragraphs_of_readers: Remembered[BitMap] = Remembered(most=20)


def papers(finder: Finder, match: Match, seen: BitMap, access: Access) -> Found:
    """Papers that match so: of each its own row, and the paragraphs that complete it. ``seen``: the records that who
    has this ``access`` may see.
    """

    def join(clauses: Sequence[Asked]) -> Found:
        paragraphs = finder.leaving_out(match.without, _paragraphs(finder, clauses, seen))
        return paragraphs | Found(finder.rows.documents(paragraphs.keys))

    return _once(_papers_found, finder, match, access, join)


def records(finder: Finder, match: Match, seen: BitMap, access: Access) -> Found:
    """Records that match together with a paragraph that they rest on, and hold some of it themselves."""

    def join(clauses: Sequence[Asked]) -> Found:
        everything = Way(seen, _paragraphs_seen(finder, seen, access))
        return _resting(finder, clauses, match.without, _pairs(_ways(finder, clauses, everything), access))

    return _once(_records_found, finder, match, access, join)


def _once(
    known: Remembered[Found], finder: Finder, match: Match, access: Access, join: Callable[[Sequence[Asked]], Found]
) -> Found:
    """What ``join`` finds by the clauses, rarest first: remembered for all who have this access."""
    if not 1 < len(match.clauses) <= MOST_CLAUSES or not all(match.clauses):
        return Found()
    clauses = tuple(sorted(map(Asked.of, match.clauses), key=rarity))
    return known.of((finder.stamp, clauses, match.without, access), lambda: join(clauses))


# Papers


def _paragraphs(finder: Finder, clauses: Sequence[Asked], seen: BitMap) -> Found:
    """The paragraphs that match together with the own row of their paper."""
    papers, held = finder.rows.papers & seen, []
    for asked in clauses:
        if len(held) >= TELLING and len(papers) > MOST_PAPERS:
            return Found()
        rows = _rows_of_few(finder, papers)
        found = finder.all(asked) if rows is None else rows & finder.within(rows, asked)
        held.append(found)
        papers = papers & (found.own | finder.rows.documents(found.passages))
    papers = papers & BitMap.union(*(found.own for found in held))
    keys = BitMap()
    for paper in papers:
        if others := [found.keys for found in held if paper not in found.own]:
            keys |= BitMap(finder.rows.of(paper)).intersection(*others)
    return Found(keys)


def _rows_of_few(finder: Finder, papers: BitMap) -> Found | None:
    """All rows of these papers, when there are few."""
    rows = finder.rows.of_all(papers) if len(papers) <= FEW else None
    return rows if rows is not None and len(rows) <= FEW else None


# Records, with the paragraphs that they rest on


class Way(NamedTuple):
    """Records that hold some of the clauses, and the paragraphs that hold the others."""

    records: BitMap
    paragraphs: BitMap

    @property
    def ends(self) -> int:
        """How many there are at the end that has fewer."""
        return min(len(self.records), len(self.paragraphs))

    def with_one_more(self, held: Found) -> Iterator["Way"]:
        """The ways in which the records, or the paragraphs, hold this clause too."""
        yield Way(self.records & held.own, self.paragraphs)
        yield Way(self.records, self.paragraphs & held.passages)


class Resting(NamedTuple):
    """A record, and the row of a paragraph that it rests on."""

    record: int
    row: int


def _resting(finder: Finder, clauses: Sequence[Asked], without: Clause, pairs: Sequence[Resting]) -> Found:
    """The records of the pairs that match together, and hold some of it themselves."""
    holding = BitMap()
    for asked in clauses if pairs else ():
        held = _told(finder.within(_rows(pairs), asked), asked)
        holding |= held.own
        pairs = [pair for pair in pairs if pair.record in held.keys or pair.row in held.keys]
    kept = _kept(finder, without, _rows(pairs)).keys
    return Found(holding & BitMap(pair.record for pair in pairs if pair.record in kept and pair.row in kept))


def _kept(finder: Finder, without: Clause, rows: Found) -> Found:
    """Those of these rows that nothing leaves out; a paragraph is not left out for the date of its paper."""
    texts = tuple(phrase for phrase in without if not facts.is_fact(phrase.words[0]))
    return finder.leaving_out(without, Found(rows.own)) | finder.leaving_out(texts, Found(rows.passages))


def _paragraphs_seen(finder: Finder, seen: BitMap, access: Access) -> BitMap:
    """The rows of paragraphs that may be seen: nor does what is hidden count among what is left."""
    rows = finder.rows
    return _paragraphs_of_readers.of(
        (finder.stamp, access), lambda: rows.passages - rows.of_all(rows.papers - seen).keys
    )


def _ways(finder: Finder, clauses: Sequence[Asked], everything: Way) -> list[Way]:
    """The ways to hold the first clauses, as many of them as leave few; none where too much is left."""
    ways = [everything]
    for asked in clauses[:TELLING]:
        held = _told(finder.all(asked), asked)
        ways = [more for way in ways for more in way.with_one_more(held) if more.ends]
        if sum(way.ends for way in ways) <= MOST_ENDS:
            return ways
    return []


def _told(found: Found, asked: Asked) -> Found:
    """What a clause finds; where it is a status or a date only records, as that of a paper is not of all it tells."""
    is_of_facts = any(facts.is_fact(phrase.words[0]) for phrase in asked.clause)
    return Found(found.own) if is_of_facts else found


def _rows(pairs: Iterable[Resting]) -> Found:
    return Found(BitMap(chain.from_iterable(pairs)))


def _pairs(ways: Collection[Way], access: Access) -> list[Resting]:
    """What rests on what, for these ways: asked about the end that has fewer. Two queries at most."""
    records = BitMap.union(BitMap(), *(way.records for way in ways if len(way.records) == way.ends))
    rows = BitMap.union(BitMap(), *(way.paragraphs for way in ways if len(way.records) > way.ends))
    passages = [row - FIRST_PASSAGE for row in rows]
    found = {*_citations(list(records), "entry", access), *_citations(passages, "passage", access)}
    return [Resting(record, row_of_passage(passage)) for record, passage in sorted(found)]


@written_once
def _citations(keys: RawSQL, end: str, access: Access) -> QuerySet[Citation]:
    cited = Citation.objects.visible_to(access).filter(**{f"{end}__in": keys}, passage__isnull=False)
    return cited.order_by().values_list("entry_id", "passage_id")
