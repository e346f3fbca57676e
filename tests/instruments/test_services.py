import datetime

import pytest
from django.core.exceptions import ValidationError

from cyberpolicy import undo
from cyberpolicy.guard import history_kept_elsewhere
from cyberpolicy.models import ChangeGroup, Citation
from instruments.services import Proof, settle
from tests.factories import add, make_commitment, make_document, make_motion, make_user

pytestmark = pytest.mark.django_db

DAY = datetime.date(2020, 11, 16)
PASSAGE = "De motie is hiermee afgedaan."


@pytest.fixture
def liaison():
    return make_user("liaison")


@pytest.fixture
def letter_of_the_cabinet():
    document = make_document("33694", "60", passages=["1.1"])
    add(document, "milestones", kind="published", date="2020-11-16")
    with history_kept_elsewhere():
        document.passages.update(text=PASSAGE)
    document.refresh_from_db()
    return document


def proof_of(document, quote: str = PASSAGE) -> Proof:
    return Proof(document, document.passages.get(), quote)


def settled(owed, by, proof=None, **values):
    return settle(owed=owed, by=by, on=DAY, proof=proof or Proof(), **values)


def test_settling_with_proof_is_one_action_that_can_be_undone(liaison, letter_of_the_cabinet):
    motion = make_motion()
    row = settled(motion, liaison, proof_of(letter_of_the_cabinet))
    motion.refresh_from_db()
    assert motion.execution == "settled"
    assert Citation.objects.get(part_id=row.pk).is_verbatim
    group = ChangeGroup.objects.get()
    assert (group.action, group.by) == ("settle", liaison)
    undo.carry_out(undo.plan_of(group), by=liaison)
    motion.refresh_from_db()
    assert motion.execution == ""


@pytest.mark.parametrize(
    ("make_proof", "field"),
    [
        (lambda letter: Proof(), "document"),
        (lambda letter: Proof(letter), "passage"),
        (lambda letter: Proof(letter, letter.passages.get()), "quote"),
        (lambda letter: proof_of(letter, "de motie is hiermee afgedaan."), "quote"),
    ],
)
def test_settling_names_what_the_proof_lacks(liaison, letter_of_the_cabinet, make_proof, field):
    motion = make_motion()
    with pytest.raises(ValidationError) as error:
        settled(motion, liaison, make_proof(letter_of_the_cabinet))
    assert list(error.value.error_dict) == [field]
    motion.refresh_from_db()
    assert (motion.execution, motion.version) == ("", 1)


def test_a_reason_takes_the_place_of_proof(liaison):
    row = settled(make_commitment(), liaison, justification=("Mondeling in het debat.", ""))
    assert row.justification_nl == "Mondeling in het debat."


def test_a_passage_that_vanished_from_its_text_proves_nothing_with_a_reason_either(liaison, letter_of_the_cabinet):
    letter_of_the_cabinet.passages.update(text="")
    letter_of_the_cabinet.text_version = 1
    with pytest.raises(ValidationError) as error:
        settled(make_motion(), liaison, proof_of(letter_of_the_cabinet), justification=("Mondeling.", ""))
    assert list(error.value.error_dict) == ["quote"]


def test_a_wrong_quote_is_refused_with_a_reason_too(liaison, letter_of_the_cabinet):
    with pytest.raises(ValidationError):
        settled(make_motion(), liaison, proof_of(letter_of_the_cabinet, "nooit gezegd"), justification=("Reden", ""))


def test_a_paper_older_than_the_motion_needs_a_reason(liaison, letter_of_the_cabinet):
    motion = make_motion()
    add(motion, "outcomes", outcome="adopted", date="2020-11-17")
    motion.refresh_from_db()
    with pytest.raises(ValidationError) as error:
        settled(motion, liaison, proof_of(letter_of_the_cabinet))
    assert list(error.value.error_dict) == ["document"]
    settled(motion, liaison, proof_of(letter_of_the_cabinet), justification=("De brief liep vooruit.", ""))


def test_requests_are_settled_apart(liaison, letter_of_the_cabinet):
    motion = make_motion()
    for number in (1, 2):
        add(motion, "requests", number=number, text_nl=f"Verzoek {number}")
    settled(motion, liaison, proof_of(letter_of_the_cabinet), request_number=1)
    motion.refresh_from_db()
    assert motion.execution == "partly_settled"
    settled(motion, liaison, proof_of(letter_of_the_cabinet), request_number=2)
    motion.refresh_from_db()
    assert motion.execution == "settled"
    with pytest.raises(ValidationError):
        settled(motion, liaison, justification=("Reden", ""), request_number=3)


def test_a_public_motion_is_not_settled_by_a_hidden_paper(liaison, letter_of_the_cabinet):
    with history_kept_elsewhere():
        letter_of_the_cabinet.visibility = "internal"
        letter_of_the_cabinet.save()
    with pytest.raises(ValidationError):
        settled(make_motion(), liaison, proof_of(letter_of_the_cabinet))
