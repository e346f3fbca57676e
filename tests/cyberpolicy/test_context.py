import pytest

from tests.factories import make_forum
from tests.reading import attribute, inside, visit

pytestmark = pytest.mark.django_db


def current(page) -> set[tuple[str, str]]:
    """The items of the menu that are marked, with how."""
    links = inside(next(page.all("ul", "cp-nav__wide")), "a")
    return {(attribute(link, "href"), attribute(link, "aria-current")) for link in links if link.get("aria-current")}


def test_menu_leads_to_every_list(client):
    links = set(visit(client, "/").links)
    assert {"/tracks/", "/motions/", "/documents/", "/parties/", "/places/", "/terms/", "/listings/"} <= links


def test_menu_marks_the_present_list_and_the_list_above_a_record(client):
    make_forum(slug="oewg")
    assert current(visit(client, "/forums/")) == {("/forums/", "page")}
    assert current(visit(client, "/forums/oewg/")) == {("/forums/", "true")}
    assert current(visit(client, "/")) <= {("/", "page")}


def test_site_and_organisation_are_named_by_the_settings(client, settings):
    settings.SITE_NAME, settings.ORGANISATION = "Cyber in Nergens", "Ministerie van Nergens"
    html = visit(client, "/").html
    assert "Cyber in Nergens" in html
    assert "Ministerie van Nergens" in html


def test_site_has_a_name_without_settings(client, settings):
    settings.SITE_NAME = ""
    assert "Cyber policy knowledge base" in visit(client, "/", "en").html
