import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from icalendar import Calendar

from cyberpolicy.guard import history_kept_elsewhere
from cyberpolicy.history import Action
from cyberpolicy.models import ChangeGroup, Citation
from instruments.models import CalendarFeed, Recess
from tests.factories import HIDDEN, add, make_commitment, make_document, make_motion, make_unit, make_user
from tests.reading import Page, attribute, visit

pytestmark = pytest.mark.django_db


def in_days(days: int) -> datetime.date:
    return timezone.localdate() + datetime.timedelta(days=days)


def due(title: str, days: int, **values):
    commitment = make_commitment(title=title, **values)
    add(commitment, "deadlines", due_on=in_days(days))
    return commitment


@pytest.fixture
def jan(client):
    client.force_login(person := make_user("reader", username="jan"))
    return person


# The working list


def test_each_thing_stands_in_the_pile_it_belongs_to(client, jan):
    due("Too late", -1, owner=jan)
    due("This month", 30, owner=jan)
    due("Next year", 300, owner=jan)
    add(make_motion(title="On hold", owner=jan), "outcomes", outcome="held_over", date="2026-01-01")
    make_commitment(title="Unowned and undated")
    make_commitment(title="A mere intention", strength="intention")
    page = visit(client, "/desk/obligations/")
    piles = {name: page.section(name) for name in ("late", "soon", "held-over", "undated", "unowned")}
    assert "Too late" in piles["late"]
    assert "This month" in piles["soon"]
    assert "On hold" in piles["held-over"]
    assert "Unowned and undated" in piles["undated"]
    assert "Unowned and undated" in piles["unowned"]
    assert "A mere intention" not in page.text
    assert "Next year" not in page.text
    assert "/commitments/?deadline=late" in page.links


def test_list_of_a_person_and_of_a_unit(client, jan):
    unit = make_unit("dvb")
    due("Mine", -1, owner=jan)
    due("As deputy", -1, deputy=jan)
    due("Of the unit", -1, unit=unit)
    assert "Of the unit" not in (mine := visit(client, "/desk/obligations/?person=jan").section("late"))
    assert "Mine" in mine
    assert "As deputy" in mine
    assert "Mine" not in (of_unit := visit(client, "/desk/obligations/?unit=dvb").section("late"))
    assert "Of the unit" in of_unit


@pytest.mark.parametrize("query", ["unit=zzz", "person=%00", "person=" + "x" * 5000])
def test_unknown_person_or_unit_gives_a_notice(client, jan, query):
    page = visit(client, f"/desk/obligations/?{query}")
    assert (page.status, len(page.notices)) == (200, 1)


def test_working_list_is_for_those_who_see_internal_records(client):
    assert client.get("/desk/obligations/").status_code == 403


def test_what_was_withdrawn_is_owed_by_nobody(client):
    client.force_login(editor := make_user("editor"))
    due("Withdrawn", -1, owner=editor, state="withdrawn")
    due("Draft", -1, owner=editor, state="draft")
    assert "Withdrawn" not in (page := visit(client, "/desk/obligations/")).text
    assert "Draft" in page.section("late")
    assert visit(client, "/commitments/?deadline=late").titles == ["Draft"]
    assert visit(client, "/commitments/").facet("deadline")["late"] == 1
    assert visit(client, "/commitments/?flag=late").titles == ["Draft"]


@pytest.mark.parametrize("state", ["confidential", "draft"])
def test_working_list_names_nothing_hidden(client, jan, state):
    before = visit(client, "/desk/obligations/").text
    due("Zwaluw", -1, owner=make_user(username="zwaluw"), **HIDDEN[state])
    assert visit(client, "/desk/obligations/").text == before


def test_working_list_costs_the_same_for_many(client, jan):
    def queries() -> int:
        visit(client, "/desk/obligations/")  # reads anew by what the records are counted
        with CaptureQueriesContext(connection) as captured:
            visit(client, "/desk/obligations/")
        return len(captured)

    due("One", -1, owner=jan)
    few = queries()
    for number in range(15):
        due(f"Number {number}", -1, owner=jan)
    assert queries() == few


# The calendar


def address_of(client) -> str:
    page = Page(client.post("/desk/calendar/", {"renew": "1"}))
    (url,) = (attribute(field, "value") for field in page.all("input", id="feed"))
    return url.removeprefix("http://testserver")


def events(client, address: str) -> dict[str, object]:
    response = client.get(address)
    assert response.status_code == 200
    assert response.headers["Content-Type"].startswith("text/calendar")
    return {str(event["summary"]): event for event in Calendar.from_ical(response.content).walk("VEVENT")}


def test_calendar_holds_the_deadlines_of_the_person(client, jan):
    mine = due("Brief; met, leestekens", 5, owner=jan)
    due("Of another", 5)
    add(due("Done", 5, owner=jan), "executions", status="settled", date="2020")
    address = address_of(client)
    client.logout()
    found = events(client, address)
    deadline = found["Termijn: Brief; met, leestekens"]
    assert deadline["dtstart"].dt == in_days(5)
    assert str(deadline["url"]).endswith(mine.get_absolute_url())
    assert not [name for name in found if "Of another" in name or "Done" in name]
    assert len([name for name in found if "Eerste Kamer" in name]) == 1  # two days, one title


