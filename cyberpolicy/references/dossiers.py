"""One dossier number: "33 694", "21 501-33", "35 570 hoofdstuk V", "31.700 XII", "27 484 (R 1669)"."""

import re
from dataclasses import dataclass

from .cursor import Cursor
from .numbers import FIVE_DIGITS, ITEM, NOT_A_NUMBER, NR, Number

BASE = re.compile(r" ?(?P<ten>[1-9][0-9])(?: ?\.? ?|-)(?P<rest>[0-9]{3})(?![0-9])(?: e\.a\.)?")
SHORT = re.compile(r"[ -]?(?P<short>[1-9] ?[0-9]{3})(?![0-9])")
SENATE = re.compile(
    r" ?(?P<dossier>(?=[CLXVI]{3})C{0,3}(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3}))"
    r"(?=, ?(?:(?i:nrs?|letters?)\b\.? ?)?[A-Z]{1,2}\b)"
)
KINGDOM = re.compile(r" ?\( ?R ?[0-9]{3,4} ?\)")
# dossiers with numbered parts: the councils of the European Union
COUNCILS = {"21501"}
PART = re.compile(r" ?- ?(?P<part>[0-9]{2})(?![0-9])")
ROMAN = r"(?:X{0,2}(?:IX|IV|V?I{1,3}|V|X)|XX)[A-H]?"
CHAPTER_WORD = re.compile(rf",? ?\(?(?i:hoofdstuk|hfd?st\.?|h\.|chapter) ?(?P<chapter>{ROMAN}|[A-M])\)?(?![\w])")
CHAPTER = re.compile(rf"(?: ?[-.] ?|, ?(?=[IVX]+[A-H]?, ?(?i:nr))| ?)(?P<chapter>{ROMAN}|[A-M])(?![\w])")
GLUED = re.compile(r"-(?=[0-9A-Z])| ?- ?(?=[0-9])")
COMMA = re.compile(r" ?, ?(?=[0-9A-Z])")
BROKEN_OFF = re.compile(r"[/-][0-9A-Za-z]|[.,][0-9]{2}|[A-Za-z]| ?%| [0-9]{3}| (?i:euro|miljoen|miljard|mensen|pagina)")


@dataclass
class Dossier:
    """A dossier number and where it stands; ``number`` when the paper's is glued to it, as in 33694-56."""

    id: str
    start: int
    end: int
    number: Number | None = None
    is_short: bool = False

    def stands_alone(self, text: str) -> bool:
        """Whether it is not the beginning of something longer, such as 33694/DVB/2020."""
        return not BROKEN_OFF.match(text, self.end)


def take_dossier(cursor: Cursor, *, short: bool = False) -> Dossier | None:
    """The dossier number here, if there is one; ``short`` also takes the four digits of long ago, if "nr." follows."""
    match = cursor.take(BASE)
    if not match:
        return _take_short(cursor) if short else None
    start = match.start() + (match[0][0] == " ")
    base = match["ten"] + match["rest"]
    cursor.take(KINGDOM)
    suffix = _take_part(cursor, base) or _take_chapter(cursor, base)
    dossier = Dossier(f"{base}-{suffix}" if suffix else base, start, cursor.at)
    dossier.number = _take_glued(cursor)
    return dossier


def take_roman(cursor: Cursor) -> Dossier | None:
    """A dossier that the Senate numbers in Roman, as in "Kamerstukken I 2021/22, CXLVI, A": with a letter behind it."""
    match = cursor.take(SENATE)
    return Dossier(match["dossier"], match.start("dossier"), match.end()) if match else None


def _take_short(cursor: Cursor) -> Dossier | None:
    begin = cursor.at
    match = cursor.take(SHORT)
    number = match["short"].replace(" ", "") if match else ""
    if match and cursor.sees(NR) and not "1900" <= number <= "2099":
        return Dossier(number, match.start("short"), match.end(), is_short=True)
    cursor.at = begin
    return None


def _take_part(cursor: Cursor, base: str) -> str:
    """The part of a dossier on councils, "33" of 21501-33; elsewhere two digits are a part only if a number follows."""
    begin = cursor.at
    match = cursor.take(PART)
    if match and (base in COUNCILS or cursor.sees(NR) or _is_glued(cursor)):
        return match["part"]
    cursor.at = begin
    return ""


def _take_chapter(cursor: Cursor, base: str) -> str:
    """The chapter of a budget, "V" of 35570-V; as a letter may be a paper of the Senate, it depends on what follows."""
    begin = cursor.at
    if match := cursor.take(CHAPTER_WORD):
        return match["chapter"]
    if match := cursor.take(CHAPTER):
        chapter = match["chapter"]
        if _number_follows(cursor) or (base[-1] in "05" and chapter[0] in "IVX"):
            return chapter
    cursor.at = begin
    return ""


def _number_follows(cursor: Cursor) -> bool:
    """Whether the number of a paper follows, announced, glued or after a comma."""
    if _is_glued(cursor):
        return True
    for opening in (NR, COMMA):
        if match := opening.match(cursor.text, cursor.at):
            is_date = NOT_A_NUMBER.match(cursor.text, match.end())
            return not is_date and ITEM.match(cursor.text, match.end()) is not None
    return False


def _is_glued(cursor: Cursor) -> bool:
    match = GLUED.match(cursor.text, cursor.at)
    return bool(match) and ITEM.match(cursor.text, match.end()) is not None


def _take_glued(cursor: Cursor) -> Number | None:
    """The number of the paper, when only a hyphen stands between: 33694-56."""
    begin = cursor.at
    if cursor.take(GLUED) and not cursor.sees(FIVE_DIGITS) and (match := cursor.take(ITEM)):
        return Number(match[0], match.start(), match.end())
    cursor.at = begin
    return None
