"""A text as a page shows it: references are links, words of the glossary explain themselves, quotes are marked."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise

from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from cyberpolicy.glossary import Glossary
from cyberpolicy.reference_links import Span, reference_spans

# a footnote's number, glued to the word or the punctuation before it
NOTE_MARK = re.compile(r"(?:(?<=[^\W\d_])|(?<=[^\W\d_][.,;:])|(?<=[)”’\"]))(?P<number>[1-9]\d{0,2})(?![\w%])")
NOT_A_NOTE = re.compile(r"\b(?:nrs?|no|art|pp?|par|blz|lid)\.?\Z", re.IGNORECASE)


@dataclass(frozen=True)
class Mark:
    """Words that a citation quotes, from ``start`` to ``end`` of a text; ``id`` is the place's name on the page."""

    start: int
    end: int
    id: str


class RunningText:
    """How the texts of one page are shown, in reading order: each word of the glossary is explained once.

    ``own_documents``: addresses here, by official id, that the reader may see. ``notes``: the address of each footnote
    by its number. ``left_out``: the records that need no explanation here, such as the one the page is about.
    """

    def __init__(
        self,
        own_documents: Mapping[str, str] | None = None,
        glossary: Glossary | None = None,
        *,
        notes: Mapping[str, str] | None = None,
        left_out: Iterable[int] = (),
    ) -> None:
        self.own_documents, self.notes = own_documents or {}, dict(notes or {})
        self.glossary, self.explained = glossary or Glossary(), set(left_out)
        self.marked_notes: set[str] = set()

    def html(self, text: str, marks: Iterable[Mark] = ()) -> SafeString:
        marks = list(marks)
        spans = reference_spans(text, self.own_documents)
        for more in (self._notes(text), self._terms(text, marks)):
            spans += [span for span in more if not any(_overlap(span, other) for other in spans)]
        return _joined(text, sorted(spans, key=lambda span: span.start), marks)

    def _notes(self, text: str) -> Iterator[Span]:
        """The first mark of each footnote, as a link to it."""
        for match in NOTE_MARK.finditer(text) if self.notes else ():
            number = match["number"]
            is_new = number in self.notes and number not in self.marked_notes
            if is_new and not NOT_A_NOTE.search(text, max(0, match.start() - 6), match.start()):
                self.marked_notes.add(number)
                link = '<sup><a class="cp-fnref" id="fnref.{0}" href="{1}"><span class="cp-vh">{2} </span>{0}</a></sup>'
                yield Span(match.start(), match.end(), format_html(link, number, self.notes[number], _("footnote")))

    def _terms(self, text: str, marks: list[Mark]) -> Iterator[Span]:
        for start, end, explanation in self.glossary.found(text):
            is_quoted = any(mark.start < end and start < mark.end for mark in marks)
            if explanation.pk not in self.explained and not is_quoted:
                self.explained.add(explanation.pk)
                yield Span(start, end, explanation.html(text[start:end]))


def _overlap(one: Span, other: Span) -> bool:
    return one.start < other.end and other.start < one.end


def _units(text: str, spans: list[Span], marks: list[Mark]) -> Iterator[Span]:
    """The text in order, cut where a mark begins or ends; a span stays whole."""
    edges = sorted({edge for mark in marks for edge in (mark.start, mark.end)})
    at = 0
    for span in [*spans, Span(len(text), len(text), SafeString(""))]:
        cuts = [at, *(edge for edge in edges if at < edge < span.start), span.start]
        for start, end in pairwise(cuts):
            if start < end:
                yield Span(start, end, escape(text[start:end]))
        if span.start < span.end:
            yield span
        at = span.end


def _joined(text: str, spans: list[Span], marks: list[Mark]) -> SafeString:
    pieces, is_open, placed = [], False, set()
    for unit in _units(text, spans, marks):
        over = [mark for mark in marks if mark.start < unit.end and unit.start < mark.end]
        new = [mark.id for mark in over if mark.id not in placed]
        placed.update(new)
        if is_open and (new or not over):
            pieces.append("</mark>")
            is_open = False
        if over and not is_open:
            pieces.append(
                format_html('<mark class="cp-quoted" id="{}">', new[0]) if new else "<mark class='cp-quoted'>"
            )
            is_open = True
        pieces += [*(format_html('<span id="{}"></span>', other) for other in new[1:]), unit.html]
    return mark_safe("".join([*pieces, "</mark>" if is_open else ""]))
