"""Citing in three steps: the document, the paragraph, the words."""

import pytest

from cyberpolicy.models import ChangeGroup, Citation
from tests.factories import add, cite, make_document, make_forum, make_user, relate
from tests.reading import Page, visit

pytestmark = pytest.mark.django_db
TEXT = "Nederland zet in op de normen. Nederland betaalt mee."


@pytest.fixture
def editor(client):
    client.force_login(make_user("editor"))
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    return client


@pytest.fixture
def letter():
    document = make_document("33694", "60", passages=["1.1", "1.2"], title="Letter of 2020")
    document.passages.filter(locator="1.2").update(text=TEXT)
    return document


@pytest.fixture
def forum():
    return make_forum(slug="oewg")


STEP = "/desk/cite/forum/oewg/?document=kst-33694-60"
LAST = f"{STEP}&passage=1.2"


def sent(client, url: str = LAST, **values):
    return client.post(url, {"seen_version": 1, "about": "", "quote": "", **values}, follow=True)


def test_page_of_the_record_leads_to_the_documents(editor, letter, forum):
    assert "/desk/cite/forum/oewg/" in visit(editor, "/forums/oewg/").links
    assert STEP.partition("/oewg/")[2] in "".join(visit(editor, "/desk/cite/forum/oewg/").links)


def test_document_is_found_by_every_spelling_of_its_number(editor, letter, forum):
    make_document(title="Another")
    page = visit(editor, "/desk/cite/forum/oewg/?words=33 694, nr. 60")
    assert "Letter of 2020" in page.text
    assert "Another" not in page.text


def test_document_that_the_record_rests_on_comes_first(editor, letter, forum):
    known = make_document(title="Zuletzt")
    cite(forum, known)
    text = visit(editor, "/desk/cite/forum/oewg/").text
    assert text.index("Zuletzt") < text.index("Letter of 2020")


def test_documents_chosen_lately_come_first_for_the_next_record(editor, letter, forum):
    make_document(title="Another")
    last = make_document(title="Zuletzt", passages=["1.1"])

    def offered() -> list[str]:
        text = visit(editor, "/desk/sources/").texts("ol", "cp-choices")[0]
        return sorted(("Another", "Letter of 2020", "Zuletzt"), key=text.index)

    visit(editor, f"/desk/sources/?document={last.slug}&passage=1.1")
    visit(editor, LAST)
    assert offered() == ["Letter of 2020", "Zuletzt", "Another"]
    editor.force_login(make_user("liaison"))
    assert offered() == ["Another", "Letter of 2020", "Zuletzt"]  # another person, another session


def test_paragraph_is_chosen_from_its_text(editor, letter, forum):
    page = visit(editor, STEP)
    assert TEXT in page.text
    assert page.html.count('type="radio"') == 3
    assert visit(editor, f"{STEP}&words=betaalt").html.count('type="radio"') == 2


def test_words_become_a_quote_with_its_place(editor, letter, forum):
    page = Page(sent(editor, quote="Nederland\r\nbetaalt mee"))
    citation = Citation.objects.get()
    assert (citation.quote, citation.quote_start, citation.quote_end) == ("Nederland betaalt mee", 31, 52)
    assert "“Nederland betaalt mee”" in page.section("evidence")
    assert f"/changes/{ChangeGroup.objects.get().pk}/undo/" in page.links


def test_departure_from_the_passage_is_shown(editor, letter, forum):
    page = Page(sent(editor, quote="Nederland betaald"))
    assert "After “Nederland betaal” the passage goes on with “t mee.”; your quote has “d”." in page.text
    assert not Citation.objects.exists()


def test_citation_belongs_to_the_fact_that_was_chosen(editor, letter, forum):
    alias = add(forum, "aliases", text="Anders")
    forum.refresh_from_db()
    sent(editor, about=f"part:{alias.pk}", seen_version=forum.version)
    forum.refresh_from_db()
    sent(editor, about="field:title", seen_version=forum.version)
    assert list(Citation.objects.order_by("pk").values_list("part_id", "field")) == [(alias.pk, ""), (None, "title")]


