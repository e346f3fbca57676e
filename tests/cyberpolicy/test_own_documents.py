"""References in the texts of a page lead to our own document where the reader may see it, else to its publisher."""

import pytest

from tests.factories import add, make_document, make_forum, make_user

pytestmark = pytest.mark.django_db
OFFICIAL = 'href="https://zoek.officielebekendmakingen.nl/kst-26643-536.html"'


def page_of(client, text: str) -> str:
    forum = make_forum(slug="oewg", summary_nl=text, summary_en=text)
    add(forum, "notes", text_nl=text, text_en=text)
    return client.get("/forums/oewg/").content.decode()


def test_summary_and_notes_lead_to_our_own_document(client):
    make_document("26643", "536")
    page = page_of(client, "Zie Kamerstuk 26 643, nr. 536.")
    assert page.count('<a class="nl-link" href="/documents/kst-26643-536/">Kamerstuk 26 643, nr. 536</a>') == 2


def test_a_document_that_is_not_here_is_linked_at_its_publisher(client):
    assert OFFICIAL in page_of(client, "Zie Kamerstuk 26 643, nr. 536.")


@pytest.mark.parametrize(("group", "is_ours"), [("", False), ("reader", True)])
def test_a_hidden_document_is_ours_only_for_who_may_see_it(client, group, is_ours):
    make_document("26643", "536", visibility="internal")
    if group:
        client.force_login(make_user(group))
    page = page_of(client, "Zie Kamerstuk 26 643, nr. 536.")
    assert ('href="/documents/kst-26643-536/"' in page) is is_ours
    assert (OFFICIAL in page) is not is_ours


def test_what_looks_like_markup_in_a_text_stays_text(client):
    page = page_of(client, "<b>Kamerstuk 26 643, nr. 536</b>")
    assert "&lt;b&gt;" in page
