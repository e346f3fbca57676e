"""What is shown when something fails."""

import re

import pytest
from django.core.exceptions import RequestDataTooBig
from django.test import Client

import cyberpolicy.urls  # noqa: F401
from cyberpolicy.static_files import ForgivingStorage
from tests.factories import make_document, make_forum, make_motion, make_user
from tests.reading import visit

pytestmark = pytest.mark.django_db


# Not found


@pytest.mark.parametrize(
    ("path", "meant"),
    [
        ("/forums/ungeg/", "/forums/ungge/"),
        ("/forums/unggee/", "/forums/ungge/"),
        ("/forum/ungge/", "/forums/ungge/"),
        ("/motoins/33694-56/", "/motions/33694-56/"),
        ("/motions/33694-57/", "/motions/33694-56/"),
        ("/commitments/33694-56/", "/motions/33694-56/"),
        ("/33694-60/", "/documents/kst-33694-60/"),
        ("/ungge", "/forums/ungge/"),
    ],
)
def test_mistyped_address_suggests_what_was_meant(client, path, meant):
    make_forum(slug="ungge", title="Group of experts")
    make_motion("33694", "56")
    make_document("33694", "60")
    page = visit(client, path)
    assert page.status == 404
    assert meant in page.links


def test_who_is_logged_in_is_not_told_to_log_in(client):
    assert "logging in may help" in visit(client, "/nowhere/").text
    client.force_login(make_user("reader"))
    page = visit(client, "/nowhere/")
    assert "your account may not see it" in page.text
    assert "logging in" not in page.text


def test_mistyped_address_of_one_of_very_many_suggests_what_begins_so(client, monkeypatch):
    monkeypatch.setattr("cyberpolicy.suggestions.MANY", 0)
    make_motion("33694", "56")
    make_motion("21501", "56")
    assert [link for link in visit(client, "/motions/33694-57/").links if "-56" in link] == ["/motions/33694-56/"]


def test_mistyped_list_suggests_the_list(client):
    page = visit(client, "/motoins/")
    assert "/motions/" in page.links
    assert "The whole list" in page.text


def test_number_that_is_not_here_leads_to_the_official_site(client):
    assert "https://zoek.officielebekendmakingen.nl/kst-33694-99.html" in visit(client, "/documents/33694-99/").links


def test_hidden_record_is_never_suggested(client):
    make_forum(slug="ungge", state="draft")
    assert "/forums/ungge/" not in visit(client, "/forums/unggee/").links


@pytest.mark.parametrize(
    "path", ["/wp-admin/setup.php", "/.env", "/" + "a/" * 300, "/%E2%80%AE/", "/%27%22/x/", "/--/"]
)
def test_address_of_nothing_here_costs_nothing(client, path, django_assert_max_num_queries):
    with django_assert_max_num_queries(4):  # to know which data these are, and once in a process the sets of kinds
        assert visit(client, path).status == 404


def test_redirect_of_an_old_address_is_kept_by_no_cache(client):
    make_motion("33694", "56")
    response = client.get("/motions/kst-33694-56/?lang=en")
    assert (response.status_code, response.headers["Location"]) == (301, "/motions/33694-56/?lang=en")
    assert response.headers["Cache-Control"] == "no-store"


# No permission


def test_closed_page_names_the_roles_and_offers_to_log_in(client):
    page = visit(client, "/desk/")
    assert page.status == 403
    assert "editor, parliament liaison" in page.text
    assert "/login/?next=%2Fdesk%2F" in page.links
    client.force_login(make_user("reader", username="anna"))
    assert "You are logged in as anna" in visit(client, "/desk/").text


# Forms


def strict(**headers) -> Client:
    return Client(enforce_csrf_checks=True, headers={"accept-language": "en"} | headers)


def test_form_without_a_token_comes_back_with_what_was_typed():
    client = strict(origin="http://testserver")
    response = client.post("/login/", {"username": "anna & co", "password": "geheim"})
    text = response.content.decode()
    assert response.status_code == 403
    assert "anna &amp; co" in text
    assert "geheim" not in text


def test_form_from_another_site_gives_nothing_back():
    text = strict(origin="https://evil.example").post("/login/", {"username": "anna"}).content.decode()
    assert "anna" not in text
    assert "no longer valid" in text


@pytest.mark.parametrize("path", ["/admin/tracks/forum/add/", "/documents/kst-33694-60/text/"])
def test_form_sent_after_the_session_ended_keeps_what_was_typed(path):
    make_document("33694", "60")
    client = Client(headers={"origin": "http://testserver", "accept-language": "en"})
    response = client.post(path, {"title_nl": "Lang getypt"})
    text = response.content.decode()
    assert response.status_code == 403
    assert re.search(r'<textarea name="title_nl" hidden>\s*Lang getypt</textarea>', text)
    assert "/login/" in text


def test_too_much_at_once_says_so(client, monkeypatch):
    def fail(*args, **kwargs):
        raise RequestDataTooBig

    monkeypatch.setattr("cyberpolicy.views.pages.HelpView.get_context_data", fail)
    response = client.get("/help/")
    assert response.status_code == 413
    assert "too large" in response.content.decode()


def test_wrong_method_gives_a_page(client):
    make_forum(slug="oewg")
    response = client.post("/forums/oewg/", headers={"accept-language": "en"})
    assert response.status_code == 405
    assert "GET" in response.headers["Allow"]
    assert "cannot be done" in response.content.decode()


# Our own failures


def test_failure_has_a_reference_that_stands_in_the_log(monkeypatch, caplog):
    def fail(*args, **kwargs):
        raise ZeroDivisionError

    monkeypatch.setattr("cyberpolicy.views.pages.HelpView.get_context_data", fail)
    text = Client(raise_request_exception=False).get("/help/").content.decode()
    reference = re.search(r"[0-9A-F]{8}", text)[0]
    assert f"reference {reference}: GET /help/" in caplog.text


def test_pages_are_made_without_collected_files(tmp_path, settings):
    storage = ForgivingStorage(location=tmp_path, base_url="/static/")
    assert storage.url("css/tokens.css") == "/static/css/tokens.css"


@pytest.mark.parametrize(("content", "seconds"), [("", "600"), ("25", "1500"), ("soon", "600"), ("99999", "86400")])
def test_work_on_the_site_closes_every_page_but_the_health_check(client, settings, tmp_path, content, seconds):
    settings.MAINTENANCE_FILE = tmp_path / "maintenance"
    assert client.get("/").status_code == 200
    settings.MAINTENANCE_FILE.write_text(content)
    response = client.get("/forums/")
    assert (response.status_code, response.headers["Retry-After"]) == (503, seconds)
    assert "We werken aan de site" in response.content.decode()
    assert client.get("/healthz").status_code == 200


def test_health_check_answers_to_any_name_and_pages_do_not(client):
    assert client.get("/healthz", headers={"host": "10.0.0.7:8000"}).status_code == 200
    response = client.get("/", headers={"host": "evil.example"})
    assert response.status_code == 400
    assert "Dit verzoek begrijpen we niet" in response.content.decode()
