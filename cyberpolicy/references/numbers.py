"""Numbers and lists of them, as all families write them: "nrs. 47, 56 en 57", "734 t/m 737", "S en T"."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from .cursor import Cursor

LONGEST_RANGE = 100
MONTH = (
    r"(?:januari|februari|maart|april|mei|juni|juli|augustus|september|oktober|november|december"
    r"|january|february|march|may|june|july|august|october|jan|feb|mrt|apr|jun|jul|aug|sept?|okt|oct|nov|dec)\b"
)
NR = re.compile(
    r" ?[,;(:]{0,2} ?-? ?(?i:(?:onder |met |stuk |motie |amendement |onder-?|volg)?"
    r"(?:nrs?|nr\(s\)|nos?|nummers?|letters?)\b) ?[.:]{0,2} ?"
)
PLURAL = re.compile(r"nrs|nr\(s\)|nos|nummers|letters", re.IGNORECASE)
# a full dossier number, which never is the number of a paper
FIVE_DIGITS = re.compile(r"[1-9][0-9](?: ?\.? ?)[0-9]{3}(?![0-9])")
ITEM = re.compile(
    r"(?P<number>[0-9]{1,4}[a-h]?|[A-Z]{1,2})(?P<version>-[bnhv][0-9]{1,2})?"
    r"(?![\w]|\.[0-9]{3}|-(?:[a-z]|[A-Z][A-Za-z])|/(?![1-9][0-9][ .]?[0-9]{3}(?![0-9]))(?:[A-Za-z]|[0-9]{4}))"
)
RANGE = re.compile(r"(?P<hyphen>-)| (?P<spaced>-) | ?(?i:t/m|tm|tot en met|through|to) ?")
AND = r"(?i:en|and|alsmede|of|resp\.?|respectievelijk)"
SEPARATOR = re.compile(rf" ?[,;/&+] ?(?:(?:{AND}|&) )?| {AND} ")
# what may follow a number that no "nr." announces: the end of something
TAIL = re.compile(r" ?(?:\Z|[)\],;:»”\"'?!\n]|\.(?![0-9])|(?i:en|and|t/m|p|pp|pag|blz|e\.v)\b|-[^\w])")
NOT_A_NUMBER = re.compile(
    rf"[0-9]{{1,2}} ?(?i:{MONTH})|(?:18|19|20)[0-9]{{2}}(?![0-9])|[0-9]+ ?(?:%|(?i:euro|miljoen|miljard|procent)\b)"
)
# in a plural list "2019" may well be a number: dossier 21 501-02 has thousands of papers
FOUR_DIGITS = re.compile(r"[0-9]{4}(?![0-9])")
PAGES = re.compile(
    r" ?[,;]? ?\(?(?i:pp?|pag|pagina(?:'?s)?|pages?|blz|bladzijden?)\b\.? ?[0-9]{1,5}"
    r"(?:(?: ?[-/,] ?| en | t/m )(?![1-9][0-9][ .]?[0-9]{3}(?![0-9]))[0-9]{1,5}(?![0-9])){0,8}\)?(?: e\.? ?v\.)?"
)
REMARK = re.compile(r" ?\((?:bijlage|herdruk|annex|ah|hersteld)[^()]{0,40}\)", re.IGNORECASE)


class Number(NamedTuple):
    """One number and where it stands; an implied one (48 in "47-49") has no width."""

    text: str
    start: int
    end: int


def take_list(cursor: Cursor, *, room: int = 1000) -> list[Number]:
    """The numbers after "nr." or "nrs.", if the cursor stands before that; at most ``room`` are implied by a range."""
    begin = cursor.at
    label = cursor.take(NR)
    found = _take_item(cursor) if label else None
    if not found:
        cursor.at = begin
        return []
    return list_from(cursor, found, plural=bool(PLURAL.search(label[0])), room=room)


def list_from(cursor: Cursor, first: Number, *, plural: bool = False, room: int = 0) -> list[Number]:
    """``first``, on which the cursor stands, and what follows it in a range or list."""
    numbers = _with_range(cursor, first, plural=plural, room=room)
    while more := _next_items(cursor, plural=plural, letters=first.text.isalpha(), room=room - len(numbers)):
        numbers += more
    return numbers


def take_unannounced(cursor: Cursor, *, letters_only: bool = False, surely: bool = False) -> list[Number]:
    """A number without "nr.", as in "33 694, S" or "31459, 22"; ``surely`` when the words before leave no doubt."""
    begin = cursor.at
    if cursor.sees(NOT_A_NUMBER) or cursor.sees(FIVE_DIGITS):
        return []
    found = _take_item(cursor)
    if found and (found.text.isalpha() or not letters_only) and (surely or cursor.sees(TAIL)):
        return list_from(cursor, found)
    cursor.at = begin
    return []


def skip_pages(cursor: Cursor) -> bool:
    """Pass over "(bijlage IV)" and "p. 2-3", which belong to a reference without changing which document it is."""
    cursor.take(REMARK)
    return cursor.take(PAGES) is not None


def _next_items(cursor: Cursor, *, plural: bool, letters: bool, room: int) -> list[Number]:
    """The next of a list, after a comma or "en"; nothing when what follows is something else."""
    begin = cursor.at
    paged = skip_pages(cursor)
    after_pages = cursor.at
    if separator := cursor.take(SEPARATOR):
        announced = cursor.take(NR)
        # "nr. 536,1" is number 536 and footnote 1
        is_note = separator[0] == "," and not plural
        if announced or (not paged and not is_note and _may_go_on(cursor, plural=plural)):
            found = _take_item(cursor)
            fits = found and (announced or found.text.isalpha() == letters)
            if fits and (announced or plural or cursor.sees(TAIL)):
                return _with_range(cursor, found, plural=plural, room=room)
    cursor.at = after_pages if paged else begin
    return []


def _may_go_on(cursor: Cursor, *, plural: bool) -> bool:
    """Whether the digits here can be a further number of the list, and are no dossier, date, year or amount."""
    if cursor.sees(FIVE_DIGITS):
        return False
    return (plural and cursor.sees(FOUR_DIGITS)) or not cursor.sees(NOT_A_NUMBER)


def _take_item(cursor: Cursor) -> Number | None:
    if cursor.sees(FIVE_DIGITS):
        return None
    match = cursor.take(ITEM)
    return Number(match[0], match.start(), match.end()) if match else None


def _with_range(cursor: Cursor, first: Number, *, plural: bool, room: int) -> list[Number]:
    """``first``, with all the numbers up to the one after "t/m" or a hyphen, if that follows."""
    begin = cursor.at
    joint = cursor.take(RANGE)
    if joint and "-" not in joint[0]:
        cursor.take(NR)
    last = _take_item(cursor) if joint else None
    between = _between(first.text, last.text) if last else None
    if between is None or (joint["spaced"] and not plural) or (len(between) > LONGEST_RANGE and not plural):
        cursor.at = begin
        return [first]
    implied = between if len(between) <= min(LONGEST_RANGE, room) else []
    return [first, *(Number(number, first.end, first.end) for number in implied), last]


def _between(first: str, last: str) -> Sequence[str] | None:
    """What lies between two numbers, or two letters of the Senate; None when the second does not come later."""
    if first.isdigit() and last.isdigit() and int(first) < int(last):
        size = int(last) - int(first) - 1
        return [str(int(first) + 1 + step) for step in range(min(size, LONGEST_RANGE + 1))]
    if first.isalpha() and last.isalpha() and len(first) == len(last) and first[:-1] == last[:-1] and first < last:
        return [first[:-1] + chr(code) for code in range(ord(first[-1]) + 1, ord(last[-1]))]
    return None
