"""The history follows every write: who, when, why and the difference; what it cannot follow is refused."""

import pytest

from cyberpolicy.guard import HistoryBypassed
from cyberpolicy.history import Action
from cyberpolicy.models import Alias, ChangeGroup, Citation, Milestone, ProgressStatus, Relation, Revision
from tests.factories import make_document, make_forum, make_initiative, make_user
from tracks.models import Forum

pytestmark = pytest.mark.django_db


def latest() -> Revision:
    return Revision.objects.select_related("group").first()


def test_one_action_leaves_one_group_with_author_reason_and_the_difference():
    forum, editor = make_forum(title="OEWG"), make_user("editor")
    with Action("edit", by=editor, reason="naam voluit"):
        forum.title_nl = "Open-Ended Working Group"
        forum.save()
        Alias.objects.create(entry_id=forum.pk, text="OEWG")
    revision = latest()
    assert (revision.group.by, revision.group.reason) == (editor, "naam voluit")
    assert revision.changes["title_nl"] == ["OEWG", "Open-Ended Working Group"]
    assert revision.changes["aliases"] == [None, [{"text": "OEWG"}]]
    assert revision.group.revisions.count() == 1


def test_a_write_without_an_action_is_followed_all_the_same():
    forum = make_forum()
    groups = ChangeGroup.objects.count()
    Milestone.objects.create(entry_id=forum.pk, kind="started", date="2019")
    assert ChangeGroup.objects.count() == groups + 1
    assert list(latest().changes) == ["milestones"]


@pytest.mark.parametrize("change", ["relation", "citation", "status"])
def test_relations_citations_and_statuses_are_history_too(change):
    forum = make_forum()
    if change == "relation":
        Relation.objects.create(subject_id=forum.pk, kind="part-of", object_id=make_forum().pk)
    elif change == "citation":
        Citation.objects.create(entry_id=forum.pk, document=make_document())
    else:
        ProgressStatus.objects.create(entry_id=forum.pk, status="ongoing")
    names = {name for r in Revision.objects.filter(entry_id=forum.pk, kind="changed") for name in r.changes}
    assert names == {{"relation": "relations", "citation": "cites", "status": "statuses"}[change]}


def test_deleting_a_part_is_history():
    forum = make_forum()
    Alias.objects.create(entry_id=forum.pk, text="OEWG")
    Alias.objects.all().delete()
    assert latest().changes == {"aliases": [[{"text": "OEWG"}], None]}


def test_a_really_deleted_record_leaves_what_it_was():
    forum = make_forum(title="Weg", slug="weg")
    forum.delete()
    assert (latest().kind, latest().record, latest().changes["title_nl"]) == ("deleted", "forum:weg", ["Weg", None])


def test_nothing_changed_leaves_no_revision_and_the_version():
    forum = make_forum()
    count = Revision.objects.count()
    forum.save()
    assert Revision.objects.count() == count
    assert Forum.objects.get(pk=forum.pk).version == 1


def test_each_change_raises_the_version_by_one_also_from_an_old_copy():
    forum = make_forum()
    old_copy = Forum.objects.get(pk=forum.pk)
    forum.title_nl = "Een"
    forum.save()
    old_copy.title_nl = "Twee"
    old_copy.save()
    assert Forum.objects.get(pk=forum.pk).version == old_copy.version == 3


def test_an_error_leaves_neither_change_nor_history():
    forum = make_forum(title="Oud")
    count = Revision.objects.count()
    with pytest.raises(ZeroDivisionError), Action("edit"):
        forum.title_nl = "Half"
        forum.save()
        1 / 0  # noqa: B018
    assert Forum.objects.get(pk=forum.pk).title_nl == "Oud"
    assert Revision.objects.count() == count


def test_an_action_within_an_action_is_part_of_it():
    one, two = make_forum(), make_forum()
    with Action("outer"):
        one.title_nl = "Een"
        one.save()
        with Action("inner"):
            two.title_nl = "Twee"
            two.save()
    assert ChangeGroup.objects.first().revisions.count() == 2


@pytest.mark.parametrize(
    "write",
    [
        lambda: Forum.objects.update(title_nl="x"),
        lambda: Forum.objects.bulk_create([Forum(slug="x", title_nl="x")]),
        lambda: Forum.objects.bulk_update(Forum.objects.all(), ["title_nl"]),
        lambda: Relation.objects.update(kind="opposes"),
        lambda: Alias.objects.bulk_create([]),
    ],
)
def test_a_bulk_write_that_bypasses_the_history_is_refused(write):
    make_forum()
    with pytest.raises(HistoryBypassed):
        write()


def test_an_action_on_many_records_reads_them_together(django_assert_max_num_queries):
    initiatives = [make_initiative() for _ in range(20)]
    with django_assert_max_num_queries(20 * 12 + 60), Action("bulk") as action:
        action.watch(initiatives)
        for initiative in initiatives:
            initiative.visibility = "internal"
            initiative.save()
