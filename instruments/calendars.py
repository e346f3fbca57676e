"""The calendar of one person as an iCalendar file (RFC 5545): deadlines, held-over motions, the Senate's reminders."""

import datetime
from collections.abc import Mapping

from django.conf import settings
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from cyberpolicy.characters import clean
from cyberpolicy.models import User
from cyberpolicy.news import last_moments
from instruments.agenda import months_after, senate_reminders
from instruments.models import Motion, Owed
from instruments.obligations import dated_of, lapsing_of


def calendar_of(person: User, today: datetime.date) -> bytes:
    """What ``person`` sees to and may see at this moment, in that person's language."""
    calendar = Calendar()
    calendar.add("prodid", "-//cyberpolicy//obligations//NL")
    calendar.add("version", "2.0")
    with translation.override(person.language):
        calendar.add("x-wr-calname", _("Owed to parliament"))
        dated, lapsing = list(dated_of(person)), list(lapsing_of(person))
        changed = last_moments({owed.pk: owed.created_at for owed in (*dated, *lapsing)}, person)
        for owed in dated:
            calendar.add_component(_of(owed, owed.kind_name, owed.due_on, _("Due: %(title)s"), changed))
        for motion in lapsing:
            calendar.add_component(_of(motion, "lapse", motion.lapses_on, _lapse(motion, today), changed))
        for day in senate_reminders(today, months_after(today, 12)):
            calendar.add_component(_event(f"senate-{day:%Y%m%d}", day, _("Half-yearly reminder of the Senate")))
    return calendar.to_ical()


def _lapse(motion: Motion, today: datetime.date) -> str:
    """What its day says of a held-over motion, as far as that is certain."""
    if motion.lapses_on < today:
        return _("Perhaps lapsed: %(title)s")
    if motion.is_earliest:
        return _("Lapses at the earliest, unless held again: %(title)s")
    return _("Lapses unless held again: %(title)s")


def _of(owed: Owed, name: str, day: datetime.date, title: str, changed: Mapping[int, datetime.datetime]) -> Event:
    event = _event(f"{name}-{owed.pk}", day, title % {"title": owed.title})
    event.add("url", f"{settings.SITE_URL}{owed.get_absolute_url()}")
    event.add("last-modified", changed[owed.pk].astimezone(datetime.UTC))
    return event


def _event(name: str, day: datetime.date, title: str) -> Event:
    """A whole day, that makes nobody busy. Without an end it is that one day, also when that is the last there is."""
    event = Event()
    event.add("uid", f"{name}@{settings.SITE_HOST}")
    event.add("summary", " ".join(clean(title).replace("\x7f", "").split()))  # no calendar can hold control characters
    event.add("dtstart", day)
    event.add("transp", "TRANSPARENT")
    event.add("dtstamp", timezone.now().astimezone(datetime.UTC))
    return event
