"""What many rows hold, as one value of either database."""

import pytest
from django.db.models import Q

from cyberpolicy import listed
from cyberpolicy.listed import KeySet, Listed
from cyberpolicy.models import CatalogueEntry
from tests.factories import make_motion

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("piece", [1, 7, 100_000])
def test_keys_are_the_same_however_long_their_text_is(monkeypatch, piece):
    monkeypatch.setattr(listed, "PIECE", piece)
    motions = {make_motion().pk for _number in range(5)}
    motion = Q(kind="motion")
    found = CatalogueEntry.objects.aggregate(all=KeySet("pk", filter=motion), none=KeySet("pk", filter=Q(kind="moon")))
    assert (set(found["all"]), set(found["none"])) == (motions, set())


def test_columns_keep_step():
    keys = {motion.slug: motion.pk for motion in (make_motion() for _number in range(5))}
    found = CatalogueEntry.objects.filter(kind="motion").aggregate(keys=Listed("pk"), slugs=Listed("slug"))
    assert dict(zip(found["slugs"], found["keys"], strict=True)) == keys


def test_no_rows_are_an_empty_list():
    assert CatalogueEntry.objects.filter(kind="moon").aggregate(keys=Listed("pk")) == {"keys": []}
