"""A search: what somebody typed, understood for one reader, and what it finds."""

from collections.abc import Collection
from dataclasses import dataclass, field, replace
from functools import cached_property

from django.utils.translation import gettext as _
from pyroaring import BitMap

from cyberpolicy.counting import FieldValues, tally_of
from cyberpolicy.models import CatalogueEntry
from cyberpolicy.search import by_whom, fields, joint
from cyberpolicy.search.finder import finder
from cyberpolicy.search.language import Filter, Query, Term, parse
from cyberpolicy.search.matching import Match, Phrase
from cyberpolicy.search.order import NEWEST
from cyberpolicy.search.rows import Found, Rows
from cyberpolicy.search.together import with_names, with_whole_values
from cyberpolicy.search.widening import WideClause, Widened, widened
from cyberpolicy.search.words import words
from cyberpolicy.stamps import Remembered
from cyberpolicy.visibility import access_of

FEWEST = 3  # results: behind fewer the page shows what holds some of the words, which these hold as well
ENOUGH = 40  # records that hold all words in one row: of fewer, so many are added that do in two
_widened: Remembered[Widened] = Remembered(most=500)  # the same words come again with each filter and page


@dataclass(frozen=True)
class Hits:
    """What was found, of records that the reader may see.

    ``own``: the records that were found by their own row; ``documents``: those of which a passage was found;
    ``passages``: the rows of these, also of documents that the reader may not see, so never to be counted;
    ``completed``: those of ``own`` that hold all only together with a paragraph that they rest on.
    """

    rows: Rows
    own: BitMap
    documents: BitMap
    passages: BitMap
    completed: BitMap = field(default_factory=BitMap)

    @property
    def records(self) -> BitMap:
        return self.own | self.documents

    @property
    def of_records(self) -> "Hits":
        """Without the passages."""
        return replace(self, documents=BitMap())

    @property
    def of_passages(self) -> "Hits":
        return replace(self, own=BitMap())

    def within(self, records: BitMap) -> "Hits":
        return replace(self, own=self.own & records, documents=self.documents & records)

    def joined_by(self, others: "Hits") -> "Hits":
        return replace(
            self, own=self.own | others.own, documents=self.documents | others.documents,
            passages=self.passages | others.passages,
        )  # fmt: skip

    def rows_of(self, record: int) -> list[int]:
        """Those of its rows that were found."""
        own, passages = record in self.own, self.passages if record in self.documents else ()
        return [row for row in self.rows.of(record) if (own if row == record else row in passages)]


