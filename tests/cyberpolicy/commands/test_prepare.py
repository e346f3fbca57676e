"""The set-up step: it does what is missing, says so, and does nothing twice."""

import re
from io import StringIO

import pytest
from django.core.management import call_command

from cyberpolicy.models import CatalogueEntry, User

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def style(settings, tmp_path):
    """The one static file of a site in its own folder."""
    settings.VAR_DIR, settings.STATIC_ROOT = tmp_path, tmp_path / "static"
    settings.STATICFILES_DIRS = [tmp_path / "css"]
    settings.STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
    style = tmp_path / "css" / "style.css"
    style.parent.mkdir()
    style.write_text("")
    return style


def prepared(**options) -> str:
    said = StringIO()
    call_command("prepare", stdout=said, **options)
    return said.getvalue()


def test_an_empty_database_gets_the_letter_once():
    first = prepared()
    count = CatalogueEntry.objects.count()
    assert f"records:       {count} loaded" in first
    assert f"records:       {count} there, nothing loaded" in prepared()


@pytest.mark.usefixtures("letter")
def test_static_files_are_collected_again_only_when_they_changed(style, settings):
    assert "collected" in prepared()
    assert "static files:  up to date" in prepared()
    style.write_text("p { margin: 0 }")
    assert "collected" in prepared()
    assert (settings.STATIC_ROOT / "style.css").read_text() == "p { margin: 0 }"


@pytest.mark.usefixtures("letter")
def test_the_first_administrator_gets_a_password_that_is_shown_once(client):
    password = re.search(r"as beheerder with password (\S+)", prepared(administrator=True))[1]
    assert client.login(username="beheerder", password=password)
    again = prepared(administrator=True)
    assert "changepassword beheerder" in again
    assert password not in again


@pytest.mark.usefixtures("letter")
def test_nobody_is_made_administrator_unasked():
    prepared()
    assert not User.objects.exists()


@pytest.mark.usefixtures("letter")
def test_a_person_of_that_name_is_not_given_more_rights():
    User.objects.create_user("beheerder")
    assert "createsuperuser" in prepared(administrator=True)
    assert not User.objects.get().is_superuser
