"""Finding every reference in a text: the families of notation one after the other, the surest first."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from . import addresses, eu, gazettes, papers, proceedings, un
from .reference import Reference
from .smoothing import smooth

FAMILIES: list[Callable[[str], Iterator[Reference]]] = [
    addresses.find_ids,
    un.find_symbols,
    proceedings.find_proceedings,
    papers.find_reversed_papers,
    papers.find_papers,
    gazettes.find_gazettes,
    gazettes.find_treaties,
    eu.find_acts,
    eu.find_marked,
    eu.find_commission_papers,
    un.find_resolutions,
    papers.find_bare_papers,
    papers.find_hyphenated_papers,
]
# bare spellings in a search box, and how they would be written in prose
BARE_SPELLINGS = [
    (r"[1-4][0-9] ?\.?[0-9]{3}(?: ?[-,/ ] ?(?:[nN]r\.? ?)?[0-9A-Za-z]{1,5}){0,2}", ["Kamerstuk {}"]),
    (r"20(?:1[5-9]|[2-9][0-9])/[0-9]{1,4}", ["Verordening {}", "Besluit (EU) {}", "Richtlijn {}"]),
    (r"[0-9]{1,4}/(?:199[3-9]|20(?:0[0-9]|1[0-4]))", ["Verordening (EG) nr. {}"]),
    (r"(?:1999|20(?:0[0-9]|1[0-4]))/[0-9]{1,3}(?:/E[UEG]{1,2})?", ["Richtlijn {}"]),
    (r"(?:8[5-9]|9[0-9])/[0-9]{1,3}", ["Richtlijn {}/EG"]),
    (r"[0-9]{2}/[0-9]{1,3}", ["AVVN-resolutie {}", "Richtlijn {}/EG"]),
    (r"[0-9]{4} ?\((?:19|20)[0-9]{2}\)", ["resolutie {}"]),
]

# Every reference has a digit, but for papers of dossiers numbered in Roman: "kst-CXXIV-G", not "bankstelsel".
MAY_HOLD = re.compile(r"\d|(?<![a-z])kst", re.IGNORECASE)

# the letter of a paper of the Senate, or a chapter, typed in lower case
LOWER_LETTERS = re.compile(r"(?<=[-, /])(?!nr)[a-z]{1,5}\Z")


def parse(text: str) -> list[Reference]:
    """Find references to official documents, in reading order.

    "21501-33, nrs. 734 en 747" gives two references. White space inside numbers is ignored. A number that nothing
    makes official ("33 694", "2019/796", "nr. 56") is no reference. Spans never overlap; some are empty.
    Returns an empty list if there are none; never raises. Time grows with the length of the text only.
    """
    if not MAY_HOLD.search(text):  # nearly every passage and title
        return []
    even = smooth(text)
    found = list(addresses.find_addresses(even.text))
    left = addresses.ADDRESS.sub(lambda match: "\0" * len(match[0]), even.text)
    for find in FAMILIES:
        new = _apart(find(left))
        found += new
        left = _without(left, new)
    found.sort(key=_place)
    return [_placed(reference, *even.span(reference.start, reference.end)) for reference in found]


def guess(query: str) -> list[Reference]:
    """What somebody may mean who types only this in a search box: "33694-56", "33 694", "2019/796", "73/27".

    The likeliest first. What ``parse`` finds is certain and then all there is.
    """
    if certain := parse(query):
        return certain
    bare = smooth(query).text.strip()
    found: dict[str, Reference] = {}
    for spelling, forms in BARE_SPELLINGS:
        for form in forms if re.fullmatch(spelling, bare) else []:
            said = form.format(LOWER_LETTERS.sub(_upper, bare))
            for reference in parse(said):
                if reference.end == len(said):  # else there is a word behind it
                    found.setdefault(reference.id, replace(reference, start=0, end=len(query)))
    return list(found.values())


def _place(reference: Reference) -> tuple[int, int]:
    return reference.start, reference.end


def _apart(references: Iterable[Reference]) -> list[Reference]:
    """Those that do not overlap an earlier one, in reading order."""
    kept, at = [], 0
    for reference in sorted(references, key=_place):
        if reference.start >= at:
            kept.append(reference)
            at = reference.end
    return kept


def _upper(match: re.Match) -> str:
    return match[0].upper()


def _without(text: str, found: list[Reference]) -> str:
    """``text`` with what has been found, in reading order, made invisible to the families after it."""
    pieces, at = [], 0
    for reference in found:
        pieces += [text[at : reference.start], "\0" * (reference.end - reference.start)]
        at = reference.end
    return "".join([*pieces, text[at:]])


def _placed(reference: Reference, start: int, end: int) -> Reference:
    if (start, end) == (reference.start, reference.end):
        return reference
    return replace(reference, start=start, end=end)