class Search:
    """``text`` as ``user`` means it. Everything it gives is what ``user`` may see."""

    def __init__(self, text: str, user) -> None:
        self.user = user
        self.finder, self.tally = finder(), tally_of(CatalogueEntry)
        self.visible = self.allowed = self.tally.visible(access_of(user))
        self._values: dict[tuple[str, str], BitMap | None] = {}
        query = with_whole_values(with_names(parse(text, fields.NAMES), user), user, self._is_meant)
        self.query, self.hints = self._understood(query)

    def _meant(self, name: str, value: str) -> BitMap | None:
        """The records that have a value in a field, looked up once."""
        if (name, value) not in self._values:
            self._values[name, value] = fields.meant(name, value, self)
        return self._values[name, value]

    def _is_meant(self, name: str, value: str) -> bool:
        return self._meant(name, value) is not None

    def _understood(self, query: Query) -> tuple[Query, list[str]]:
        """The query with its filters applied; a value that stands for nothing is read as words, with a hint."""
        kept: dict[tuple[str, bool, str], BitMap] = {}  # of several values of a field either will do, but not of bounds
        as_words: list[Filter] = []
        for each in query.filters:
            found = self._meant(each.name, each.value)
            if found is None:
                as_words.append(each)
            else:
                key = each.name, each.is_without, each.value if fields.is_bound(each.value) else ""
                kept[key] = kept[key] | found if key in kept else found
        for (_name, is_without, _bound), found in kept.items():
            self.allowed = self.allowed - found if is_without else self.allowed & found
        clauses = query.clauses + tuple((term,) for each in as_words for term in _words_of(each))
        left = tuple(each for each in query.filters if each not in as_words)
        return replace(query, clauses=clauses, filters=left), [*query.hints, *map(_hint, as_words)]

    @cached_property
    def widened(self) -> Widened:
        query = replace(self.query, text="", hints=())
        known_by = query, access_of(self.user), self.finder.stamp
        return _widened.of(known_by, lambda: widened(query, self.user, self.holds))

    def __bool__(self) -> bool:
        return bool(self.query)

    def holds(self, words: Collection[str]) -> bool:
        """Whether any of these words, which occur somewhere, stands in something that the reader may see."""
        if not words or self.visible == self.tally.everything:
            return bool(words)
        found = self.finder.found(Match((tuple(Phrase((word,)) for word in sorted(words)),)))
        in_passages = self.finder.rows.documents
        return found.own.intersect(self.visible) or in_passages(found.passages).intersect(self.visible)

    @property
    def kinds(self) -> dict[str, BitMap]:
        """The records of each kind."""
        return self.tally.values(FieldValues(CatalogueEntry, "kind"))

    @cached_property
    def hits(self) -> Hits:
        """Everything that is found: records, and passages where there are words to find in them."""
        return self._with_joint(self.matching())

    @cached_property
    def records(self) -> BitMap:
        return self.hits.records

    @cached_property
    def hits_of_each(self) -> list[Hits]:
        """What each of the first words finds alone."""
        return [self._found(match) for match in self.widened.matches_of_each()]

    def matching(self, *, least: float = 0, in_names: bool = False) -> Hits:
        """What is found by phrases at least so near to what was asked, or by names alone."""
        return self._found(self.widened.match(least), in_names=in_names) if self else self._seen(Found())

    def _found(self, match: Match, *, in_names: bool = False) -> Hits:
        return self._seen(self.finder.found(match, in_names=in_names))

    def _with_joint(self, hits: Hits) -> Hits:
        """With what two rows hold together, where few records hold all in one row."""
        if not self or len(hits.records) >= ENOUGH:
            return hits
        asked = self.finder, self.widened.match(), self.visible, access_of(self.user)
        papers = self._seen(joint.papers(*asked))
        hits = hits.joined_by(papers.within(self._newest_of(papers.records)))
        if len(hits.records) < FEWEST:
            return hits
        more = self._newest_of(self._seen(joint.records(*asked)).own - hits.records)
        return replace(hits, own=hits.own | more, completed=more)

    def _newest_of(self, records: BitMap) -> BitMap:
        """As many of these as are added."""
        return BitMap(self.newest(records, 0, ENOUGH))

    def _seen(self, found: Found) -> Hits:
        """What was found, as far as filters and the reader's rights allow."""
        rows, passages = self.finder.rows, found.passages
        return Hits(rows, found.own & self.allowed, rows.documents(passages) & self.allowed, passages)

    def by_bearer(self, clause: WideClause) -> dict[int, BitMap]:
        """Whom the clause names, with the records that are by them, whatever their texts say."""
        _said, bearers = by_whom.parted(clause.phrases)
        matches = {bearer: Match(((by_whom.phrase(bearer),),)) for bearer in bearers}
        return {bearer: self.finder.found(match).own & self.allowed for bearer, match in matches.items()}

    def newest(self, records: BitMap, start: int, stop: int) -> list[int]:
        """The keys at these places among the records, the newest first."""
        return self.tally.order(NEWEST).page(records, start, stop)

    def newest_rows(self, hits: Hits, most: int) -> list[int]:
        """The newest of the rows that were found."""
        return [row for record in self.newest(hits.records, 0, most) for row in hits.rows_of(record)][:most]


def _words_of(each: Filter) -> list[Term]:
    found = words(each.value)
    return [Term(tuple(found), each.start, each.end)] if found and not each.is_without else []


def _hint(each: Filter) -> str:
    said = {"field": fields.LABELS[each.name], "value": each.value}
    if each.is_without:
        return _("There is no %(field)s “%(value)s” to leave out.") % said
    if known := fields.known_values(each.name):
        said["known"] = ", ".join(f'"{value}"' if " " in value else value for value in known)
        return _("There is no %(field)s “%(value)s”; it was read as a word. There are: %(known)s.") % said
    return _("There is no %(field)s “%(value)s”; it was read as a word.") % said
