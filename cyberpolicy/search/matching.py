"""What a backend has to find, in words that no engine has a say in. Pure."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import NamedTuple

from cyberpolicy.search.words import BETWEEN


class Phrase(NamedTuple):
    """Words that stand next to each other; of the last one the beginning is enough when ``is_start``."""

    words: tuple[str, ...]
    is_start: bool = False

    @property
    def is_word(self) -> bool:
        """Whether it is one word, and all of it."""
        return len(self.words) == 1 and not self.is_start

    @property
    def in_line(self) -> str:
        """As it stands in a line of words that has a space at both ends."""
        return f" {' '.join(self.words)}{'' if self.is_start else ' '}"


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


def finds(clause: Clause) -> Callable[[Iterable[str]], bool]:
    """A test of the fields of a row: whether one of the phrases stands in them, which an engine knows by its index."""
    single = {phrase.words[0] for phrase in clause if phrase.is_word}
    others = [phrase.in_line for phrase in clause if not phrase.is_word]

    def is_in(fields: Iterable[str]) -> bool:
        line = f" {f' {BETWEEN} '.join(fields)} "
        return not single.isdisjoint(line.split()) or any(said in line for said in others)

    return is_in
