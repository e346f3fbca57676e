"""The two time axes of a question: the day on which something held, and the moment at which it was known.

``Moment()`` is now. Addresses hold a moment as ``?as_of=2020-11-30&known_on=2020-12-15``. Days are Dutch civil days.
"""

import datetime
from dataclasses import dataclass
from typing import ClassVar
from urllib.parse import urlencode

from django.db.models import F, OrderBy, Q
from django.http import QueryDict
from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.translation import gettext as _

from cyberpolicy.visibility import reads_histories

AS_OF, KNOWN_ON = "as_of", "known_on"
YEARS = range(1850, 2201)  # in which anything here can hold; near the ends of the calendar no day can be reckoned with
# A row without a day held from the beginning; of two rows of one day the one written later counts.
IN_ORDER: list[OrderBy | str] = [F("date_earliest").asc(nulls_first=True), "pk"]
LATEST_FIRST: list[OrderBy | str] = [F("date_earliest").desc(nulls_last=True), "-pk"]


@dataclass(frozen=True)
class Moment:
    """``day``: what held then; None: whatever its date. ``known``: what the rows said up to then; None: what they say.

    ``as_of`` and ``known_on`` are both as they stand in the address.
    """

    day: datetime.date | None = None
    known: datetime.datetime | None = None
    known_on: str = ""

    names: ClassVar[tuple[str, ...]] = (AS_OF, KNOWN_ON)

    @property
    def is_now(self) -> bool:
        return self.day is None and self.known is None

    @property
    def as_of(self) -> str:
        return self.day.isoformat() if self.day else ""

    @property
    def query(self) -> str:
        """What an address needs to keep this moment: "?as_of=2020-11-30", empty for now."""
        kept = [(AS_OF, self.as_of), (KNOWN_ON, self.known_on)]
        asked = urlencode([(name, value) for name, value in kept if value])
        return f"?{asked}" if asked else ""

    def day_or(self, today: datetime.date) -> datetime.date:
        """The day looked at; of what was known at a moment the day of that moment; else ``today``."""
        return self.day or (timezone.localdate(self.known) if self.known else today)

    def q(self) -> Q:
        """The condition on dated rows: they held on the day, and were recorded and not retracted at the moment."""
        if self.known is None:
            held = Q(retracted_at__isnull=True)
        else:
            held = Q(recorded_at__lte=self.known) & (Q(retracted_at__isnull=True) | Q(retracted_at__gt=self.known))
        if self.day is not None:
            held &= Q(date_earliest__isnull=True) | Q(date_earliest__lte=self.day)
        return held


NOW = Moment()


def read(query: QueryDict, user) -> tuple[Moment, list[str]]:
    """The moment that an address asks for, and a sentence for each value that was left out.

    What was known earlier may come from before a record was published: only who may see drafts looks there.
    """
    notices: list[str] = []
    day = _read(query.get(AS_OF, ""), AS_OF, parse_date, notices)
    known, known_on = None, query.get(KNOWN_ON, "").strip()
    if known_on and not reads_histories(user):
        notices.append(_("“known_on” is only for those who may see the history; it was left out."))
    elif known_on:
        known = _read(known_on, KNOWN_ON, _last_instant, notices)
    return Moment(day, known, known_on if known else ""), notices


def _read(value: str, name: str, parse, notices: list[str]):
    value = value.strip()
    try:
        found = parse(value) if value else None
    except (ValueError, OverflowError):
        found = None
    if value and found is None:
        wrong = _("“%(value)s” is no day for “%(name)s”: write it as 2020-11-30. It was left out.")
        notices.append(wrong % {"value": value[:40], "name": name})
    if found and found.year not in YEARS:
        far = _("“%(value)s” for “%(name)s” was left out: choose years between 1850 and 2200.")
        notices.append(far % {"value": value[:40], "name": name})
        return None
    return found


def _last_instant(value: str) -> datetime.datetime | None:
    """The moment itself, or of a day its last instant in the Netherlands."""
    day = parse_date(value)
    if day is None:
        moment = parse_datetime(value)
        return timezone.make_aware(moment) if moment and timezone.is_naive(moment) else moment
    midnight = datetime.datetime.combine(day + datetime.timedelta(days=1), datetime.time.min)
    return timezone.make_aware(midnight) - datetime.timedelta(microseconds=1)
