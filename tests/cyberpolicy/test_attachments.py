import pytest

from cyberpolicy.attachments import attach
from tests.factories import (
    add,
    cite,
    make_document,
    make_forum,
    make_motion,
    make_party,
    make_position,
    make_term,
    make_track,
    make_user,
    relate,
)

pytestmark = pytest.mark.django_db


def test_no_records_take_no_queries(django_assert_num_queries):
    with django_assert_num_queries(0):
        attach([], None)


def test_records_take_the_same_queries_for_any_number(django_assert_num_queries):
    forums = [make_forum() for _ in range(5)]
    for forum in forums:
        relate(forum, "in-track", make_track())
        add(forum, "aliases", text="Anders")
    for some in (forums[:1], forums):
        with django_assert_num_queries(6):
            attach(some, None, parts=("aliases",))


def test_relations_are_attached_at_both_ends():
    forum, other, track = make_forum(), make_forum(), make_track()
    relate(forum, "part-of", other)
    relate(forum, "in-track", track)
    attach([forum, other], None)
    assert [row.pk for row in forum.attached.objects("part-of")] == [other.pk]
    assert [row.pk for row in other.attached.subjects("part-of")] == [forum.pk]
    assert [row.pk for row in forum.attached.tracks] == [track.pk]


def test_of_many_relations_the_latest_are_attached_and_all_counted():
    forum, alone = make_forum(), make_forum()
    years = [make_motion(date=str(year)) for year in range(2015, 2019)]
    for motion in [*years, make_motion(date="2019", visibility="internal")]:
        relate(motion, "concerns", forum)
    relate(years[0], "concerns", alone)
    relate(years[0], "concerns", alone, qualifier_en="also")
    attach([forum, alone], None, is_whole=True, most=2)
    last_of_one = {years[0].pk, years[2].pk, years[3].pk}  # or of the other, so that it does not seem to be without
    assert {row.pk for row in forum.attached.subjects("concerns")} == last_of_one
    assert forum.attached.totals == {("object", "concerns"): 4}
    assert [row.pk for row in alone.attached.subjects("concerns")] == [years[0].pk, years[0].pk]
    assert alone.attached.totals == {}


def test_of_many_relations_only_the_kinds_asked_for_are_attached():
    forum, other = make_forum(), make_forum()
    for _number in range(3):
        relate(make_motion(), "concerns", forum)
    relate(other, "part-of", forum)
    relate(forum, "part-of", other)
    kinds = {"outgoing": frozenset(), "incoming": frozenset({"concerns"})}
    attach([forum], None, most=2, **kinds)
    assert [row.kind for row in forum.attached.incoming] == ["concerns", "concerns"]
    assert (forum.attached.outgoing, forum.attached.totals) == ([], {("object", "concerns"): 3})
    with pytest.raises(LookupError):
        forum.attached.objects("part-of")


def test_each_reader_gets_what_that_reader_may_see():
    forum = make_forum()
    relate(forum, "part-of", make_forum(visibility="internal"))
    cite(forum, make_document(visibility="internal"))
    for user, number in ((None, 0), (make_user("reader"), 1)):
        attach([forum], user)
        assert len(forum.attached.objects("part-of")) == number
        assert len(forum.attached.citations) == number


def test_position_on_a_hidden_topic_is_left_out():
    party = make_party()
    make_position(party, make_term(state="draft"))
    make_position(party, make_term())
    attach([party], None, parts=("positions",))
    assert len(party.attached.parts["positions"]) == 1


def test_field_that_names_a_hidden_record_reads_as_empty():
    forum = make_forum()
    attach([forum], None)
    assert forum.attached.seen(make_document(visibility="internal")) is None
    assert forum.attached.seen(None) is None
    shown = make_document()
    assert forum.attached.seen(shown) == shown


def test_parts_that_a_kind_does_not_have_are_ignored():
    forum = make_forum()
    attach([forum], None, parts=("outcomes", "aliases"))
    assert forum.attached.parts["outcomes"] == []


def test_sources_of_a_part_hang_on_that_part():
    forum, letter = make_forum(), make_document()
    alias = add(forum, "aliases", text="Anders")
    citation = cite(forum, letter, part=alias)
    attach([forum], None, parts=("aliases",))
    assert forum.attached.citations == []
    assert forum.attached.cites[alias.pk] == [citation]


def test_source_of_a_relation_between_two_of_the_records_hangs_on_both_once():
    forum, other, letter = make_forum(), make_forum(), make_document()
    relation = relate(forum, "part-of", other)
    citation = cite(forum, letter, part=relation)
    attach([forum, other], None, is_whole=True)
    assert forum.attached.cites[relation.pk] == other.attached.cites[relation.pk] == [citation]


def test_only_the_relations_that_are_asked_for_are_there():
    forum, other, track = make_forum(), make_forum(), make_track()
    relate(forum, "part-of", other)
    relate(forum, "in-track", track)
    attach([forum], None, outgoing=frozenset({"in-track"}), incoming=frozenset())
    assert [row.pk for row in forum.attached.tracks] == [track.pk]
    for ask in (forum.attached.objects, forum.attached.subjects):
        with pytest.raises(LookupError, match="part-of"):
            ask("part-of")
