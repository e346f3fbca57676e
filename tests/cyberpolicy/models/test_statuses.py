import pytest
from django.utils import timezone

from tests.factories import add, make_initiative

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("rows", "current"),
    [
        ([], ""),
        ([("planned", "2018")], "planned"),
        ([("planned", "2018"), ("ongoing", "2019")], "ongoing"),
        ([("ongoing", "2019"), ("planned", "2018")], "ongoing"),
        ([("ongoing", "2019"), ("planned", "")], "ongoing"),
        ([("planned", "2019"), ("ongoing", "2019")], "ongoing"),
    ],
)
def test_current_status_is_the_one_of_the_latest_day(rows, current):
    initiative = make_initiative()
    for status, date in rows:
        add(initiative, "statuses", status=status, date=date)
    initiative.refresh_from_db()
    assert initiative.progress == current


def test_retracted_row_no_longer_counts():
    initiative = make_initiative()
    add(initiative, "statuses", status="planned", date="2018")
    wrong = add(initiative, "statuses", status="completed", date="2020")
    wrong.retracted_at = timezone.now()
    wrong.save()
    add(initiative, "aliases", text="x")
    initiative.refresh_from_db()
    assert initiative.progress == "planned"
