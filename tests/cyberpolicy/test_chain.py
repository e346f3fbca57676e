import pytest
from django.utils import translation

from cyberpolicy import stamps
from cyberpolicy.chain import MOST_LINKS, chain_of
from tests.factories import (
    cite,
    make_commitment,
    make_document,
    make_forum,
    make_incident,
    make_initiative,
    make_motion,
    make_party,
    make_track,
    relate,
)
from tests.reading import visit

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


def told(links) -> dict:
    """The chain as nested titles, with the verb before each."""
    return {f"{link.verb} {link.record.title}": told(link.links) for link in links}


@pytest.fixture
def policy():
    """A motion, the commitment and the initiative that carry it on, the forum, and whom it is about."""
    made = {
        "motion": make_motion(title="Motion"),
        "commitment": make_commitment(title="Commitment"),
        "initiative": make_initiative(title="Initiative"),
        "forum": make_forum(title="Forum"),
        "incident": make_incident(title="Incident"),
        "country": make_party(title="Country"),
    }
    relate(made["commitment"], "responds-to", made["motion"])
    relate(made["commitment"], "concerns", made["initiative"])
    relate(made["initiative"], "works-in", made["forum"])
    relate(made["incident"], "targeted", made["forum"])
    relate(made["country"], "member-of", made["forum"])
    return made


ONWARD = {"works in Forum": {"has as member Country": {}, "target of Incident": {}}}


def test_motion_leads_step_by_step_to_countries(policy):
    chain = chain_of(policy["motion"], None)
    assert told(chain.before) == {}
    assert told(chain.after) == {"answered by Commitment": {"concerns Initiative": ONWARD}}


def test_commitment_shows_what_led_to_it_and_what_follows(policy):
    chain = chain_of(policy["commitment"], None)
    assert told(chain.before) == {"responds to Motion": {}}
    assert told(chain.after) == {"concerns Initiative": ONWARD}


def test_initiative_tells_which_motions_and_commitments_led_to_it(policy):
    chain = chain_of(policy["initiative"], None)
    assert told(chain.before) == {"subject of Commitment": {"responds to Motion": {}}}


def test_other_promises_about_the_same_initiative_are_told(policy):
    motion = make_motion(title="Second motion")
    relate(policy["initiative"], "carries-out", motion)
    after = told(chain_of(motion, None).after)
    assert "subject of Commitment" in after["carried out by Initiative"]


def test_what_hangs_behind_a_hidden_record_is_hidden_too(policy):
    policy["initiative"].visibility = "internal"
    policy["initiative"].save()
    assert told(chain_of(policy["motion"], None).after) == {"answered by Commitment": {}}


def test_persons_and_tracks_are_no_step_of_the_chain(policy):
    relate(make_party(title="Minister", kind="person"), "member-of", policy["forum"])
    relate(policy["forum"], "in-track", make_track())
    assert told(chain_of(policy["initiative"], None).after) == ONWARD


def test_kind_without_a_place_in_the_chain_has_none():
    assert chain_of(make_document(), None) is None


def test_many_links_are_counted_instead_of_shown():
    motion = make_motion()
    for _ in range(MOST_LINKS[0] + 3):
        relate(make_initiative(), "carries-out", motion)
    chain = chain_of(motion, None)
    assert len(chain.after) == MOST_LINKS[0]
    assert chain.more_after == 3


def test_circle_of_relations_ends():
    motion, one, other = make_motion(), make_initiative(title="One"), make_initiative(title="Other")
    forum = make_forum(title="Forum")
    for initiative in (one, other):
        relate(initiative, "carries-out", motion)
        relate(initiative, "works-in", forum)
        relate(forum, "supports", initiative)
    relate(one, "parallel-to", other)
    relate(other, "parallel-to", one)
    after = told(chain_of(motion, None).after)
    assert set(after) == {"carried out by One", "carried out by Other"}


def test_page_shows_verbs_qualifiers_and_sources(client, policy):
    relation = relate(
        policy["initiative"], "carries-out", policy["motion"], qualifier_nl="deels", qualifier_en="in part"
    )
    cite(policy["initiative"], make_document("33694", "60", passages=["2.1"], title="Letter"), "2.1", part=relation)
    page = visit(client, policy["motion"].get_absolute_url())
    text = page.section("chain")
    assert "Carried out by Initiative initiative (in part) Letter, § 2.1" in text
    assert "/documents/kst-33694-60/#2.1" in page.links


def test_what_is_linked_in_two_ways_tells_what_else_led_to_it_once_a_link():
    motion, other, plan = make_motion(title="Motion"), make_motion(title="Other"), make_initiative(title="Plan")
    for kind in ("carries-out", "conforms-to"):
        relate(plan, kind, motion)
    relate(plan, "carries-out", other)
    links = chain_of(motion, None).after
    assert [(link.record.title, [origin.record.title for origin in link.links]) for link in links] == [
        ("Plan", ["Other"]), ("Plan", ["Other"]),
    ]  # fmt: skip


def test_query_count_does_not_grow_with_the_chain(policy, django_assert_max_num_queries):
    for _ in range(20):
        relate(make_initiative(), "carries-out", policy["motion"])
    with stamps.one_page():
        chain_of(policy["motion"], None)  # what relations name is read once
        with django_assert_max_num_queries(11):
            chain_of(policy["motion"], None)


def test_what_has_too_many_relations_is_named_and_not_followed(policy, monkeypatch, client):
    monkeypatch.setattr("cyberpolicy.chain.MOST_READ", 3)
    assert told(chain_of(policy["motion"], None).after) == {
        "answered by Commitment": {"concerns Initiative": {"works in Forum": ONWARD["works in Forum"]}}
    }
    relate(make_motion(), "concerns", policy["forum"])
    assert told(chain_of(policy["motion"], None).after) == {
        "answered by Commitment": {"concerns Initiative": {"works in Forum": {}}}
    }
    assert "too much to follow" in visit(client, f"/motions/{policy['motion'].slug}/").text


def test_what_nothing_follows_is_not_said_to_stand_in_too_many_relations(policy, monkeypatch):
    monkeypatch.setattr("cyberpolicy.chain.MOST_READ", 3)
    for _number in range(5):
        relate(policy["country"], "submitted", make_motion())
    motion = make_motion()
    relate(motion, "concerns", policy["country"])
    chain = chain_of(motion, None)
    assert [link.record.title for link in chain.after] == ["Country"]
    assert chain.after[0].is_followed
