from urllib.parse import quote

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cyberpolicy import catalogue
from cyberpolicy.models import Passage
from tests.factories import (
    cite,
    make_document,
    make_forum,
    make_initiative,
    make_many,
    make_motion,
    make_party,
    make_term,
    make_track,
    relate,
)  # fmt: skip
from tests.reading import inside, text_of, visit

pytestmark = pytest.mark.django_db

SOME = {"aria-labelledby": "some-words"}


def found(client, query: str, more: str = "") -> list[str]:
    """The titles found, in their order; without those that hold only some of the words."""
    page = visit(client, f"/search/?jump=no&q={quote(query)}{more}")
    assert page.status == 200
    of_some = {title for section in page.all("section", **SOME) for title in inside(section, "h3")}
    return [text_of(h3) for h3 in page.all("h3") if h3 not in of_some]


def test_words_are_found_in_any_order(client):
    make_forum(title="Coordinated vulnerability disclosure")
    assert found(client, "disclosure coordinated") == ["Coordinated vulnerability disclosure"]


def test_every_word_must_occur(client):
    make_forum(title="Coordinated disclosure")
    assert found(client, "coordinated nowhere") == []


@pytest.mark.parametrize("query", ["Geneve", "GENÈVE", "genève"])
def test_accents_and_capitals_do_not_matter(client, query):
    make_forum(title="Overleg in Genève")
    assert found(client, query) == ["Overleg in Genève"]


def test_short_names_and_other_names_are_found(client):
    make_forum(title="Werkgroep", abbreviation_nl="OEWG", aliases=["Open-ended Working Group"])
    assert found(client, "oewg") == found(client, "open-ended") == ["Werkgroep"]


@pytest.mark.parametrize(
    "query",
    [
        "33 694, nr. 56",
        "33694-56",
        "kst-33694-56",
        "33 694-56",
        "33694, nr. 56",
        "Kamerstuk 33 694, nr. 56",
        "33.694-56",
        "33694 nr 56",
    ],
)
def test_number_is_found_in_every_spelling(client, query):
    make_motion("33694", "56", title="The motion")
    make_document("33694", "56", title="The paper")
    make_motion("33694", "57", title="Another")
    assert sorted(found(client, query)) == ["The motion", "The paper"]


@pytest.mark.parametrize("query", ["26643-60", "26 643, nr. 60", "kst-26643-60"])
def test_number_in_a_further_dossier_is_found_in_every_spelling(client, query):
    make_document("33694", "60", title="Letter", further_dossiers=["26643"])
    assert found(client, query) == ["Letter"]


def test_titles_come_before_summaries(client):
    make_forum(title="Anders", summary_nl="Over attributie.")
    make_initiative(title="Attributie")
    assert found(client, "attributie") == ["Attributie", "Anders"]


def test_empty_search_shows_only_the_box(client):
    make_forum()
    page = visit(client, "/search/")
    assert page.status == 200
    assert page.texts("span", role="status") == []


def test_results_can_be_narrowed_to_a_kind(client):
    make_forum(title="Zebra forum")
    make_initiative(title="Zebra initiative")
    page = visit(client, "/search/?q=zebra")
    assert set(page.chips) == {"Forums 1", "Initiatives 1"}
    assert "/search/?q=zebra&kind=forum" in page.links
    assert visit(client, "/search/?q=zebra&kind=forum").notices == []
    assert found(client, "zebra", "&kind=forum") == ["Zebra forum"]


def test_results_are_in_pages(client):
    make_many("forum", 30, title="Zebra")
    page = visit(client, "/search/?q=zebra&page=2")
    assert len(found(client, "zebra")) == 25
    assert len(found(client, "zebra", "&page=2")) == 5
    assert "/search/?q=zebra" in page.links


@pytest.mark.parametrize("more", ["&nonsense=1", "&kind=nonsense", "&kind=%00"])
def test_wrong_value_gives_a_notice(client, more):
    make_forum(title="Zebra")
    page = visit(client, f"/search/?q=zebra{more}")
    assert page.counts == [1]
    assert len(page.notices) == 1


