import contextlib
import datetime
from smtplib import SMTPServerDisconnected

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.core.management import CommandError, call_command

from instruments.models import SentReminder
from instruments.reminders import send_all
from tests.factories import add, make_commitment, make_motion, make_user

pytestmark = pytest.mark.django_db

DAY = datetime.date(2026, 3, 2)


def person(name: str, group: str = "reader", **values):
    return make_user(group, username=name, email=f"{name}@example.nl", **values)


def due(owner, title: str, days: int, **values):
    commitment = make_commitment(title=title, owner=owner, **values)
    add(commitment, "deadlines", due_on=DAY + datetime.timedelta(days=days))
    return commitment


class BreaksAfterOne(EmailBackend):
    """A mail server that goes away after the first letter."""

    def send_messages(self, messages) -> int:
        if mail.outbox:
            raise SMTPServerDisconnected("gone")
        return super().send_messages(messages)


class Killed(EmailBackend):
    """The process is ended while the second letter is on its way."""

    def send_messages(self, messages) -> int:
        if mail.outbox:
            raise KeyboardInterrupt
        return super().send_messages(messages)


def test_letter_names_what_is_late_and_what_is_due_in_the_language_of_the_person():
    jan = person("jan", language="nl")
    for title, days in (("Te laat", -3), ("Vandaag", 0), ("Binnenkort", 30), ("Later", 31)):
        due(jan, title, days)
    due(person("anna", language="en"), "Hers", 1)
    send_all(DAY)
    letters = {letter.to[0]: letter for letter in mail.outbox}
    text = letters["jan@example.nl"].body
    titles = ("Te laat", "Vandaag", "Binnenkort", "Later", "Hers")
    assert [title for title in titles if title in text] == ["Te laat", "Vandaag", "Binnenkort"]
    assert text.index("Te laat") < text.index("Vandaag") < text.index("Binnenkort")
    assert "27 februari 2026" in text
    assert "http://127.0.0.1:8000/commitments/" in text
    assert "Dear anna" in letters["anna@example.nl"].body
    assert "1 deadline towards parliament asks" in letters["anna@example.nl"].subject


def test_nobody_gets_two_letters_a_day():
    due(person("jan"), "Mine", 1)
    assert (len(send_all(DAY).sent), len(send_all(DAY).sent)) == (1, 0)
    assert len(mail.outbox) == 1
    assert len(send_all(DAY + datetime.timedelta(days=1)).sent) == 1


@pytest.mark.parametrize("backend", ["BreaksAfterOne", "Killed"])
def test_a_run_that_was_broken_off_is_finished_by_the_next(settings, backend):
    for name in ("anna", "bart", "cees"):
        due(person(name), f"Of {name}", 1)
    settings.EMAIL_BACKEND = f"{__name__}.{backend}"
    with contextlib.suppress(KeyboardInterrupt):
        assert len(send_all(DAY).failed) == 2
    assert len(mail.outbox) == 1
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    send_all(DAY)
    assert sorted(letter.to[0] for letter in mail.outbox) == ["anna@example.nl", "bart@example.nl", "cees@example.nl"]
    assert SentReminder.objects.count() == 3


def test_a_letter_holds_only_what_the_person_may_see():
    jan = person("jan")
    due(jan, "Seen", 1, visibility="internal")
    due(jan, "Zwaluw", 1, visibility="confidential")
    due(jan, "Zwaluw draft", 1, state="draft")
    send_all(DAY)
    assert "Seen" in mail.outbox[0].body
    assert "Zwaluw" not in mail.outbox[0].body
    assert mail.outbox[0].subject.startswith("1 ")


def test_deputies_are_reminded_and_closed_things_are_not():
    anna = person("anna")
    motion = make_motion(title="As deputy", deputy=anna)
    add(motion, "deadlines", due_on=DAY)
    add(due(anna, "Done", 1), "executions", status="settled", date="2026-01-01")
    send_all(DAY)
    assert "As deputy" in mail.outbox[0].body
    assert "Done" not in mail.outbox[0].body


@pytest.mark.parametrize("values", [{"is_active": False}, {"gets_reminders": False}, {"email": ""}])
def test_who_does_not_get_letters(values):
    owner = make_user("reader", username="jan", **{"email": "jan@example.nl"} | values)
    due(owner, "Mine", 1)
    send_all(DAY)
    assert mail.outbox == []


@pytest.mark.parametrize("address", ["jan@example.nl\nBcc: all@example.nl", "jan@" + "é" * 80])
def test_an_address_that_is_none_keeps_nobody_else_from_a_letter(address):
    due(make_user("reader", username="anna", email=address), "Hers", 1)
    due(person("bart"), "His", 1)
    report = send_all(DAY)
    assert [letter.to for letter in mail.outbox] == [["bart@example.nl"]]
    assert report.sent == ["bart"]
    assert [failed.partition(":")[0] for failed in report.failed] == ["anna"]
    assert SentReminder.objects.count() == 1


@pytest.mark.parametrize(("group", "is_there"), [("", False), ("reader", True)])
def test_letter_leads_to_the_working_list_who_may_open_it(client, group, is_there):
    jan = person("jan", group)
    due(jan, "Mine", 1)
    send_all(DAY)
    assert ("/desk/obligations/" in mail.outbox[0].body) is is_there
    client.force_login(jan)
    assert (client.get("/desk/obligations/").status_code == 200) is is_there


def test_internal_text_stays_inside():
    due(person("jan"), "Mine", 1, internal_text_nl="zwaluw", planning_nl="zwaluw")
    send_all(DAY)
    assert "zwaluw" not in mail.outbox[0].body


def test_command_says_how_many_went_and_fails_when_some_did_not(settings, capsys):
    call_command("send_reminders")
    assert "Sent 0 reminders." in capsys.readouterr().out
    settings.EMAIL_BACKEND = f"{__name__}.BreaksAfterOne"
    mail.outbox.append(None)
    add(make_commitment(owner=person("jan")), "deadlines", due_on="2020-01-01")
    with pytest.raises(CommandError, match="jan"):
        call_command("send_reminders")
