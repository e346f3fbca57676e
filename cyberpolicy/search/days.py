"""Dates as people write them, and the words that the index keeps for the year, month and day of a record. Pure."""

import datetime
import re
from functools import cache
from typing import TYPE_CHECKING

from django.utils.dates import MONTHS, MONTHS_3

from cyberpolicy.search.naming import called
from cyberpolicy.search.words import FACT, words

if TYPE_CHECKING:
    from cyberpolicy.models import Entry

KNOWN = re.compile(r"(?P<year>\d{4})-(?P<month>\d\d)(?:-(?P<day>\d\d))?", re.ASCII)  # as records have it
YEAR, NAME, MONTH = r"(?P<year>(?:19|20)\d\d)", r"(?P<name>[^\W\d]+)", r"(?P<month>\d\d)"
DAY = r"(?P<day>\d{1,2})"
NTH = DAY + r"(?:st|nd|rd|th|e|ste|de)?(?: of)?"
WRITTEN = [
    re.compile(form)
    for form in (
        YEAR,
        rf"(?:{NTH} )?{NAME} {YEAR}",  # 24 juli 2013, juli 2013
        rf"{NAME} {NTH} {YEAR}",  # july 24 2013
        rf"{DAY} (?P<month>\d{{1,2}}) {YEAR}",  # 24 7 2013
        rf"{YEAR} {MONTH}(?: {DAY})?",  # 2013 07 24, 2013 07: not "motie 2013 7"
        rf"{MONTH} {YEAR}",
    )
]
SHORT = {"sept": 9}  # a name of a month besides those that Django knows


def of_record(entry: "Entry") -> list[str]:
    """The words for the year of a record, and for its month and day where these are known."""
    known = KNOWN.fullmatch(entry.date)
    if not known:
        return of_year(entry.sort_date)
    year, month, day = known.groups()
    return [_word("year", year), _word("month", year, month), *([_word("day", year, month, day)] if day else [])]


def of_year(day: datetime.date | None) -> list[str]:
    """The word for the year of a day: what passages have of their document."""
    return [_word("year", f"{day.year:04}")] if day else []


def word_for(name: str) -> str:
    """The word for a date in folded words, "24 juli 2013" or "2013 07"; empty for what is none, or in no calendar."""
    said = next((found.groupdict() for form in WRITTEN if (found := form.fullmatch(name))), {})
    month = _months().get(said["name"], 0) if said.get("name") else int(said.get("month") or 1)
    try:
        date = datetime.date(int(said.get("year", 0)), month, int(said.get("day") or 1))
    except ValueError:
        return ""
    sort = next((part for part in ("day", "month") if said.get(part)), "month" if said.get("name") else "year")
    return _word(sort, *date.isoformat().split("-")[: ("year", "month", "day").index(sort) + 1])


def at_start(text: str) -> str:
    """The date of several words with which a text begins, as written there; empty when it begins with none."""
    ends = [found.end() for found in re.finditer(r"\S+", text)][1:]
    return next((text[:end] for end in reversed(ends) if word_for(" ".join(words(text[:end])))), "")


@cache
def _months() -> dict[str, int]:
    """The number of each month by its names in both languages, short ones too."""
    found = dict(SHORT)
    for number in MONTHS:
        found |= dict.fromkeys((name.strip(".") for name in called((), [MONTHS[number], MONTHS_3[number]])), number)
    return found


def _word(sort: str, *digits: str) -> str:
    return FACT + sort + "".join(digits)
