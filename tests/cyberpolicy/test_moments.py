import csv
import datetime
import io

import pytest
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cyberpolicy import moments
from cyberpolicy.guard import history_kept_elsewhere
from cyberpolicy.models import ChangeGroup
from cyberpolicy.moments import Moment
from instruments.models import Motion
from tests.factories import add, make_initiative, make_many, make_motion, make_unit, make_user
from tests.lists import READABLE
from tests.reading import body, visit

pytestmark = pytest.mark.django_db


def on(day: str, hour: int = 12) -> datetime.datetime:
    return timezone.make_aware(datetime.datetime.fromisoformat(f"{day}T{hour:02}:00"))


@pytest.fixture
def late_correction():
    """Settled on 10 May; in July it was learnt that it had only been reported then."""
    motion = make_motion("33694", "56", title="The motion")
    add(motion, "outcomes", outcome="adopted", date="2020-01-14", recorded_at=on("2020-01-15"))
    add(motion, "executions", status="in_progress", date="2020-02-01", recorded_at=on("2020-02-01"))
    add(
        motion, "executions", status="settled", date="2020-05-10",
        recorded_at=on("2020-05-11"), retracted_at=on("2020-07-02"),
    )  # fmt: skip
    add(motion, "executions", status="reported", date="2020-05-10", recorded_at=on("2020-07-02"))
    with history_kept_elsewhere():
        type(motion).objects.filter(pk=motion.pk).update(created_at=on("2020-01-15"))
    return motion


@pytest.mark.parametrize(
    ("query", "execution"),
    [
        ("as_of=2020-01-31", ""),
        ("as_of=2020-02-01", "In progress"),
        ("as_of=2020-05-09", "In progress"),
        ("as_of=2020-05-10", "Reported"),
        ("as_of=2020-05-31&known_on=2020-06-30", "Settled"),
        ("as_of=2020-05-31&known_on=2020-07-01", "Settled"),
        ("as_of=2020-05-31&known_on=2020-07-02", "Reported"),
        ("as_of=2020-05-31&known_on=2020-05-10", "In progress"),
        ("known_on=2020-06-30", "Settled"),
        ("known_on=2020-05-11T11:59", "In progress"),
        ("", "Reported"),
    ],
)
def test_page_list_and_file_say_what_held_and_what_was_known(client, late_correction, query, execution):
    client.force_login(make_user("liaison"))
    page = visit(client, f"/motions/33694-56/?{query}")
    assert page.fact("Execution") == execution
    listing = visit(client, f"/motions/?{query}")
    assert listing.cells("Execution") == [execution]
    code = execution.lower().replace(" ", "_")
    if code:
        assert listing.facet("execution")[code] == 1
        assert visit(client, f"/motions/?{query}&execution={code}").titles == ["The motion"]
    exported = body(client.get(f"/motions/export/?format=json&{query}")).decode()
    assert f'"execution": "{code}"' in exported or not code


def test_a_motion_is_not_there_before_it_was_submitted(client, late_correction):
    assert visit(client, "/motions/?as_of=2020-01-13").titles == []
    assert visit(client, "/motions/33694-56/?as_of=2020-01-13").status == 404
    assert visit(client, "/motions/?as_of=2020-01-14").titles == ["The motion"]


def test_a_record_made_here_later_was_not_known(client, late_correction):
    client.force_login(make_user("liaison"))
    assert visit(client, "/motions/?known_on=2020-01-14").titles == []


def test_initiatives_look_back_too(client):
    initiative = make_initiative(slug="work", title="The work")
    add(initiative, "statuses", status="planned", date="2019-03")
    add(initiative, "statuses", status="ongoing", date="2020-03")
    assert visit(client, "/initiatives/?as_of=2019-12-31").cells("Status") == ["Planned"]
    assert visit(client, "/initiatives/?as_of=2019-12-31&sort=status").cells("Status") == ["Planned"]
    assert visit(client, "/initiatives/").cells("Status") == ["Ongoing"]


def test_banner_stays_from_page_to_page_and_can_be_left(client, late_correction):
    client.force_login(make_user("liaison", is_staff=True))
    listing = visit(client, "/motions/?as_of=2020-05-31&q=motion")
    assert any("As it stood on 31 May 2020" in notice for notice in listing.notices)
    assert "/motions/?q=motion" in listing.links
    row = next(link for link in listing.links if link.startswith("/motions/33694-56/"))
    assert row == "/motions/33694-56/?as_of=2020-05-31&from=q%3Dmotion%26as_of%3D2020-05-31"
    page = visit(client, row)
    assert "/motions/?q=motion&as_of=2020-05-31" in page.links
    assert "As it stood on 31 May 2020" in page.text.replace("\u00a0", " ")
    assert "/motions/?as_of=2020-05-31" in page.links
    assert not [link for link in (*page.links, *listing.links) if "/admin/instruments/" in link]
    assert [link for link in visit(client, "/motions/33694-56/").links if "/admin/instruments/" in link]


def test_the_past_is_not_offered_on_lists_without_dated_rows(client):
    assert len(visit(client, "/terms/?as_of=2020-01-01").notices) == 1


@pytest.mark.parametrize(
    "wrong",
    [
        "yesterday",
        "2020-02-30",
        "0000-01-01",
        "0001-01-01",
        "0001-01-01T00:00",
        "2201-01-01",
        "%00",
        "9" * 5000,
        "2020-1",
    ],
)
@pytest.mark.parametrize("name", moments.Moment.names)
def test_wrong_day_gives_a_notice_and_now(client, late_correction, name, wrong):
    client.force_login(make_user("liaison"))
    for address in ("/motions/", "/motions/33694-56/"):
        page = visit(client, f"{address}?{name}={wrong}")
        assert page.status == 200
        assert len(page.notices) == 1
        assert "As it stood" not in page.notices[0]


