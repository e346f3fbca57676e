import re

import pytest
from django.conf import settings
from django.db import InterfaceError, OperationalError, connection
from django.test import Client

import cyberpolicy.urls  # noqa: F401
from cyberpolicy.kinds import entry_models
from tests.factories import KINDS, make, make_user
from tests.reading import body, visit

pytestmark = pytest.mark.django_db

PAGES = ["/", "/search/?q=open", "/help/", "/accessibility/", "/privacy/", "/login/", "/nowhere/"]


@pytest.mark.parametrize("url", ["/help/", "/accessibility/", "/privacy/", "/login/"])
@pytest.mark.parametrize("language", ["nl", "en"])
def test_page_answers_in_the_language_of_the_browser(client, url, language):
    page = visit(client, url, language)
    assert page.status == 200
    assert f'<html lang="{language}"' in page.html


# Language


def test_switch_remembers_the_language_and_goes_back(client):
    response = client.get("/language/en/?next=/forums/%3Fq%3Dx")
    assert (response.status_code, response.headers["Location"]) == (302, "/forums/?q=x")
    assert client.cookies[settings.LANGUAGE_COOKIE_NAME].value == "en"
    assert '<html lang="en"' in client.get("/", HTTP_ACCEPT_LANGUAGE="nl").content.decode()


@pytest.mark.parametrize(
    "target",
    ["https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:alert(1)", "http:///evil.example", ""],
)
def test_switch_goes_to_no_other_site(client, target):
    assert client.get("/language/nl/", {"next": target}).headers["Location"] == "/"


def test_unknown_language_is_no_page(client):
    assert client.get("/language/fr/").status_code == 404


def test_dutch_is_the_language_when_nothing_is_asked(client):
    assert '<html lang="nl"' in client.get("/").content.decode()
    assert '<html lang="nl"' in client.get("/", HTTP_ACCEPT_LANGUAGE="fr").content.decode()


def test_every_page_offers_both_languages_and_comes_back(client):
    links = visit(client, "/forums/?q=x").links
    assert "/language/nl/?next=%2Fforums%2F%3Fq%3Dx" in links
    assert "/language/en/?next=%2Fforums%2F%3Fq%3Dx" in links


# Headers


@pytest.mark.parametrize(
    "url", [*PAGES, "/forums/", "/forums/export/?format=csv", "/forums/export/?format=x", "/healthz", "/forums"]
)
def test_every_answer_says_what_it_depends_on_and_what_it_may_load(client, url):
    response = client.get(url)
    assert {"Cookie", "Accept-Language"} <= {name.strip() for name in response.headers["Vary"].split(",")}
    policy = response.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["X-Frame-Options"] == "DENY"


def test_no_page_holds_style_or_script_of_its_own(client):
    entries = [make(kind) for kind in KINDS]
    urls = [
        *PAGES,
        *(entry.get_absolute_url() for entry in entries),
        *(f"/{model.plural}/" for model in entry_models().values()),
    ]
    client.force_login(make_user("editor", is_staff=True))
    for url in urls:
        html = body(client.get(url)).decode()
        assert re.findall(r"""<[^>]*\s(?:style|on[a-z]+)=|<style|<script(?![^>]*\bsrc=)""", html) == [], url


# What goes wrong


@pytest.mark.parametrize(("language", "words"), [("en", "does not exist"), ("nl", "bestaat niet")])
def test_page_that_is_not_there_says_so_and_offers_a_way_on(client, language, words):
    page = visit(client, "/nowhere/", language)
    assert page.status == 404
    assert words in page.heading
    assert "/motions/" in page.links
    assert list(page.all("input", id="q-404"))


def fail(error: Exception):
    def failing(*args, **kwargs):
        raise error

    return failing


@pytest.mark.parametrize("error", [OperationalError("connection refused"), InterfaceError("connection already closed")])
@pytest.mark.parametrize("url", ["/", "/forums/", "/forums/oewg/", "/search/?q=x", "/forums/export/?format=csv"])
def test_without_database_a_static_page_says_so(monkeypatch, error, url):
    client = Client(raise_request_exception=False)
    monkeypatch.setattr(connection, "cursor", fail(error))
    response = client.get(url)
    text = body(response).decode()
    assert (response.status_code, response.headers["Retry-After"]) == (503, "60")
    assert "Even niet bereikbaar" in text
    assert "Not available for a moment" in text
    assert "Traceback" not in text
    assert str(error) not in text
    assert "Content-Security-Policy" in response.headers


def test_mistake_of_ours_gives_a_static_page(monkeypatch):
    monkeypatch.setattr("cyberpolicy.views.pages.HelpView.get_context_data", fail(ZeroDivisionError("secret detail")))
    response = Client(raise_request_exception=False).get("/help/")
    text = response.content.decode()
    assert response.status_code == 500
    assert "Er ging iets mis bij ons" in text
    assert "secret detail" not in text
    assert "Traceback" not in text


# Health


@pytest.mark.parametrize("url", ["/healthz", "/healthz/"])
def test_health_is_ok_with_a_database_and_never_cached(client, url):
    response = client.get(url)
    assert (response.status_code, response.content) == (200, b"ok\n")
    assert "no-store" in response.headers["Cache-Control"]


@pytest.mark.parametrize("error", [OperationalError("down"), InterfaceError("closed")])
def test_health_is_bad_without_a_database(client, monkeypatch, error):
    monkeypatch.setattr(connection, "cursor", fail(error))
    response = client.get("/healthz")
    assert (response.status_code, response.content) == (503, b"no database\n")


# Logging in


def test_person_logs_in_and_out(client):
    make_user(username="anna", password="een lang wachtwoord")
    response = client.post("/login/", {"username": "anna", "password": "een lang wachtwoord", "next": "/forums/"})
    assert response.headers["Location"] == "/forums/"
    assert "anna" in visit(client, "/").html
    assert client.post("/logout/").headers["Location"] == "/"
    assert "anna" not in visit(client, "/").html


def test_wrong_password_says_so_without_saying_which(client):
    make_user(username="anna", password="een lang wachtwoord")
    for name in ("anna", "nobody"):
        response = client.post("/login/", {"username": name, "password": "fout"}, HTTP_ACCEPT_LANGUAGE="en")
        assert response.status_code == 200
        assert "Not logged in" in response.content.decode()


def test_login_goes_to_no_other_site(client):
    make_user(username="anna", password="een lang wachtwoord")
    values = {"username": "anna", "password": "een lang wachtwoord", "next": "https://evil.example/"}
    assert client.post("/login/", values).headers["Location"] == "/"
