import datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from cyberpolicy.models import Alias
from cyberpolicy.states import Bearings, StateError, apply, canonical, differences, state_of, states_of
from instruments.models import ExecutionStatus, Motion
from tests.factories import (
    KINDS,
    add,
    cite,
    make,
    make_commitment,
    make_document,
    make_forum,
    make_motion,
    make_party,
    make_position,
    make_term,
    relate,
)
from tracks.models import Forum

pytestmark = pytest.mark.django_db


def test_state_leaves_out_what_is_empty_or_default():
    forum = make_forum(slug="oewg", title="Werkgroep", kind="process")
    assert state_of(forum) == {
        "slug": "oewg", "title_nl": "Werkgroep", "title_en": "Werkgroep", "kind": "process", "state": "published",
    }  # fmt: skip


def test_state_names_other_records_by_key():
    motion = make_motion(number="56", document=make_document("33694", "56"))
    relate(motion, "leads-to", make("track", slug="capacity-building"), qualifier_en="inspired")
    state = state_of(motion)
    assert state["document"] == "document:kst-33694-56"
    assert state["relations"] == [{"kind": "leads-to", "object": "track:capacity-building", "qualifier_en": "inspired"}]


def test_state_holds_citations_of_record_and_of_parts():
    document, forum = make_document("33694", "60", passages=["2.1"]), make_forum()
    part = add(forum, "milestones", kind="started", date="2019")
    cite(forum, document, "2.1", quote="woorden")
    cite(forum, document, part=part, pages="3-4")
    state = state_of(forum)
    assert state["cites"] == [{"document": "document:kst-33694-60", "locator": "2.1", "quote": "woorden"}]
    assert state["milestones"][0]["cites"] == [{"document": "document:kst-33694-60", "pages": "3-4"}]


def test_state_holds_only_relations_of_which_the_record_is_subject():
    forum, other = make_forum(), make_forum()
    relate(other, "part-of", forum)
    assert "relations" not in state_of(forum)


def test_states_take_the_same_queries_for_any_number(django_assert_num_queries):
    def filled() -> Forum:
        forum = make_forum()
        relate(forum, "part-of", make_forum())
        add(forum, "aliases", text="Anders")
        return forum

    one, many = [filled()], [filled() for _ in range(5)]
    with django_assert_num_queries(6):
        states_of(one)
    with django_assert_num_queries(6):
        states_of(many)


def full(kind: str):
    """A record of which something of every sort is filled."""
    document = make_document("33694", "60", passages=["1.1", "1.2"])
    entry = make(kind, summary_nl="Samenvatting", verified_on=datetime.date(2020, 1, 2))
    alias, date = add(entry, "aliases", text="Anders"), add(entry, "milestones", kind="started", date="2019-05")
    cite(entry, document, "1.1")
    cite(entry, document, "1.2", part=alias)
    cite(entry, document, part=date, as_stated="2018")
    relate(entry, "supports", make_forum(), qualifier_nl="zeer")
    add(entry, "notes", text_nl="Let op", basis="unverified")
    return entry


@pytest.mark.parametrize("kind", KINDS)
def test_any_record_can_be_brought_back_into_its_state(kind):
    entry = full(kind)
    before = state_of(entry)
    bare = {name: before[name] for name in before if not isinstance(before[name], list) and name != "summary_nl"}
    apply(entry, bare, Bearings())
    assert state_of(entry) == bare
    apply(entry, before, Bearings())
    assert state_of(entry) == before
    assert state_of(type(entry).objects.get(pk=entry.pk)) == before


def test_parts_that_stay_the_same_keep_their_row():
    forum = make_forum()
    kept, gone = add(forum, "aliases", text="Blijft"), add(forum, "aliases", text="Gaat")
    wanted = state_of(forum) | {"aliases": [{"text": "Blijft"}, {"text": "Nieuw"}]}
    apply(forum, wanted, Bearings())
    assert Alias.objects.filter(pk=kept.pk).exists()
    assert not Alias.objects.filter(pk=gone.pk).exists()


def test_new_part_stands_after_the_older_ones():
    forum = make_forum()
    for text in ("A", "C"):
        add(forum, "aliases", text=text)
    apply(forum, state_of(forum) | {"aliases": [{"text": "A"}, {"text": "B"}, {"text": "C"}]}, Bearings())
    assert [alias["text"] for alias in state_of(forum)["aliases"]] == ["A", "C", "B"]


