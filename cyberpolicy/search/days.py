"""Dates as people write them, and the words that the index keeps for the year, month and day of a record."""

import datetime
import re
from functools import cache

from django.utils.dates import MONTHS, MONTHS_3
from django.utils.translation import override

from cyberpolicy.models import Entry
from cyberpolicy.search.words import FACT
from cyberpolicy.text import folded

LANGUAGES = ("nl", "en")
KNOWN = re.compile(r"(?P<year>\d{4})-(?P<month>\d\d)(?:-(?P<day>\d\d))?", re.ASCII)  # as records have it
YEAR, NAME, NUMBER = r"(?P<year>(?:19|20)\d\d)", r"(?P<name>[^\W\d]+)", r"(?P<month>\d{1,2})"
DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th|e|ste|de)?(?: of)?"
WRITTEN = [
    re.compile(form)
    for form in (
        YEAR,
        rf"(?:{DAY} )?{NAME} {YEAR}",  # 24 juli 2013, juli 2013
        rf"{NAME} {DAY} {YEAR}",  # july 24 2013
        rf"{DAY} {NUMBER} {YEAR}",  # 24 07 2013
        rf"{YEAR} {NUMBER}(?: {DAY})?",  # 2013 07 24, 2013 07
    )
]


def of_record(entry: Entry) -> list[str]:
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


@cache
def _months() -> dict[str, int]:
    """The number of each month by its names in both languages, short ones too."""
    found: dict[str, int] = {}
    for language in LANGUAGES:
        with override(language):
            for number in MONTHS:
                found |= dict.fromkeys((folded(str(MONTHS[number])), folded(str(MONTHS_3[number])).strip(".")), number)
    return found


def _word(sort: str, *digits: str) -> str:
    return FACT + sort + "".join(digits)
