import datetime

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from tests.factories import add, make_commitment, make_listing, make_motion

pytestmark = pytest.mark.django_db


def test_motion_number_is_used_once():
    make_motion("33694", "56")
    with pytest.raises(IntegrityError), transaction.atomic():
        make_motion("33694", "56", slug="other")


def test_motion_keeps_its_current_outcome_and_execution():
    motion = make_motion()
    add(motion, "outcomes", outcome="adopted", date="2019")
    add(motion, "executions", status="reported", date="2020")
    add(motion, "executions", status="settled", date="2021", request_number=1)
    motion.refresh_from_db()
    assert (motion.outcome, motion.execution) == ("adopted", "reported")


def test_later_deadline_replaces_the_earlier_one():
    commitment = make_commitment()
    add(commitment, "deadlines", due_on=datetime.date(2021, 3, 1), date="2020-11")
    add(commitment, "deadlines", due_on=datetime.date(2021, 6, 1), date="2021-02", reason_en="More time")
    commitment.refresh_from_db()
    assert commitment.due_on == datetime.date(2021, 6, 1)


def test_deadline_before_the_day_it_was_set_is_refused():
    with pytest.raises(IntegrityError), transaction.atomic():
        add(make_commitment(), "deadlines", due_on=datetime.date(2020, 1, 1), date="2020-11-16")


def test_register_number_is_used_once_and_may_be_empty():
    make_commitment()
    make_commitment(register_number="TZ202011-001")
    make_commitment()
    with pytest.raises(IntegrityError), transaction.atomic():
        make_commitment(register_number="TZ202011-001")


def test_commitment_does_not_repeat_itself():
    commitment = make_commitment()
    commitment.repeats = commitment
    with pytest.raises(ValidationError):
        commitment.clean()


def test_listing_lists_someone():
    with pytest.raises(IntegrityError), transaction.atomic():
        make_listing(persons=0, entities=0)


def test_request_number_is_used_once_a_motion():
    motion = make_motion()
    add(motion, "requests", number=1, text_nl="Vraag")
    add(make_motion(), "requests", number=1, text_nl="Vraag")
    with pytest.raises(IntegrityError), transaction.atomic():
        add(motion, "requests", number=1, text_nl="Vraag")
