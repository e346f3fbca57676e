"""The days that parliament's own clocks give: when a held-over motion lapses, the Senate's reminders, recesses."""

import calendar
import datetime
from collections.abc import Iterable

from django.conf import settings
from django.utils.translation import gettext as _

from cyberpolicy.dates import day_in_words
from cyberpolicy.models import Chamber
from instruments.models import Motion, Outcome, Recess


def months_after(day: datetime.date, months: int) -> datetime.date:
    """The same day of the month so many months later (or earlier), or the last day of that month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return datetime.date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def held_over(motion: Motion) -> str:
    """What the clock of a held-over motion says, its outcomes attached; empty when it is not held over."""
    if motion.outcome != Outcome.HELD_OVER:
        return ""
    held = [row.date_latest for row in motion.attached.parts["outcomes"] if row.outcome == Outcome.HELD_OVER]
    if not held[-1:] or held[-1] is None:
        return _("Held over, on a day that is not known: when it lapses cannot be said.")
    if not settings.HELD_OVER_MONTHS:
        return _("Held over since %(day)s. The period after which it lapses is not set; ask the administrator.") % {
            "day": day_in_words(held[-1])
        }
    said = _("Held over since %(day)s. Unless held again it lapses on %(end)s (%(source)s).")
    end = months_after(held[-1], settings.HELD_OVER_MONTHS)
    source = settings.HELD_OVER_SOURCE or _("source of the period not recorded")
    return said % {"day": day_in_words(held[-1]), "end": day_in_words(end), "source": source}


def senate_reminders(first: datetime.date, last: datetime.date) -> list[datetime.date]:
    """The days from ``first`` to ``last`` on which the Senate reminds of open commitments, twice a year as set."""
    days = (
        datetime.date(year, *map(int, day.split("-")))
        for year in range(first.year, last.year + 1)
        for day in settings.SENATE_REMINDERS
    )
    return sorted(day for day in days if first <= day <= last)


def recess_on(day: datetime.date | None, chamber: str, recesses: Iterable[Recess]) -> Recess | None:
    """The recess of the chamber in which ``day`` falls; without a chamber, of either."""
    chambers = {chamber, Chamber.BOTH} if chamber in {Chamber.TWEEDE, Chamber.EERSTE} else set(Chamber)
    found = (r for r in recesses if day and r.chamber in chambers and r.starts_on <= day <= r.ends_on)
    return next(found, None)
