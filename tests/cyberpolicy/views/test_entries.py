import pytest

from tests.factories import add, make, make_document, make_forum, make_motion, make_user
from tests.reading import visit

pytestmark = pytest.mark.django_db

SPELLINGS = [
    "33 694-56",
    "kst-33694-56",
    "33694-56",
    "KST-33694-56",
    "33 694, nr. 56",
    "33.694-56",
    "Kamerstuk 33 694 nr. 56",
]


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_every_spelling_of_a_number_leads_to_the_one_address_of_a_motion(client, spelling):
    make_motion("33694", "56")
    response = client.get(f"/motions/{spelling}/", follow=True)
    assert response.status_code == 200
    assert response.redirect_chain in ([("/motions/33694-56/", 301)], [])
    assert response.request["PATH_INFO"] == "/motions/33694-56/"


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_every_spelling_of_a_number_leads_to_the_one_address_of_a_document(client, spelling):
    make_document("33694", "56")
    response = client.get(f"/documents/{spelling}/", follow=True)
    assert response.status_code == 200
    assert response.request["PATH_INFO"] == "/documents/kst-33694-56/"


def test_paper_of_the_senate_is_found_in_small_letters(client):
    make_document("33694", "A")
    assert client.get("/documents/33694-a/").headers["Location"] == "/documents/kst-33694-A/"


def test_former_address_redirects_for_good(client):
    forum = make_forum(slug="old")
    for slug in ("newer", "newest"):
        forum.slug = slug
        forum.save()
    for slug in ("old", "newer"):
        response = client.get(f"/forums/{slug}/")
        assert (response.status_code, response.headers["Location"]) == (301, "/forums/newest/")


def test_former_address_that_is_used_again_shows_the_new_record(client):
    forum = make_forum(slug="old", title="First")
    forum.slug = "new"
    forum.save()
    make_forum(slug="old", title="Second")
    assert visit(client, "/forums/old/").heading == "Second"


def test_capitals_in_an_address_do_not_matter(client):
    make_forum(slug="oewg")
    assert client.get("/forums/OEWG/").headers["Location"] == "/forums/oewg/"


@pytest.mark.parametrize("slug", ["nowhere", "33694-99", "%00", "a%00b", "%F0%9F%98%80", "x" * 5000, "..", "%27"])
def test_unknown_address_gives_the_page_that_says_so(client, slug):
    page = visit(client, f"/forums/{slug}/")
    assert page.status == 404
    assert "does not exist" in page.heading


@pytest.mark.parametrize("kind", ["forum", "motion", "document"])
def test_address_of_one_kind_is_none_of_another(client, kind):
    entry = make(kind)
    assert client.get(f"/parties/{entry.slug}/").status_code == 404


def test_page_shows_what_is_known(client):
    forum = make_forum(
        slug="oewg", title_nl="Werkgroep", title_en="Working group", abbreviation_en="OEWG", summary_en="Open to all.",
        dutch_role_en="Takes part",
    )  # fmt: skip
    add(forum, "aliases", text="Open-ended", kind="other_name")
    page = visit(client, "/forums/oewg/")
    assert page.heading == "Working group"
    assert "Open to all." in page.section("summary")
    assert "Unsourced" in page.section("summary")
    assert page.fact("Role of the Netherlands") == "Takes part"
    assert "Open-ended" in page.fact("Other names")
    assert page.fact("Permanent address") == "/forums/oewg/"


def test_page_marks_what_is_not_public(client):
    make_forum(slug="oewg", visibility="internal", state="draft")
    client.force_login(make_user("editor"))
    text = visit(client, "/forums/oewg/").text
    assert "internal" in text
    assert "draft" in text


def test_only_who_may_edit_is_offered_to(client):
    make_forum(slug="oewg")
    assert "Edit" not in visit(client, "/forums/oewg/").text
    client.force_login(make_user("editor", is_staff=True))
    assert any("/admin/tracks/forum/" in link for link in visit(client, "/forums/oewg/").links)
    client.force_login(make_user("liaison", is_staff=True))
    assert not any("/admin/tracks/forum/" in link for link in visit(client, "/forums/oewg/").links)


def test_page_without_a_slash_leads_to_the_page(client):
    make_forum(slug="oewg")
    assert client.get("/forums/oewg").headers["Location"] == "/forums/oewg/"


def test_only_reading_is_possible(client):
    make_forum(slug="oewg")
    for url in ("/forums/", "/forums/oewg/", "/forums/export/", "/search/"):
        assert client.post(url).status_code == 405, url
