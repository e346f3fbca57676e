"""Two records of one thing become one; nothing is lost, and it can be undone."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from cyberpolicy.merging import Merger, merge
from cyberpolicy.models import Alias, ChangeGroup, Citation, Relation
from cyberpolicy.states import state_of
from cyberpolicy.undo import carry_out, plan_of
from tests.factories import (
    add,
    cite,
    make_document,
    make_forum,
    make_motion,
    make_party,
    make_position,
    make_term,
    relate,
)
from tracks.models import Party, Position

pytestmark = pytest.mark.django_db


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


def test_a_relation_that_both_have_stays_once_with_the_sources_of_both():
    kept, other, forum = make_party(), make_party(), make_forum()
    letter = make_document("33694", "60", passages=["1.2", "1.3"])
    for record, locator in ((kept, "1.2"), (other, "1.3")):
        cite(record, letter, locator, part=relate(record, "supports", forum))
    merge(Merger(kept, other), by=None)
    (relation,) = Relation.objects.filter(subject_id=kept.pk)
    assert Citation.objects.filter(part_id=relation.pk).count() == 2


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


@pytest.mark.parametrize("hidden", [{"visibility": "confidential"}, {"visibility": "internal"}, {"state": "draft"}])
def test_what_is_hidden_does_not_come_out_through_the_other_record(hidden):
    with pytest.raises(ValidationError):
        Merger(make_party(), make_party(**hidden))


def test_two_documents_with_passages_are_refused():
    with pytest.raises(ValidationError):
        Merger(make_document(passages=["1.1"]), make_document(passages=["1.1"]))
