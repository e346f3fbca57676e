"""What a page shows of each record that was found: why, in which paragraph, and what it rests on."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache

from django.db.models import QuerySet
from django.db.models.expressions import RawSQL
from django.utils.text import Truncator
from django.utils.translation import get_language
from pyroaring import BitMap

from cyberpolicy.asking import written_once
from cyberpolicy.models import CatalogueEntry, Citation, Document, Passage
from cyberpolicy.search.finding import Hits, Search
from cyberpolicy.search.ranking import best_passages
from cyberpolicy.search.snippets import Marker, Segment, is_in
from cyberpolicy.search.widening import WideClause
from cyberpolicy.text_fields import Bilingual
from cyberpolicy.visibility import Access, access_of

PASSAGES = 3  # of one document
LONGEST_SAID = 60  # letters of what is missing
MOST_CITATIONS = 400  # that are looked through for one page


@dataclass(frozen=True)
class Place:
    """A paragraph with the words in it, or the paragraph that a record rests on."""

    passage: Passage
    excerpt: list[Segment]


@dataclass
class Result:
    """One record on the page. ``language``: that of the summary when it is not the reader's.

    ``by``: whom the query names and the record is by, though its title does not say so. ``missing``: what was asked for
    and stands neither in it nor in ``source``; empty when all does, in different places. None: it stands in one, or
    nobody looked.
    """

    entry: CatalogueEntry
    title: list[Segment]
    excerpt: list[Segment]
    language: str = ""
    places: list[Place] = field(default_factory=list)
    source: Place | None = None
    by: Sequence[CatalogueEntry] = ()
    missing: Sequence[str] | None = None


def results(search: Search, ids: Sequence[int], *, of_some: bool = False) -> list[Result]:
    """The records with these keys, in this order. Five queries, whatever their number.

    ``of_some``: they hold only some of the words, and so do the passages shown.
    """
    hits = search.hits_of_each if of_some else [search.hits]
    entries = {entry.pk: entry for entry in _entries(list(ids), access_of(search.user))}
    documents = [pk for pk in ids if pk in entries and entries[pk].kind == Document._meta.model_name]
    marker = Marker(search.widened.clauses)
    places, sources = _places(search, hits, documents, marker), _sources(search, entries, marker)
    resting = {pk: source for pk, source in sources.items() if not places[pk]}  # its own paragraphs say more
    shown = [_result(entries[pk], places[pk], resting.get(pk), marker) for pk in ids if pk in entries]
    if of_some:
        _say_what_is_missing(search, shown, marker)
    return _with_bearers(search, shown)


@written_once
def _entries(keys: RawSQL, access: Access) -> QuerySet[CatalogueEntry]:
    return CatalogueEntry.objects.visible_to(access).filter(pk__in=keys).order_by()


def _result(entry: CatalogueEntry, places: list[Place], source: Place | None, marker: Marker) -> Result:
    own = entry.summary
    others = [Bilingual(entry.summary_nl, "nl"), Bilingual(entry.summary_en, "en")]
    best, shown = own, marker.excerpt(own)
    if not is_in(shown) and not places and not (source and source.excerpt):
        for text in others:
            if text != own and is_in(found := marker.excerpt(text)):
                best, shown = text, found
                break
    language = best.language if best.language != get_language() else ""
    return Result(entry, marker.marked(entry.title), shown, language, places, source)


def _say_what_is_missing(search: Search, shown: Iterable[Result], marker: Marker) -> None:
    """Which words stand neither in a record nor in what it is shown to rest on, as they were typed.

    Of a word that was taken apart one part will do. Nothing is said where not every word was looked for alone.
    """
    if len(search.hits_of_each) < len(search.widened.clauses):
        return
    asked = [_said(search, clause) for clause in search.widened.clauses]
    for result in shown:
        held = marker.held(result.source.passage.text) if result.source and result.source.excerpt else set()
        held |= {number for number, hits in enumerate(search.hits_of_each) if result.entry.pk in hits.records}
        is_held = {asked[number] for number in held}
        result.missing = tuple(said for said in dict.fromkeys(asked) if said not in is_held)


def _said(search: Search, clause: WideClause) -> str:
    said = search.query.text[clause.terms[0].start : clause.terms[-1].end].strip(" ,.;:!?()")
    return Truncator(said).chars(LONGEST_SAID)


def _with_bearers(search: Search, shown: list[Result]) -> list[Result]:
    """With whom each record is by, of those whom the query names and its title does not. One query where it does."""
    found = {bearer: by for clause in search.widened.clauses for bearer, by in search.by_bearer(clause).items()}
    keys = BitMap(result.entry.pk for result in shown)
    named = [bearer for bearer, by in found.items() if by.intersect(keys)]
    for bearer in _entries(named, access_of(search.user)):
        for result in shown:
            if result.entry.pk in found[bearer.pk] and str(bearer.title) not in str(result.entry.title):
                result.by = [*result.by, bearer]
    return shown


# Paragraphs


def _places(search: Search, hits: Sequence[Hits], documents: Sequence[int], marker: Marker) -> dict[int, list[Place]]:
    """The paragraphs of each document that hold what was asked for, best first."""
    found: dict[int, list[Place]] = defaultdict(list)
    if not documents or not search.widened.clauses:
        return found
    best = best_passages(search, hits, documents, PASSAGES)
    passages = _read(pk for pks in best.values() for pk in pks)
    for document, pks in best.items():
        read = [passages[pk] for pk in pks if pk in passages]
        found[document] = [Place(passage, marker.excerpt(passage.text)) for passage in read]
    return found


def _sources(search: Search, ids: Collection[int], marker: Marker) -> dict[int, Place]:
    """For each record the paragraph that it rests on; of several the first that holds most of what was asked for, and
    first of all what the record itself does not hold where only a paragraph completes it.
    """
    cited = sorted(_citations(list(ids), access_of(search.user)))[:MOST_CITATIONS]
    passages = _read(passage for _citation, _entry, passage in cited)
    held = cache(lambda pk: marker.held(passages[pk].text))
    own = {entry: _held_by_itself(search, entry) for entry in search.hits.completed & BitMap(ids)}
    best: dict[int, int] = {}
    for _citation, entry, pk in cited:
        if pk in passages and (entry not in best or len(held(best[entry])) < len(search.widened.clauses)):
            itself = own.get(entry, set())
            best[entry] = max(best.get(entry, pk), pk, key=lambda pk: (len(held(pk) - itself), len(held(pk))))
    excerpts = {pk: _marked_excerpt(passages[pk], marker) for pk in set(best.values())}
    return {entry: Place(passages[pk], excerpts[pk]) for entry, pk in best.items()}


def _held_by_itself(search: Search, record: int) -> set[int]:
    """The numbers of the first clauses that its own row holds."""
    return {number for number, hits in enumerate(search.hits_of_each) if record in hits.own}


def _marked_excerpt(passage: Passage, marker: Marker) -> list[Segment]:
    """The words in a paragraph that show why it was found; nothing when it does not hold them."""
    segments = marker.excerpt(passage.text) if passage.text else []
    return segments if is_in(segments) else []


@written_once
def _citations(keys: RawSQL, access: Access) -> QuerySet[Citation]:
    cited = Citation.objects.visible_to(access).filter(entry__in=keys, passage__isnull=False)
    return cited.order_by().values_list("pk", "entry_id", "passage_id")


def _read(passages: Iterable[int]) -> dict[int, Passage]:
    """Those that are still there: the text may be replaced after its keys were read."""
    return {passage.pk: passage for passage in _passages(sorted(set(passages)))}


@written_once
def _passages(keys: RawSQL) -> QuerySet[Passage]:
    return Passage.objects.select_related("document").filter(pk__in=keys).order_by()
