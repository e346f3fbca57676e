import datetime

import pytest
from django.core.exceptions import ValidationError

from cyberpolicy.models import Alias, Milestone, Part
from tests.factories import add, make_forum

pytestmark = pytest.mark.django_db


def test_part_makes_its_row_and_takes_it_along():
    part = add(make_forum(), "aliases", text="Anders")
    assert Part.objects.get().kind == "alias"
    part.delete()
    assert not Part.objects.exists()
    assert not Alias.objects.exists()


def test_vague_date_fills_its_bounds():
    milestone = add(make_forum(), "milestones", kind="started", date="[2019-05..2020]")
    assert (milestone.date_earliest, milestone.date_latest) == (datetime.date(2019, 5, 1), datetime.date(2020, 12, 31))
    milestone.date = ""
    milestone.save()
    assert (milestone.date_earliest, milestone.date_latest) == (None, None)


def test_wrong_date_is_told_at_its_field():
    with pytest.raises(ValidationError) as error:
        Milestone(kind="started", date="2019-13").clean()
    assert list(error.value.message_dict) == ["date"]


def test_saving_again_keeps_the_row():
    part = add(make_forum(), "aliases", text="Anders")
    part.text = "Weer anders"
    part.save()
    assert Part.objects.count() == Alias.objects.count() == 1
