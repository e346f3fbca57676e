"""Chambers and session years, as they stand before a number: "II 2019-2020", "I, vergaderjaar 2020–2021"."""

import datetime
import re
from dataclasses import dataclass

from .cursor import Cursor

CHAMBER = re.compile(
    r" ?(?:(?P<both>I ?/ ?II|II ?/ ?I|I en II|II en I)|(?P<second>II|TK|(?i:(?:van de |der )?Tweede Kamer))"
    r"|(?P<first>I|EK|(?i:(?:van de |der )?Eerste Kamer))|(?P<ocr>11|1|2)(?=,? (?:18|19|20)[0-9]{2} ?[-/]))(?![\w-])"
    r"(?: der Staten-Generaal)?"
)
SESSION = re.compile(r" ?(?P<first>(?:18|19|20)[0-9]{2}) ?(?:[-/]|/ ?-) ?['’]?(?P<last>[0-9]{4}|[0-9]{2})(?![0-9])")
FIRST_THIRD_TUESDAY = 1983  # since then a session begins on the third Tuesday of September
PUNCTUATION = re.compile(r" ?[,:;()]{1,2} ?| ?(?i:vergaderjaar|zitting|session)\b")
LABEL = re.compile(
    r" ?(?i:(?:met|onder) (?:het )?(?:kamerstuk)?nummers?|(?:kamerstuk|dossier)?nummers?|nrs?\b\.?|no\.|nos?\."
    r"|(?:kamerstuk)?dossiers?)(?![^\W\d])"
)


@dataclass
class Session:
    """What the words before a number say about chamber and year; empty where they say nothing."""

    chamber: str = ""
    year: str = ""


def take_session(cursor: Cursor, *, most: int = 10, labels: bool = True) -> Session:
    """Read chamber, session years and filling words in any order, at most ``most``; "nr." too when ``labels``."""
    said = Session()
    for _turn in range(most):
        if match := cursor.take(CHAMBER):
            said.chamber = "" if match["both"] else "I" if match["first"] or match["ocr"] == "1" else "II"
        elif year := take_year(cursor):
            said.year = year
        elif not cursor.take(PUNCTUATION) and not (labels and cursor.take(LABEL)):
            break
    return said


def take_year(cursor: Cursor) -> str:
    """A session year as "2019-2020", from any spelling; nothing when the two years do not follow each other."""
    begin = cursor.at
    match = cursor.take(SESSION)
    if match:
        first, last = int(match["first"]), match["last"]
        if str(first + 1).endswith(last):
            return f"{first}-{first + 1}"
    cursor.at = begin
    return ""


def session_year_on(day: datetime.date) -> str:
    """The session year in which a day falls: they begin on the third Tuesday of September (Grondwet, article 65)."""
    september = datetime.date(day.year, 9, 1)
    third_tuesday = september + datetime.timedelta(days=(1 - september.weekday()) % 7 + 14)
    first = day.year if day >= third_tuesday else day.year - 1
    return f"{first}-{first + 1}"


def session_year_within(first: datetime.date | None, last: datetime.date | None) -> str:
    """The session year in which all days from ``first`` to ``last`` fall; empty when that cannot be told."""
    if not (first and last):
        return ""
    found = session_year_on(first)
    return found if found == session_year_on(last) and int(found[:4]) > FIRST_THIRD_TUESDAY else ""
