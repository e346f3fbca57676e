"""The moment of the last change and the version of a record tell nobody of a change that may not be known."""

import datetime
import json

import pytest
from django.utils import timezone

from cyberpolicy.guard import history_kept_elsewhere
from cyberpolicy.history import Action
from cyberpolicy.models import Citation
from tests.factories import make_document, make_forum, make_user
from tests.reading import body, visit

pytestmark = pytest.mark.django_db


@pytest.fixture
def forum():
    """A public forum that was made a year ago."""
    forum, then = make_forum(slug="oewg", title="OEWG"), timezone.now() - datetime.timedelta(days=365)
    with history_kept_elsewhere():
        type(forum).objects.update(created_at=then, updated_at=then)
    return forum


def rest_on(forum, document) -> None:
    with Action("edit"):
        Citation.objects.create(entry_id=forum.pk, document=document)


def shown(client) -> str:
    return visit(client, "/forums/oewg/").fact("Last changed")


def everything(client) -> list:
    """All that tells of the last change: the page, how the record is cited, and the file."""
    (row,) = json.loads(body(client.get("/forums/export/?format=json")))["rows"]
    return [shown(client), visit(client, "/forums/oewg/cite/").text, row["version"], row["changed_at"]]


@pytest.mark.parametrize("group", ["", "reader"])
def test_resting_on_a_hidden_document_changes_nothing_for_others(client, forum, group):
    if group:
        client.force_login(make_user(group))
    before = everything(client)
    rest_on(forum, make_document("33694", "99", visibility="confidential"))
    assert everything(client) == before
    assert before[2] is None


def test_who_sees_drafts_knows_every_version(client, forum):
    rest_on(forum, make_document("33694", "99", visibility="confidential"))
    client.force_login(make_user("editor"))
    assert shown(client).endswith("version 2")


def test_what_may_be_known_moves_the_moment(client, forum):
    before = everything(client)
    rest_on(forum, make_document("33694", "99", visibility="confidential"))
    forum.refresh_from_db()
    forum.title_en = "Open-ended working group"
    forum.save()
    after = everything(client)
    assert after[3] > before[3]
    assert after[0] != before[0]


def test_last_change_is_found_behind_many_that_may_not_be_known(client, forum):
    forum.title_en = "Open-ended working group"
    forum.save()
    before = everything(client)
    for number in range(30):
        rest_on(forum, make_document("33694", f"{100 + number}", visibility="confidential"))
    assert everything(client) == before
