"""The stretch of time that a timeline shows, and how it is cut into years, months or days."""

import datetime
from dataclasses import dataclass

from cyberpolicy import dates
from cyberpolicy.pictures.events import Row

YEARS_SHOWN = 8  # of a timeline that was not asked for a period


@dataclass(frozen=True)
class Window:
    """The stretch of time that is drawn, in whole years, one year or one month."""

    start: datetime.date
    end: datetime.date

    @property
    def days(self) -> int:
        return (self.end - self.start).days + 1

    @property
    def unit(self) -> str:
        """What one step of the axis is: a year, a month or a day."""
        return "year" if self.days > 366 * 2 else "month" if self.days > 31 else "day"

    def share(self, day: datetime.date, *, is_end: bool = False) -> float:
        """How much of the stretch is over when a day begins, or when it ends: from 0 to 1."""
        return ((day - self.start).days + is_end) / self.days

    def bucket(self, day: datetime.date) -> tuple[datetime.date, datetime.date]:
        """First and last day of the year, month or day that ``day`` lies in."""
        value = day.isoformat()[: {"year": 4, "month": 7, "day": 10}[self.unit]]
        known = dates.parse(value)
        return known.earliest, known.latest

    def holds(self, row: Row) -> bool:
        return not self.is_before(row) and (row.earliest or row.latest) <= self.end

    def is_before(self, row: Row) -> bool:
        return bool(row.latest and row.latest < self.start)


def window_of(rows: list[Row], start: datetime.date | None, end: datetime.date | None) -> Window:
    """The period asked for; else the last years in which something happened."""
    begins = [(row.earliest or row.latest).year for row in rows] or [datetime.date.min.year + 2000]
    last = end.year if end else begins[-1 - len(begins) // 50]  # one stray date far ahead does not empty the picture
    if not end:
        last = max([last, *(row.latest.year for row in rows if row.latest and row.latest.year <= last + 2)])
    first = start.year if start else max(begins[0], last - YEARS_SHOWN + 1)
    first, last = (min(first, last), last) if end else (first, max(first, last))
    return Window(start or datetime.date(first, 1, 1), end or datetime.date(last, 12, 31))


def around(window: Window, rows: list[Row]) -> Window:
    """``window`` with two years more at both ends, as far as there are rows: what was chosen, among what else was."""
    years = [(row.earliest or row.latest).year for row in rows]
    first = max(min([*years, window.start.year]), window.start.year - 2)
    last = min(max([*years, window.end.year]), window.end.year + 2)
    return Window(datetime.date(first, 1, 1), datetime.date(last, 12, 31))


def written_period(first: datetime.date, last: datetime.date) -> str:
    """A day, month or year in words; else both ends."""
    if (first.day, first.month, last.day, last.month) == (1, 1, 31, 12) and first.year != last.year:
        return f"{first.year}–{last.year}"
    if first == last:
        return dates.written(dates.parse(first.isoformat()))
    if (first.day, first.month, last.day, last.month, first.year) == (1, 1, 31, 12, last.year):
        return str(first.year)
    if first.day == 1 and (first.year, first.month) == (last.year, last.month):
        return dates.written(dates.parse(f"{first:%Y-%m}"))
    return f"{dates.written(dates.parse(first.isoformat()))} – {dates.written(dates.parse(last.isoformat()))}"
