"""The piece of a text that shows why it was found, with the words marked. Pure."""

import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import islice, takewhile
from typing import NamedTuple

from cyberpolicy.search.matching import Phrase
from cyberpolicy.search.widening import WideClause
from cyberpolicy.search.words import LONGEST, OF_MANY, WORD, words
from cyberpolicy.text import folded

LENGTH = 260  # letters of an excerpt, about
BEFORE = 60  # letters before its first mark


class Segment(NamedTuple):
    """A stretch of text; whether it is what was asked for."""

    text: str
    is_marked: bool


class Marker:
    """Finds in texts what was asked for. ``clauses``: those of one search."""

    def __init__(self, clauses: Sequence[WideClause]) -> None:
        self._single: dict[str, list[int]] = defaultdict(list)  # the numbers of the clauses that a word is of
        self._starts: list[tuple[str, int]] = []
        self._longer: dict[str, list[tuple[Phrase, int]]] = defaultdict(list)  # by their first word
        for number, clause in enumerate(clauses):
            for phrase in clause.phrases:
                if len(phrase.words) > 1:
                    self._longer[phrase.words[0]].append((phrase, number))
                elif phrase.is_start:
                    self._starts.append((phrase.words[0], number))
                else:
                    self._single[phrase.words[0]].append(number)
        self._any_start = tuple(start for start, _number in self._starts)
        self._first = {*self._single, *self._longer}

    def marked(self, text: str) -> list[Segment]:
        """All of a text, in stretches."""
        text = unicodedata.normalize("NFC", text)
        return _stretches(text, 0, len(text), [place[:2] for place in self._marks(text)])

    def excerpt(self, text: str) -> list[Segment]:
        """The stretch of a text in which most of what was asked for stands; its beginning when nothing does."""
        text = " ".join(unicodedata.normalize("NFC", text).split())
        marks = self._marks(text)
        start = _best_start(marks)
        end = min(len(text), start + LENGTH)
        start = text.rfind(" ", 0, start) + 1 if start else 0
        if end < len(text):
            end = max(text.rfind(" ", start, end), start + LENGTH // 2)
        found = _stretches(text, start, end, [place[:2] for place in marks])
        before, after = [Segment("… ", False)] if start else [], [Segment(" …", False)] if end < len(text) else []
        return [*before, *found, *after]

    def held(self, text: str) -> set[int]:
        """The numbers of the clauses that a text holds."""
        return {number for _start, _end, number in self._marks(unicodedata.normalize("NFC", text))}

    def _marks(self, text: str) -> list[tuple[int, int, int]]:
        """Where the text holds what was asked for: start, end and the number of the clause, in reading order."""
        if not any(map(self._may_begin, words(text))):
            return []  # as in most texts of a page
        places = list(WORD.finditer(OF_MANY.sub("  ", text)))
        said = [folded(place[0])[:LONGEST] for place in places]
        firsts = [first for first, word in enumerate(said) if self._may_begin(word)]
        found = {(first, last, number) for first in firsts for last, number in self._ends(said, first)}
        return sorted((places[first].start(), places[last].end(), number) for first, last, number in found)

    def _may_begin(self, word: str) -> bool:
        """Whether what was asked for may begin with this word."""
        return word in self._first or word.startswith(self._any_start)

    def _ends(self, said: Sequence[str], first: int) -> Iterator[tuple[int, int]]:
        """For what begins with the first of these words the place of the last, and the number of the clause."""
        word = said[first]
        for number in self._single.get(word, ()):
            yield first, number
        yield from ((first, number) for start, number in self._starts if word.startswith(start))
        for phrase, number in self._longer.get(word, ()):
            if _is_said(phrase, said[first : first + len(phrase.words)]):
                yield first + len(phrase.words) - 1, number


def is_in(segments: Sequence[Segment]) -> bool:
    return any(segment.is_marked for segment in segments)


def _is_said(phrase: Phrase, said: Sequence[str]) -> bool:
    *before, last = phrase.words
    if len(said) < len(phrase.words) or said[:-1] != before:
        return False
    return said[-1].startswith(last) if phrase.is_start else said[-1] == last


def _best_start(marks: Sequence[tuple[int, int, int]]) -> int:
    """Where the stretch begins that holds most different clauses."""
    best, at = 0, 0
    for place, (start, _end, _number) in enumerate(marks):
        until = start + LENGTH - BEFORE
        near = takewhile(lambda mark: mark[0] < until, islice(marks, place, None))  # noqa: B023  it is used up at once
        held = {number for _start, end, number in near if end <= until}
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
