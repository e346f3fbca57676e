import pytest

from cyberpolicy.history import Action
from cyberpolicy.models import ChangeGroup, Revision
from cyberpolicy.states import state_of
from tests.factories import add, make_forum, make_initiative, make_user
from tracks.models import Forum

pytestmark = pytest.mark.django_db


def test_writes_of_one_action_form_one_group():
    with Action("edit", by=make_user(username="anna"), reason="Nieuwe brief") as action:
        for _ in range(3):
            action.record(make_forum(), None)
    group = ChangeGroup.objects.get()
    assert (str(group.by), group.reason, group.revisions.count()) == ("anna", "Nieuwe brief", 3)


def test_new_record_starts_at_version_one_signed_by_its_maker():
    anna = make_user()
    with Action("edit", by=anna) as action:
        revision = action.record(make_forum(title="Nieuw"), None)
    forum = Forum.objects.get()
    assert (forum.version, forum.created_by, forum.updated_by) == (1, anna, anna)
    assert revision.kind == "created"
    assert revision.changes["title_nl"] == [None, "Nieuw"]


def test_change_keeps_the_difference_and_the_next_version():
    anna, forum = make_user(), make_forum(title="Oud")
    before = state_of(forum)
    with Action("edit", by=anna) as action:
        forum.title_nl = "Nieuw"
        forum.save()
        revision = action.record(forum, before)
    forum.refresh_from_db()
    assert revision.changes == {"title_nl": ["Oud", "Nieuw"]}
    assert (forum.version, revision.version, forum.updated_by, forum.created_by) == (2, 2, anna, None)


def test_change_of_a_part_is_a_change_of_the_record():
    initiative = make_initiative()
    before = state_of(initiative)
    with Action("edit") as action:
        add(initiative, "statuses", status="ongoing", date="2019")
        revision = action.record(initiative, before)
    assert revision.changes == {"statuses": [None, [{"status": "ongoing", "date": "2019"}]]}
    initiative.refresh_from_db()
    assert initiative.progress == "ongoing"


def test_nothing_changed_leaves_no_revision_and_no_group():
    forum = make_forum()
    with Action("edit") as action:
        assert action.record(forum, state_of(forum)) is None
    assert not ChangeGroup.objects.exists()
    assert Forum.objects.get().version == 1


def test_error_undoes_the_whole_action():
    with pytest.raises(ZeroDivisionError), Action("edit") as action:
        action.record(make_forum(), None)
        1 / 0  # noqa: B018
    assert not Forum.objects.exists()
    assert not ChangeGroup.objects.exists()


def test_action_of_nobody_is_signed_by_nobody():
    from django.contrib.auth.models import AnonymousUser

    with Action("import", by=AnonymousUser()) as action:
        action.record(make_forum(), None)
    assert ChangeGroup.objects.get().by is None


def test_history_outlives_the_record():
    forum = make_forum(slug="oewg")
    with Action("edit") as action:
        action.record(forum, None)
    forum.delete()
    assert Revision.objects.get().record == "forum:oewg"
    assert Revision.objects.get().entry is None
