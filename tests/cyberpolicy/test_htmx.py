import json

import pytest

from tests.factories import make_forum, make_many, make_user
from tests.reading import attribute, visit

pytestmark = pytest.mark.django_db
SCRIPT = {"HX-Request": "true"}


def test_script_gets_rows_and_counts_and_no_page(client):
    make_forum(title="Zebra", kind="organ")
    make_forum(title="Lion", kind="process")
    html = client.get("/forums/?kind=organ", headers=SCRIPT).content.decode()
    assert "<html" not in html
    assert "Zebra" in html
    assert "Lion" not in html
    for name in ("list-count", "list-tools", "list-active", "chosen-kind", "options-kind", "year-bars"):
        assert html.count(f'id="{name}"') == 1
    assert html.count("hx-swap-oob") >= 6


def test_piece_and_page_tell_the_same(client):
    make_many("forum", 60, title="Zebra")
    page = visit(client, "/forums/?q=zebra&per_page=25&page=2")
    piece = client.get("/forums/?q=zebra&per_page=25&page=2", headers=SCRIPT | {"Accept-Language": "en"})
    results = piece.content.decode().partition('<div class="cp-tablewrap">')[2].partition('<span id="list-count"')[0]
    assert results.strip()
    assert results.strip() in page.html


def test_restoring_history_gives_the_whole_page(client):
    html = client.get("/forums/", headers=SCRIPT | {"HX-History-Restore-Request": "true"}).content.decode()
    assert "<html" in html


@pytest.mark.parametrize("headers", [{}, SCRIPT])
def test_caches_are_told_what_the_answer_depends_on(client, headers):
    vary = client.get("/forums/", headers=headers).headers["Vary"]
    assert {"HX-Request", "HX-History-Restore-Request", "Accept-Language", "Cookie"} <= set(vary.split(", "))


def test_piece_stays_in_no_cache(client):
    assert "no-store" in client.get("/forums/", headers=SCRIPT).headers["Cache-Control"]


def test_address_pushed_is_short_and_has_no_empty_or_usual_values(client):
    make_forum(kind="organ")
    answer = client.get("/forums/?q=&kind=organ&year_from=&sort=title&page=1", headers=SCRIPT)
    assert answer.headers["HX-Push-Url"] == "/forums/?kind=organ"


def test_same_address_is_not_pushed_again(client):
    here = SCRIPT | {"HX-Current-URL": "http://testserver/forums/?q=a"}
    assert client.get("/forums/?q=a&sort=title", headers=here).headers["HX-Push-Url"] == "false"


def test_language_of_the_address_stays_in_every_link(client):
    make_forum()
    page = visit(client, "/forums/?lang=en", "nl")
    assert "/forums/?sort=kind&lang=en" in page.links
    assert [attribute(box, "value") for box in page.all("input", name="lang")] == ["en", "en"]


def test_script_runs_nothing_that_the_policy_forbids(client):
    (meta,) = visit(client, "/forums/").all("meta", name="htmx-config")
    config = json.loads(attribute(meta, "content"))
    assert not config["includeIndicatorStyles"]
    assert not config["allowEval"]
    assert config["historyCacheSize"] == 0
    assert config["selfRequestsOnly"]


def test_piece_has_a_fixed_number_of_queries(client, django_assert_max_num_queries):
    make_many("forum", 200)
    client.force_login(make_user("editor"))
    with django_assert_max_num_queries(25):
        client.get("/forums/", headers=SCRIPT)


@pytest.mark.parametrize("value", ["true", "false", "%00", "x" * 5_000])
def test_strange_headers_give_an_answer(client, value):
    headers = {"HX-Request": value, "HX-Current-URL": value, "HX-Target": value}
    assert client.get("/forums/", headers=headers).status_code == 200