def test_same_citation_is_not_added_twice(editor, letter, forum):
    sent(editor, quote="normen")
    forum.refresh_from_db()
    page = Page(sent(editor, quote="normen", seen_version=forum.version))
    assert "Nothing changed" in "".join(page.notices)
    assert Citation.objects.count() == 1


def test_the_same_words_at_another_place_are_another_source(editor, letter, forum):
    for word in (0, 1):
        forum.refresh_from_db()
        sent(editor, quote="Nederland", quote_at=TEXT.rindex("Nederland") * word, seen_version=forum.version)
    places = Citation.objects.order_by("pk").values_list("quote_start", flat=True)
    assert list(places) == [TEXT.index("Nederland"), TEXT.rindex("Nederland")]


def test_a_value_as_stated_that_is_added_to_a_known_place_is_kept(editor, letter, forum):
    sent(editor)
    forum.refresh_from_db()
    sent(editor, as_stated="2019", seen_version=forum.version)
    assert set(Citation.objects.values_list("as_stated", flat=True)) == {"", "2019"}


def test_document_as_a_whole_with_pages(editor, letter, forum):
    sent(editor, f"{STEP}&passage=-", pages="3-4")
    citation = Citation.objects.get()
    assert (citation.document_id, citation.passage_id, citation.pages) == (letter.pk, None, "3-4")


@pytest.mark.parametrize(
    "query",
    [
        "document=x",
        "document=%00",
        "passage=1.2",
        "document=kst-33694-60&passage=9.9",
        "words=%00",
        "words=" + "x" * 9999,
    ],
)
def test_wrong_address_gives_a_step_and_no_error(editor, letter, forum, query):
    for base in ("/desk/cite/forum/oewg/", "/desk/sources/"):
        assert editor.get(f"{base}?{query}").status_code == 200
    assert editor.post(f"/desk/cite/forum/oewg/?{query}", {"seen_version": "1"}).status_code == 200


def test_part_of_another_record_is_refused(editor, letter, forum):
    other = add(make_forum(), "aliases", text="Van een ander")
    sent(editor, about=f"part:{other.pk}")
    assert not Citation.objects.exists()


def test_hidden_documents_and_parts_are_not_offered(client, letter, forum):
    make_document(title="Zwaluw", slug="zwaluw", visibility="confidential")
    relate(forum, "supports", make_forum(title="Zwaluw", visibility="confidential"))
    person = make_user("reader")
    from django.contrib.auth.models import Permission

    person.user_permissions.add(Permission.objects.get(codename="change_forum"))
    client.force_login(person)
    for url in ("/desk/cite/forum/oewg/", LAST, "/desk/cite/forum/oewg/?document=zwaluw"):
        page = client.get(url)
        assert page.status_code == 200
        assert "Zwaluw" not in page.content.decode()


def test_passage_is_picked_as_a_line_for_a_box(editor, letter):
    page = visit(editor, "/desk/sources/?document=kst-33694-60&passage=1.2")
    assert 'value="kst-33694-60: 1.2" data-picked' in page.html


@pytest.mark.parametrize(("at", "start"), [("", 0), ("31", 31), ("999999", 31)])
def test_words_that_stand_there_twice_are_quoted_where_they_were_marked(editor, letter, forum, at, start):
    assert TEXT.rindex("Nederland") == 31
    sent(editor, quote="Nederland", quote_at=at)
    citation = Citation.objects.get()
    assert (citation.quote_start, citation.quote_end) == (start, start + len("Nederland"))
    shown = visit(editor, "/documents/kst-33694-60/").html
    mark = shown.index(f'id="{citation.quote_id}"')
    assert ("zet in op" in shown[:mark]) == (start > 0)
