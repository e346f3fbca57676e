"""Previous and next in the list a reader came from."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

import cyberpolicy.urls  # noqa: F401  the tables are known once the addresses are
from cyberpolicy.neighbours import Neighbours
from cyberpolicy.tables import table_of
from tests.factories import add, make_forum, make_many, make_motion, make_user
from tests.reading import visit

pytestmark = pytest.mark.django_db


def walk(entries: list, query: str, user=None) -> list[tuple[int, int, str, str]]:
    """For each record its place, the length of the list, and the slugs before and after."""
    found = []
    for entry in entries:
        here = Neighbours(entry, query, user)
        before, after = here.previous, here.next
        found.append((here.number, here.count, before and before.entry.slug, after and after.entry.slug))
    return found


@pytest.mark.parametrize("sort", ["title", "-title", "date", "-date", "kind", "-kind"])
def test_every_order_is_walked_as_the_list_shows_it(client, sort):
    dates = ["2019", "", "2020-05", "2019", "", "2021"]
    for n, date in enumerate(dates):
        forum = make_forum(title=f"Forum {n // 2}", kind="process" if n % 2 else "coalition")
        if date:
            add(forum, "milestones", kind="started", date=date)
    shown = list(table_of("forum").ordered(type(forum).objects.all(), sort))
    slugs = [forum.slug for forum in shown]
    expected = [
        (n + 1, 6, slugs[n - 1] if n else None, slugs[n + 1] if n < 5 else None) for n in range(len(shown))
    ]  # fmt: skip
    assert walk(shown, f"sort={sort}") == expected


def test_reader_goes_from_the_list_to_the_next_record_and_back(client):
    for title in ("Alfa", "Bravo", "Charlie"):
        make_forum(title=title, slug=title.lower(), kind="coalition")
    make_forum(title="Aside", kind="process")
    row = next(link for link in visit(client, "/forums/?kind=coalition").links if "alfa" in link)
    page = visit(client, row)
    assert "1 of 3" in page.text
    onward = next(link for link in page.links if "bravo" in link)
    page = visit(client, onward)
    assert "2 of 3" in page.text
    assert "/forums/?kind=coalition" in page.links
    assert "Aside" not in page.text


def test_the_whole_list_is_one_too_and_no_list_shows_nothing(client):
    make_forum(slug="oewg")
    assert "1 of 1" in visit(client, "/forums/oewg/?from=").text
    assert "Back to the list" not in visit(client, "/forums/oewg/").text


def test_back_leads_to_the_page_of_the_list_that_holds_the_record():
    forums = make_many("forum", 60)
    ordered = sorted(forums, key=lambda forum: (forum.title, forum.pk))
    assert Neighbours(ordered[55], "per_page=25", None).list_url == "/forums/?per_page=25&page=3"


def test_record_outside_the_list_still_leads_back(client):
    make_forum(slug="oewg", kind="process")
    page = visit(client, "/forums/oewg/?from=kind%3Dcoalition")
    assert "not in that list" in page.text
    assert "/forums/?kind=coalition" in page.links


def test_hidden_record_is_neither_counted_nor_offered(client):
    for title in ("Alfa", "Charlie"):
        make_forum(title=title, slug=title.lower())
    make_forum(title="Bravo", slug="bravo", visibility="internal")
    page = visit(client, "/forums/alfa/?from=")
    assert "1 of 2" in page.text
    assert "bravo" not in page.html.lower()
    client.force_login(make_user("reader"))
    assert "1 of 3" in visit(client, "/forums/alfa/?from=").text


@pytest.mark.parametrize(
    "query", ["%00", "q=%2500", "x" * 3000, "sort=nonsense", "%26" * 900, "page=9999999999999", "kind=%25FF", "%FF"]
)
def test_strange_list_in_the_address_is_no_error(client, query):
    make_forum(slug="oewg")
    assert client.get(f"/forums/oewg/?from={query}").status_code == 200


def test_a_long_list_costs_as_many_queries_as_a_short_one():
    def queries(entry) -> int:
        with CaptureQueriesContext(connection) as seen:
            walk([entry], "sort=-date")
        return len(seen)

    motion = make_motion()
    make_many("motion", 3, sort_date=datetime.date(2020, 1, 1), date="2020-01-01")
    queries(motion)  # what is counted by is read once
    few = queries(motion)
    make_many("motion", 300, sort_date=datetime.date(2020, 1, 1), date="2020-01-01")
    queries(motion)
    assert queries(motion) == few <= 12
