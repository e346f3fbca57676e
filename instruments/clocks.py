"""On which day a held-over motion lapses: the rules of a chamber, and its recesses, which do not count. Pure.

The day is worked out here and nowhere else, so that page, flag and working list say the same one.
"""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import groupby

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cyberpolicy.moments import YEARS
from instruments.agenda import DAY, Period, months_after, unknown_stretches

FIRST_DAY = datetime.date(YEARS.start, 1, 1)
MONTH = 31  # days of the longest


@dataclass(frozen=True)
class Rule:
    """How long a motion waits that is held over from day ``since`` on. ``remark``: what else a reader should know."""

    source: Promise | str = field(compare=False)
    months: int = 0
    weeks: int = 0
    since: datetime.date = FIRST_DAY
    skips_recesses: bool = True
    remark: Promise | str = field(default="", compare=False)

    def end_after(self, day: datetime.date) -> datetime.date:
        """The last day of the period, every day counted."""
        return months_after(day, self.months) + datetime.timedelta(weeks=self.weeks)

    @property
    def most(self) -> int:
        """At least the number of days of the period, whenever it begins."""
        return MONTH * self.months + 7 * self.weeks


# https://eerstekamer.nl/9370000/1/j9vvkfvj6b325az/vi06kbdzjdzx and, of the Rules that the Senate adopted in May 2023,
# https://europapoort.eerstekamer.nl/9370000/1/j9vvkfvj6b325az/vkq6jqick7zw, which is silent on recesses.
SENATE = (
    Rule(
        _("Rules of procedure of the Senate, article 93(3), in force from 12 December 2017"),
        months=6,
        since=datetime.date(2017, 12, 12),
        remark=_("The Senate may extend the period."),
    ),
    Rule(
        _("Rules of procedure of the Senate, article 67(1), in force from 13 June 2023"),
        weeks=12,
        since=datetime.date(2023, 6, 13),
        skips_recesses=False,
        remark=_(
            "The Senate may extend the period. When its term ends the motion lapses too, unless it decides otherwise."
        ),
    ),
)


@dataclass(frozen=True)
class Clock:
    """The rules of a chamber, the oldest first, and its recesses, in the order of their first day."""

    rules: tuple[Rule, ...] = ()
    recesses: tuple[Period, ...] = ()

    def rule_on(self, held: datetime.date) -> Rule | None:
        """The rule for what is held over on that day; None before the first."""
        return next((r for r in reversed(self.rules) if r.since <= held and held.year in YEARS), None)

    def pauses(self, held: datetime.date) -> list[Period]:
        """The days after the decision that do not count, as far as they are known; days of two recesses once."""
        rule = self.rule_on(held)
        if rule is None or not rule.skips_recesses:
            return []
        end, done, found = rule.end_after(held), held, []
        for starts_on, last in self.recesses:
            first = max(starts_on, done + DAY)
            if first > end:
                break
            if first <= last:
                found.append((first, last))
                end, done = end + (last - first) + DAY, last
        return found

    def lapses_on(self, held: datetime.date) -> datetime.date | None:
        """The day on which a motion lapses that is held over on day ``held``; None when no rule is known."""
        rule = self.rule_on(held)
        paused = sum((last - first + DAY for first, last in self.pauses(held)), datetime.timedelta())
        return rule.end_after(held) + paused if rule else None

    def knows_recesses(self, held: datetime.date) -> bool:
        """Whether there is a recess in that time, and no stretch of it of which nothing is known."""
        end = self.lapses_on(held)
        unknown = unknown_stretches(self.recesses)
        return bool(self.pauses(held)) and not any(
            (before is None or before > held + DAY) and (after is None or after < end) for after, before in unknown
        )

    def is_earliest(self, held: datetime.date) -> bool:
        """Whether ``lapses_on`` is but the earliest day, as recesses may be missing that would move it."""
        rule = self.rule_on(held)
        return rule is not None and not (rule.skips_recesses and self.knows_recesses(held))

    def lapsed_before(self, on: datetime.date) -> tuple[Period, ...]:
        """The days of which all that was held over then has lapsed before day ``on``."""
        return _lapsed(self, on) if self.rules else ()


@lru_cache(64)
def _lapsed(clock: Clock, on: datetime.date) -> tuple[Period, ...]:
    first_day, most = clock.rules[0].since, max(rule.most for rule in clock.rules)
    start, counted = max(on, first_day), 0
    while start > first_day and counted <= most:  # of a day before ``start`` every motion has lapsed
        start -= DAY
        counted += not any(first <= start <= last for first, last in clock.recesses)
    by_lapse = groupby(_days(start, on), lambda day: clock.lapses_on(day) < on)
    runs = [list(run) for has_lapsed, run in by_lapse if has_lapsed]
    return tuple((first_day if run[0] == start else run[0], run[-1]) for run in runs)


def _days(first: datetime.date, end: datetime.date) -> Iterator[datetime.date]:
    return (first + n * DAY for n in range((end - first).days))
