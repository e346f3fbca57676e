"""What is done to several records at once."""

import datetime
import re

import pytest
from django.contrib.auth.models import Permission
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cyberpolicy import bulk, undo
from cyberpolicy.models import ChangeGroup, Relation, Revision
from instruments.models import Motion
from tests.admin_forms import change_url, make_staff
from tests.factories import (
    make_document,
    make_initiative,
    make_motion,
    make_party,
    make_position,
    make_term,
    make_track,
    make_unit,
    relate,
)
from tests.reading import Page
from tracks.models import Initiative

WITHOUT_LINKS = re.compile(r" <a .*")


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
    return [WITHOUT_LINKS.sub("", str(message)) for message in page.context["messages"]]


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
    assert run(editor, "publish", *entries) == ["Nothing changed: it was so already."]
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


# Changes that ask for a value


def ask(client, action: str, *entries, step: str = "", query: str = "", across: bool = False, **values) -> Page:
    """Send one step of the page between; without a step it is asked for."""
    chosen = {"action": action, "_selected_action": [entry.pk for entry in entries], "select_across": int(across)}
    url = f"{change_url(entries[0], 'changelist')}{query}"
    return Page(client.post(url, chosen | ({"step": step} if step else {}) | values, follow=True))


def test_page_shows_what_would_change_and_changes_nothing(editor):
    unit = make_unit()
    entries = [make_initiative(title="Training"), make_initiative(title="Has it", unit=unit)]
    assert 'name="value"' in ask(editor, "set_unit", *entries).html
    page = ask(editor, "set_unit", *entries, step="show", value=unit.pk)
    assert "1 record will change" in page.text
    assert "Training" in page.text
    assert "1 is so already" in page.text
    assert not Revision.objects.exists()


def test_unit_is_set_on_all_in_one_action_with_its_reason(editor):
    unit, entries = make_unit(), [make_initiative(), make_initiative()]
    page = ask(editor, "set_unit", *entries, step="carry-out", value=unit.pk, reason="New desk")
    group = ChangeGroup.objects.get()
    assert (group.reason, group.revisions.count()) == ("New desk", 2)
    assert f"/changes/{group.pk}/undo/" in page.links
    assert set(Initiative.objects.values_list("unit", flat=True)) == {unit.pk}


def test_all_that_match_are_changed_and_no_other(editor):
    unit = make_unit()
    drafts = [make_initiative(state="draft") for _ in range(3)]
    other = make_initiative()
    ask(editor, "set_unit", drafts[0], step="carry-out", value=unit.pk, across=True, query="?state__exact=draft")
    assert Initiative.objects.filter(unit=unit).count() == 3
    other.refresh_from_db()
    assert other.unit is None


def test_hidden_records_among_all_that_match_stay_as_they_are(client, db):
    person = make_staff("reader")
    person.user_permissions.add(*Permission.objects.filter(codename__in=("view_initiative", "change_initiative")))
    client.force_login(person)
    seen, hidden, unit = make_initiative(), make_initiative(visibility="confidential"), make_unit()
    ask(client, "set_unit", seen, step="carry-out", value=unit.pk, across=True)
    assert list(Initiative.objects.filter(unit=unit)) == [seen]
    ask(client, "set_unit", hidden, step="carry-out", value="")
    assert Revision.objects.count() == 1


def test_track_is_added_and_taken_away(editor):
    track, entries = make_track(), [make_initiative(), make_initiative()]
    relate(entries[0], "in-track", track)
    assert "1 record will change" in ask(editor, "put_in_track", *entries, step="show", value=track.pk).text
    ask(editor, "put_in_track", *entries, step="carry-out", value=track.pk)
    assert Relation.objects.filter(kind="in-track").count() == 2
    ask(editor, "take_from_track", *entries, step="carry-out", value=track.pk)
    assert not Relation.objects.exists()
    undo.carry_out(undo.plan_of(ChangeGroup.objects.first()), by=None)
    assert Relation.objects.filter(kind="in-track").count() == 2


def test_tracks_are_no_choice_for_a_kind_without_them(editor):
    page = editor.get(change_url(make_party(), "changelist")).content.decode()
    assert "put_in_track" not in page
    assert "set_unit" in page


@pytest.mark.parametrize("value", ["", "x", "0", "9" * 30, "\x00"])
def test_wrong_track_is_told(editor, value):
    page = ask(editor, "put_in_track", make_initiative(), step="carry-out", value=value)
    assert page.texts("ul", "errorlist")
    assert not Revision.objects.exists()


def test_more_than_one_action_can_hold_is_refused_in_words(editor, monkeypatch):
    monkeypatch.setattr(bulk, "MOST", 1)
    entries = [make_initiative(state="draft"), make_initiative(state="draft")]
    assert run(editor, "publish", *entries)[0].startswith("2 records are too many for one action")
    assert "2 records are too many" in ask(editor, "set_unit", *entries).html
    assert not Revision.objects.exists()
