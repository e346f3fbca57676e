"""Words that mean the same whatever records there are: of the field, and countries with what is of them. Pure."""

from collections import defaultdict
from functools import cache
from pathlib import Path

from cyberpolicy.search.matching import Phrase
from cyberpolicy.search.words import words

LINES = Path(__file__).with_name("thesaurus.txt")


def same_as(name: str) -> list[Phrase]:
    """What else may stand for a folded name: "chinees" for "china"."""
    return _others().get(name, [])


@cache
def _others() -> dict[str, list[Phrase]]:
    found: dict[str, list[Phrase]] = defaultdict(list)
    for line in LINES.read_text("utf-8").splitlines():
        phrases = [] if line.startswith("#") else [_phrase(said) for said in line.split(",") if said.strip()]
        for phrase in phrases:
            found[" ".join(phrase.words)] += [other for other in phrases if other != phrase]
    return dict(found)


def _phrase(said: str) -> Phrase:
    return Phrase(tuple(words(said)), is_start=said.endswith("*"))
