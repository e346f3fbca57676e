"""The kinds of report, and what one is asked to hold."""

import datetime
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class ReportKind:
    """``series``: kinds of one series follow on each other. ``is_internal``: for colleagues, not for parliament."""

    name: str
    label: Promise
    hint: Promise
    series: str
    chamber: str = ""
    is_internal: bool = False

    def __str__(self) -> str:
        return str(self.label)


# The budget and the annual report tell in turn what was settled since the other one: they are one series.
KINDS = {
    kind.name: kind
    for kind in (
        ReportKind("budget-annex", _("annex to the budget"), _("Every September, to both chambers."), "annex"),
        ReportKind("annual-report-annex", _("annex to the annual report"), _("Every May, to both chambers."), "annex"),
        ReportKind(
            "status-letter", _("letter on the state of affairs"), _("To one chamber, on any day."), "letter", "tweede"
        ),
        ReportKind(
            "senate-reply", _("reply to the Senate"), _("To its half-yearly reminder."), "senate-reply", "eerste"
        ),
        ReportKind(
            "unit-list", _("list of a unit"), _("For colleagues: with owner, deadline and internal text."), "unit-list",
            is_internal=True,
        ),
    )
}  # fmt: skip


@dataclass(frozen=True)
class Selection:
    """What a report is asked to hold: both ends of the period count; ``as_of`` is the day of which it tells."""

    kind: ReportKind
    start: datetime.date
    end: datetime.date
    as_of: datetime.date
    language: str = "nl"
    chamber: str = ""
    ministries: tuple[str, ...] = ()
    tracks: tuple[str, ...] = ()
    unit: str = ""

    @property
    def scope(self) -> dict:
        """Which records it is about: reports of one series and one scope join."""
        return {
            "chamber": self.chamber,
            "ministries": sorted(self.ministries),
            "tracks": sorted(self.tracks),
            "unit": self.unit,
        }

    @property
    def is_part(self) -> bool:
        """Whether it is about some records only."""
        return any(self.scope.values())

    @property
    def is_interim(self) -> bool:
        """Whether it tells of a day before its period ends."""
        return self.as_of < self.end
