"""What a backend has to find, in words that no engine has a say in. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from cyberpolicy.search.words import BETWEEN


@dataclass(frozen=True, order=True)
class Phrase:
    """Words that stand next to each other; of the last one the beginning is enough when ``is_start``."""

    words: tuple[str, ...]
    is_start: bool = False


Clause = tuple[Phrase, ...]  # any of them will do


@dataclass(frozen=True)
class Match:
    """A row matches when for every clause one of its phrases occurs in the row, and no phrase of ``without`` does.

    A phrase occurs within one text of one field. Without clauses every row matches that holds nothing of ``without``.
    """

    clauses: tuple[Clause, ...]
    without: Clause = ()


def narrowest(clause: Clause) -> Clause:
    """The phrases that are needed to find what all of them find: with ``cyber*`` not also ``cyberaanval``.

    In one order, so that clauses that find the same are equal.
    """
    starts = tuple(phrase.words[0] for phrase in clause if phrase.is_start and len(phrase.words) == 1)
    needed = {phrase for phrase in clause if not any(word.startswith(starts) for word in phrase.words)}
    shortest = {start for start in starts if not any(start != one and start.startswith(one) for one in starts)}
    return tuple(sorted(needed | {Phrase((start,), is_start=True) for start in shortest}))


def occurs(clause: Clause, lines: Iterable[str]) -> bool:
    """Whether one of the phrases stands in these fields of a row: what an engine knows by its index."""
    texts = [text.split() for line in lines for text in line.split(BETWEEN)]
    return any(_is_in(phrase, text) for phrase in clause for text in texts)


def _is_in(phrase: Phrase, text: Sequence[str]) -> bool:
    *first, last = phrase.words
    size = len(first)
    return any(
        (text[at].startswith(last) if phrase.is_start else text[at] == last) and text[at - size : at] == first
        for at in range(size, len(text))
    )
