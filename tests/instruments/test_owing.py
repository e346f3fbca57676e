import datetime

import pytest

from cyberpolicy.counting import tally_of
from instruments.models import Commitment, Motion
from instruments.owing import Owing
from tests.factories import add, make_commitment, make_motion, make_user

pytestmark = pytest.mark.django_db
TODAY = datetime.date(2026, 3, 1)


def owing(model) -> Owing:
    tally = tally_of(model)
    return Owing(tally, tally.everything)


@pytest.fixture
def owed():
    """Commitments and motions in every stage, with and without a day and an owner."""
    for days in (-1, 0, 30, 31, None):
        for values in ({}, {"owner": make_user()}, {"state": "withdrawn"}, {"strength": "intention"}):
            commitment = make_commitment(**values)
            if days is not None:
                add(commitment, "deadlines", due_on=TODAY + datetime.timedelta(days=days))
    for outcome in ("adopted", "rejected", "held_over", "lapsed"):
        motion = make_motion(number=f"{outcome[:2]}1")
        add(motion, "outcomes", outcome=outcome, date="2026-01-01")
        add(motion, "deadlines", due_on=TODAY)
    add(make_motion(number="77"), "executions", status="carried_out", date="2026-01-01")
    add(make_commitment(), "register_statuses", status="lapsed", date="2026-01-01")


@pytest.mark.parametrize("model", [Commitment, Motion])
def test_sets_say_what_the_queries_say(owed, model):
    sets, records = owing(model), model.objects.order_by()
    said = {
        "open": (sets.open, records.open()),
        "owed": (sets.owed, records.owed()),
        "overdue": (sets.overdue(TODAY), records.overdue(TODAY)),
        "due soon": (sets.due_soon(TODAY), records.due_soon(TODAY)),
        "undated": (sets.owed & sets.undated, records.without_deadline()),
        "unowned": (sets.owed & sets.having("owner_id", [None]), records.without_owner()),
    }
    assert {name: set(keys) for name, (keys, _query) in said.items()} == {
        name: {record.pk for record in query} for name, (_keys, query) in said.items()
    }
    assert 0 < len(sets.owed) < len(sets.among)


def test_nearest_come_first_and_undated_ones_last(owed):
    sets = owing(Commitment)
    days = [day for day, _key in sets.nearest_first(sets.open)]
    assert days == sorted((day for day in days if day), key=str) + [None] * days.count(None)
    assert [key for _day, key in sets.nearest_first(sets.open)][:1] <= list(sets.nearest(sets.open, 1))
    assert {due for due, key in sets.nearest_first(sets.open) if key in sets.nearest(sets.open, 2)} == {days[0]}
