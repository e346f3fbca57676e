"""Successive reports: nothing left out, nothing told twice, whatever happened and whenever it was learnt."""

import datetime
from collections import defaultdict
from dataclasses import dataclass

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from cyberpolicy.guard import history_kept_elsewhere
from cyberpolicy.models import CatalogueEntry
from cyberpolicy.moments import Moment
from instruments.models import CLOSED, Commitment, ExecutionStatus, Motion, OutcomeEvent
from instruments.reports.kinds import KINDS, Selection
from instruments.reports.tables import Moments, records_of
from tests.factories import make_commitment, make_motion

pytestmark = pytest.mark.django_db

START = datetime.date(2020, 1, 1)
PERIODS, LENGTH = 4, 10  # days 0-9, 10-19 ...; each is frozen some days after it ended
STATUSES = ("in_progress", "settled", "partly_settled", "transferred", "open")
OUTCOMES = ("submitted", "held_over", "adopted", "lapsed")


@dataclass(frozen=True)
class Told:
    """A dated row: what holds from ``day`` on, learnt at the end of ``learnt``, seen to be wrong after ``wrong``."""

    day: int
    word: str
    learnt: int
    wrong: int


def told(words):
    return st.builds(
        Told, st.integers(-3, 40), st.sampled_from(words), st.integers(-3, 50), st.one_of(st.none(), st.integers(0, 50))
    )


record = st.tuples(st.lists(told(OUTCOMES), max_size=3), st.lists(told(STATUSES), max_size=4))


def moment(day: int) -> datetime.datetime:
    return timezone.make_aware(datetime.datetime.combine(START, datetime.time(12))) + datetime.timedelta(days=day)


def day_of(number: int) -> datetime.date:
    return START + datetime.timedelta(days=number)


def store(owed, model, rows: list[Told]) -> None:
    for row in rows:
        values = {"outcome" if model is OutcomeEvent else "status": row.word}
        with history_kept_elsewhere():
            made = model(entry_id=owed.pk, date=day_of(row.day).isoformat(), recorded_at=moment(row.learnt), **values)
            made.retracted_at = moment(row.wrong) if row.wrong is not None and row.wrong >= row.learnt else None
            made.save()


def latest(rows: list[Told], day: int, known: float) -> str:
    """The oracle: what a history said of a day, as known then."""
    standing = [
        (row.day, number, row.word)
        for number, row in enumerate(rows)
        if row.day <= day
        and row.learnt <= known
        and not (row.wrong is not None and row.wrong >= row.learnt and row.wrong <= known)
    ]
    return max(standing)[2] if standing else ""


def expected(history, number: int, frozen: list[int]) -> str:
    """In which state a motion stands in report ``number``: "settled", "open", or "" for none."""

    def state(day: int, known: float) -> str:
        outcomes, executions = history
        if latest(outcomes, day, known) != "adopted":
            return ""
        return "settled" if latest(executions, day, known) in CLOSED else "open"

    end = LENGTH * (number + 1) - 1
    now = state(end, frozen[number])
    known_before = frozen[number - 1] if number else frozen[0]
    return "" if now == "settled" and state(end - LENGTH, known_before) == "settled" else now


def successive(frozen: list[int]):
    """The selection and the moments of each report, as freezing them one after another gives."""
    for number in range(PERIODS):
        end = day_of(LENGTH * (number + 1) - 1)
        selection = Selection(KINDS["budget-annex"], day_of(LENGTH * number), end, end)
        known_before = moment(frozen[number - 1] if number else frozen[0])
        before = Moment(selection.start - datetime.timedelta(days=1), known_before)
        yield number, selection, Moments(before, Moment(end, moment(frozen[number])))


# Many histories in few examples: the queries are what takes time, and they take no more for many records.
@settings(max_examples=3, phases=[Phase.generate], suppress_health_check=list(HealthCheck))
@given(histories=st.lists(record, min_size=15, max_size=25), delays=st.lists(st.integers(0, 8), min_size=4, max_size=4))
def test_every_motion_stands_where_the_oracle_says(histories, delays):
    with history_kept_elsewhere():
        CatalogueEntry.objects.all().delete()
    motions = [make_motion() for _ in histories]
    for motion, (outcomes, executions) in zip(motions, histories, strict=True):
        store(motion, OutcomeEvent, outcomes)
        store(motion, ExecutionStatus, executions)
    _made_long_ago()
    frozen = [LENGTH * (number + 1) + delay for number, delay in enumerate(delays)]
    for number, selection, moments in successive(frozen):
        found = defaultdict(list)
        for name, records in records_of(selection, moments, None).items():
            for owed in records:
                found[owed.pk].append(name)
        for motion, history in zip(motions, histories, strict=True):
            state = expected(history, number, frozen)
            assert found.pop(motion.pk, []) == ([f"motions-{state}"] if state else [])
        assert not found


def _made_long_ago() -> None:
    with history_kept_elsewhere():
        Motion.objects.update(created_at=moment(-10))
        Commitment.objects.update(created_at=moment(-10))


def reports(frozen: list[int]) -> list[dict[str, list[str]]]:
    return [
        {name: [owed.slug for owed in records] for name, records in records_of(selection, moments, None).items()}
        for _number, selection, moments in successive(frozen)
    ]


FROZEN = [12, 22, 32, 42]


def test_a_settled_motion_stands_in_the_report_of_the_period_of_that_day():
    motion = make_motion(slug="33694-56")
    store(motion, OutcomeEvent, [Told(1, "adopted", 1, None)])
    store(motion, ExecutionStatus, [Told(1, "in_progress", 1, None), Told(19, "settled", 19, None)])
    _made_long_ago()
    where = [[name for name, slugs in report.items() if slugs] for report in reports(FROZEN)]
    assert where == [["motions-open"], ["motions-settled"], [], []]


def test_what_is_learnt_after_freezing_stands_in_the_next_report():
    commitment = make_commitment()
    store(commitment, ExecutionStatus, [Told(5, "settled", 15, None)])
    _made_long_ago()
    where = [[name for name, slugs in report.items() if slugs] for report in reports(FROZEN)]
    assert where == [["commitments-open"], ["commitments-settled"], [], []]


def test_what_parliament_did_not_adopt_and_what_is_no_commitment_stand_in_no_report():
    rejected, intention = make_motion(), make_commitment(strength="intention")
    store(rejected, OutcomeEvent, [Told(1, "rejected", 1, None)])
    store(intention, ExecutionStatus, [Told(5, "settled", 5, None)])
    hidden = make_commitment(visibility="internal")
    store(hidden, ExecutionStatus, [Told(5, "settled", 5, None)])
    _made_long_ago()
    assert not any(slugs for report in reports(FROZEN) for slugs in report.values())
