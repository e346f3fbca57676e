"""The made-up register: the same for everyone, and whole."""

import pytest

from cyberpolicy import catalogue, followed
from instruments.models import Motion
from tests.bench.generate import Generator
from tests.bench.load import Loader
from tests.bench.questions import PER_PAGE


def made(motions: int) -> list:
    return list(Generator(motions, tracks=3, forums=5).all())


def test_the_same_register_is_made_each_time():
    assert made(PER_PAGE) == made(PER_PAGE)


def test_a_tenth_are_commitments():
    assert len(made(50)) == 55


@pytest.mark.django_db
def test_what_is_loaded_is_as_if_it_had_been_saved(letter):
    before = Motion.objects.count()
    Loader(PER_PAGE).load()
    assert Motion.objects.count() == before + PER_PAGE
    assert catalogue.disagreements() == []
    assert list(followed.differing()) == []
    motion = Motion.objects.order_by("pk").last()
    dating = Motion.dating_rows([motion.pk])[motion.pk]
    assert (motion.date, motion.sort_date) == (dating.date, dating.date_earliest)