def test_calendar_tells_no_change_that_may_not_be_known(client, jan):
    mine = due("Brief", 5, owner=jan)
    address = address_of(client)
    before = events(client, address)["Termijn: Brief"]["last-modified"].dt
    with Action("edit"):
        Citation.objects.create(entry_id=mine.pk, document=make_document("33694", "99", visibility="confidential"))
    tomorrow = timezone.now() + datetime.timedelta(days=1)  # a calendar counts in seconds
    ChangeGroup.objects.update(at=tomorrow)
    with history_kept_elsewhere():
        type(mine).objects.update(updated_at=tomorrow)
    assert events(client, address)["Termijn: Brief"]["last-modified"].dt == before
    mine.refresh_from_db()
    mine.summary_en = "Known to all"
    mine.save()
    ChangeGroup.objects.update(at=tomorrow)
    assert events(client, address)["Termijn: Brief"]["last-modified"].dt > before


def test_calendar_holds_the_day_on_which_a_held_over_motion_lapses(client, jan):
    for number, owner in (("S", jan), ("T", None), ("56", jan)):  # the last is of the House, which has no rule
        add(
            make_motion("33694", number, title=f"Motie {number}", owner=owner),
            "outcomes",
            outcome="held_over",
            date="2018-02-06",
        )
    found = events(client, address_of(client))
    lapses = found["Misschien vervallen: Motie S"]
    assert str(lapses["dtstart"].dt) == "2018-08-06"
    assert str(lapses["url"]).endswith("/motions/33694-S/")
    assert not [name for name in found if name.endswith(("Motie T", "Motie 56"))]


def test_calendar_claims_no_more_of_a_lapse_than_is_known(client, jan, monkeypatch):
    for first, last in (("2017-12-22", "2018-01-15"), ("2018-07-11", "2018-09-10"), ("2018-12-21", "2019-01-14")):
        Recess.objects.create(name_nl="Reces", chamber="eerste", starts_on=first, ends_on=last)
    for number, held in (("S", "2018-02-06"), ("T", "2018-09-11"), ("U", "2017-12-12")):
        motion = make_motion("33694", number, title=f"Motie {number}", owner=jan)
        add(motion, "outcomes", outcome="held_over", date=held)
    address = address_of(client)
    monkeypatch.setattr(timezone, "localdate", lambda *args: datetime.date(2018, 10, 7))
    found = {name: str(event["dtstart"].dt) for name, event in events(client, address).items() if "Motie" in name}
    assert found == {
        "Vervalt tenzij opnieuw aangehouden: Motie S": "2018-10-07",
        "Vervalt op zijn vroegst, tenzij opnieuw aangehouden: Motie T": "2019-04-05",
        "Misschien vervallen: Motie U": "2018-07-07",
    }


def test_calendar_holds_the_last_day_there_is(client, jan):
    add(make_commitment(title="Ever", owner=jan), "deadlines", due_on="9999-12-31", date="2020-01-01")
    assert str(events(client, address_of(client))["Termijn: Ever"]["dtstart"].dt) == "9999-12-31"


def test_calendar_shows_what_the_person_may_see_at_that_moment(client, jan):
    commitment = due("Mine", 5, owner=jan)
    address = address_of(client)
    assert "Termijn: Mine" in events(client, address)
    commitment.visibility = "confidential"
    commitment.save()
    assert "Termijn: Mine" not in events(client, address)


def test_calendar_holds_no_control_characters(client, jan):
    due("Een\x07 titel\x0b\x7f\nmet\ttekens", 5, owner=jan)
    feed = client.get(address_of(client)).content.decode()
    assert "SUMMARY:Termijn: Een titel met tekens\r\n" in feed
    assert not [letter for letter in feed if (ord(letter) < 32 and letter not in "\r\n") or letter == "\x7f"]


def test_calendar_of_an_inactive_person_is_gone(client, jan):
    address = address_of(client)
    jan.is_active = False
    jan.save()
    client.logout()
    assert client.get(address).status_code == 404


def test_address_can_be_renewed_and_ended_and_is_kept_only_as_a_hash(client, jan):
    first = address_of(client)
    second = address_of(client)
    assert (client.get(first).status_code, client.get(second).status_code) == (404, 200)
    secret = second.removeprefix("/calendar/").removesuffix(".ics")
    assert secret not in str(CalendarFeed.objects.values())
    assert secret not in visit(client, "/desk/calendar/").html
    client.post("/desk/calendar/", {"end": "1"})
    assert client.get(second).status_code == 404


@pytest.mark.parametrize("secret", ["x", "%00", "é", "x" * 5000])
def test_wrong_address_is_not_found(client, secret):
    assert client.get(f"/calendar/{secret}.ics").status_code == 404


def test_calendar_page_asks_to_log_in(client):
    assert client.get("/desk/calendar/").status_code == 302
