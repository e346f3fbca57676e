"""A document to read: its contents, and a page of passages with what rests on each, quoted words and footnotes.

A long document is read in pages of ``PASSAGES_A_PAGE``, by the place of a passage in the reading order, so that the
address of a passage follows from the passage alone.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from functools import cached_property

from django.db.models import Count, Max, Min, Q
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from cyberpolicy.glossary import glossary_for
from cyberpolicy.models import CatalogueEntry, Citation, Document, Passage
from cyberpolicy.models.documents import PASSAGES_A_PAGE, passage_address
from cyberpolicy.own_documents import own_documents
from cyberpolicy.running_text import Mark, RunningText

UNTITLED = ("voetnoot",)  # footnotes stand in the section in which they are printed


@dataclass
class Section:
    """A section of a document: its number, title and the address of its first passage."""

    number: str
    title: str
    first: int
    url: str
    previous: "Section | None" = field(default=None, repr=False)
    next: "Section | None" = field(default=None, repr=False)

    @property
    def label(self) -> str:
        return f"{self.number}. {self.title}" if self.title and self.number[:1].isdigit() else self.title or self.name

    @property
    def name(self) -> str:
        """How a section without a title is called."""
        special = {"aanhef": _("Salutation"), "inleiding": _("Introduction"), "slot": _("Closing")}
        return special.get(self.number, f"§\u00a0{self.number}")


@dataclass
class Place:
    """A passage as the page shows it; ``section`` where it begins one."""

    passage: Passage
    section: Section | None
    records: list[CatalogueEntry]
    html: SafeString | str
    back: str = ""  # of a footnote: the address of its mark in the text


class Reader:
    """The page of ``document`` with this number, as ``user`` may see it, in a fixed number of queries."""

    def __init__(self, document: Document, user, *, page: int = 1) -> None:
        self.document, self.user = document, user
        known = document.passages.aggregate(last=Max("position"), n=Count("pk"), read=Count("pk", filter=~Q(text="")))
        self.count, self.has_text = known["n"], bool(known["read"])
        self.pages = max(1, -(-(known["last"] or 0) // PASSAGES_A_PAGE))
        self.number = min(max(page, 1), self.pages)
        self.places = self._places() if self.count else []

    @cached_property
    def sections(self) -> list[Section]:
        """The contents, in reading order."""
        versions = self.document.versions.filter(number=self.document.text_version)
        titles = versions.values_list("sections", flat=True).first() or {}
        rows = self.document.passages.order_by().exclude(section__in=UNTITLED).values("section")
        firsts = sorted((row["first"], row["section"]) for row in rows.annotate(first=Min("position")))
        found = [Section(number, titles.get(number, ""), first, "") for first, number in firsts if number]
        for before, section in zip([None, *found], found, strict=False):
            section.url = passage_address(self.document, f"s-{section.number}", section.first)
            section.previous = before
            if before:
                before.next = section
        return found

    @cached_property
    def resting_on_document(self) -> list[CatalogueEntry]:
        return self._resting[None]

    @property
    def cited(self) -> list[Place]:
        return [place for place in self.places if place.records]

    @property
    def previous_url(self) -> str:
        return self._page_address(self.number - 1)

    @property
    def next_url(self) -> str:
        return self._page_address(self.number + 1)

    def _page_address(self, number: int) -> str:
        if not 1 <= number <= self.pages:
            return ""
        return passage_address(self.document, "passages", (number - 1) * PASSAGES_A_PAGE + 1)

    def _places(self) -> list[Place]:
        last = self.number * PASSAGES_A_PAGE
        passages = list(self.document.passages.filter(position__gt=last - PASSAGES_A_PAGE, position__lte=last))
        begins = {section.first: section for section in self.sections}
        marks, text = self._marks, self._running_text(passages)
        places = []
        for passage in passages:
            passage.document = self.document
            html = text.html(passage.text, marks[passage.pk]) if passage.text else ""
            places.append(Place(passage, begins.get(passage.position), self._resting[passage.pk], html))
        for place in places:
            note = place.passage.locator.removeprefix("fn.")
            place.back = f"#fnref.{note}" if note in text.marked_notes else ""
        return places

    def _running_text(self, passages: list[Passage]) -> RunningText:
        notes = self.document.passages.filter(locator__startswith="fn.").values_list("locator", "position")
        return RunningText(
            own_documents((passage.text for passage in passages), self.user),
            glossary_for(self.user),
            notes={name.removeprefix("fn."): passage_address(self.document, name, at) for name, at in notes},
        )

    # What rests on the places

    @cached_property
    def _citations(self) -> list[Citation]:
        last = self.number * PASSAGES_A_PAGE
        here = Q(passage__isnull=True) | Q(passage__position__gt=last - PASSAGES_A_PAGE, passage__position__lte=last)
        found = Citation.objects.visible_to(self.user).filter(here, document=self.document)
        return list(found.select_related("entry", "passage").order_by("entry__kind", "entry__title_nl", "pk"))

    @cached_property
    def _resting(self) -> dict[int | None, list[CatalogueEntry]]:
        """By passage (None: the document as a whole) the records that rest on it, each once, by kind and title."""
        found: dict[int | None, dict[int, CatalogueEntry]] = defaultdict(dict)
        for citation in self._citations:
            found[citation.passage_id].setdefault(citation.entry_id, citation.entry)
        return defaultdict(list, {passage: list(entries.values()) for passage, entries in found.items()})

    @property
    def _marks(self) -> dict[int, list[Mark]]:
        """By passage the words that are quoted from it, as they stand in it now."""
        found: dict[int, list[Mark]] = defaultdict(list)
        for citation in self._citations:
            if citation.is_verbatim:
                citation.mark_quote()
                mark = Mark(citation.quote_start, citation.quote_end, citation.quote_id)
                found[citation.passage_id].append(mark)
        return found
