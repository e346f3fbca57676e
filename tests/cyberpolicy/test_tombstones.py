"""A record that was really deleted keeps its history, and can be brought back with all it was."""

import pytest

from cyberpolicy.bearings import StateError
from cyberpolicy.history import Action
from cyberpolicy.models import (
    CatalogueEntry,
    ChangeGroup,
    DocumentVersion,
    FormerAddress,
    ImportedRecord,
    ProgressStatus,
    Revision,
    Tombstone,
)
from cyberpolicy.states import same, state_of
from cyberpolicy.undo import carry_out, plan_of
from tests.factories import (
    add,
    built,
    cite,
    make_document,
    make_forum,
    make_initiative,
    make_motion,
    make_party,
    make_position,
    make_term,
    make_user,
    relate,
)
from tracks.models import Forum, Initiative

pytestmark = pytest.mark.django_db


def undo_latest() -> int:
    return carry_out(plan_of(ChangeGroup.objects.first()), by=None)


def same_states(one: dict, other: dict) -> bool:
    return one.keys() == other.keys() and all(same(one[name], other[name]) for name in one)


def full_forum() -> Forum:
    letter = make_document("33694", "60", passages=["1.2"])
    forum = make_forum(title="OEWG", slug="oewg")
    cite(forum, letter, "1.2", part=relate(forum, "part-of", make_forum(title="VN", slug="vn")))
    cite(forum, letter, "1.2", quote="woorden")
    add(forum, "milestones", kind="started", date="2019")
    return forum


def test_undoing_a_deletion_brings_the_record_back_with_its_key_parts_and_sources():
    forum = full_forum()
    before, key = state_of(forum), forum.pk
    forum.delete()
    assert not Forum.objects.filter(slug="oewg").exists()
    undo_latest()
    forum = Forum.objects.get(slug="oewg")
    assert forum.pk == key
    assert same_states(state_of(forum), before)
    assert forum.date == "2019"


def test_relations_that_others_had_to_it_come_back_too():
    forum, party = make_forum(), make_party()
    relation = relate(party, "initiated", forum, qualifier_nl="mede")
    cite(party, make_document("33694", "60", passages=["1.2"]), "1.2", part=relation)
    before = state_of(party)
    forum.delete()
    assert "relations" not in state_of(party)
    undo_latest()
    assert state_of(party) == before


def test_its_revisions_former_addresses_and_maker_come_back():
    editor = make_user("editor")
    forum = built("forum", slug="oud")
    with Action("add", by=editor):
        forum.save()
    forum.slug = "nieuw"
    forum.save()
    made_at = Forum.objects.get().created_at
    ImportedRecord.objects.create(source="letter", key="forum:oud", entry_id=forum.pk, state={})
    forum.delete()
    undo_latest()
    forum = Forum.objects.get()
    assert (forum.created_by, forum.created_at, forum.version) == (editor, made_at, 4)
    assert [r.kind for r in Revision.objects.filter(entry_id=forum.pk)] == ["restored", "deleted", "changed", "created"]
    assert list(FormerAddress.objects.values_list("slug", "entry_id")) == [("oud", forum.pk)]
    assert ImportedRecord.objects.get().entry_id == forum.pk
    assert not Tombstone.objects.exists()


def test_statuses_come_back_as_known_since_they_were_recorded_and_retracted_ones_retracted():
    initiative = make_initiative()
    for status in ("planned", "ongoing"):
        add(initiative, "statuses", status=status, date="2019")
    wrong = ProgressStatus.objects.get(status="planned")
    wrong.retracted_at = wrong.recorded_at
    wrong.save()
    rows = list(ProgressStatus.objects.order_by("pk").values())
    initiative.delete()
    assert not ProgressStatus.objects.exists()
    undo_latest()
    assert list(ProgressStatus.objects.order_by("pk").values()) == rows
    assert Initiative.objects.get().progress == "ongoing"


