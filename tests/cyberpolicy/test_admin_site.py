"""Addresses of the admin that nobody should be able to use against the site."""

import pytest
from django.contrib.contenttypes.models import ContentType

from tests.admin_forms import change_url, make_staff
from tests.factories import built, make_forum
from tracks.models import Forum

HOSTILE = ["%00", "9" * 26, "x" * 10_000 + "%ff%27%22"]
LISTS = [
    "/admin/tracks/initiative/",
    "/admin/instruments/motion/",
    "/admin/cyberpolicy/document/",
    "/admin/cyberpolicy/catalogueentry/",
    "/admin/cyberpolicy/passage/",
    "/admin/cyberpolicy/changegroup/",
    "/admin/cyberpolicy/revision/",
    "/admin/cyberpolicy/user/",
    "/admin/cyberpolicy/unit/",
    "/admin/auth/group/",
    "/admin/axes/accessattempt/",
]
PARAMETERS = ["q", "p", "o", "entry", "state__exact", "unit__id__exact"]


@pytest.fixture
def administrator(client, db):
    client.force_login(make_staff("administrator", is_superuser=True))
    return client


@pytest.mark.parametrize("value", HOSTILE)
@pytest.mark.parametrize("url", LISTS)
def test_no_value_in_an_address_breaks_a_list(administrator, url, value):
    for name in PARAMETERS:
        response = administrator.get(f"{url}?{name}={value}", follow=True)
        assert response.status_code == 200, f"{name}: {response.redirect_chain}"


@pytest.mark.parametrize("value", HOSTILE)
@pytest.mark.parametrize(
    "box",
    [
        ("cyberpolicy", "relation", "object"),
        ("cyberpolicy", "citation", "document"),
        ("instruments", "motion", "replaces"),
        ("cyberpolicy", "unit", "parent"),
    ],
)
def test_no_search_breaks_a_choice_box(administrator, box, value):
    names = dict(zip(("app_label", "model_name", "field_name"), box, strict=True))
    query = "&".join(f"{name}={text}" for name, text in names.items())
    for asked in (f"{query}&term={value}", f"{query}&page={value}", f"{query}&{value}=x"):
        assert administrator.get(f"/admin/autocomplete/?{asked}").status_code in (200, 404), asked


@pytest.mark.parametrize("value", HOSTILE)
def test_no_key_breaks_a_page_of_a_record(administrator, value):
    for page in ("change", "history", "delete"):
        response = administrator.get(f"/admin/tracks/forum/{value}/{page}/", follow=True)
        assert response.status_code in (200, 302, 404)


def test_list_says_that_its_address_could_not_be_read(administrator):
    response = administrator.get("/admin/cyberpolicy/revision/?entry=" + "1" * 26)
    assert response["Location"] == "/admin/cyberpolicy/revision/?e=1"


def test_chosen_rows_that_are_no_keys_break_nothing(administrator):
    make_forum()
    for key in ("\x00", "9" * 26, "x"):
        values = {"action": "publish", "_selected_action": [key]}
        assert administrator.post(change_url(built("forum"), "changelist"), values, follow=True).status_code < 500


def test_address_of_a_hidden_record_is_not_told(client, db):
    hidden = make_forum(slug="geheim", visibility="confidential")
    client.force_login(make_staff("reader"))
    kind = ContentType.objects.get_for_model(Forum).pk
    assert client.get(f"/admin/r/{kind}/{hidden.pk}/").status_code == 404
