import pytest
from django.utils import translation

from cyberpolicy.attachments import attach
from instruments.models import Motion
from instruments.stepper import steps_of
from tests.factories import add, make_motion

pytestmark = pytest.mark.django_db


def steps(*parts: tuple[str, dict]) -> list[tuple[str, str, str]]:
    """Name, date and state of the steps of a motion with these parts, made in this order."""
    motion = make_motion()
    for name, values in parts:
        add(motion, name, **values)
    motion = Motion.objects.get(pk=motion.pk)
    with translation.override("en"):
        attach([motion], None, parts=("outcomes", "executions"))
        return [(str(step.label), str(step.detail), step.state) for step in steps_of(motion)]


SUBMITTED = ("outcomes", {"outcome": "submitted", "date": "2019"})
ADOPTED = ("outcomes", {"outcome": "adopted", "date": "2020"})


def test_motion_of_which_nothing_is_known():
    assert steps() == [
        ("Submitted", "", "done"), ("Outcome not known", "", "current"),
        ("In progress", "", "ahead"), ("Reported", "", "ahead"), ("Settled", "", "ahead"),
    ]  # fmt: skip


def test_submitted_motion_waits_for_its_outcome():
    assert steps(SUBMITTED)[:2] == [("Submitted", "2019", "done"), ("Outcome not known", "", "current")]


def test_adopted_motion_shows_both_dates():
    assert steps(SUBMITTED, ADOPTED)[:2] == [("Submitted", "2019", "done"), ("Adopted", "2020", "done")]


def test_order_in_which_outcomes_were_entered_does_not_matter():
    held_over = ("outcomes", {"outcome": "held_over", "date": "2019-06"})
    assert steps(ADOPTED, held_over, SUBMITTED)[:2] == [("Submitted", "2019", "done"), ("Adopted", "2020", "done")]


@pytest.mark.parametrize("outcome", ["rejected", "withdrawn", "lapsed"])
def test_motion_that_ended_in_parliament_has_no_further_steps(outcome):
    found = steps(SUBMITTED, ("outcomes", {"outcome": outcome, "date": "2020"}))
    assert found == [("Submitted", "2019", "done"), (outcome.capitalize(), "2020", "current")]


@pytest.mark.parametrize(
    ("status", "label", "states"),
    [
        ("in_progress", "In progress", ["current", "ahead", "ahead"]),
        ("partly_settled", "Partly settled", ["current", "ahead", "ahead"]),
        ("reported", "Reported", ["done", "current", "ahead"]),
        ("settled", "Settled", ["done", "done", "current"]),
        ("will_not_be_carried_out", "Will not be carried out", ["done", "done", "current"]),
        ("not_started", "In progress", ["ahead", "ahead", "ahead"]),
    ],
)
def test_execution_says_how_far_it_is(status, label, states):
    found = steps(ADOPTED, ("executions", {"status": status, "date": "2021"}))[2:]
    assert [state for _label, _date, state in found] == states
    assert "current" not in states or (label, "2021", "current") in found


def test_status_of_one_request_is_not_that_of_the_motion():
    whole = ("executions", {"status": "in_progress", "date": "2020"})
    one = ("executions", {"status": "settled", "date": "2021", "request_number": 1})
    assert steps(ADOPTED, whole, one)[2] == ("In progress", "2020", "current")
