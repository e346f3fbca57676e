"""Proceedings of parliament and their appendix of written questions: "Handelingen I 2019/20, nr. 12, item 5"."""

import re
from collections.abc import Iterator

from .cursor import Cursor
from .numbers import Number, list_from, take_list
from .reference import Reference, publication_url
from .sessions import Session, take_session
from .writing import short_session

HOUSES = {"I": "ek", "II": "tk", "": "tk"}
CUE = re.compile(
    r"(?<![^\W\d_])(?:(?P<appendix>(?i:"
    r"(?:aanhangsel(?:en)?|aanh\.) ?(?:(?:van|bij|der) (?:de )?)?(?:handelingen|hand\.)?"
    r"|appendix to the proceedings))|(?i:handelingen|proceedings|hand\.))(?![^\W\d_])"
)
SHORT = r"-(?=[0-9]{1,3}-[0-9]{1,3}(?![\w-]))"  # "34-8-12": meeting 34, item 8, page 12
PAIR = r"-(?=[0-9]{1,3}(?![\w-]))"  # "34-8": meeting 34, item 8; before the meetings had items, a page
WITH_ITEMS = "2010-2011"
ITEMS = re.compile(rf" ?[,;]? ?\(?items? ?[.:]? ?(?=[0-9])|{SHORT}|{PAIR}", re.IGNORECASE)
PLURAL = re.compile("items", re.IGNORECASE)
MOST_ITEMS = 30  # that a range may imply
ITEM = re.compile(r"[0-9]{1,3}(?![\w]|\.[0-9])")
BARE_NUMBER = re.compile(
    rf" ?(?P<number>[1-9][0-9]{{0,3}})(?=\Z| ?[).;,\]\n](?![0-9])|{SHORT}|-(?=[0-9]{{1,4}}(?![\w-])))"
)


def find_proceedings(text: str) -> Iterator[Reference]:
    """Meetings, items of their agenda, and answers to written questions."""
    end = 0
    for cue in CUE.finditer(text):
        if cue.start() < end:
            continue
        cursor = Cursor(text, cue.end())
        session = take_session(cursor, labels=False)
        numbers = take_list(cursor) if cue["appendix"] and not session.year else []
        if numbers:
            # "Aanhangsel Handelingen II, nr. 1234 (2019-2020)"
            session.year = take_session(cursor, labels=False).year
        if not session.year or not (session.chamber or cue["appendix"]):
            continue
        make = _answers if cue["appendix"] else _meetings
        for reference in make(cursor, session, cue.start(), numbers or _numbers(cursor)):
            yield reference
            end = reference.end


def _answers(_cursor: Cursor, session: Session, begin: int, numbers: list[Number]) -> Iterator[Reference]:
    for index, number in enumerate(numbers):
        yield answer(session, number.text, begin if index == 0 else number.start, number.end)


def _meetings(cursor: Cursor, session: Session, begin: int, numbers: list[Number]) -> Iterator[Reference]:
    """One reference for each item; without items one for each meeting."""
    for index, number in enumerate(numbers):
        start = begin if index == 0 else number.start
        items = _items(cursor, session) if cursor.at == number.end else []
        if not items:
            yield meeting(session, number.text, "", start, number.end)
        for order, item in enumerate(items):
            yield meeting(session, number.text, item.text, item.start if order else start, item.end)


def _numbers(cursor: Cursor) -> list[Number]:
    """The numbers after the session, with or without "nr."."""
    if numbers := take_list(cursor):
        return [number for number in numbers if number.text.isdigit()]
    match = cursor.take(BARE_NUMBER)
    return [Number(match["number"], match.start("number"), match.end())] if match else []


def _items(cursor: Cursor, session: Session) -> list[Number]:
    """The items of an agenda: "item 5", "items 5 en 7", "34-8"."""
    begin, label = cursor.at, cursor.take(ITEMS)
    match = cursor.take(ITEM) if label else None
    is_page = label and label[0] == "-" and session.year < WITH_ITEMS
    if not match or is_page:
        cursor.at = begin
        return []
    first = Number(match[0], match.start(), match.end())
    if label[0] == "-":
        return [first]
    items = list_from(cursor, first, plural=bool(PLURAL.search(label[0])), room=MOST_ITEMS)
    return [item for item in items if item.text.isdigit()]


def _shown(session: Session, number: str) -> tuple[str, str]:
    where = f"{session.chamber or 'II'} {short_session(session.year)}"
    return f"{where}, nr.\u00a0{number}", f"{where}, no.\u00a0{number}"


def meeting(session: Session, number: str, item: str, start: int, end: int) -> Reference:
    """A meeting of a chamber, or one item of its agenda."""
    years = session.year.replace("-", "")
    name = f"h-{HOUSES[session.chamber]}-{years}-{number}" + (f"-{item}" if item else "")
    nl, en = (shown + (f", item {item}" if item else "") for shown in _shown(session, number))
    return Reference(
        name,
        "handelingen",
        publication_url(name),
        start,
        end,
        f"Handelingen {nl}",
        f"Proceedings {en}",
        session.chamber,
        session.year,
    )


def answer(session: Session, number: str, start: int, end: int) -> Reference:
    """Written questions with their answer; of the House of Representatives, as nearly all are, when none is named."""
    name = f"ah-{HOUSES[session.chamber]}-{session.year.replace('-', '')}-{number}"
    nl, en = _shown(session, number)
    return Reference(
        name,
        "aanhangsel",
        publication_url(name),
        start,
        end,
        f"Aanhangsel Handelingen {nl}",
        f"Appendix to the Proceedings {en}",
        session.chamber,
        session.year,
    )
