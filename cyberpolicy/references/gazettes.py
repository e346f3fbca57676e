"""Acts, treaties and notices by year and number: "Stb. 2019, 457", "Trb. 2002, nr. 18", "Stcrt. 2020-12345"."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from .cursor import Cursor
from .numbers import MONTH
from .reference import Reference, publication_url


class Gazette(NamedTuple):
    """An official journal: its code in the id, its kind, its names in writing and the words that announce it."""

    code: str
    kind: str
    name_nl: str
    name_en: str
    words: str


GAZETTES = [
    Gazette(
        "stb",
        "staatsblad",
        "Stb.",
        "Bulletin of Acts and Decrees",
        r"stb|staats-?blad|bulletin of acts,?(?: orders)? and decrees",
    ),
    Gazette(
        "trb", "tractatenblad", "Trb.", "Treaty Series", r"trb|tra[ck]taten-?blad|(?:dutch |netherlands )?treaty series"
    ),
    Gazette("stcrt", "staatscourant", "Stcrt.", "Government Gazette", r"stc?rt|staats-?courant|government gazette"),
]
BY_CODE = {gazette.code: gazette for gazette in GAZETTES}
CUE = re.compile(rf"(?<![^\W\d_])(?i:{'|'.join(f'(?P<{g.code}>{g.words})' for g in GAZETTES)})(?![^\W\d_])")
BETWEEN = re.compile(
    r"(?:\.| van het koninkrijk(?: der nederlanden)?| \((?:stb|trb|stcrt)\.?\)|,| van| jaargang| jrg\.?){0,4} ?",
    re.IGNORECASE,
)
YEAR = re.compile(r"(?P<year>1[89][0-9]{2}|20[0-9]{2})(?![0-9])")
TO_NUMBER = re.compile(r" ?(?:,|:|/|-|;)? ?\(?(?i:nrs?\b\.?|no\b\.?|nos\b\.?|nummers?\b)? ?(?=[0-9])")
NUMBER = re.compile(
    rf"(?P<number>[1-9][0-9]{{0,5}})(?P<part>-0[0-9]{{2}})?(?![\w%]|[.,][0-9]{{3}}|-[0-9]| ?(?i:{MONTH}))"
)
# "Stcrt. 2019, 35 123": this journal has numbers of five digits
LONG_NUMBER = re.compile(rf"(?P<number>[1-9][0-9][ .][0-9]{{3}})(?![\w%]|[ .,][0-9]| ?(?i:{MONTH}|euro\b))")
# "Staatsblad nr. 457 van 2019"
BACKWARDS = re.compile(
    r" ?(?:(?i:nr)\.? ?)?(?P<number>[1-9][0-9]{0,4}),? (?:van |d\.d\. ?)"
    rf"(?:[0-3]?[0-9] (?i:{MONTH})\.? ?)?(?P<year>1[89][0-9]{{2}}|20[0-9]{{2}})(?![0-9])"
)
# "Staatscourant van 25 februari 2008, nr. 39"
DATED = re.compile(
    rf"(?:van )?[0-3]?[0-9] (?i:{MONTH})\.? ?(?P<year>1[89][0-9]{{2}}|20[0-9]{{2}}),? (?i:nr)\b\.? ?"
    r"(?P<number>[1-9][0-9]{0,5})(?![0-9])"
)
LAST = re.compile(r"[1-9][0-9]{0,4}(?= ?(?:\Z|[).;\],\n]|(?:en|and) [0-9]))(?![.,][0-9]{3})")
MORE = re.compile(r" ?[,;] ?(?:en )?| (?:en|and) ")


def find_gazettes(text: str) -> Iterator[Reference]:
    """Numbers of the three national journals."""
    end = 0
    for cue in CUE.finditer(text):
        if cue.start() < end:
            continue
        gazette, cursor = BY_CODE[cue.lastgroup], Cursor(text, cue.end())
        cursor.take(BETWEEN)
        if dated := cursor.take(BACKWARDS) or cursor.take(DATED):
            end = dated.end()
            yield issue(gazette, dated["year"], dated["number"], cue.start(), end)
            continue
        for reference in _issues(cursor, gazette, cue.start()):
            yield reference
            end = reference.end


def _issues(cursor: Cursor, gazette: Gazette, begin: int) -> Iterator[Reference]:
    """The issue after the name, and those that follow: "2019, 457 en 458", "2019, 457 en 2020, 12"."""
    year, start = "", begin
    while True:
        if match := cursor.take(YEAR):
            year = match["year"]
            joined = cursor.take(TO_NUMBER)
            if not joined:
                return
        number = _number(cursor, gazette) if year else None
        if not number:
            return
        yield issue(gazette, year, number, start, cursor.at)
        if not cursor.take(MORE):
            return
        start = cursor.at
        # a further number of the same year must be the last thing said, or "457, 12 maart" would give two
        if not cursor.sees(YEAR) and not cursor.sees(LAST):
            return


def _number(cursor: Cursor, gazette: Gazette) -> str:
    if gazette.code == "stcrt" and (match := cursor.take(LONG_NUMBER)):
        return re.sub(r"\D", "", match[0])
    match = cursor.take(NUMBER)
    return match[0] if match else ""


def issue(gazette: Gazette, year: str, number: str, start: int, end: int) -> Reference:
    """The reference to one number of a journal."""
    name = f"{gazette.code}-{year}-{number}"
    # a part of a number has no usual notation
    shown = f"\u00a0{name if '-' in number else f'{year}, {number}'}"
    return Reference(
        name, gazette.kind, publication_url(name), start, end, gazette.name_nl + shown, gazette.name_en + shown
    )


TREATY = re.compile(
    r"(?<![\w-])(?:ETS ?-? ?(?i:no|nr)\b\.? ?|(?:CETS|(?i:european treaty series|council of europe treaty series)),?"
    r" ?-? ?(?:(?i:no|nr)\b\.? ?)?)(?P<number>[1-9][0-9]{0,2})(?![\w]|[.,][0-9]{3})"
)
TREATY_OFFICE = "https://www.coe.int/en/web/conventions/full-list?module=treaty-detail&treatynum="


def find_treaties(text: str) -> Iterator[Reference]:
    """Treaties of the Council of Europe by number: "ETS nr. 185" is the Convention on Cybercrime."""
    for match in TREATY.finditer(text):
        number = match["number"]
        nl, en = f"ETS nr.\u00a0{number}", f"ETS No.\u00a0{number}"
        yield Reference(f"ets-{number}", "verdrag", TREATY_OFFICE + number.zfill(3), match.start(), match.end(), nl, en)