def test_what_was_known_is_only_for_who_sees_the_history(client, late_correction):
    page = visit(client, "/motions/?known_on=2020-06-30")
    assert "only for those who may see the history" in page.notices[0]
    assert page.cells("Execution") == ["Reported"]


def test_known_on_a_day_includes_its_last_moment_in_the_netherlands():
    known = moments.read(QueryDict("known_on=2020-07-01"), make_user("editor"))[0].known
    assert known.isoformat() == "2020-07-01T23:59:59.999999+02:00"


@pytest.mark.parametrize("format", READABLE)
def test_files_answer_for_a_day(client, late_correction, format):
    assert client.get(f"/motions/export/?format={format}&as_of=2020-05-31").status_code == 200
    assert client.get(f"/motions/export/?format={format}&as_of=nonsense").status_code == 400


def test_looking_back_costs_no_query_more(client, late_correction):
    def queries(address: str) -> int:
        with CaptureQueriesContext(connection) as captured:
            visit(client, address)
        return len(captured)

    for address in ("/motions/", "/motions/33694-56/"):
        visit(client, address)  # what is kept in memory of now
    few = queries("/motions/?as_of=2020-05-31")
    make_many("motion", 30, sort_date=datetime.date(2020, 1, 1), date="2020-01-01")
    for address in ("/motions/", "/motions/33694-56/"):
        visit(client, f"{address}?lang=en")
    assert queries("/motions/?as_of=2020-05-31") == few
    assert queries("/motions/?as_of=2020-05-31&execution=reported") < few  # the moment is in memory
    assert queries("/motions/33694-56/?as_of=2020-05-31") == queries("/motions/33694-56/")


def test_now_is_the_empty_moment():
    assert Moment().is_now
    assert Moment().query == ""


# What the other fields said: known from the history alone


@pytest.fixture
def handed_over():
    """A motion that went from one owner and unit to another, with another text, on 1 July 2020."""
    ann, bob = make_user("liaison", username="ann"), make_user("liaison", username="bob")
    old, new = make_unit("old"), make_unit("new", name_nl="Nieuw")
    motion = make_motion("33694", "56", title="The motion", owner=ann, unit=old, chamber="tweede")
    make_motion("33694", "57", title="Another", owner=bob)
    motion.public_text_nl = motion.public_text_en = "First text"
    motion.save()
    motion.owner, motion.unit, motion.chamber = bob, new, "eerste"
    motion.public_text_nl = motion.public_text_en = "Second text"
    motion.save()
    with history_kept_elsewhere():
        type(motion).objects.update(created_at=on("2020-01-15"))
    for group, day in zip(ChangeGroup.objects.order_by("pk"), ("2020-01-16", "2020-07-01"), strict=True):
        ChangeGroup.objects.filter(pk=group.pk).update(at=on(day))
    return motion


@pytest.mark.parametrize(
    ("query", "owner", "unit", "chamber", "text"),
    [
        ("known_on=2020-06-30", "ann", "old", "tweede", "First text"),
        ("as_of=2020-06-30&known_on=2020-06-30", "ann", "old", "tweede", "First text"),
        ("known_on=2020-07-01", "bob", "new", "eerste", "Second text"),
        ("as_of=2020-06-30", "bob", "new", "eerste", "Second text"),
    ],
)
def test_fields_are_as_they_stood_here_when_it_was_known(client, handed_over, query, owner, unit, chamber, text):
    client.force_login(make_user("liaison", username="carl"))
    page = visit(client, f"/motions/33694-56/?{query}")
    assert text in page.section("sides") and page.fact("Owner").casefold() == owner
    listed = visit(client, f"/motions/?{query}")
    for name, value in (("owner", owner), ("unit", unit), ("chamber", chamber)):
        found = visit(client, f"/motions/?{query}&{name}={value}").titles
        assert "The motion" in found and listed.facet(name)[value] == len(found), name
    file = body(client.get(f"/motions/export/?format=csv&{query}&chamber={chamber}")).decode()
    (row,) = csv.DictReader(io.StringIO(file))
    assert text in row.values() and owner in row.values()


def test_what_the_banner_says_of_a_day_and_of_what_was_known(client, handed_over):
    client.force_login(make_user("liaison"))
    day = visit(client, "/motions/33694-56/?as_of=2020-06-30")
    assert "texts, people, units and relations are those of now" in day.text
    known = next(link for link in day.links if "known_on=2020-06-30" in link)
    assert "own fields are as they stood here then" in visit(client, known).text
    client.logout()
    assert not [link for link in visit(client, "/motions/33694-56/?as_of=2020-06-30").links if "known_on" in link]


def test_reading_the_history_costs_the_same_for_many(client, handed_over):
    client.force_login(make_user("liaison", username="carl"))

    def queries() -> int:
        visit(client, "/motions/")
        with CaptureQueriesContext(connection) as captured:
            visit(client, "/motions/?known_on=2020-06-30")
        return len(captured)

    few = queries()
    for motion in make_many("motion", 30):
        motion.owner, motion.unit = handed_over.owner, handed_over.unit
        motion.save()
    with history_kept_elsewhere():
        Motion.objects.update(created_at=on("2020-01-15"))
    assert queries() == few
