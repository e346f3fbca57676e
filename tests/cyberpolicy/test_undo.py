"""Undoing an action: everything it did is put back, what was changed again since stays and is named."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cyberpolicy.history import Action
from cyberpolicy.models import Alias, ChangeGroup, Citation, Milestone, Relation, Revision
from cyberpolicy.states import state_of
from cyberpolicy.undo import carry_out, plan_of
from tests.factories import add, built, make_document, make_forum, make_initiative
from tracks.models import Forum

pytestmark = pytest.mark.django_db


def undo_latest() -> None:
    carry_out(plan_of(ChangeGroup.objects.first()), by=None)


def test_an_edit_of_fields_parts_relations_and_sources_is_put_back_whole():
    forum, parent = make_forum(title="OEWG"), make_forum(title="VN")
    letter = make_document("33694", "60", passages=["1.2"])
    add(forum, "milestones", kind="started", date="2019")
    before = state_of(forum)
    with Action("edit"):
        forum.title_nl = "Anders"
        forum.save()
        Relation.objects.create(subject_id=forum.pk, kind="part-of", object_id=parent.pk)
        Citation.objects.create(entry_id=forum.pk, document=letter, passage=letter.passages.get())
        Milestone.objects.get(entry_id=forum.pk).delete()
    undo_latest()
    assert state_of(Forum.objects.get(pk=forum.pk)) == before


def test_what_was_changed_again_since_stays_and_is_named():
    forum = make_forum(title="OEWG", dutch_role_nl="lid")
    with Action("edit"):
        forum.title_nl, forum.dutch_role_nl = "Eerste", "voorzitter"
        forum.save()
    group = ChangeGroup.objects.first()
    forum.title_nl = "Tweede"
    forum.save()
    plan = plan_of(group)
    assert plan.steps[0].conflicts == ["title_nl"]
    carry_out(plan, by=None)
    forum = Forum.objects.get(pk=forum.pk)
    assert (forum.title_nl, forum.dutch_role_nl) == ("Tweede", "lid")


def test_a_part_added_later_survives_the_undoing_of_another():
    forum = make_forum()
    with Action("edit"):
        Alias.objects.create(entry_id=forum.pk, text="Eerste naam")
    group = ChangeGroup.objects.first()
    Alias.objects.create(entry_id=forum.pk, text="Tweede naam")
    carry_out(plan_of(group), by=None)
    assert list(Alias.objects.values_list("text", flat=True)) == ["Tweede naam"]


def test_an_action_on_many_records_is_undone_as_one():
    initiatives = [make_initiative() for _ in range(3)]
    with Action("bulk"):
        for initiative in initiatives:
            initiative.visibility = "internal"
            initiative.save()
    undo_latest()
    assert {type(i).objects.get(pk=i.pk).visibility for i in initiatives} == {"public"}


def test_undoing_a_new_record_withdraws_it_and_undoing_that_brings_it_back():
    forum = built("forum")
    forum.save()
    undo_latest()
    assert Forum.objects.get(pk=forum.pk).state == "withdrawn"
    undo_latest()
    assert Forum.objects.get(pk=forum.pk).state == "published"


def test_an_undo_stands_in_the_history_and_can_be_undone():
    forum = make_forum(title="Oud")
    with Action("edit"):
        forum.title_nl = "Nieuw"
        forum.save()
    undo_latest()
    assert Revision.objects.first().changes == {"title_nl": ["Nieuw", "Oud"]}
    undo_latest()
    assert Forum.objects.get(pk=forum.pk).title_nl == "Nieuw"


EDITS = st.lists(
    st.one_of(
        st.tuples(st.just("title"), st.sampled_from(["A", "B", "C"])),
        st.tuples(st.just("alias"), st.sampled_from(["x", "y", "z"])),
        st.tuples(st.just("unalias"), st.sampled_from(["x", "y", "z"])),
        st.tuples(st.just("cite"), st.sampled_from(["1.1", "1.2"])),
    ),
    max_size=6,
)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(actions=st.lists(EDITS, min_size=1, max_size=4))
def test_undoing_every_action_from_the_last_to_the_first_gives_back_the_beginning(db, actions):
    forum, letter = make_forum(), make_document(passages=["1.1", "1.2"])
    before = state_of(forum)
    earlier = list(ChangeGroup.objects.values_list("pk", flat=True))  # of the examples before this one
    for edits in actions:
        with Action("edit"):
            for what, value in edits:
                edit(forum, letter, what, value)
    for group in ChangeGroup.objects.exclude(pk__in=earlier).order_by("-pk"):
        carry_out(plan_of(group), by=None)
    assert state_of(Forum.objects.get(pk=forum.pk)) == before


def edit(forum: Forum, letter, what: str, value: str) -> None:
    aliases = Alias.objects.filter(entry_id=forum.pk, text=value)
    if what == "title":
        forum.title_nl = value
        forum.save()
    elif what == "alias" and not aliases.exists():
        Alias.objects.create(entry_id=forum.pk, text=value)
    elif what == "unalias":
        aliases.delete()
    elif what == "cite" and not Citation.objects.filter(entry_id=forum.pk, passage__locator=value).exists():
        Citation.objects.create(entry_id=forum.pk, document=letter, passage=letter.passages.get(locator=value))
