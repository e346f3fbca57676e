"""Numbers of more than three digits: parted where people read them, never where machines do."""

import re

import pytest
from django.urls import reverse

from cyberpolicy.models import ChangeGroup
from tests.factories import make, make_forum, make_many, make_user
from tests.reading import body, visit

MANY = 1_234
# what machines read: an identifier with a separator would lead nowhere
FOR_MACHINES = re.compile(
    r'\s(?:id|for|name|value|href|action|viewBox|aria-labelledby)="[^"]*\d[.,\u00a0]\d{3}(?!\d)[^"]*"'
)
PAGES = [
    "/", "/motions/", "/motions/33694-56/", "/documents/kst-33694-60/", "/tracks/legal-order/", "/parties/netherlands/",
    "/timeline/", "/graph/", "/graph/?focus=party:netherlands", "/changes/", "/desk/", "/desk/obligations/",
    "/reports/",
    "/search/?q=attributie", "/watching/", "/views/", "/compare/?entry=party:netherlands&entry=forum:nato",
    "/admin/instruments/motion/", "/admin/tracks/forum/", "/admin/cyberpolicy/changegroup/",
]  # fmt: skip


@pytest.fixture
def many(db) -> None:
    make_many("forum", MANY)


@pytest.mark.parametrize(("language", "shown"), [("nl", "1.234"), ("en", "1,234")])
def test_the_count_of_a_list_is_parted_as_the_language_does(many, client, language, shown):
    page = visit(client, "/forums/", language)
    assert f"{shown} " in page.text
    assert f"({shown})" in page.texts("title")[0]


def test_the_count_beside_an_option_is_parted(many, client):
    assert any("1,234" in text for text in visit(client, "/forums/?state=published").texts("label", "cp-opt"))


def test_what_a_bulk_change_did_is_told_with_a_parted_number(many, client):
    client.force_login(make_user("editor"))
    page = visit(client, reverse("bulk", args=["forum"]), "nl")
    assert "Alle 1.234" in page.text


@pytest.mark.parametrize("path", ["/listings/", "/listings/largest/"])
def test_an_amount_of_a_record_is_parted(db, client, path):
    make("listing", slug="largest", persons=MANY)
    assert "1.234" in visit(client, path, "nl").text


@pytest.mark.parametrize("path", ["/motions/", "/search/", "/timeline/"])
def test_a_year_that_was_asked_for_is_no_amount(letter, client, path):
    query = "?q=motie&year_from=2018&year_to=2020&from=2018&to=2020"
    text = visit(client, f"{path}{query}", "nl").text
    assert "2018" in text
    assert not re.search(r"\b2\.0[12]\d\b", text)


@pytest.mark.parametrize("format", ["json", "csv"])
def test_files_have_the_plain_number(db, client, format):
    make("listing", persons=MANY)
    answer = client.get(f"/listings/export/?format={format}", HTTP_ACCEPT_LANGUAGE="nl")
    assert re.search(r"\b1234\b", body(answer).decode())


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("language", ["nl", "en"])
def test_no_identifier_is_parted(letter, client, path, language):
    client.force_login(make_user("administrator", is_staff=True, is_superuser=True))
    page = visit(client, path, language)
    assert page.status == 200
    assert FOR_MACHINES.findall(page.html) == []


def test_the_number_of_an_action_is_an_identifier(letter, client):
    client.force_login(make_user("editor"))
    make_forum(title="Nieuw").save()
    group = ChangeGroup.objects.first()
    assert group.pk > 9_999
    for name in ("change-detail", "change-undo"):
        page = visit(client, reverse(name, args=[group.pk]), "nl")
        assert f" {group.pk}" in page.text
        assert FOR_MACHINES.findall(page.html) == []
