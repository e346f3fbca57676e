import datetime

import pytest
from django.utils import timezone, translation

from cyberpolicy import detail
from cyberpolicy.detail import EntryPage
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
from tests.reading import visit

pytestmark = pytest.mark.django_db
PARTS = ("aliases", "milestones", "notes", "statuses")


@pytest.fixture
def letter():
    return make_document("33694", "60", passages=["1.1", "1.2", "fn.1"], title="Letter")


def page_of(entry, parts=PARTS) -> EntryPage:
    return EntryPage(entry, None, parts=parts, facts=())


def test_places_are_numbered_once_the_records_own_first(letter):
    forum = make_forum()
    alias = add(forum, "aliases", text="Anders")
    cite(forum, letter, "fn.1", part=alias)
    cite(forum, letter, "1.2")
    cite(forum, letter, "1.2", part=alias)
    page = page_of(forum)
    assert [(item.number, item.citation.passage.locator) for item in page.evidence] == [(1, "1.2"), (2, "fn.1")]
    ((_alias, evidence),) = page.aliases
    assert [item.number for item in evidence] == [2, 1]


def test_each_statement_links_to_its_numbered_source(client, letter):
    forum = make_forum(slug="oewg", summary_en="Open to all.")
    cite(forum, letter, "1.2", quote="woorden uit de brief")
    page = visit(client, "/forums/oewg/")
    assert "#b1" in page.links
    assert "/documents/kst-33694-60/#1.2" in page.links
    assert "woorden uit de brief" in page.section("evidence")


def test_relations_are_grouped_by_verb_in_both_directions():
    forum, initiative = make_forum(title="Forum"), make_initiative(title="Training")
    relate(forum, "part-of", make_forum(title="UN"))
    relate(initiative, "works-in", forum)
    with translation.override("en"):
        groups = [(str(g.label), [str(other.title) for other, *_ in g.links]) for g in page_of(forum).relations]
    assert groups == [("part of", ["UN"]), ("place of work of", ["Training"])]


def test_qualifier_and_basis_stand_with_the_relation(client):
    forum = make_forum(slug="oewg")
    relate(forum, "part-of", make_forum(title="UN"), qualifier_en="as a committee", basis="inferred")
    assert "UN (as a committee) · inferred from the source" in visit(client, "/forums/oewg/").section("relations")


def test_of_many_relations_the_first_are_shown_and_the_others_counted(client, monkeypatch):
    monkeypatch.setattr(detail, "MOST_RELATIONS", 2)
    forum = make_forum(slug="oewg")
    for number in range(5):
        relate(make_initiative(title=f"Plan {number}"), "works-in", forum)
    relations = visit(client, "/forums/oewg/").section("relations")
    assert relations.count("Plan") == 2
    assert "Number: 5" in relations
    assert "and 3 more" in relations


def test_tracks_stand_among_the_facts_and_not_among_the_relations(client):
    from tests.factories import make_track

    forum = make_forum(slug="oewg")
    relate(forum, "in-track", make_track(title="Legal order"))
    page = visit(client, "/forums/oewg/")
    assert page.fact("Tracks") == "Legal order"
    assert page.section("relations") == ""


def test_milestones_stand_newest_first_the_unknown_last():
    forum = make_forum()
    for date in ("2018", "", "2020-05", "../2017"):
        add(forum, "milestones", kind="started", date=date)
    assert [part.date for part, _ in page_of(forum).milestones] == ["2020-05", "2018", "../2017", ""]


def test_milestone_says_how_sure_it_is(client):
    forum = make_forum(slug="oewg")
    add(
        forum, "milestones", kind="ended", date="2025", is_expected=True, is_disputed=True, basis="public_record",
        note_en="Not in the letter.",
    )  # fmt: skip
    text = visit(client, "/forums/oewg/").section("milestones")
    for words in ("2025", "Ended", "expected", "disputed", "From the public record: Not in the letter."):
        assert words in text