def test_status_that_no_longer_holds_is_retracted_and_not_lost():
    motion = make_motion()
    add(motion, "executions", status="in_progress", date="2019")
    apply(motion, state_of(motion) | {"executions": [{"status": "reported", "date": "2020"}]}, Bearings())
    assert [row["status"] for row in state_of(motion)["executions"]] == ["reported"]
    old = ExecutionStatus.objects.get(status="in_progress")
    assert old.retracted_at >= old.recorded_at


def test_positions_keep_their_topic():
    party = make_party()
    make_position(party, make_term(slug="sanctions"), "voor")
    before = state_of(party)
    apply(party, {name: value for name, value in before.items() if name != "positions"}, Bearings())
    apply(party, before, Bearings())
    assert state_of(party)["positions"] == [{"topic": "term:sanctions", "stance_nl": "voor", "stance_en": "voor"}]


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"kind": "nonsense"}, "kind"),
        ({"slug": "not a slug"}, "slug"),
        ({"title_nl": "x" * 301}, "title_nl"),
        ({"verified_on": "2020-02-30"}, "verified_on"),
        ({"milestones": [{"kind": "started", "date": "2019-13"}]}, "milestones[1].date"),
        ({"milestones": [{"kind": "nonsense"}]}, "milestones[1].kind"),
        ({"relations": [{"kind": "part-of", "object": "forum:nowhere"}]}, "relations[1].object"),
        ({"relations": [{"kind": "nonsense", "object": "forum:x"}]}, "relations[1].kind"),
        ({"cites": [{"document": "document:nowhere"}]}, "cites"),
        (
            {"aliases": [{"text": "A", "cites": [{"document": "document:kst-33694-60", "locator": "9.9"}]}]},
            "aliases[1].cites",
        ),
    ],
)
def test_value_that_cannot_be_names_its_field(change, field):
    make_document("33694", "60", passages=["1.1"])
    forum = make_forum(slug="x")
    with pytest.raises(StateError) as error:
        apply(forum, state_of(forum) | change, Bearings())
    assert error.value.field == field


def test_relation_of_a_record_with_itself_is_refused():
    forum = make_forum(slug="oewg")
    with pytest.raises(StateError) as error:
        apply(forum, state_of(forum) | {"relations": [{"kind": "part-of", "object": "forum:oewg"}]}, Bearings())
    assert error.value.field == "relations[1].object"


def test_differences_name_old_and_new():
    assert differences({"a": 1, "b": 2}, {"b": 3, "c": 4}) == {"a": [1, None], "b": [2, 3], "c": [None, 4]}
    assert differences({"a": [1]}, {"a": [1]}) == {}


def test_canonical_leaves_out_defaults_and_cleans():
    assert canonical(Motion, {"dossier": "33694", "number": "56", "submitters_complete": True, "state": "draft"}) == {
        "dossier": "33694", "number": "56",
    }  # fmt: skip


def test_link_to_another_commitment_survives():
    commitment = make_commitment(repeats=make_commitment(slug="first"))
    before = state_of(commitment)
    apply(commitment, before, Bearings())
    commitment.refresh_from_db()
    assert commitment.repeats.slug == "first"


TEXT = st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=40).map(str.strip)
MILESTONE = st.fixed_dictionaries(
    {
        "kind": st.sampled_from(["started", "ended"]),
        "date": st.sampled_from(["2019", "2019-05", "[2019..2020]", "2021/.."]),
    }
)


def in_any_order(state):
    return state | {"milestones": sorted(map(sorted, map(dict.items, state.get("milestones", []))))}


class RoundTripTest(TestCase):
    @settings(max_examples=12, suppress_health_check=[HealthCheck.too_slow])
    @given(
        summary=TEXT,
        role=TEXT,
        first=st.lists(MILESTONE, max_size=4, unique_by=repr),
        second=st.lists(MILESTONE, max_size=4, unique_by=repr),
    )
    def test_applying_any_state_gives_that_state(self, summary, role, first, second):
        forum = make_forum(slug="oewg")
        base = state_of(forum)
        texts = {name: text for name, text in (("summary_nl", summary), ("dutch_role_en", role)) if text}
        for milestones in (first, second):
            wanted = base | texts | ({"milestones": milestones} if milestones else {})
            apply(forum, wanted, Bearings())
            assert in_any_order(state_of(forum)) == in_any_order(wanted)
            assert state_of(Forum.objects.get(pk=forum.pk)) == state_of(forum)
