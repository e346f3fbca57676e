"""The days of parliament's own agenda: the Senate's reminders, and the recesses, those that are missing included."""

import calendar
import datetime
from collections.abc import Iterable

from django.conf import settings
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from cyberpolicy.dates import day_in_words
from cyberpolicy.models import Chamber
from cyberpolicy.stamps import Remembered
from instruments.models import Recess
from instruments.models.agenda import HALF_YEAR

Period = tuple[datetime.date, datetime.date]  # the first and the last day
DAY = datetime.timedelta(days=1)
_recesses: Remembered[list[Recess]] = Remembered(1)


def months_after(day: datetime.date, months: int) -> datetime.date:
    """The same day of the month so many months later (or earlier), or the last day of that month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return datetime.date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def senate_reminders(first: datetime.date, last: datetime.date) -> list[datetime.date]:
    """The days from ``first`` to ``last`` on which the Senate reminds of open commitments, twice a year as set."""
    days = (
        datetime.date(year, *map(int, day.split("-")))
        for year in range(first.year, last.year + 1)
        for day in settings.SENATE_REMINDERS
    )
    return sorted(day for day in days if first <= day <= last)


def concerning(chamber: str) -> set[str]:
    """The chambers under which a recess can stand that ``chamber`` has; of both, or of none, any."""
    return {chamber, Chamber.BOTH} if chamber in {Chamber.TWEEDE, Chamber.EERSTE} else set(Chamber)


def known_recesses() -> list[Recess]:
    """All recesses, the latest first; read again when something changed."""
    return _recesses.of("all", lambda: list(Recess.objects.all()))


def recess_on(day: datetime.date | None, chamber: str, recesses: Iterable[Recess]) -> Recess | None:
    """The recess of the chamber in which ``day`` falls; without a chamber, of either."""
    chambers = concerning(chamber)
    found = (r for r in recesses if day and r.chamber in chambers and r.starts_on <= day <= r.ends_on)
    return next(found, None)


def unknown_stretches(recesses: Iterable[Period]) -> list[tuple[datetime.date | None, datetime.date | None]]:
    """Between which days no recess is known though there must have been one. None: from ever, or for ever."""
    found, known_to = [], None
    for first, last in sorted(recesses):
        if known_to is None or first - known_to > HALF_YEAR:
            found.append((known_to, first))
        known_to = max(known_to or last, last)
    return [*found, (known_to, None)]


def unknown_times() -> list[tuple[str, list[str]]]:
    """Of each chamber the times of which no recess is known, in words."""
    found = []
    for chamber in (Chamber.TWEEDE, Chamber.EERSTE):
        known = Recess.objects.filter(chamber__in=concerning(chamber)).values_list("starts_on", "ends_on")
        found.append((capfirst(chamber.label), [_stretch(*stretch) for stretch in unknown_stretches(known)]))
    return found


def _stretch(after: datetime.date | None, before: datetime.date | None) -> str:
    if after and before:
        return _("between %(after)s and %(before)s") % {"after": day_in_words(after), "before": day_in_words(before)}
    if after:
        return _("after %(day)s") % {"day": day_in_words(after)}
    return _("before %(day)s") % {"day": day_in_words(before)} if before else _("at any time")
