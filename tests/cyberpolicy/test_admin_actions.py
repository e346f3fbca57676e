"""What is done to several records at once."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cyberpolicy.models import ChangeGroup, Revision
from instruments.models import Motion
from tests.admin_forms import change_url, make_staff
from tests.factories import make_document, make_initiative, make_motion, make_party, make_position, make_term
from tracks.models import Initiative


@pytest.fixture
def editor(client, db):
    client.force_login(make_staff("editor"))
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    return client


def run(client, action: str, *entries) -> list[str]:
    """Choose the action for the records; gives the messages."""
    values = {"action": action, "_selected_action": [entry.pk for entry in entries]}
    page = client.post(change_url(entries[0], "changelist"), values, follow=True)
    assert page.status_code == 200
    return [str(message) for message in page.context["messages"]]


@pytest.mark.parametrize(
    ("action", "field", "value"),
    [
        ("publish", "state", "published"),
        ("withdraw", "state", "withdrawn"),
        ("make_public", "visibility", "public"),
        ("make_internal", "visibility", "internal"),
        ("mark_verified", "verified_on", timezone.localdate),
    ],
)
def test_action_changes_all_and_leaves_one_group(editor, action, field, value):
    entries = [make_initiative(state="draft", visibility="confidential") for _ in range(2)]
    assert run(editor, action, *entries) == ["2 records changed."]
    expected = value() if callable(value) else value
    assert set(Initiative.objects.values_list(field, flat=True)) == {expected}
    assert (ChangeGroup.objects.count(), Revision.objects.count()) == (1, 2)


def test_action_leaves_alone_what_is_so_already(editor):
    entries = [make_initiative(), make_initiative(state="draft")]
    assert run(editor, "publish", *entries) == ["1 record changed."]
    assert [revision.entry_id for revision in Revision.objects.all()] == [entries[1].pk]


def test_motion_with_an_internal_paper_is_not_published(editor):
    paper = make_document(title="Paper", visibility="internal")
    refused, good = make_motion(state="draft", document=paper, title="Refused"), make_motion(state="draft")
    assert run(editor, "publish", refused, good) == [
        "1 record changed.",
        "“Refused” cannot be public: it names what is not public and published yet: “Paper”.",
    ]
    assert dict(Motion.objects.values_list("pk", "state")) == {refused.pk: "draft", good.pk: "published"}


def test_party_with_a_position_on_a_draft_topic_is_not_made_public(editor):
    party = make_party(visibility="internal", title="Country")
    make_position(party, make_term(state="draft", title="Topic"))
    assert "“Topic”" in run(editor, "make_public", party)[1]


def test_selection_is_read_in_few_queries_a_record(editor):
    counts = []
    for number in (2, 12):
        entries = [make_initiative(verified_on=datetime.date(2020, 1, 1)) for _ in range(number)]
        with CaptureQueriesContext(connection) as queries:
            run(editor, "mark_verified", *entries)
        counts.append(len(queries))
    assert (counts[1] - counts[0]) / 10 < 25
