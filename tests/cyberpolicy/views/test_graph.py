import csv
import io
from itertools import pairwise
from xml.etree import ElementTree

import pytest

from tests.factories import (
    cite,
    make_commitment,
    make_document,
    make_forum,
    make_incident,
    make_initiative,
    make_instrument,
    make_many,
    make_motion,
    make_party,
    make_position,
    make_term,
    make_track,
    relate,
    relate_many,
)
from tests.reading import attribute, body, text_of, visit

pytestmark = pytest.mark.django_db


def boxes(page) -> list[str]:
    """What the boxes of the drawing are called, in their order."""
    return [text_of(node[0]) for node in page.all("a", "node")]


def edges(page) -> list[tuple[str, str, str]]:
    """The rows of the table: subject, verb, object."""
    return list(zip(page.titles, page.cells("Relation"), page.cells("To"), strict=True))


def test_overview_shows_the_most_linked_and_the_links_between_them(client):
    track, forum, instrument = make_track(title="Track"), make_forum(title="EU"), make_instrument(title="Regime")
    make_forum(title="Lonely")
    relate(forum, "in-track", track)
    relate(forum, "adopted", instrument)
    page = visit(client, "/graph/")
    assert boxes(page) == ["Track (track)", "EU (forum)", "Regime (instrument)"]
    assert edges(page) == [("EU", "adopted", "Regime"), ("EU", "in track", "Track")]


def test_chosen_record_reads_as_sentences(client):
    russia, incident, forum = (
        make_party(title="Russia", slug="russia"),
        make_incident(title="Hack"),
        make_forum(title="OEWG"),
    )
    relate(incident, "attributed-to", russia, qualifier_nl="publiek", qualifier_en="publicly")
    relate(russia, "initiated", forum)
    page = visit(client, "/graph/?focus=party:russia")
    assert {"Hack – attributed to – Russia (publicly)", "Russia – initiated – OEWG"} <= set(page.texts("title"))
    assert {"Held responsible for", "Initiated", "publicly"} <= set(page.texts("text"))
    assert edges(page) == [("Hack", "attributed to (publicly)", "Russia"), ("Russia", "initiated", "OEWG")]
    assert f"/graph/?focus={forum.key.replace(':', '%3A')}" in page.links


def test_fields_that_name_a_record_are_relations_too(client):
    paper = make_document("33694", "56", title="Paper")
    old = make_motion("33694", "55", title="Old")
    make_motion("33694", "56", title="New", document=paper, replaces=old)
    party, topic = make_party(title="China", slug="china"), make_term(title="Norms")
    make_position(party, topic, "against")
    promise = make_commitment(title="First", slug="first")
    make_commitment(title="Again", repeats=promise)
    assert edges(visit(client, "/graph/?focus=motion:33694-56")) == [
        ("New", "paper", "Paper"),
        ("New", "replaces", "Old"),
    ]
    assert edges(visit(client, "/graph/?focus=party:china")) == [("China", "position (against)", "Norms")]
    assert edges(visit(client, "/graph/?focus=commitment:first")) == [("Again", "repeats or extends", "First")]


def test_second_step_adds_what_the_neighbours_hang_together_with(client):
    a, b, c = make_forum(title="A", slug="a"), make_initiative(title="B"), make_party(title="C")
    relate(b, "works-in", a)
    relate(c, "partner-in", b)
    assert "C (party)" not in visit(client, "/graph/?focus=forum:a").html
    page = visit(client, "/graph/?focus=forum:a&depth=2")
    assert "C – partner in – B" in page.texts("title")
    assert ("C", "partner in", "B") in edges(page)


def test_filters_narrow_the_relations(client):
    track = make_track(title="Response", slug="response")
    eu, one, two = make_forum(title="EU", slug="eu"), make_initiative(title="One"), make_instrument(title="Two")
    relate(one, "works-in", eu)
    relate(eu, "adopted", two)
    relate(one, "in-track", track)
    expected = {
        "": {"OneEU", "EUTwo"}, "&kind=instrument": {"EUTwo"}, "&relation=works-in": {"OneEU"},
        "&track=response": {"OneEU"},
    }  # fmt: skip
    for address, links in expected.items():
        page = visit(client, f"/graph/?focus=forum:eu{address}")
        assert {subject + object for subject, _verb, object in edges(page)} == links


def test_sources_stand_beside_each_relation(client):
    forum, instrument = make_forum(title="EU"), make_instrument(title="Regime")
    letter = make_document("33694", "60", passages=["2.1"], title="Letter")
    cite(forum, letter, "2.1", part=relate(forum, "adopted", instrument))
    page = visit(client, "/graph/")
    assert page.cells("Source") == ["Letter, § 2.1"]


def test_csv_and_svg_hold_the_same(client):
    relate(make_forum(title="@EU"), "adopted", make_instrument(title="Regime"), qualifier_nl="=1", qualifier_en="=1")
    rows = list(
        csv.reader(io.StringIO(body(client.get("/graph/export/?format=csv", HTTP_ACCEPT_LANGUAGE="en")).decode()))
    )
    assert rows[1][:6] == ["'@EU", "forum", "adopted", "Regime", "instrument", "'=1"]
    drawing = body(client.get("/graph/export/?format=svg", HTTP_ACCEPT_LANGUAGE="en"))
    assert ElementTree.fromstring(drawing).tag == "{http://www.w3.org/2000/svg}svg"
    assert b"class=" not in drawing
    assert b'href="http://testserver/graph/' in drawing


def test_without_relations_the_page_says_so(client):
    forum = make_forum(slug="a")
    assert "There are no relations yet" in visit(client, "/graph/").text
    assert "This record has no relations yet" in visit(client, f"/graph/?focus={forum.key}").text
    assert "Nothing meets all these filters" in visit(client, "/graph/?kind=forum").text


WRONG = [
    "from=nonsense", "from=2021&to=2020", "focus=forum", "focus=forum:nowhere", "focus=%00:%00", "focus=nonsense:x",
    "track=nonsense", "party=%00", "forum=" + "x" * 10_000, "kind=nonsense", "relation=%00", "depth=9", "nonsense=1",
]  # fmt: skip


@pytest.mark.parametrize("wrong", WRONG, ids=range(len(WRONG)))
def test_wrong_address_gives_a_notice_and_the_rest_works(client, wrong):
    relate(make_forum(title="EU"), "adopted", make_instrument(title="Regime"))
    page = visit(client, f"/graph/?{wrong}")
    assert page.status == 200
    assert len(page.notices) == 1
    assert page.titles == ["EU"]
    assert client.get(f"/graph/export/?format=csv&{wrong}").status_code == 400


def test_picture_stays_a_screenful_at_500_records(client, django_assert_max_num_queries):
    hub, others = make_party(title="Hub", slug="hub"), make_many("initiative", 500)
    relate_many([(hub, "partner-in", other) for other in others])
    relate_many([(one, "parallel-to", other) for one, other in pairwise(others)])
    with django_assert_max_num_queries(24):
        page = visit(client, "/graph/?focus=party:hub&depth=2")
    assert len(boxes(page)) < 60
    assert "only in the table" in page.text
    svg = next(page.all("svg", role="group"))
    assert float(attribute(svg, "viewbox").split()[3]) < 1500