def test_a_document_comes_back_with_its_passages_and_versions():
    letter = make_document("33694", "60", passages=["1.1", "1.2"])
    letter.passages.filter(locator="1.1").update(text="Geachte voorzitter,")
    DocumentVersion.objects.create(document=letter, number=1, sha256="x", passages={"1.1": "Geachte voorzitter,"})
    cite(letter, letter, "1.1")
    before = state_of(letter), list(letter.passages.values()), list(letter.versions.values())
    letter.delete()
    undo_latest()
    letter = type(letter).objects.get()
    assert (state_of(letter), list(letter.passages.values()), list(letter.versions.values())) == before


def test_what_it_names_and_is_gone_is_left_out_and_named():
    forum, parent = make_forum(), make_forum(title="VN", slug="vn")
    relate(forum, "part-of", parent)
    add(forum, "aliases", text="OEWG")
    forum.delete()
    group = ChangeGroup.objects.first()
    parent.delete()
    (step,) = plan_of(group).steps
    assert step.missing == ["forum:vn"]
    carry_out(plan_of(group), by=None)
    assert state_of(Forum.objects.get())["aliases"] == [{"text": "OEWG"}]


def test_a_record_of_which_the_address_was_taken_cannot_come_back_and_says_so():
    forum = make_forum(slug="oewg")
    forum.delete()
    group = ChangeGroup.objects.first()
    make_forum(slug="oewg", title="Een ander")
    plan = plan_of(group)
    assert plan.steps[0].obstacle
    assert plan.is_empty
    assert carry_out(plan, by=None) == 0
    assert Forum.objects.get().title_nl == "Een ander"


def test_a_motion_of_which_the_number_was_taken_cannot_come_back():
    make_motion(number="56").delete()
    group = ChangeGroup.objects.first()
    make_motion(number="56", slug="33694-56-bis")
    assert plan_of(group).steps[0].obstacle


def test_records_that_named_each_other_come_back_together():
    term, party = make_term(slug="soevereiniteit"), make_party()
    position = make_position(party, term)
    document = make_document()
    motion = make_motion(document=document)
    before = [state_of(record) for record in (term, party, document, motion)]
    with Action("delete"):
        for record in (motion, position, document, term, party):
            record.delete()
    undo_latest()
    found = [type(record).objects.get(slug=record.slug) for record in (term, party, document, motion)]
    assert [state_of(record) for record in found] == before


def test_a_restored_record_is_restored_once_and_undoing_that_withdraws_it():
    make_forum(slug="oewg").delete()
    deletion = ChangeGroup.objects.first()
    assert carry_out(plan_of(deletion), by=None) == 1
    assert carry_out(plan_of(deletion), by=None) == 0
    undo_latest()
    assert Forum.objects.get().state == "withdrawn"


def test_a_record_made_and_deleted_in_one_action_leaves_no_tombstone():
    with Action("edit"):
        forum = built("forum")
        forum.save()
        forum.delete()
    assert not Tombstone.objects.exists()
    assert not Revision.objects.exists()


def test_undoing_an_edit_of_a_record_that_was_deleted_since_leaves_it():
    forum = make_forum()
    forum.title_nl = "Anders"
    forum.save()
    edit = ChangeGroup.objects.first()
    forum.delete()
    plan = plan_of(edit)
    assert (plan.steps, [record.title_nl for record in plan.lost]) == ([], ["Anders"])


def test_what_would_be_there_twice_is_refused_in_words():
    first, second = make_party(iso_code="RU"), make_party()
    with Action("edit"):
        first.iso_code = ""
        first.save()
    group = ChangeGroup.objects.first()
    second.iso_code = "RU"
    second.save()
    plan = plan_of(group)
    with pytest.raises(StateError):
        carry_out(plan, by=None)


def test_a_text_that_lagged_behind_its_translation_still_does():
    forum = make_forum(title="Oud")
    forum.title_nl = "Nieuw"
    forum.save()
    outdated = CatalogueEntry.objects.get(pk=forum.pk).outdated
    forum.delete()
    undo_latest()
    assert CatalogueEntry.objects.get(pk=forum.pk).outdated == outdated != ""
