"""Undoing an action: everything it did is put back, what was changed again since stays and is named."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cyberpolicy.history import Action
from cyberpolicy.models import Alias, ChangeGroup, Citation, Milestone, ProgressStatus, Relation, Revision
from cyberpolicy.states import state_of
from cyberpolicy.undo import carry_out, plan_of
from tests.factories import (
    add,
    built,
    cite,
    make_document,
    make_forum,
    make_initiative,
    make_many,
    make_motion,
    relate,
    relate_many,
)
from tracks.models import Forum

pytestmark = pytest.mark.django_db

LONG_AGO = datetime.datetime(2020, 1, 2, 3, 4, tzinfo=datetime.UTC)


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


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
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


def test_undoing_a_new_record_names_what_was_changed_since():
    forum = built("forum", title="Nieuw")
    forum.save()
    group = ChangeGroup.objects.first()
    forum.dutch_role_nl = "voorzitter"
    forum.save()
    Alias.objects.create(entry_id=forum.pk, text="Anders")
    (step,) = plan_of(group).steps
    assert sorted(step.conflicts) == ["aliases", "dutch_role_nl"]
    assert step.is_withdrawal


@pytest.mark.parametrize("renamed", ["itself", "what it names", "its source"])
def test_an_action_before_a_rename_is_undone_without_conflict(renamed):
    forum, parent = make_forum(slug="oewg"), make_forum(slug="vn")
    letter = make_document(slug="brief", passages=["1.2"])
    with Action("edit"):
        Relation.objects.create(subject_id=forum.pk, kind="part-of", object_id=parent.pk)
        Citation.objects.create(entry_id=forum.pk, document=letter, passage=letter.passages.get())
        forum.title_nl = "Nieuw"
        forum.save()
    group = ChangeGroup.objects.first()
    record = {"itself": forum, "what it names": parent, "its source": letter}[renamed]
    record.slug = "anders"
    record.save()
    plan = plan_of(group)
    assert plan.steps[0].conflicts == []
    carry_out(plan, by=None)
    state = state_of(Forum.objects.get(pk=forum.pk))
    assert state.keys().isdisjoint({"relations", "cites"})
    assert state["slug"] == ("anders" if renamed == "itself" else "oewg")


def test_what_was_removed_before_a_rename_is_put_back_under_the_present_name():
    forum, parent = make_forum(), make_forum(slug="vn")
    relation = relate(forum, "part-of", parent)
    relation.delete()
    group = ChangeGroup.objects.first()
    parent.slug = "verenigde-naties"
    parent.save()
    carry_out(plan_of(group), by=None)
    assert state_of(forum)["relations"] == [{"kind": "part-of", "object": "forum:verenigde-naties"}]


def test_a_status_that_is_put_back_is_the_row_of_old():
    initiative = make_initiative()
    row = add(initiative, "statuses", status="ongoing", date="2019")
    cite(initiative, make_document(passages=["1.2"]), "1.2", part=row)
    ProgressStatus._base_manager.filter(pk=row.pk).update(recorded_at=LONG_AGO)
    with Action("edit"):
        row.refresh_from_db()
        row.retracted_at = timezone.now()
        row.save()
    undo_latest()
    row.refresh_from_db()
    assert (row.recorded_at, row.retracted_at) == (LONG_AGO, None)
    assert ProgressStatus.objects.count() == Citation.objects.count() == 1


def test_a_status_of_which_only_the_source_is_put_back_is_not_retracted():
    initiative = make_initiative()
    row = add(initiative, "statuses", status="ongoing", date="2019")
    citation = cite(initiative, make_document(passages=["1.2"]), "1.2", part=row)
    citation.delete()
    undo_latest()
    assert list(ProgressStatus.objects.values_list("pk", "retracted_at")) == [(row.pk, None)]
    assert Citation.objects.get().part_id == row.pk


def test_records_that_may_be_public_only_together_are_put_back_together():
    document = make_document()
    motion = make_motion(document=document)
    with Action("withdraw"):
        for record in (motion, document):
            record.state = "withdrawn"
            record.save()
    undo_latest()
    assert {type(r).objects.get(pk=r.pk).state for r in (motion, document)} == {"published"}


def bulk_action(number: int) -> ChangeGroup:
    initiatives, parent = make_many("initiative", number), make_forum()
    relate_many([(initiative, "part-of", parent) for initiative in initiatives])
    with Action("bulk") as action:
        action.watch(initiatives)
        for initiative in initiatives:
            initiative.visibility = "internal"
            initiative.save()
    return ChangeGroup.objects.first()


def queries(do) -> int:
    with CaptureQueriesContext(connection) as captured:
        do()
    return len(captured)


def test_a_plan_takes_the_same_queries_for_any_number_of_records():
    few, many = bulk_action(2), bulk_action(30)
    assert queries(lambda: plan_of(few).steps) == queries(lambda: plan_of(many).steps)


def test_carrying_out_takes_five_queries_a_record_and_a_fixed_number_beside():
    few, many = bulk_action(2), bulk_action(30)
    one, other = (queries(lambda group=group: carry_out(plan_of(group), by=None)) for group in (few, many))
    assert other - one <= 5 * 28


def test_a_quote_that_is_put_back_is_marked_where_it_was():
    """“de norm” stands three times in the paragraph; the second was meant."""
    forum, letter = make_forum(), make_document("33694", "60", passages=["1.2"])
    letter.passages.update(text="Eerst de norm, dan de norm, en weer de norm.")
    meant = cite(forum, letter, "1.2", quote="de norm", quote_start=19, quote_end=26)
    assert (meant.quote_start, meant.quote_end) == (19, 26)
    with Action("edit"):
        Citation.objects.get(pk=meant.pk).delete()
    undo_latest()
    back = Citation.objects.get(entry_id=forum.pk)
    assert (back.quote, back.quote_start, back.quote_end) == ("de norm", 19, 26)