HOSTILE = [
    "\x00", "a\x00b", "'", '"', "''; DROP TABLE users; --", "%", "_", "%%%", "\\", "\\%", "a" * 10_000, "a " * 5_000,
    "😀", "👩\u200d👩\u200d👧", "שלום", "\u202eevil", "<script>alert(1)</script>", "()", "&|!", "a:*", "\ud7ff", "İ",
    "ﬁ", "*", "-", "..", "?q=x", "\r\nSet-Cookie: x",
]  # fmt: skip


@pytest.mark.parametrize("query", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_words_get_an_answer(client, query):
    make_forum(title="Zebra")
    for url in ("/search/?q=", "/forums/?q="):
        page = visit(client, url + quote(query))
        assert page.status == 200
        assert "<script>alert" not in page.html


def test_broken_encoding_gets_an_answer(client):
    assert visit(client, "/search/?q=%ff%fe%c0").status == 200


def test_track_in_which_nothing_stands_is_no_obstacle(client):
    make_track(slug="legal-order", title="Rechtsorde")
    make_forum(title="Zebra")
    page = visit(client, "/search/?q=zebra")
    assert page.status == 200 and "Zebra" in page.html


@pytest.mark.parametrize("more", ["", "&kind=forum"])
def test_query_count_is_flat(client, more):
    counts = []
    for number in (150, 400):
        make_many("forum", number, title="Zebra")
        make_initiative(title="Zebra")
        visit(client, "/search/?q=zebra&kind=motion")  # what is counted by is read once
        visit(client, "/forums/")
        with CaptureQueriesContext(connection) as queries:
            visit(client, f"/search/?q=zebra{more}")
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 30


# What a result shows


def test_best_come_first_and_the_rest_by_kind(client):
    make_many("forum", 8, title="Zebra forum")
    make_initiative(title="Zebra")
    page = visit(client, "/search/?q=zebra")
    assert page.texts("h3")[0] == "Zebra"
    assert page.texts("h2") == ["9 results", "Best results", "Forums"]
    assert len(page.texts("h3")) == 3 + 5  # the best, and the first of the others


def test_passage_is_shown_with_its_words_marked_and_its_place_linked(client):
    document = make_document("33694", "60", title="Letter")
    Passage.objects.create(document=document, locator="2.4", position=1, text="De zwaluw trekt naar Genève, elk jaar.")
    catalogue.refresh(document)
    page = visit(client, "/search/?q=geneve")
    assert page.texts("mark", "nl-mark") == ["Genève"]
    assert "/documents/kst-33694-60/#2.4" in page.links


def test_record_shows_the_passage_it_rests_on(client):
    document = make_document("33694", "60", title="Letter")
    Passage.objects.create(document=document, locator="2.4", position=1, text="Over de zwaluw.")
    forum = make_forum(title="Zwaluw")
    cite(forum, document, "2.4")
    assert "/documents/kst-33694-60/#2.4" in visit(client, "/search/?q=zwaluw&kind=forum").links


def test_facets_of_the_kind_filter_the_results(client):
    make_initiative(title="Zebra een", progress="ongoing")
    make_initiative(title="Zebra twee", progress="completed")
    page = visit(client, "/search/?q=zebra&kind=initiative")
    assert page.facet("status")["ongoing"] == page.facet("status")["completed"] == 1
    assert found(client, "zebra", "&kind=initiative&status=ongoing") == ["Zebra een"]


def test_facets_count_what_each_query_finds(client):
    track = make_track(slug="legal-order", title="Order")
    relate(make_forum(title="Zebra en mug"), "in-track", track)
    make_forum(title="Zebra")
    facets = [visit(client, f"/search/?q={query}").facet("track") for query in ("zebra", "mug", "zebra")]
    assert facets == [{"legal-order": 1, "none": 1}, {"legal-order": 1, "none": 0}, {"legal-order": 1, "none": 1}]


def test_track_filters_all_kinds(client):
    track = make_track(slug="legal-order", title="Order")
    for record in (make_forum(title="Zebra een"), make_initiative(title="Zebra twee")):
        relate(record, "in-track", track)
    make_forum(title="Zebra drie")
    page = visit(client, "/search/?q=zebra")
    assert page.facet("track") == {"legal-order": 2, "none": 1}
    assert sorted(found(client, "zebra", "&track=legal-order")) == ["Zebra een", "Zebra twee"]


def test_pieces_of_the_query_are_chips_that_can_be_removed(client):
    make_forum(title="Zebra en paard")
    page = visit(client, f"/search/?q={quote('zebra -ezel type:forum')}")
    assert page.counts == [1]
    assert any("-ezel" in chip for chip in page.chips) and any("type:forum" in chip for chip in page.chips)
    assert "/search/?q=zebra+type%3Aforum" in page.links


def test_odd_query_is_read_as_words_with_a_hint(client):
    make_forum(title="Zebra")
    page = visit(client, "/search/?q=%22zebra")
    assert page.counts == [1] and "quotation mark" in page.notices[0]


@pytest.mark.parametrize("text", ["?", "OR", '""', "-"])
def test_nothing_to_search_for_is_said(client, text):
    assert "no words to search for" in visit(client, f"/search/?q={quote(text)}").notices[0]


def test_what_is_related_to_a_record_in_the_query_is_offered(client):
    relate(make_party(title="Rusland"), "partner-in", make_forum(title="Sancties na NotPetya"))
    page = visit(client, "/search/?q=sancties+rusland")
    assert "1 more record is related to “rusland”" in page.text
    assert "/search/?q=sancties+party%3Arusland" in page.links
    assert "more record" not in visit(client, "/search/?q=sancties+rusland&kind=instrument").text


def test_list_finds_what_the_search_finds(client):
    make_term(title_nl="Attributie", title_en="Attribution")
    make_forum(title="Over attributies")
    assert visit(client, "/forums/?q=attribution").titles == found(client, "attribution", "&kind=forum")


# Jumping and suggesting


def test_number_alone_leads_straight_to_its_record(client):
    make_motion("33694", "56")
    assert client.get("/search/?q=33+694,+nr.+56").headers["Location"] == "/motions/33694-56/"
    assert client.get("/search/?q=33+694,+nr.+56&jump=no").status_code == 200


def test_number_of_a_hidden_record_leads_nowhere(client):
    make_motion("33694", "56", visibility="internal")
    assert visit(client, "/search/?q=33694-56").counts == [0]


def test_suggestions_name_kind_and_address(client):
    make_forum(title="Attributiegroep", slug="a")
    make_forum(title="Attributie geheim", visibility="internal")
    response = client.get("/search/suggest/?q=attr", HTTP_ACCEPT_LANGUAGE="en")
    assert response.json() == {"suggestions": [{"title": "Attributiegroep", "kind": "forum", "url": "/forums/a/"}]}


@pytest.mark.parametrize("query", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_words_get_suggestions(client, query):
    assert client.get(f"/search/suggest/?q={quote(query)}").status_code == 200


HEAVY = [
    " ".join(f"woord{n}" for n in range(500)), '"' * 500, "* " * 100, "a* b* c* d*", "(" * 200 + ")" * 200,
    "[a-z]+$|.*",    "x' OR 1=1 --", "NEAR(a b)", "titles:zebra", "{titles}:x", "-a -b -c", "spoor:" * 50,
    "jaar:99999999999999999999",    "jaar:0000", "33694-" + "9" * 400, "type:* forum:% land:'",
]  # fmt: skip


@pytest.mark.parametrize("query", HEAVY, ids=range(len(HEAVY)))
def test_heavy_query_gets_an_answer(client, query):
    make_forum(title="Zebra")
    for more in ("", "&kind=forum"):
        assert client.get(f"/search/?q={quote(query)}{more}").status_code in (200, 302)
