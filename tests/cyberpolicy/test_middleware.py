import pytest

from tests.factories import make_forum

pytestmark = pytest.mark.django_db


def language_of(response) -> str:
    return response.headers["Content-Language"]


def test_language_of_the_address_comes_before_cookie_and_browser(client):
    client.cookies["django_language"] = "nl"
    assert language_of(client.get("/?lang=en", HTTP_ACCEPT_LANGUAGE="nl")) == "en"


def test_language_of_the_cookie_comes_before_that_of_the_browser(client):
    client.cookies["django_language"] = "en"
    assert language_of(client.get("/", HTTP_ACCEPT_LANGUAGE="nl")) == "en"


@pytest.mark.parametrize(
    ("asked", "given"), [("en-GB,en;q=0.9", "en"), ("nl-BE", "nl"), ("de, en;q=0.5", "en"), ("de", "nl"), ("*", "nl")]
)
def test_language_of_the_browser_is_understood(client, asked, given):
    assert language_of(client.get("/", HTTP_ACCEPT_LANGUAGE=asked)) == given


@pytest.mark.parametrize("lang", ["fr", "", "%00", "en;q=1"])
def test_unknown_language_in_the_address_is_ignored(client, lang):
    assert language_of(client.get(f"/forums/?lang={lang}")) == "nl"


def test_language_does_not_stay_for_the_next_visitor(client):
    client.get("/?lang=en")
    assert language_of(client.get("/")) == "nl"


def test_page_may_not_use_camera_or_place(client):
    make_forum()
    assert "camera=()" in client.get("/forums/").headers["Permissions-Policy"]


def test_every_part_of_the_policy_is_this_site_or_nothing(client):
    policy = client.get("/").headers["Content-Security-Policy"]
    values = {rule.split(" ", 1)[0]: rule.split(" ", 1)[1] for rule in policy.split("; ")}
    assert set(values.values()) <= {"'self'", "'none'"}
    assert values["frame-ancestors"] == values["base-uri"] == values["default-src"] == "'none'"
