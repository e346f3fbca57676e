from urllib.parse import quote

import pytest

from tests.factories import make_document, make_forum, make_initiative, make_many, make_motion
from tests.reading import visit

pytestmark = pytest.mark.django_db


def found(client, query: str, more: str = "") -> list[str]:
    """The titles found, in their order."""
    page = visit(client, f"/search/?q={quote(query)}{more}")
    assert page.status == 200
    return [text for text in page.texts("h3") if "Nothing was found" not in text]


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


def test_nothing_found_says_so_and_helps(client):
    page = visit(client, "/search/?q=zzz")
    assert page.counts == [0]
    assert "Nothing was found for “zzz”" in page.text
    assert "33 694, nr. 56" in page.text


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


def test_query_count_is_flat(client, django_assert_num_queries):
    make_many("forum", 2, title="Zebra")
    with django_assert_num_queries(3):
        visit(client, "/search/?q=zebra")
    make_many("forum", 500, title="Zebra")
    with django_assert_num_queries(3):
        visit(client, "/search/?q=zebra")
