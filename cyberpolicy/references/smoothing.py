"""Text made even, so that the grammar need not know every kind of space and hyphen, with the way back."""

import re
from typing import NamedTuple

HIDDEN = "\u00ad\u200b\u200c\u200d\u2060\ufeff"
# the marks of footnotes
RAISED = "\u00b9\u00b2\u00b3\u2070\u2074-\u2079"
ODD = re.compile(rf"[{HIDDEN}{RAISED}]+|\s+|[\u2010-\u2013\u2212]|[\u2044\u2215]")


class Smooth(NamedTuple):
    """Even text and where its characters stand in the original.

    In ``text`` every space is a single one, hyphens are "-", and there are line ends between paragraphs only;
    ``places`` has one number for every character, and one for the end.
    """

    text: str
    places: list[int]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where a span of the smooth text lies in the original."""
        first = self.places[start]
        return first, (self.places[end - 1] + 1 if end > start else first)


def smooth(text: str) -> Smooth:
    """Fold white space, drop soft hyphens and raised digits, and join what was only hyphenated at the end of a line."""
    pieces: list[str] = []
    places: list[int] = []
    at = 0
    for odd in ODD.finditer(text):
        if odd.start() > at:
            pieces.append(text[at : odd.start()])
            places.extend(range(at, odd.start()))
        at = odd.end()
        if plain := _plain(text, odd, pieces, places):
            pieces.append(plain)
            places.append(odd.start())
    pieces.append(text[at:])
    places.extend(range(at, len(text) + 1))
    return Smooth("".join(pieces), places)


def _plain(text: str, odd: re.Match, pieces: list[str], places: list[int]) -> str:
    """What an odd piece becomes; takes back the hyphen before it when a word was only broken at a line end."""
    first = odd[0][0]
    if first in HIDDEN or first.isdigit():
        return ""
    if not first.isspace():
        return "/" if first in "\u2044\u2215" else "-"
    before, after = text[max(odd.start() - 1, 0)], text[odd.end() : odd.end() + 1]
    if "\n" not in odd[0]:
        return " "
    # a new paragraph ends what was being said, unless it goes on with a number or "Nr."
    if odd[0].count("\n") > 1 and after.isupper() and after != "N":
        return "\n"
    if before in HIDDEN:
        return ""
    if pieces and pieces[-1].endswith("-"):
        if after.isdigit():
            return ""
        if after.islower() and pieces[-1][-2:-1].islower():
            pieces[-1] = pieces[-1][:-1]
            places.pop()
            return ""
    return " "
