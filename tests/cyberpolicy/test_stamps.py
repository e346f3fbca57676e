"""The stamp of the data: another after every change, and one for all that a page asks."""

import pytest

from cyberpolicy import stamps
from tests.factories import make_forum

pytestmark = pytest.mark.django_db


def test_every_change_gives_another_stamp():
    before = stamps.current()
    make_forum()
    assert stamps.current() != before


def test_page_is_of_the_stamp_that_it_began_with(django_assert_num_queries):
    with stamps.one_page() as begun:
        make_forum()
        with django_assert_num_queries(0):
            assert stamps.current() == begun
    assert stamps.current() != begun


def test_what_is_written_while_a_page_is_made_sees_its_own_stamp():
    with stamps.one_page() as begun, stamps.collected():
        stamps.note_surroundings()
        assert stamps.current() != begun


def test_pages_one_after_another_are_each_of_their_own_time(client):
    make_forum(title="Eerst")
    assert "Daarna" not in client.get("/forums/").content.decode()
    make_forum(title="Daarna")
    assert "Daarna" in client.get("/forums/").content.decode()
