"""Reading a document: contents, pages, quotes and footnotes."""

import pytest

from cyberpolicy.guard import history_kept_elsewhere
from cyberpolicy.models import DocumentVersion, Passage
from cyberpolicy.models.documents import PASSAGES_A_PAGE
from tests.factories import cite, make_document, make_forum
from tests.reading import visit

pytestmark = pytest.mark.django_db

LETTER = "/documents/kst-33694-60/"


def make_letter(count: int):
    """A letter of ``count`` paragraphs, ten a section, with text and titles."""
    letter = make_document("33694", "60", title="Letter")
    Passage.objects.bulk_create(
        Passage(
            document=letter, locator=f"{n // 10 + 1}.{n % 10 + 1}", section=str(n // 10 + 1), position=n + 1,
            text=f"Paragraph {n + 1} says what it says.",
        )
        for n in range(count)
    )  # fmt: skip
    titles = {str(n // 10 + 1): f"Title {n // 10 + 1}" for n in range(0, count, 10)}
    DocumentVersion.objects.create(document=letter, number=1, sha256="0", passages={}, sections=titles)
    with history_kept_elsewhere():
        letter.text_version = 1
        letter.save()
    return letter


def test_contents_lead_to_every_section(client):
    make_letter(25)
    page = visit(client, LETTER)
    assert [f"{LETTER}#s-{n}" in page.links for n in (1, 2, 3)] == [True] * 3
    assert page.texts("h3")[1:4] == ["1. Title 1", "2. Title 2", "3. Title 3"]


def test_each_paragraph_links_to_itself_and_to_its_citation(client):
    make_letter(3)
    links = visit(client, LETTER).links
    assert f"{LETTER}#1.2" in links
    assert f"{LETTER}cite/?passage=1.2" in links


def test_long_document_is_read_in_pages(client):
    letter = make_letter(PASSAGES_A_PAGE + 25)
    first, second = visit(client, LETTER), visit(client, f"{LETTER}?page=2")
    assert "Paragraph 100 says" in first.text
    assert "Paragraph 101 says" not in first.text
    assert "Paragraph 101 says" in second.text
    assert f"{LETTER}?page=2#s-11" in first.links
    assert letter.passages.get(position=101).get_absolute_url() == f"{LETTER}?page=2#11.1"


def test_place_is_found_on_whichever_page_it_stands(client):
    make_letter(PASSAGES_A_PAGE + 25)
    assert client.get(f"{LETTER}?at=11.3").headers["Location"] == f"{LETTER}?page=2#11.3"
    assert client.get(f"{LETTER}?at=s-11").headers["Location"] == f"{LETTER}?page=2#s-11"
    assert "no place" in visit(client, f"{LETTER}?at=99.9").notices[0]


@pytest.mark.parametrize("query", ["page=0", "page=99", "page=x", "page=%00", "page=" + "9" * 99, "at=%00", "page=²"])
def test_strange_page_gives_a_page(client, query):
    make_letter(3)
    assert visit(client, f"{LETTER}?{query}").status == 200


def test_quoted_words_are_marked_where_they_stand(client):
    letter = make_letter(3)
    citation = cite(make_forum(slug="oewg"), letter, "1.2", quote="what it says")
    page = visit(client, LETTER)
    assert page.texts("mark", id=f"q{citation.pk}") == ["what it says"]
    assert f"{LETTER}#q{citation.pk}" in visit(client, "/forums/oewg/").links


def test_quote_of_a_hidden_record_is_not_marked(client):
    cite(make_forum(state="draft"), make_letter(3), "1.2", quote="what it says")
    assert list(visit(client, LETTER).all("mark")) == []


def test_footnote_leads_back_to_its_mark(client):
    letter = make_letter(1)
    letter.passages.update(text="The agenda1 goes on.")
    Passage.objects.create(
        document=letter, locator="fn.1", section="voetnoot", kind="footnote", position=2, text="1 See there."
    )
    links = visit(client, LETTER).links
    assert f"{LETTER}#fn.1" in links
    assert "#fnref.1" in links


def test_document_without_text_tells_where_it_can_be_read(client):
    make_document("33694", "47", url="https://example.nl/kst-33694-47.html")
    page = visit(client, "/documents/kst-33694-47/")
    assert "Read it where it was published" in page.section("text")


def test_pages_cost_the_same_however_long_the_document(client, django_assert_max_num_queries):
    letter = make_letter(PASSAGES_A_PAGE * 3)
    for _ in range(10):
        cite(make_forum(), letter, "1.1")
    with django_assert_max_num_queries(30):
        visit(client, LETTER)
