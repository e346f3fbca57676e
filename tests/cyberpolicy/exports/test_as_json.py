import json

import pytest

from tests.factories import (
    add,
    cite,
    make_document,
    make_forum,
    make_motion,
    make_party,
    make_position,
    make_term,
    make_track,
    relate,
)
from tests.reading import body

pytestmark = pytest.mark.django_db


def export(client, url: str) -> list[dict]:
    return json.loads(body(client.get(f"{url}export/?format=json")))["rows"]


@pytest.fixture
def forum():
    letter = make_document(
        "33694", "60", passages=["1.2"], url="https://zoek.officielebekendmakingen.nl/kst-33694-60.html"
    )
    forum = make_forum(
        slug="oewg",
        title_nl="Werkgroep",
        title_en="Working group",
        abbreviation_en="OEWG",
        summary_nl="Open",
        kind="process",
    )
    alias = add(forum, "aliases", text="Open-ended", language="en", kind="other_name")
    add(forum, "milestones", kind="set_up", date="2018-12", is_expected=True)
    relate(forum, "in-track", make_track(slug="legal-order", title="Legal order"))
    up = relate(forum, "part-of", make_forum(slug="un", title="UN"), qualifier_en="since 2018")
    relate(make_party(slug="nl", title="Netherlands"), "supports", forum)
    cite(forum, letter, "1.2")
    cite(forum, letter, "1.2", part=alias, as_stated="open")
    cite(forum, letter, part=up, pages="3-4")
    return forum


def test_record_has_address_kind_and_both_titles(client, forum):
    (row,) = [row for row in export(client, "/forums/") if row["slug"] == "oewg"]
    assert row["address"] == "http://testserver/forums/oewg/"
    assert (row["kind"], row["type"]) == ("forum", "process")
    assert (row["title_nl"], row["title_en"], row["abbreviation_en"]) == ("Werkgroep", "Working group", "OEWG")
    assert (row["summary_nl"], row["version"]) == ("Open", None)  # a number is for who may read the history
    assert row["date"] == "2018-12"
    assert row["tracks"] == [{"key": "track:legal-order", "title_nl": "Legal order", "title_en": "Legal order"}]


def test_record_has_its_parts_with_their_sources(client, forum):
    (row,) = [row for row in export(client, "/forums/") if row["slug"] == "oewg"]
    (alias,), (milestone,) = row["aliases"], row["milestones"]
    assert (alias["text"], alias["language"], alias["sources"][0]["as_stated"]) == ("Open-ended", "en", "open")
    assert (milestone["kind"], milestone["date"], milestone["is_expected"]) == ("set_up", "2018-12", True)


def test_record_has_its_relations_in_both_directions(client, forum):
    (row,) = [row for row in export(client, "/forums/") if row["slug"] == "oewg"]
    relations = {(r["kind"], r["this_is"], r["other"]["key"]): r for r in row["relations"]}
    assert set(relations) == {
        ("in-track", "subject", "track:legal-order"), ("part-of", "subject", "forum:un"),
        ("supports", "object", "party:nl"),
    }  # fmt: skip
    up = relations["part-of", "subject", "forum:un"]
    assert (up["qualifier_en"], up["sources"][0]["pages"]) == ("since 2018", "3-4")


def test_incoming_relation_brings_the_sources_that_hang_on_its_subject(client, forum):
    (row,) = [row for row in export(client, "/forums/") if row["slug"] == "un"]
    (relation,) = row["relations"]
    assert relation["this_is"] == "object"
    assert [source["document"] for source in relation["sources"]] == ["kst-33694-60"]


def test_source_has_document_place_and_official_address(client, forum):
    (row,) = [row for row in export(client, "/forums/") if row["slug"] == "oewg"]
    (source,) = row["sources"]
    assert source == {
        "document": "kst-33694-60", "locator": "1.2", "pages": "", "field": "", "as_stated": "", "quote": "",
        "official_address": "https://zoek.officielebekendmakingen.nl/kst-33694-60.html",
    }  # fmt: skip


def test_motion_has_its_outcomes_and_requests(client):
    motion = make_motion("33694", "56")
    add(motion, "outcomes", outcome="adopted", date="[2019-07-05..]", source_wording="aanvaard")
    add(motion, "requests", number=1, text_nl="Vraag")
    (row,) = export(client, "/motions/")
    assert row["outcome"] == "adopted"
    assert row["outcomes"][0]["source_wording"] == "aanvaard"
    assert [request["text_nl"] for request in row["requests"]] == ["Vraag"]


def test_position_names_its_topic(client):
    make_position(make_party(), make_term(slug="sanctions"), "voor")
    (row,) = export(client, "/parties/")
    positions = row["positions"]
    assert [position["topic"] for position in positions] == ["term:sanctions"]


def test_letters_are_not_escaped(client):
    make_forum(title="Coördinatie 😀")
    assert "Coördinatie 😀" in body(client.get("/forums/export/?format=json")).decode()


def test_nothing_is_still_json(client):
    assert export(client, "/forums/") == []


def test_hidden_records_are_left_out_of_relations_and_sources(client, forum):
    relate(forum, "supports", make_forum(title="Hidden", slug="hidden", visibility="internal"))
    cite(forum, make_document(slug="hidden-paper", state="draft"))
    assert "hidden" not in body(client.get("/forums/export/?format=json")).decode().lower()
