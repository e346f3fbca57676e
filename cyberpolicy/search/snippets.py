"""The piece of a text that shows why it was found, with the words marked. Pure."""

import unicodedata
from collections.abc import Sequence
from typing import NamedTuple

from cyberpolicy.search.widening import Clause
from cyberpolicy.search.words import LONGEST, WORD
from cyberpolicy.text import folded

LENGTH = 260  # letters of an excerpt, about
BEFORE = 60  # letters before its first mark


class Segment(NamedTuple):
    """A stretch of text; whether it is what was asked for."""

    text: str
    is_marked: bool


class Word(NamedTuple):
    start: int
    end: int
    folded: str


def marked(text: str, clauses: Sequence[Clause]) -> list[Segment]:
    """All of a text, in stretches."""
    text = unicodedata.normalize("NFC", text)
    return _stretches(text, 0, len(text), [place[:2] for place in _marks(text, clauses)])


def excerpt(text: str, clauses: Sequence[Clause]) -> list[Segment]:
    """The stretch of a text in which most of what was asked for stands; its beginning when nothing does."""
    text = " ".join(unicodedata.normalize("NFC", text).split())
    marks = _marks(text, clauses)
    start = _best_start(marks)
    end = min(len(text), start + LENGTH)
    start = text.rfind(" ", 0, start) + 1 if start else 0
    if end < len(text):
        end = max(text.rfind(" ", start, end), start + LENGTH // 2)
    found = _stretches(text, start, end, [place[:2] for place in marks])
    return [*([Segment("… ", False)] if start else []), *found, *([Segment(" …", False)] if end < len(text) else [])]


def is_in(segments: Sequence[Segment]) -> bool:
    return any(segment.is_marked for segment in segments)


def _marks(text: str, clauses: Sequence[Clause]) -> list[tuple[int, int, int]]:
    """Where the text holds what was asked for: start, end and the number of the clause, in reading order."""
    said = [Word(m.start(), m.end(), folded(m[0])[:LONGEST]) for m in WORD.finditer(text)]
    found = set()
    for number, clause in enumerate(clauses):
        singles = {phrase.words[0] for phrase in clause.phrases if len(phrase.words) == 1 and not phrase.is_start}
        starts = tuple(phrase.words[0] for phrase in clause.phrases if len(phrase.words) == 1 and phrase.is_start)
        longer = [phrase for phrase in clause.phrases if len(phrase.words) > 1]
        for place, word in enumerate(said):
            if word.folded in singles or (starts and word.folded.startswith(starts)):
                found.add((word.start, word.end, number))
            for phrase in longer:
                words = said[place : place + len(phrase.words)]
                if word.folded == phrase.words[0] and _is_said(phrase, words):
                    found.add((word.start, words[-1].end, number))
    return sorted(found)


def _is_said(phrase, words: Sequence[Word]) -> bool:
    said = tuple(word.folded for word in words)
    if phrase.is_start:
        return (
            said[:-1] == phrase.words[:-1] and len(said) == len(phrase.words) and said[-1].startswith(phrase.words[-1])
        )
    return said == phrase.words


def _best_start(marks: Sequence[tuple[int, int, int]]) -> int:
    """Where the stretch begins that holds most different clauses."""
    best, at = 0, 0
    for start, _end, _number in marks:
        held = {number for s, e, number in marks if start <= s and e <= start + LENGTH - BEFORE}
        if len(held) > best:
            best, at = len(held), start
    return max(0, at - BEFORE)


def _stretches(text: str, start: int, end: int, marks: Sequence[tuple[int, int]]) -> list[Segment]:
    found, at = [], start
    for first, last in marks:
        if first < at or last > end:
            continue
        found += [Segment(text[at:first], False)] if first > at else []
        found.append(Segment(text[first:last], True))
        at = last
    return [*found, Segment(text[at:end], False)] if at < end else found
