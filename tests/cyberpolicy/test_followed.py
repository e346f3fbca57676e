"""The current values and what held on any day, against an oracle in plain Python over random rows."""

import datetime
from collections.abc import Iterable

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone
from hypothesis import given
from hypothesis import settings as effort
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from cyberpolicy import followed
from cyberpolicy.guard import history_kept_elsewhere
from cyberpolicy.moments import Moment
from instruments.models import Execution, Motion
from tests.factories import add, make_motion

CLOSED = {"settled", "transferred", "will_not_be_carried_out"}
BASE = timezone.make_aware(datetime.datetime(2020, 1, 1))
DAYS = st.one_of(st.none(), st.integers(0, 6))
ROW = st.fixed_dictionaries(
    {
        "status": st.sampled_from(Execution.values),
        "day": DAYS,
        "request": st.one_of(st.none(), st.integers(1, 3)),
        "recorded": st.integers(0, 6),
        "lasted": st.one_of(st.none(), st.integers(0, 6)),
    }
)
MOMENTS = [(day, known) for day in (None, 0, 3) for known in (None, 1, 4)]


def moment_of(day: int | None, known: int | None) -> Moment:
    return Moment(
        day=None if day is None else (BASE + datetime.timedelta(days=day)).date(),
        known=None if known is None else BASE + datetime.timedelta(days=known, hours=1),
    )


# The oracle: the rules as a liaison would say them


def stood(rows: list[dict], day: int | None, known: int | None) -> list[dict]:
    """The rows that held and were known, oldest first."""
    if known is None:
        rows = [row for row in rows if row["lasted"] is None]
    else:
        rows = [
            row
            for row in rows
            if row["recorded"] <= known and (row["lasted"] is None or row["recorded"] + row["lasted"] > known)
        ]
    rows = [row for row in rows if day is None or row["day"] is None or row["day"] <= day]
    return sorted(rows, key=lambda row: -1 if row["day"] is None else row["day"])  # stable: later written last


def last(rows: Iterable[dict]) -> str:
    return next((row["status"] for row in reversed(list(rows))), "")


def told(rows: list[dict], requests: list[int]) -> str:
    if not requests or all(row["request"] is None for row in rows):
        return last(row for row in rows if row["request"] is None)
    each = [told_of(rows, number) for number in requests]
    if all(status in CLOSED for status in each):
        return next(status for status in ("settled", "transferred", "will_not_be_carried_out") if status in each)
    if len(set(each)) == 1:
        return each[0]
    if (CLOSED | {"partly_settled"}) & set(each):
        return "partly_settled"
    return "in_progress" if {"in_progress", "reported"} & set(each) else "open"


def told_of(rows: list[dict], number: int) -> str:
    about = [row for row in rows if row["request"] in (None, number)]
    own = [row for row in about if row["request"] == number]
    if own and own[-1]["status"] in CLOSED:
        about = [row for row in about if row["request"] == number or row["status"] in CLOSED]
    return last(about)


def record(rows: list[dict], requests: list[int]) -> Motion:
    motion = make_motion()
    for number in requests:
        add(motion, "requests", number=number, text_nl=f"Verzoek {number}")
    for row in rows:
        recorded = BASE + datetime.timedelta(days=row["recorded"])
        lasted = row["lasted"]
        add(
            motion,
            "executions",
            status=row["status"],
            request_number=row["request"],
            date="" if row["day"] is None else (BASE + datetime.timedelta(days=row["day"])).date().isoformat(),
            recorded_at=recorded,
            retracted_at=None if lasted is None else recorded + datetime.timedelta(days=lasted),
        )
    with history_kept_elsewhere():
        Motion.objects.filter(pk=motion.pk).update(created_at=BASE)
    motion.refresh_from_db()
    return motion


class AnyHistoryTest(TestCase):
    @effort(max_examples=15)
    @given(rows=st.lists(ROW, max_size=6), count=st.integers(0, 3))
    def test_any_day_says_what_the_rows_say(self, rows, count):
        requests = list(range(1, count + 1))
        motion = record(rows, requests)
        assert motion.execution == told(stood(rows, None, None), requests)
        for day, known in MOMENTS:
            found = Motion.objects.filter(pk=motion.pk).as_of(moment_of(day, known)).first()
            wanted = told(stood(rows, day, known), requests)
            if found is None:
                assert day is not None
                assert stood(rows, day, known) == [] or all(row["day"] is None for row in stood(rows, day, known))
            else:
                assert found.execution == wanted, (day, known)
        assert list(followed.differing()) == []


@pytest.mark.django_db
class TestCheckStatuses:
    def spoil(self) -> Motion:
        motion = make_motion("33694", "56")
        add(motion, "executions", status="reported", date="2020-01-01")
        add(motion, "deadlines", due_on="2021-01-01")
        with history_kept_elsewhere():
            Motion.objects.update(execution="settled", due_on=None)
        return motion

    def test_names_what_differs(self):
        self.spoil()
        with pytest.raises(CommandError, match=r"motion:33694-56 \(execution\), motion:33694-56 \(due_on\)"):
            call_command("check_statuses")

    def test_repairs_from_the_rows(self, capsys):
        motion = self.spoil()
        call_command("check_statuses", repair=True)
        assert "motion:33694-56" in capsys.readouterr().out
        call_command("check_statuses")
        motion.refresh_from_db()
        assert (motion.execution, str(motion.due_on)) == ("reported", "2021-01-01")
