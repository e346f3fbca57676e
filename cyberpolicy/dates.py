"""Vague dates, written as EDTF (ISO 8601-2): what is known of a day, its precision, and its earliest and latest day.

Read are the forms that this field needs: ``2019``, ``2019-05``, ``2019-05-17``, ``2021-40`` (first half of a year),
``2020/2022`` (a duration), ``2021/..`` (open end), ``[2019-05..2020-10-22]`` (some day between), ``[2019-07-05..]``
(that day or later) and ``[..2020]`` (that day or earlier).
"""

import calendar
import datetime
import re
from dataclasses import dataclass
from functools import cache, lru_cache

from django.utils import dateformat
from django.utils.translation import get_language
from django.utils.translation import gettext as _

HALF_YEARS = {"40": (1, 6), "41": (7, 12)}
SINGLE = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?", re.ASCII)


@dataclass(frozen=True)
class VagueDate:
    """A date as it is known. ``earliest`` or ``latest`` is None where that end is open."""

    value: str
    precision: str  # day, month, half_year, year, duration, between
    earliest: datetime.date | None
    latest: datetime.date | None

    def __str__(self) -> str:
        return written(self)


@lru_cache(maxsize=10_000)  # the rows of a list share many of their dates
def parse(value: str) -> VagueDate:
    """Read an EDTF string. Raises ValueError, with a sentence for a person, when it is not one of the known forms."""
    value = value.strip()
    if value.startswith("[") and value.endswith("]"):
        return _pair(value, *_ends(value[1:-1], ".."), precision="between")
    if "/" in value:
        start, end = _ends(value, "/")
        return _pair(value, "" if start == ".." else start, "" if end == ".." else end, precision="duration")
    return _single(value)


def _ends(value: str, separator: str) -> tuple[str, str]:
    start, found, end = value.partition(separator)
    if not found or not (start.strip(".") or end.strip(".")):
        raise ValueError(_not_a_date(value))
    return start, end


def _pair(value: str, start: str, end: str, *, precision: str) -> VagueDate:
    earliest = _single(start).earliest if start else None
    latest = _single(end).latest if end else None
    if earliest and latest and earliest > latest:
        raise ValueError(_("“%(value)s” ends before it begins.") % {"value": value})
    return VagueDate(value, precision, earliest, latest)


def _single(value: str) -> VagueDate:
    match = SINGLE.fullmatch(value)
    if not match:
        raise ValueError(_not_a_date(value))
    year, month, day = match.groups()
    try:
        if day:
            date = datetime.date(int(year), int(month), int(day))
            return VagueDate(value, "day", date, date)
        if month in HALF_YEARS:
            return VagueDate(value, "half_year", *_months(int(year), *HALF_YEARS[month]))
        if month:
            return VagueDate(value, "month", *_months(int(year), int(month), int(month)))
        return VagueDate(value, "year", *_months(int(year), 1, 12))
    except ValueError:
        raise ValueError(_not_a_date(value)) from None


def _months(year: int, first: int, last: int) -> tuple[datetime.date, datetime.date]:
    if not 1 <= last <= 12:
        raise ValueError(last)
    return datetime.date(year, first, 1), datetime.date(year, last, calendar.monthrange(year, last)[1])


def _not_a_date(value: str) -> str:
    return _("“%(value)s” is not a date: write for example 2019, 2019-05, 2019-05-17 or [2019-05..2020-10-22].") % {
        "value": value
    }


def written(date: VagueDate, *, short: bool = False) -> str:
    """The date in words, in the active language: "mei 2019", "eerste helft van 2021", "2020–2022"."""
    if date.precision in {"duration", "between"}:
        return _written_pair(date, short=short)
    first = date.earliest
    if date.precision == "half_year":
        text = _("first half of %(year)s") if first.month == 1 else _("second half of %(year)s")
        return text % {"year": first.year}
    return _formatted(first, date.precision, short=short)


def _written_pair(date: VagueDate, *, short: bool) -> str:
    start, _separator, end = date.value.strip("[]").partition("/" if date.precision == "duration" else "..")
    start, end = (written(_single(part), short=short) if part.strip(".") else "" for part in (start, end))
    if date.precision == "duration" and start and end:
        return f"{start}–{end}"
    if start and end:
        return _("between %(start)s and %(end)s") % {"start": start, "end": end}
    if date.precision == "duration":
        return _("from %(start)s on") % {"start": start} if start else _("until %(end)s") % {"end": end}
    return _("on or after %(start)s") % {"start": start} if start else _("on or before %(end)s") % {"end": end}


def _formatted(day: datetime.date, precision: str, *, short: bool) -> str:
    """A no-break space keeps day and month together; the short month is for tables."""
    if precision == "year":
        return f"{day.year:04}"
    month = _month(day.month, "N" if short else "F", get_language())
    return f"{day.day}\u00a0{month} {day.year:04}" if precision == "day" else f"{month} {day.year:04}"


@cache
def _month(number: int, form: str, _language: str | None) -> str:
    """Looked up once: a list has a hundred dates."""
    return dateformat.format(datetime.date(2000, number, 1), form)


def short_day(day: datetime.date) -> str:
    """A day or moment with the short month: "17 mei 2019"."""
    return f"{day.day} {_month(day.month, 'N', get_language())} {day.year:04}"


def day_in_words(day: datetime.date) -> str:
    return _formatted(day, "day", short=False)
