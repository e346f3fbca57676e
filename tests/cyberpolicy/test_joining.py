"""What two records of one thing say together: their sources and parts, each once."""

import pytest
from django.core.exceptions import ValidationError

from cyberpolicy.guard import history_kept_elsewhere
from cyberpolicy.merging import Merger, StateError, merge
from cyberpolicy.models import Alias, Citation, Document, Milestone, Relation
from tests.cyberpolicy.test_merging import fresh_state, read, undo_latest
from tests.factories import add, cite, make_document, make_forum, make_party, relate

pytestmark = pytest.mark.django_db

TWICE = "Het overleg is open. Daarna sprak het overleg over normen."


def quote_places() -> list[tuple]:
    return sorted(Citation.objects.values_list("document", "quote_start"))


def cite_words(entry, document: Document, repeat: int, **values) -> Citation:
    citation = Citation(entry_id=entry.pk, document=document, passage=document.passages.get(), **values)
    citation.quote = "overleg"
    citation.mark_quote(repeat)
    with history_kept_elsewhere():
        citation.save()
    return citation


def test_the_same_words_quoted_at_two_places_of_one_passage_both_stay():
    kept, other = (read(make_document(passages=["1.1"]), {"1.1": TWICE}) for _n in "ab")
    forum = make_forum()
    cite_words(forum, kept, 0)
    cite_words(forum, other, 1)
    before, state = quote_places(), fresh_state(forum)
    merge(Merger(kept, other), by=None)
    assert quote_places() == [(kept.pk, TWICE.index("overleg")), (kept.pk, TWICE.rindex("overleg"))]
    undo_latest()
    assert (quote_places(), fresh_state(forum)) == (before, state)


def test_a_source_of_the_same_words_elsewhere_in_the_passage_stays_with_a_relation_that_both_received():
    kept, other, subject = make_party(), make_party(), make_forum()
    letter = read(make_document(passages=["1.1"]), {"1.1": TWICE})
    for repeat, record in enumerate((kept, other)):
        cite_words(subject, letter, repeat, part_id=relate(subject, "opposes", record).pk)
    merge(Merger(kept, other), by=None)
    (relation,) = Relation.objects.filter(subject_id=subject.pk)
    assert Citation.objects.filter(part_id=relation.pk).values("quote_start").distinct().count() == 2


def test_words_quoted_before_the_other_had_its_text_and_after_are_one():
    kept, other, forum = make_document(passages=["1.1"]), make_document(passages=["1.1"]), make_forum()
    cite_words(forum, other, 0)
    read(kept, {"1.1": TWICE})
    cite_words(forum, kept, 0)
    merge(Merger(kept, other), by=None)
    assert quote_places() == [(kept.pk, TWICE.index("overleg"))]


def test_a_name_that_both_have_keeps_the_sources_of_both():
    kept, other = make_party(), make_party()
    letter = make_document("33694", "60", passages=["1.2", "1.3"])
    for record, locator in ((kept, "1.2"), (other, "1.3")):
        cite(record, letter, locator, part=add(record, "aliases", text="RF"))
    before = [*map(fresh_state, (kept, other))]
    merge(Merger(kept, other), by=None)
    assert sources_of(Alias.objects.get(entry_id=kept.pk, text="RF")) == {"1.2", "1.3"}
    undo_latest()
    assert [*map(fresh_state, (kept, other))] == before


def test_a_milestone_that_both_have_stays_once_with_the_sources_of_both():
    kept, other = make_forum(), make_forum()
    letter = make_document("33694", "60", passages=["1.2", "1.3"])
    for record, locator in ((kept, "1.2"), (other, "1.3")):
        cite(record, letter, locator, part=add(record, "milestones", kind="started", date="2019"))
    merge(Merger(kept, other), by=None)
    assert sources_of(Milestone.objects.get(entry_id=kept.pk)) == {"1.2", "1.3"}


def test_of_two_relations_of_the_same_kind_what_only_the_other_says_is_kept():
    kept, other, forum = make_party(), make_party(), make_forum()
    relate(kept, "supports", forum)
    relate(other, "supports", forum, qualifier_nl="sinds 2019", position=2)
    relate(forum, "opposes", kept)
    relate(forum, "opposes", other, qualifier_nl="alleen in stemmingen")
    merge(Merger(kept, other), by=None)
    found = set(Relation.objects.values_list("kind", "qualifier_nl", "position"))
    assert found == {("supports", "sinds 2019", 2), ("opposes", "alleen in stemmingen", 0)}
    undo_latest()
    assert Relation.objects.filter(qualifier_nl="").count() == 2


def test_of_a_choice_that_differs_the_record_that_stays_keeps_its_own():
    kept, other, forum = make_party(), make_party(), make_forum()
    for record, basis, kind in ((kept, "section", "abbreviation"), (other, "inferred", "spelling")):
        relate(record, "supports", forum, basis=basis)
        relate(forum, "opposes", record, basis=basis)
        add(record, "aliases", text="RF", kind=kind)
    merge(Merger(kept, other), by=None)
    assert set(Relation.objects.values_list("kind", "basis")) == {("supports", "section"), ("opposes", "section")}
    assert Alias.objects.get(entry_id=kept.pk, text="RF").kind == "abbreviation"
    undo_latest()
    assert Relation.objects.filter(basis="inferred").count() == 2


def sources_of(part) -> set[str]:
    return set(Citation.objects.filter(part_id=part.pk).values_list("passage__locator", flat=True))


def test_a_relation_that_both_have_stays_once_with_the_sources_of_both():
    kept, other, forum = make_party(), make_party(), make_forum()
    letter = make_document("33694", "60", passages=["1.2", "1.3"])
    for record, locator in ((kept, "1.2"), (other, "1.3")):
        cite(record, letter, locator, part=relate(record, "supports", forum))
    merge(Merger(kept, other), by=None)
    (relation,) = Relation.objects.filter(subject_id=kept.pk)
    assert Citation.objects.filter(part_id=relation.pk).count() == 2


def test_sources_of_a_relation_that_both_received_are_kept():
    kept, other, subject = make_party(), make_party(), make_forum()
    letter = make_document("33694", "60", passages=["1.2", "1.3"])
    for record, locator in ((kept, "1.2"), (other, "1.3")):
        cite(subject, letter, locator, part=relate(subject, "opposes", record))
    merge(Merger(kept, other), by=None)
    (relation,) = Relation.objects.filter(subject_id=subject.pk)
    assert set(Citation.objects.filter(part_id=relation.pk).values_list("passage__locator", flat=True)) == {
        "1.2",
        "1.3",
    }


def test_relations_of_which_the_texts_contradict_each_other_are_refused():
    kept, other, forum = make_party(), make_party(), make_forum()
    relate(kept, "supports", forum, qualifier_nl="sinds 2019")
    relate(other, "supports", forum, qualifier_nl="tot 2019")
    with pytest.raises(ValidationError):
        Merger(kept, other)


def test_relations_to_both_of_which_the_texts_contradict_each_other_are_refused():
    kept, other, forum = make_party(), make_party(), make_forum()
    for record, text in ((kept, "sinds 2019"), (other, "tot 2019")):
        relate(forum, "supports", record, qualifier_nl=text)
    with pytest.raises(StateError):
        merge(Merger(kept, other), by=None)
    assert Relation.objects.filter(subject_id=forum.pk).count() == 2
