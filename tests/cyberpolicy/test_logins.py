"""Guessing passwords is held up, and who is held up knows for how long."""

import datetime

import pytest
from axes.models import AccessAttempt
from django.conf import settings as site_settings
from django.test import RequestFactory

from cyberpolicy.logins import client_address
from tests.admin_forms import make_staff
from tests.factories import make_user
from tests.reading import Page

PASSWORD = "a-very-long-pass-phrase"


@pytest.fixture
def guarded(settings, db):
    settings.AXES_ENABLED = True
    make_user("reader", username="anna", password=PASSWORD)


def log_in(client, password: str, address: str = "192.0.2.1", username: str = "anna"):
    values = {"username": username, "password": password}
    return client.post("/login/", values, REMOTE_ADDR=address, HTTP_ACCEPT_LANGUAGE="en")


def guess(client, times: int):
    return [log_in(client, "wrong") for _ in range(times)][-1]


def test_six_wrong_passwords_lock_and_the_page_says_how_long(client, guarded):
    assert guess(client, 5).status_code == 200
    page = Page(guess(client, 1))
    assert page.status == 429
    assert "You can try again in 15 minutes." in page.text
    assert log_in(client, PASSWORD).status_code == 429


def test_five_wrong_passwords_and_the_right_one_begin_anew(client, guarded):
    guess(client, 5)
    assert log_in(client, PASSWORD).status_code == 302
    client.logout()
    assert guess(client, 5).status_code == 200


def test_others_and_other_places_are_not_held_up(client, guarded):
    make_user("reader", username="bram", password=PASSWORD)
    guess(client, 6)
    assert log_in(client, PASSWORD, username="bram").status_code == 302
    client.logout()
    assert log_in(client, PASSWORD, address="192.0.2.2").status_code == 302


def test_waiting_is_over_after_a_quarter_of_an_hour(client, guarded):
    guess(client, 6)
    earlier = AccessAttempt.objects.get().attempt_time - datetime.timedelta(minutes=16)
    AccessAttempt.objects.update(attempt_time=earlier)
    assert log_in(client, PASSWORD).status_code == 302


def test_the_page_counts_down(client, guarded):
    guess(client, 6)
    earlier = AccessAttempt.objects.get().attempt_time - datetime.timedelta(minutes=14, seconds=30)
    AccessAttempt.objects.update(attempt_time=earlier)
    assert "You can try again in 1 minute." in Page(log_in(client, PASSWORD)).text


def test_administrator_releases_and_an_editor_may_not_look(client, guarded):
    guess(client, 6)
    attempt, url = AccessAttempt.objects.get(), "/admin/axes/accessattempt/"
    client.force_login(make_staff("editor"), backend=site_settings.AUTHENTICATION_BACKENDS[1])
    assert client.get(url).status_code == 403
    client.force_login(make_staff("administrator"), backend=site_settings.AUTHENTICATION_BACKENDS[1])
    assert "anna" in client.get(url).content.decode()
    client.post(url, {"action": "release", "_selected_action": [attempt.pk]})
    client.logout()
    assert log_in(client, PASSWORD).status_code == 302


@pytest.mark.parametrize(
    ("behind_proxy", "forwarded", "expected"),
    [
        (False, "198.51.100.7", "192.0.2.1"),
        (True, "198.51.100.7", "198.51.100.7"),
        (True, "10.0.0.1, 198.51.100.7", "198.51.100.7"),  # what came before it anyone can write
        (True, "", "192.0.2.1"),
    ],
)
def test_the_proxy_is_believed_only_where_there_is_one(settings, behind_proxy, forwarded, expected):
    settings.BEHIND_PROXY = behind_proxy
    request = RequestFactory().get("/", REMOTE_ADDR="192.0.2.1", HTTP_X_FORWARDED_FOR=forwarded)
    assert client_address(request) == expected
