import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.cases import EntryListCase
from tests.factories import add, make_forum, make_initiative, make_party, make_track, relate
from tests.reading import visit
from tracks import tables

pytestmark = pytest.mark.django_db


class TestTrackList(EntryListCase):
    table = tables.TRACKS


class TestInitiativeList(EntryListCase):
    table = tables.INITIATIVES


class TestForumList(EntryListCase):
    table = tables.FORUMS


class TestPartyList(EntryListCase):
    table = tables.PARTIES


class TestPlaceList(EntryListCase):
    table = tables.PLACES


class TestIncidentList(EntryListCase):
    table = tables.INCIDENTS


class TestChallengeList(EntryListCase):
    table = tables.CHALLENGES


class TestTermList(EntryListCase):
    table = tables.TERMS


@pytest.fixture
def track():
    return make_track(slug="capacity-building", title="Capacity building", order=3, goal_en="stronger together")


def test_track_page_lists_what_stands_in_it_by_kind(client, track):
    for number in range(12):
        relate(make_initiative(title=f"Initiative {number:02}"), "in-track", track)
    relate(make_forum(title="GFCE"), "in-track", track)
    page = visit(client, "/tracks/capacity-building/")
    assert "Stronger together" in page.text
    assert "GFCE" in page.section("forum")
    assert "Initiative 09" in page.section("initiative")
    assert "Initiative 10" not in page.section("initiative")
    assert "Show all 12" in page.section("initiative")
    assert "/initiatives/?track=capacity-building" in page.links
    assert page.texts("td", **{"data-label": "Tracks"}) == []  # each row would name this track


def test_track_page_counts_only_what_the_reader_may_see(client, track):
    relate(make_forum(), "in-track", track)
    relate(make_forum(title="Hidden", visibility="internal"), "in-track", track)
    page = visit(client, "/tracks/capacity-building/")
    assert "Number: 1" in page.section("forum")
    assert "Hidden" not in page.html


def test_track_page_has_the_dates_of_its_records_newest_first(client, track):
    for title, year in (("Old", "2015"), ("New", "2020")):
        forum = make_forum(title=title)
        relate(forum, "in-track", track)
        add(forum, "milestones", kind="set_up", date=year)
    hidden = make_forum(title="Hidden", state="draft")
    relate(hidden, "in-track", track)
    add(hidden, "milestones", kind="set_up", date="2019")
    timeline = visit(client, "/tracks/capacity-building/").section("timeline")
    assert timeline.index("New") < timeline.index("Old")
    assert "Hidden" not in timeline


def test_track_page_takes_the_same_queries_for_any_number(client, track, django_assert_num_queries):
    for _ in range(2):
        relate(make_initiative(), "in-track", track)
    visit(client, "/tracks/capacity-building/")  # what relations name is read once, for every reader
    relate(make_initiative(), "in-track", track)
    with CaptureQueriesContext(connection) as few:
        visit(client, "/tracks/capacity-building/")
    for _ in range(30):
        relate(make_initiative(), "in-track", track)
    with django_assert_num_queries(len(few)):
        visit(client, "/tracks/capacity-building/")


def test_track_without_records_has_a_page(client, track):
    assert visit(client, "/tracks/capacity-building/").heading == "Capacity building"


def test_party_page_shows_office_and_official_address(client):
    make_party(slug="blok", kind="person", office_en="Minister", organisation_uri="https://identifier.overheid.nl/x")
    page = visit(client, "/parties/blok/")
    assert page.fact("Office held") == "Minister"
    assert "https://identifier.overheid.nl/x" in page.links
    assert page.fact("Kind") == "Person"
