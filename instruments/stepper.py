"""The way of a motion in steps: submitted, decided on, carried out, reported, settled."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cyberpolicy.dates import written
from cyberpolicy.values import choice
from instruments.models import ENDED_IN_PARLIAMENT, Execution, Motion, Outcome, OutcomeEvent

EXECUTION_STEPS = (
    (_("In progress"), {Execution.IN_PROGRESS, Execution.PARTLY_SETTLED}),
    (_("Reported"), {Execution.REPORTED}),
    (_("Settled"), {Execution.SETTLED, Execution.TRANSFERRED, Execution.WILL_NOT_BE_CARRIED_OUT}),
)
ENDS = {Execution.SETTLED: "ok", Execution.TRANSFERRED: "ok", Execution.WILL_NOT_BE_CARRIED_OUT: "late"}


@dataclass(frozen=True)
class Step:
    """One step: its name, a date or a reason below it, and whether it is done, current or still to come."""

    label: Promise | str
    detail: Promise | str
    state: str  # done, current, ahead
    end: str = ""  # of the last step that was reached: ok when it is settled, late when parliament ended it


def steps_of(motion: Motion) -> list[Step]:
    """The steps of a motion whose outcomes and executions are attached."""
    outcomes = motion.attached.parts["outcomes"]
    submitted = next((event for event in outcomes if event.outcome == Outcome.SUBMITTED), None)
    steps = [Step(_("Submitted"), _day(submitted), "done")]
    is_known = motion.outcome not in {"", Outcome.SUBMITTED}
    decided = next((event for event in reversed(outcomes) if is_known and event.outcome == motion.outcome), None)
    if motion.outcome in ENDED_IN_PARLIAMENT:
        return [*steps, Step(_said(motion, "outcome"), _day(decided), "current", "late")]
    label = _said(motion, "outcome") if is_known else _("Outcome not known")
    is_decided = motion.outcome in {Outcome.ADOPTED, Outcome.TAKEN_OVER} or bool(motion.execution)
    return [*steps, Step(label, _day(decided), "done" if is_decided else "current"), *_execution_steps(motion)]


def _execution_steps(motion: Motion) -> list[Step]:
    reached = next((n for n, (_label, codes) in enumerate(EXECUTION_STEPS) if motion.execution in codes), -1)
    latest = next((row for row in reversed(motion.attached.parts["executions"]) if row.request_number is None), None)
    steps = []
    for number, (label, _codes) in enumerate(EXECUTION_STEPS):
        state = "done" if number < reached else "current" if number == reached else "ahead"
        shown = _said(motion, "execution") if state == "current" else label
        end = ENDS.get(motion.execution, "") if state == "current" else ""
        steps.append(Step(shown, _day(latest) if state == "current" else "", state, end))
    return steps


def _said(motion: Motion, field: str) -> str:
    return str(choice(motion, field) or "").capitalize()


def _day(row: OutcomeEvent | None) -> str:
    return written(row.vague_date, short=True) if row and row.date else ""
