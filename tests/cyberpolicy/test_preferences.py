import csv
import io

import pytest

from cyberpolicy.models import ListPreference
from tests.factories import make_forum, make_initiative, make_many, make_user
from tests.reading import attribute, body, visit

pytestmark = pytest.mark.django_db


@pytest.fixture
def anna(client):
    user = make_user("reader", username="anna")
    client.force_login(user)
    return user


def headings(page) -> list[str]:
    return page.texts("th", "utrecht-table__header-cell", scope="col")


def exported(client, query: str) -> list[str]:
    content = body(client.get(f"/forums/export/?format=csv&lang=en&{query}")).decode("utf-8-sig")
    return next(csv.reader(io.StringIO(content)))


def test_address_names_the_columns(client):
    make_forum()
    page = visit(client, "/forums/?columns=title,date,summary")
    assert headings(page) == ["Title", "Date", "Summary"]
    assert "/forums/?columns=title,date,summary&sort=-title" in page.links


def test_form_without_script_names_each_column_by_itself(client):
    make_forum()
    assert headings(visit(client, "/forums/?columns=title&columns=kind")) == ["Title", "Kind"]


def test_title_is_always_there_and_unknown_columns_give_a_notice(client):
    make_forum()
    page = visit(client, "/forums/?columns=kind,nonsense,%00")
    assert headings(page) == ["Title", "Kind"]
    assert len(page.notices) == 2
    assert "nonsense" in page.notices[0]


def test_export_has_the_columns_of_the_page(client):
    make_forum()
    assert exported(client, "columns=title,kind") == ["Title", "Kind", "Address"]
    assert "Summary" in exported(client, "")


def test_choice_is_remembered_for_the_person_and_the_kind(client, anna):
    make_many("forum", 60)
    make_initiative()
    answer = client.post(
        "/preferences/forum/", {"columns": ["title", "date"], "per_page": "25", "sort": "-title", "q": "forum"}
    )
    assert answer.headers["Location"] == "/forums/?q=forum"
    page = visit(client, "/forums/")
    assert headings(page) == ["Title", "Date"]
    assert len(page.titles) == 25
    assert page.titles == sorted(page.titles, reverse=True)
    assert len(headings(visit(client, "/initiatives/"))) > 2
    client.force_login(make_user("reader"))
    assert len(headings(visit(client, "/forums/"))) > 2


def test_address_wins_over_what_is_remembered(client, anna):
    make_many("forum", 60)
    client.post("/preferences/forum/", {"columns": ["title", "date"], "per_page": "25", "sort": "-title"})
    page = visit(client, "/forums/?columns=title,kind&per_page=100&sort=title")
    assert headings(page) == ["Title", "Kind"]
    assert len(page.titles) == 60
    assert page.titles == sorted(page.titles)


def test_export_follows_what_is_remembered(client, anna):
    make_forum()
    client.post("/preferences/forum/", {"columns": ["title", "date"]})
    assert exported(client, "") == ["Title", "Date", "Address"]


def test_choice_can_be_forgotten(client, anna):
    client.post("/preferences/forum/", {"columns": ["title"], "per_page": "25"})
    assert ListPreference.objects.count() == 1
    client.post("/preferences/forum/", {"columns": ["title"], "forget": "1"})
    assert ListPreference.objects.count() == 0


def test_what_is_as_usual_is_not_kept(client, anna):
    make_forum()
    page = visit(client, "/forums/")
    ticked = [box for box in page.all("input", name="columns") if "checked" in box.attrib]
    shown = ["title", *(attribute(box, "value") for box in ticked)]
    client.post("/preferences/forum/", {"columns": shown, "per_page": "50", "sort": "title"})
    assert ListPreference.objects.count() == 0


@pytest.mark.parametrize("sent", [{"per_page": "-1"}, {"sort": "x" * 9_000}, {"columns": ["\x00", "x" * 9_000]}, {}])
def test_nonsense_is_not_kept(client, anna, sent):
    assert client.post("/preferences/forum/", sent).status_code == 302
    assert ListPreference.objects.count() == 0


def test_visitor_has_nothing_to_remember(client):
    assert client.post("/preferences/forum/", {"columns": ["title"]}).status_code == 403
    assert ListPreference.objects.count() == 0


def test_unknown_kind_is_not_found(client, anna):
    assert client.post("/preferences/nonsense/").status_code == 404
