"""Reminders by e-mail of what is late or due: one letter a person a day, in that person's language."""

import datetime
from dataclasses import dataclass, field

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import IntegrityError, transaction
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import ngettext

from cyberpolicy.models import User
from instruments.models import SentReminder
from instruments.obligations import READ_LIST, due_of


@dataclass
class Report:
    """To whom a letter went, and to whom it could not be sent, with the reason."""

    sent: list[str] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)


def send_all(on: datetime.date) -> Report:
    """Send the letters of day ``on`` that were not sent yet. Safe to repeat, also after it was broken off."""
    report = Report()
    done = SentReminder.objects.filter(day=on).values("user")
    people = User.objects.filter(is_active=True, gets_reminders=True).exclude(email="").exclude(pk__in=done)
    for person in people.order_by("pk"):
        try:
            if _send(person, on):
                report.sent.append(str(person))
        except IntegrityError:
            continue  # another run sends it at this moment
        except (OSError, ValueError) as error:  # the mail server, or an address that is none: for the next run
            report.failed.append(f"{person}: {error}")
    return report


@transaction.atomic
def _send(person: User, on: datetime.date) -> bool:
    """The letter counts as sent only when the server took it; until then nobody else sends it."""
    letter = letter_to(person, on)
    if letter is None:
        return False
    SentReminder.objects.create(user=person, day=on)
    letter.send()
    return True


def letter_to(person: User, on: datetime.date) -> EmailMessage | None:
    """What ``person`` is told on day ``on``; None when nothing is late or due. Only what the person may see."""
    due = due_of(person, on)
    if not due:
        return None
    with translation.override(person.language):
        subject = ngettext(
            "%(number)s deadline towards parliament asks your attention",
            "%(number)s deadlines towards parliament ask your attention",
            len(due),
        ) % {"number": len(due)}
        values = {
            "person": person,
            "late": [owed for owed in due if owed.due_on < on],
            "soon": [owed for owed in due if owed.due_on >= on],
            "site": settings.SITE_URL,
            "has_list": person.has_perm(READ_LIST),
        }
        text = render_to_string("instruments/reminder.txt", values)
    # The same name for the letter of one day, so that a mail server that gets it twice can tell.
    name = f"<reminder-{person.pk}-{on:%Y%m%d}@{settings.SITE_HOST}>"
    headers = {"Message-ID": name, "Auto-Submitted": "auto-generated"}
    return EmailMessage(subject, text, to=[person.email], headers=headers)
