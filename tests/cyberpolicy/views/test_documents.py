import pytest

from cyberpolicy.views.documents import DOCUMENTS
from tests.cases import EntryListCase
from tests.factories import add, cite, make_document, make_forum, make_initiative, make_party, relate
from tests.reading import visit

pytestmark = pytest.mark.django_db


class TestDocumentList(EntryListCase):
    table = DOCUMENTS


@pytest.fixture
def letter():
    return make_document("33694", "60", passages=["1.1", "fn.1"], title="Letter", further_dossiers=["26643"])


def test_each_passage_has_an_address_and_says_what_rests_on_it(client, letter):
    forum = make_forum(title="Forum of states")
    cite(forum, letter, "1.1")
    page = visit(client, "/documents/kst-33694-60/")
    assert len(list(page.all("li", id="1.1"))) == 1
    section = page.section("passages")
    assert "§ 1, par. 1" in section.replace("\u00a0", " ")
    assert "Forum of states" in section
    assert "footnote 1" in section.lower()


def test_record_that_rests_twice_on_a_passage_stands_there_once(client, letter):
    forum = make_forum(title="Forum of states")
    cite(forum, letter, "1.1")
    cite(forum, letter, "1.1", part=add(forum, "milestones", kind="started", date="2019"))
    assert visit(client, "/documents/kst-33694-60/").section("passages").count("Forum of states") == 1


def test_what_rests_on_the_document_as_a_whole_stands_apart(client, letter):
    cite(make_initiative(title="Training"), letter, pages="3-4")
    page = visit(client, "/documents/kst-33694-60/")
    assert "Training" in page.section("resting")
    assert "Training" not in page.section("passages")


def test_text_of_a_passage_is_shown_once_it_is_loaded(client, letter):
    letter.passages.filter(locator="1.1").update(text="De tekst zelf.")
    assert "De tekst zelf." in visit(client, "/documents/kst-33694-60/").section("passages")


def test_document_without_passages_has_no_empty_section(client):
    make_document("33694", "47")
    assert visit(client, "/documents/kst-33694-47/").section("passages") == ""


def test_facts_of_a_document(client, letter):
    relate(letter, "sent-by", make_party(title="Minister", kind="office"))
    add(letter, "milestones", kind="published", date="2020-11-16")
    page = visit(client, "/documents/kst-33694-60/")
    shown = {
        label: page.fact(label).replace("\u00a0", " ") for label in ("Number", "Also filed under", "Sender", "Date")
    }
    assert shown == {
        "Number": "33 694, nr. 60", "Also filed under": "26 643", "Sender": "Minister", "Date": "16 Nov. 2020",
    }  # fmt: skip


def test_query_count_does_not_grow_with_what_rests_on_a_document(client, letter, django_assert_max_num_queries):
    for _ in range(20):
        cite(make_forum(), letter, "1.1")
    with django_assert_max_num_queries(25):
        visit(client, "/documents/kst-33694-60/")