def test_note_is_told_apart_from_what_the_source_says(client):
    forum = make_forum(slug="oewg")
    add(forum, "notes", text_nl="Klopt niet", text_en="Not correct", basis="unverified")
    text = visit(client, "/forums/oewg/").section("notes")
    assert "Not correct" in text
    assert "By the editors; not in the cited document." in text
    assert "not verified" in text


def test_status_history_stands_latest_first(client):
    motion = make_motion("33694", "56")
    add(motion, "outcomes", outcome="adopted", date="2019", source_wording="aanvaard")
    add(motion, "executions", status="in_progress", date="2020-01-01")
    add(motion, "executions", status="reported", date="2020-11-16", remark_en="Work continues.")
    text = visit(client, "/motions/33694-56/").section("status")
    assert text.index("Reported") < text.index("In progress") < text.index("Adopted")
    assert "the source says “aanvaard”" in text
    assert "Work continues." in text


def test_deadline_stands_among_the_statuses_in_words(client):
    motion = make_motion("33694", "56")
    add(motion, "deadlines", due_on=datetime.date(2021, 3, 1), date="2020-11-16")
    assert "2021" in visit(client, "/motions/33694-56/").section("status")


def test_retracted_status_is_gone_with_its_source(client, letter):
    motion = make_motion("33694", "56")
    status = add(motion, "executions", status="reported", date="2020")
    cite(motion, letter, "1.1", part=status)
    status.retracted_at = timezone.now()
    status.save()
    page = visit(client, "/motions/33694-56/")
    assert page.section("status") == ""
    assert "Letter" not in page.section("evidence")


def test_position_stands_with_party_and_with_topic(client):
    topic, party = (
        make_term(title="Sanctions", slug="sanctions", kind="topic"),
        make_party(title="Nowhere", slug="nowhere"),
    )
    make_position(party, topic, "in favour", as_of="2020-11-16")
    assert "Sanctions in favour" in visit(client, "/parties/nowhere/").section("positions")
    assert "Nowhere in favour" in visit(client, "/terms/sanctions/").section("stances")


def test_source_of_a_relation_to_a_hidden_record_is_hidden(client, letter):
    forum = make_forum(slug="oewg")
    relation = relate(forum, "supports", make_forum(visibility="internal"))
    cite(forum, letter, "1.1", part=relation, quote="geheim")
    assert "geheim" not in visit(client, "/forums/oewg/").html


def test_source_that_is_hidden_leaves_the_record_unsourced(client):
    forum = make_forum(slug="oewg")
    cite(forum, make_document(title="Geheim stuk", visibility="confidential"))
    page = visit(client, "/forums/oewg/")
    assert "Geheim stuk" not in page.html
    assert "Unsourced" in page.section("summary")


def test_query_count_does_not_grow_with_what_hangs_on_a_record(client, letter, django_assert_num_queries):
    forum = make_forum(slug="oewg")

    def hang(number: int) -> None:
        for n in range(number):
            cite(forum, letter, "1.1", part=add(forum, "milestones", kind="started", date=f"20{10 + n}"))
            relate(forum, "supports", make_forum())
            relate(make_forum(), "supports", forum)

    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    visit(client, "/forums/oewg/")  # who may be seen is read once, and then what changed
    hang(1)
    with CaptureQueriesContext(connection) as few:
        visit(client, "/forums/oewg/")
    hang(8)
    with django_assert_num_queries(len(few)):
        visit(client, "/forums/oewg/")


def test_two_quotes_of_one_passage_are_both_shown(client, letter):
    forum = make_forum(slug="oewg")
    cite(forum, letter, "1.2", quote="eerste woorden")
    cite(forum, letter, "1.2", quote="andere woorden")
    evidence = visit(client, "/forums/oewg/").section("evidence")
    assert "eerste woorden" in evidence
    assert "andere woorden" in evidence


def test_source_of_one_field_says_which(client, letter):
    forum = make_forum(slug="oewg")
    cite(forum, letter, "1.2", field="title")
    assert "for: title" in visit(client, "/forums/oewg/").section("evidence")
