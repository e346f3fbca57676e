import pytest

from cyberpolicy.models import SavedView
from tests.factories import make_forum, make_initiative, make_unit, make_user, relate
from tests.reading import attribute, visit

pytestmark = pytest.mark.django_db


@pytest.fixture
def unit():
    return make_unit()


@pytest.fixture
def anna(unit):
    return make_user("editor", username="anna", unit=unit)


@pytest.fixture
def ben(unit):
    return make_user("reader", username="ben", unit=unit)


def saved(client, query: str = "kind=organ", **values) -> SavedView:
    answer = client.post("/views/new/", {"kind": "forum", "query": query, "name": "Organs"} | values)
    assert answer.status_code == 302
    return SavedView.objects.latest("pk")


def test_list_page_offers_to_save_it_as_it_is(client, anna):
    client.force_login(anna)
    make_forum(kind="organ")
    (link,) = [link for link in visit(client, "/forums/?kind=organ&page=1").links if link.startswith("/views/new/")]
    page = visit(client, link.replace("&amp;", "&"))
    assert "Kind: organ" in page.text
    assert "1 result now" in page.text


def test_view_has_an_address_that_gives_its_list(client, anna):
    client.force_login(anna)
    view = saved(client, "kind=organ&sort=-title&columns=title,date&nonsense=1&page=3")
    assert client.get(f"/views/{view.pk}/").headers["Location"] == "/forums/?kind=organ&columns=title,date&sort=-title"


def test_what_the_owner_prefers_is_written_into_the_view(client, anna, ben):
    client.force_login(anna)
    client.post("/preferences/forum/", {"columns": ["title", "date"], "per_page": "25"})
    view = saved(client, is_shared="on")
    client.force_login(ben)
    assert client.get(f"/views/{view.pk}/").headers["Location"] == "/forums/?kind=organ&columns=title,date&per_page=25"


def test_own_view_is_seen_by_nobody_else(client, anna, ben):
    client.force_login(anna)
    view = saved(client)
    client.force_login(ben)
    assert "Organs" not in visit(client, "/views/").text
    for address in ("", "edit/", "delete/"):
        assert client.get(f"/views/{view.pk}/{address}").status_code == 404
    assert client.post(f"/views/{view.pk}/delete/").status_code == 404
    client.logout()
    assert client.get(f"/views/{view.pk}/").headers["Location"].startswith("/login/")


def test_shared_view_is_for_the_unit_to_use_and_for_the_owner_to_change(client, anna, ben):
    client.force_login(anna)
    view = saved(client, is_shared="on")
    client.force_login(ben)
    assert "Organs" in visit(client, "/views/").section("shared")
    assert client.get(f"/views/{view.pk}/").status_code == 302
    assert client.get(f"/views/{view.pk}/edit/").status_code == 404
    client.force_login(make_user("editor", unit=make_unit("other")))
    assert client.get(f"/views/{view.pk}/").status_code == 404


def test_shared_view_does_not_tell_of_records_a_colleague_may_not_see(client, anna, ben):
    relate(make_initiative(), "works-in", make_forum(slug="secret-talks", visibility="confidential"))
    client.force_login(anna)
    answer = client.post(
        "/views/new/",
        {"kind": "initiative", "query": "q=a&forum=secret-talks", "name": "Talks", "is_shared": "on"},
    )
    assert answer.status_code == 302
    view = SavedView.objects.get()
    assert "forum=secret-talks" in client.get(f"/views/{view.pk}/").headers["Location"]
    client.force_login(ben)
    page = client.get(f"/views/{view.pk}/", follow=True, HTTP_ACCEPT_LANGUAGE="en")
    assert page.redirect_chain == [("/initiatives/?q=a", 302)]
    assert "secret-talks" not in page.content.decode()
    assert "does not apply to you" in page.content.decode()


def test_value_that_is_no_more_gives_the_usual_notice(client, anna):
    client.force_login(anna)
    make_forum()
    view = saved(client, "kind=organ&track=gone")
    page = visit(client, client.get(f"/views/{view.pk}/").headers["Location"])
    assert page.notices[1:] == ["“gone” is not an option of “Track”; it was left out."]


def test_view_needs_a_name_of_its_own(client, anna):
    client.force_login(anna)
    saved(client)
    for name in ("", "Organs", "x" * 101):
        answer = client.post("/views/new/", {"kind": "forum", "query": "", "name": name}, HTTP_ACCEPT_LANGUAGE="en")
        assert answer.status_code == 422
        assert "utrecht-form-field-error-message" in answer.content.decode()
    assert SavedView.objects.count() == 1


def test_list_takes_the_place_of_an_older_view(client, anna):
    client.force_login(anna)
    view = saved(client)
    saved(client, "kind=process", name="", replaces=str(view.pk))
    view.refresh_from_db()
    assert (view.name, view.query) == ("Organs", "kind=process")
    assert SavedView.objects.count() == 1


def test_view_of_a_colleague_cannot_be_replaced(client, anna, ben):
    client.force_login(anna)
    view = saved(client, is_shared="on")
    client.force_login(ben)
    data = {"kind": "forum", "query": "", "name": "Mine", "replaces": str(view.pk)}
    assert client.post("/views/new/", data).status_code == 422


def test_view_is_renamed_and_taken_back_from_the_unit(client, anna):
    client.force_login(anna)
    view = saved(client, is_shared="on")
    (box,) = visit(client, f"/views/{view.pk}/edit/").all("input", name="name")
    assert attribute(box, "value") == "Organs"
    client.post(f"/views/{view.pk}/edit/", {"name": "Bodies"})
    view.refresh_from_db()
    assert (view.name, view.unit, view.query) == ("Bodies", None, "kind=organ")


def test_view_is_deleted_after_asking(client, anna):
    client.force_login(anna)
    view = saved(client)
    assert client.get(f"/views/{view.pk}/delete/").status_code == 200
    assert SavedView.objects.exists()
    client.post(f"/views/{view.pk}/delete/")
    assert not SavedView.objects.exists()


@pytest.mark.parametrize("query", ["%00", "q=" + "x" * 9_000, "kind=%FF", "&&&==", "page=1e9"])
def test_hostile_queries_are_kept_harmless(client, anna, query):
    client.force_login(anna)
    client.post("/views/new/", {"kind": "forum", "query": query, "name": "x"})
    for view in SavedView.objects.all():
        assert client.get(f"/views/{view.pk}/", follow=True).status_code == 200


def test_too_many_filters_are_refused_not_cut(client, anna):
    client.force_login(anna)
    query = "&".join(f"track={'x' * 90}{number}" for number in range(60))
    answer = client.post("/views/new/", {"kind": "forum", "query": query, "name": "x"}, HTTP_ACCEPT_LANGUAGE="en")
    assert "too many filters" in answer.content.decode()
    assert not SavedView.objects.exists()


@pytest.mark.parametrize("kind", ["", "nonsense", "user"])
def test_only_lists_can_be_saved(client, anna, kind):
    client.force_login(anna)
    assert client.get(f"/views/new/?kind={kind}").status_code == 404
