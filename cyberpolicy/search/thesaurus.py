"""Words that mean the same whatever records there are: of the field, and countries with what is of them. Pure."""

from collections import defaultdict
from collections.abc import Collection, Iterator
from functools import cache
from pathlib import Path

from cyberpolicy.search.matching import Phrase
from cyberpolicy.search.words import stems, words

SHORTEST_BEGINNING = 6  # letters
PLAIN_ENDINGS = {"s", "es", "d", "ed", "ing", "e", "en", "t", "er", "ers"}
LINES = Path(__file__).with_name("thesaurus.txt")


def same_as(name: str) -> list[Phrase]:
    """What else may stand for a folded name: "chinees" for "china", "internetblokkade" for "internet blackouts"."""
    return _others().get(name) or _others().get(_beginning(name), [])


def _beginning(name: str) -> str:
    """The name of several words with an asterisk that this one is with another ending; empty when there is none."""
    found = [start for start in _long_starts() if name.startswith(start) and name[len(start) :] in PLAIN_ENDINGS]
    return max(found, key=len, default="")


def akin(word: str) -> list[Phrase]:
    """What may stand for a folded word that begins as one of its names with an asterisk, or is another form of one:
    "covid*" for "coronavirus", "Estonian" and "Ests" for "Esten".
    """
    start = max((name for name in _starts() if word.startswith(name)), key=len, default="")
    own = [Phrase((start,), is_start=True)] if start else [Phrase((name,)) for name in _forms_of(word)]
    return list(dict.fromkeys([*own, *(other for phrase in own for other in same_as(phrase.words[0]))]))


def _forms_of(word: str) -> list[str]:
    """The single words of which it is a form: of names of countries any, of other words by a plain ending.

    "Polished" is not of Poland, "conventional" of no convention.
    """
    found = {}
    for stem in sorted(stems(word)):
        is_plain = word.startswith(stem[1:]) and word[len(stem) - 1 :] in PLAIN_ENDINGS
        for name in _by_stem().get(stem, ()):
            if not word.endswith(("ed", "ing")) if name in proper_names() else is_plain:
                found[name] = None
    return list(found)


@cache
def _by_stem() -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for name in single_words():
        for stem in stems(name):
            found[stem].append(name)
    return dict(found)


@cache
def _starts() -> list[str]:
    """The single words with an asterisk that say enough to begin others."""
    return sorted(name for name in _with_asterisk() if " " not in name and len(name) >= SHORTEST_BEGINNING)


@cache
def _long_starts() -> list[str]:
    """The names of several words with an asterisk."""
    return sorted(name for name in _with_asterisk() if " " in name)


def _with_asterisk() -> set[str]:
    return {" ".join(words(name)) for line in _lines() for name in line if name.endswith("*")}


def names() -> Collection[str]:
    """All that it has another name for."""
    return _others().keys()


@cache
def single_words() -> list[str]:
    """Those of its names that are one word."""
    return sorted(name for name in _others() if " " not in name)


@cache
def proper_names() -> set[str]:
    """Those that are names of countries, regions and cities, and what is of them: written with a capital."""
    return {" ".join(words(name)) for line in _lines() for name in line if name[0].isupper()}


@cache
def _others() -> dict[str, list[Phrase]]:
    found: dict[str, list[Phrase]] = defaultdict(list)
    for line in _lines():
        phrases = list(map(_phrase, line))
        for phrase in phrases:
            found[" ".join(phrase.words)] += [other for other in phrases if other != phrase]
    return dict(found)


def _lines() -> Iterator[list[str]]:
    """The names of each line, as they are written there."""
    for line in LINES.read_text("utf-8").splitlines():
        if not line.startswith("#"):
            yield [name for said in line.split(",") if (name := said.strip())]


def _phrase(said: str) -> Phrase:
    return Phrase(tuple(words(said)), is_start=said.endswith("*"))
