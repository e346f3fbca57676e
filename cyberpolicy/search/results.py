"""What a page shows of each record that was found: why, in which paragraph, and what it rests on."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.utils.translation import get_language

from cyberpolicy.models import CatalogueEntry, Citation, Document, Passage
from cyberpolicy.search.finding import Search
from cyberpolicy.search.ranking import best_passages
from cyberpolicy.search.snippets import Segment, excerpt, is_in, marked
from cyberpolicy.text_fields import Bilingual

PASSAGES = 3  # of one document
MOST_CITATIONS = 400  # that are looked through for one page


@dataclass(frozen=True)
class Place:
    """A paragraph with the words in it, or the paragraph that a record rests on."""

    passage: Passage
    excerpt: list[Segment]


@dataclass
class Result:
    """One record on the page. ``language``: that of the summary when it is not the reader's."""

    entry: CatalogueEntry
    title: list[Segment]
    excerpt: list[Segment]
    language: str = ""
    places: list[Place] = field(default_factory=list)
    source: Place | None = None


def results(search: Search, ids: Sequence[int]) -> list[Result]:
    """The records with these keys, in this order. Five queries, whatever their number."""
    entries = CatalogueEntry.objects.visible_to(search.user).in_bulk(ids)
    documents = [pk for pk in ids if pk in entries and entries[pk].kind == Document._meta.model_name]
    places, sources = _places(search, documents), _sources(search, ids)
    return [_result(search, entries[pk], places[pk], sources.get(pk)) for pk in ids if pk in entries]


def _result(search: Search, entry: CatalogueEntry, places: list[Place], source: Place | None) -> Result:
    clauses = search.widened.clauses
    own = entry.summary
    texts = [own, Bilingual(entry.summary_nl, "nl"), Bilingual(entry.summary_en, "en")]
    best = next((text for text in texts if is_in(excerpt(text, clauses))), own)
    language = best.language if best.language != get_language() else ""
    return Result(entry, marked(entry.title, clauses), excerpt(best, clauses), language, places, source)


def _places(search: Search, documents: Sequence[int]) -> dict[int, list[Place]]:
    """The paragraphs of each document that hold what was asked for, best first."""
    found: dict[int, list[Place]] = defaultdict(list)
    if not documents or not search.widened.clauses:
        return found
    best = best_passages(search, documents, PASSAGES)
    passages = Passage.objects.select_related("document").in_bulk([pk for pks in best.values() for pk in pks])
    for document, pks in best.items():
        found[document] = [Place(passages[pk], excerpt(passages[pk].text, search.widened.clauses)) for pk in pks]
    return found


def _sources(search: Search, ids: Sequence[int]) -> dict[int, Place]:
    """For each record the paragraph that it rests on; of several the first that holds what was asked for."""
    citations = Citation.objects.visible_to(search.user).filter(entry__in=ids, passage__isnull=False)
    found: dict[int, Place] = {}
    for citation in citations.select_related("passage", "document").order_by("pk")[:MOST_CITATIONS]:
        known = found.get(citation.entry_id)
        if known and (is_in(known.excerpt) or not citation.passage.text):
            continue
        segments = excerpt(citation.passage.text, search.widened.clauses) if citation.passage.text else []
        if known is None or is_in(segments):
            citation.passage.document = citation.document
            found[citation.entry_id] = Place(citation.passage, segments if is_in(segments) else [])
    return found
