"""What the database knows of its tables."""

import pytest
from django.db import connection

from cyberpolicy import statistics, warming
from tests.factories import make_forum

pytestmark = pytest.mark.django_db
only_sqlite = pytest.mark.skipif("connection.vendor != 'sqlite'", reason="PostgreSQL keeps its statistics itself")


@pytest.fixture
def few(monkeypatch):
    """Three records are many here."""
    monkeypatch.setattr(statistics, "MANY", 2)
    for _number in range(3):
        make_forum()


def known() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT COUNT(*) FROM sqlite_master WHERE name = 'sqlite_stat1'")
        return cursor.fetchone() == (1,)


@only_sqlite
def test_small_register_is_left_as_it_is():
    make_forum()
    assert not statistics.keep_up()
    assert not known()


@only_sqlite
def test_large_register_is_looked_at_once(few):
    assert statistics.keep_up()
    assert known()
    assert not statistics.keep_up()


@only_sqlite
def test_register_that_grew_is_looked_at_again(few):
    statistics.keep_up()
    for _number in range(9):
        make_forum()
    assert not statistics.keep_up()  # four times as many, and no more
    make_forum()
    assert statistics.keep_up()


@only_sqlite
def test_process_that_starts_looks_first(few):
    warming.warm_and_tell()
    assert known()


def test_new_indexes_are_looked_at_on_both_databases(few):
    assert statistics.keep_up(has_new_indexes=True)
    assert not statistics.keep_up()
