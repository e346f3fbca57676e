"""Two records of one thing become one, and it can be undone."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from cyberpolicy.merging import Merger, merge
from cyberpolicy.models import (
    Alias,
    ChangeGroup,
    Citation,
    Document,
    FormerAddress,
    ProgressStatus,
    Relation,
)
from cyberpolicy.states import StateError, differences, state_of
from cyberpolicy.undo import carry_out, plan_of
from instruments.models import Motion
from tests.factories import (
    add,
    cite,
    make_document,
    make_forum,
    make_initiative,
    make_motion,
    make_party,
    make_position,
    make_term,
    relate,
)
from tracks.models import Party, Position

pytestmark = pytest.mark.django_db

LONG_AGO = datetime.datetime(2020, 1, 2, 3, 4, tzinfo=datetime.UTC)


@pytest.fixture
def pair() -> tuple[Party, Party]:
    kept = make_party(title="Rusland", slug="rusland")
    other = make_party(title="Russische Federatie", slug="russische-federatie", iso_code="RU")
    letter = make_document("33694", "60", passages=["1.2", "1.3"])
    cite(kept, letter, "1.2")
    cite(other, letter, "1.3")
    add(other, "aliases", text="RF")
    relate(other, "initiated", make_forum(title="OEWG"))
    relate(make_forum(title="VN"), "opposes", other)
    make_position(other, make_term(kind="topic"))
    return kept, other


def test_everything_moves_to_the_record_that_stays(pair):
    kept, other = pair
    merge(Merger(kept, other), by=None)
    assert set(Alias.objects.filter(entry_id=kept.pk).values_list("text", flat=True)) == {"RF", "Russische Federatie"}
    assert set(Citation.objects.filter(entry_id=kept.pk).values_list("passage__locator", flat=True)) == {"1.2", "1.3"}
    assert Relation.objects.filter(subject_id=kept.pk, kind="initiated").exists()
    assert Relation.objects.filter(object_id=kept.pk, kind="opposes").exists()
    assert Position.objects.filter(entry_id=kept.pk).count() == 1
    assert Party.objects.get(pk=kept.pk).iso_code == "RU"


def test_the_other_record_is_withdrawn_bare_and_its_address_redirects(pair, client):
    kept, other = pair
    merge(Merger(kept, other), by=None)
    assert Party.objects.get(pk=other.pk).state == "withdrawn"
    assert not Relation.objects.filter(object_id=other.pk).exists()
    answer = client.get(reverse("party-detail", args=["russische-federatie"]))
    assert (answer.status_code, answer.headers["Location"]) == (301, "/parties/rusland/")


def test_merging_is_one_action_and_undoing_it_gives_both_back(pair):
    before = [state_of(record) for record in pair]
    merge(Merger(*pair), by=None)
    carry_out(plan_of(ChangeGroup.objects.first()), by=None)
    assert [state_of(Party.objects.get(pk=record.pk)) for record in pair] == before
    assert Relation.objects.filter(object_id=pair[1].pk, kind="opposes").exists()


def test_a_relation_between_the_two_disappears():
    kept, other = make_party(), make_party()
    relate(other, "aligned-with", kept)
    relate(kept, "aligned-with", other)
    merge(Merger(kept, other), by=None)
    assert not Relation.objects.exists()


def test_fields_that_name_the_other_name_the_one_that_stays():
    kept, other = make_document("33694", "56"), make_document()
    motion = make_motion(document=other)
    merge(Merger(kept, other), by=None)
    motion.refresh_from_db()
    assert motion.document == kept


def test_records_of_two_kinds_or_a_record_with_itself_are_refused():
    forum = make_forum()
    for other in (make_party(), forum):
        with pytest.raises(ValidationError):
            Merger(forum, other)


@pytest.mark.parametrize("hidden", [{"visibility": "confidential"}, {"visibility": "internal"}, {"state": "draft"}])
def test_what_is_hidden_does_not_come_out_through_the_other_record(hidden):
    with pytest.raises(ValidationError):
        Merger(make_party(), make_party(**hidden))


def read(document: Document, texts: dict[str, str]) -> Document:
    for locator, text in texts.items():
        document.passages.filter(locator=locator).update(text=text)
    return document


def passages_of(document: Document) -> list[tuple]:
    return list(document.passages.values_list("locator", "position", "text"))


def test_two_documents_of_which_the_text_differs_are_refused_with_the_passages():
    kept = read(make_document(passages=["1.1", "1.2"]), {"1.1": "Een", "1.2": "Twee"})
    other = read(make_document(passages=["1.1", "1.2"]), {"1.1": "Een", "1.2": "Drie"})
    with pytest.raises(ValidationError, match=r"1\.2") as error:
        Merger(kept, other)
    assert "1.1" not in str(error.value)


def test_passages_of_two_documents_become_one_a_locator_and_citations_follow():
    kept = read(make_document(passages=["1.1", "1.2"]), {"1.1": "Een"})
    other = read(make_document(passages=["1.1", "1.2", "1.3"]), {"1.2": "Twee", "1.3": "Drie"})
    forum = make_forum()
    milestone = add(forum, "milestones", kind="started", date="2019")
    cite(forum, other, "1.3")
    cite(forum, other, "1.2", part=milestone)
    cite(other, other, "1.1")
    before = [passages_of(kept), passages_of(other), *map(state_of, (kept, other, forum))]
    merge(Merger(kept, other), by=None)
    assert passages_of(kept) == [("1.1", 1, "Een"), ("1.2", 2, "Twee"), ("1.3", 3, "Drie")]
    assert set(Citation.objects.values_list("document", "passage__document", "passage__locator")) == {
        (kept.pk, kept.pk, "1.1"),
        (kept.pk, kept.pk, "1.2"),
        (kept.pk, kept.pk, "1.3"),
    }
    undo_latest()
    assert [passages_of(kept), passages_of(other), *map(fresh_state, (kept, other, forum))] == before
    undo_latest()
    assert passages_of(kept) == [("1.1", 1, "Een"), ("1.2", 2, "Twee"), ("1.3", 3, "Drie")]


def test_of_two_citations_that_become_the_same_one_stays_until_it_is_undone():
    kept, other, forum = make_document(passages=["1.1"]), make_document(passages=["1.1"]), make_forum()
    cite(forum, kept, "1.1")
    cite(forum, other, "1.1")
    merge(Merger(kept, other), by=None)
    assert Citation.objects.count() == 1
    undo_latest()
    assert set(Citation.objects.values_list("document", flat=True)) == {kept.pk, other.pk}


@pytest.mark.parametrize("names", ["kept", "other"])
def test_a_motion_that_replaces_the_one_it_is_merged_with_does_not_replace_itself(names):
    kept, other = make_motion(), make_motion()
    first, second = (kept, other) if names == "kept" else (other, kept)
    first.replaces = second
    first.save()
    third = make_motion(replaces=other)
    before = [*map(fresh_state, (kept, other, third))]
    merge(Merger(kept, other), by=None)
    assert Motion.objects.get(pk=kept.pk).replaces is None
    assert Motion.objects.get(pk=third.pk).replaces == kept
    undo_latest()
    assert [*map(fresh_state, (kept, other, third))] == before


def test_former_addresses_move_and_return():
    kept, other = make_party(slug="rusland"), make_party(slug="rf")
    other.slug = "russische-federatie"
    other.save()
    before = addresses()
    merge(Merger(kept, other), by=None)
    assert addresses() == {("rf", kept.pk), ("russische-federatie", kept.pk)}
    undo_latest()
    assert addresses() == before == {("rf", other.pk)}
    undo_latest()
    assert addresses() == {("rf", kept.pk), ("russische-federatie", kept.pk)}


def addresses() -> set[tuple]:
    return set(FormerAddress.objects.values_list("slug", "entry_id"))


def test_a_status_that_moves_was_known_since_it_was_recorded():
    kept, other = make_initiative(), make_initiative()
    row = add(other, "statuses", status="ongoing", date="2019")
    ProgressStatus._base_manager.filter(pk=row.pk).update(recorded_at=LONG_AGO)
    merge(Merger(kept, other), by=None)
    assert ProgressStatus.objects.standing().get(entry_id=kept.pk).recorded_at == LONG_AGO
    undo_latest()
    row.refresh_from_db()
    assert (row.recorded_at, row.retracted_at) == (LONG_AGO, None)


def test_undoing_the_merge_of_two_with_the_same_status_gives_back_when_each_was_recorded():
    kept, other = make_initiative(), make_initiative()
    mine, theirs = (add(record, "statuses", status="ongoing", date="2019") for record in (kept, other))
    ProgressStatus._base_manager.filter(pk=theirs.pk).update(recorded_at=LONG_AGO)
    merge(Merger(kept, other), by=None)
    assert ProgressStatus.objects.standing().get(entry_id=kept.pk).recorded_at == LONG_AGO
    undo_latest()
    found = dict(ProgressStatus.objects.standing().values_list("entry_id", "recorded_at"))
    assert found == {kept.pk: mine.recorded_at, other.pk: LONG_AGO}


def test_two_motions_with_other_requests_are_refused_in_words():
    kept, other = make_motion(), make_motion()
    for motion, text in ((kept, "iets"), (other, "iets anders")):
        add(motion, "requests", number=1, text_nl=text)
    with pytest.raises(ValidationError):
        Merger(kept, other)


def test_a_public_record_does_not_come_to_name_a_hidden_one():
    kept, other = make_document(visibility="internal"), make_document()
    motion = make_motion(document=other)
    with pytest.raises(StateError):
        merge(Merger(kept, other), by=None)
    motion.refresh_from_db()
    assert motion.document == other


def fresh_state(record) -> dict:
    return state_of(type(record).objects.get(pk=record.pk))


def undo_latest() -> None:
    carry_out(plan_of(ChangeGroup.objects.first()), by=None)


SOURCES = st.lists(st.sampled_from(["1.1", "1.2"]), max_size=2, unique=True)
VERBS = st.sampled_from(["supports", "opposes"])
SIDE = st.fixed_dictionaries(
    {
        "aliases": st.lists(st.sampled_from(["x", "y"]), max_size=2, unique=True),
        "addresses": st.lists(st.sampled_from(["a", "b"]), max_size=2, unique=True),
        "cites": SOURCES,
        "outgoing": st.dictionaries(VERBS, SOURCES, max_size=2),
        "incoming": st.dictionaries(VERBS, SOURCES, max_size=2),
        "to_the_other": st.booleans(),
        "summary": st.sampled_from(["", "Iets"]),
        "iso_code": st.booleans(),
    }
)


def furnished(side: dict, name: str, letter: Document, forum) -> Party:
    party = make_party(summary_nl=side["summary"], iso_code=name if side["iso_code"] else "")
    for text in side["aliases"]:
        cite(party, letter, "1.1", part=add(party, "aliases", text=text))
    for slug in side["addresses"]:
        FormerAddress.objects.create(kind="party", slug=f"{name}-{slug}", entry_id=party.pk)
    for locator in side["cites"]:
        cite(party, letter, locator)
    for verb, cites in side["outgoing"].items():
        relation = relate(party, verb, forum)
        for locator in cites:
            cite(party, letter, locator, part=relation)
    for verb, cites in side["incoming"].items():
        relation = relate(forum, verb, party)
        for locator in cites:
            cite(forum, letter, locator, part=relation)
    return party


NOTHING = {"aliases": [], "addresses": [], "cites": [], "outgoing": {}, "incoming": {}, "to_the_other": False}


@settings(max_examples=8, suppress_health_check=list(HealthCheck))
@given(one=SIDE, two=SIDE)
@example(one=NOTHING | {"summary": "", "iso_code": False}, two=NOTHING | {"summary": "", "iso_code": True})
def test_merging_and_undoing_it_leaves_any_pair_as_it_was(db, one, two):
    with transaction.atomic():
        letter, forum = make_document(passages=["1.1", "1.2"]), make_forum()
        kept, other = furnished(one, "AA", letter, forum), furnished(two, "BB", letter, forum)
        if one["to_the_other"]:
            relate(kept, "aligned-with", other)
        if two["to_the_other"]:
            relate(other, "aligned-with", kept)
        before = [*map(fresh_state, (kept, other, forum))], addresses()
        merge(Merger(kept, other), by=None)
        merged = [*map(fresh_state, (kept, other, forum))], addresses()
        for expected in (before, merged):
            undo_latest()
            states = [*map(fresh_state, (kept, other, forum))]
            assert all(not differences(*pair) for pair in zip(states, expected[0], strict=True))
            assert addresses() == expected[1]
        transaction.set_rollback(True)
