import pytest
from django.db import IntegrityError, transaction
from django.utils import translation

from tests.factories import built, make_track

pytestmark = pytest.mark.django_db


def test_two_tracks_cannot_have_one_place():
    make_track(order=1)
    with pytest.raises(IntegrityError), transaction.atomic():
        make_track(order=1)


def test_means_fall_back_to_dutch():
    track = built("track", means_nl=["overleg"])
    with translation.override("en"):
        assert track.means == ["overleg"]
        track.means_en = ["talks"]
        assert track.means == ["talks"]


@pytest.mark.parametrize(("order", "icon"), [(1, "t1"), (3, "t3"), (4, "t0")])
def test_each_of_three_tracks_has_its_drawing(order, icon):
    assert built("track", order=order).icon == icon
