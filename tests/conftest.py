"""What all tests share: the compiled messages, the letter, and the order in which tests run."""

import os

import pytest
from django.core.management import call_command
from django.db import connection
from django.utils import translation
from hypothesis import settings as hypothesis_settings

# No time limit for one example: a busy machine is no fault of the code.
hypothesis_settings.register_profile("patient", deadline=None, max_examples=50)
# The check of a change tries the same few examples every time: it says whether it is sound. Everyone else explores.
hypothesis_settings.register_profile(
    "check", hypothesis_settings.get_profile("patient"), derandomize=True, database=None, max_examples=20
)
hypothesis_settings.load_profile("check" if os.environ.get("CI") else "patient")

FIRST_KEY = 10_001


def pytest_configure(config: pytest.Config) -> None:
    if not hasattr(config, "workerinput"):  # once, before workers start
        call_command("messages", compile=True, verbosity=0)


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker) -> None:
    """Keys have five digits from the first record on: a page that writes one as "10.001" is found out."""
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("UPDATE sqlite_sequence SET seq = %s", [FIRST_KEY])
            known = {row[0] for row in cursor.execute("SELECT name FROM sqlite_sequence").fetchall()}
            tables = set(connection.introspection.django_table_names(only_existing=True)) - known
            cursor.executemany("INSERT INTO sqlite_sequence VALUES (%s, %s)", [(name, FIRST_KEY) for name in tables])
            return
        for table in connection.introspection.django_table_names(only_existing=True):
            for sequence in connection.introspection.get_sequences(cursor, table):
                cursor.execute(f"ALTER SEQUENCE {connection.ops.quote_name(sequence['name'])} RESTART {FIRST_KEY}")


@pytest.fixture(autouse=True)
def _no_page_kept() -> None:
    """No test gets a page that another asked for."""
    from cyberpolicy.kept_pages import shelf

    shelf.clear()


@pytest.fixture(autouse=True)
def _own_language() -> None:
    """No test begins in the language in which another asked for its last page."""
    translation.deactivate()


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Tests with the letter come last: the others count on a database without records."""
    items.sort(key=_needs_letter)
    for item in items:
        if _needs_letter(item) and _is_transactional(item):
            raise pytest.UsageError(f"{item.nodeid}: a test that empties the database cannot share the letter.")


def _needs_letter(item: pytest.Item) -> bool:
    return "_letter" in getattr(item, "fixturenames", ())


def _is_transactional(item: pytest.Item) -> bool:
    mark = item.get_closest_marker("django_db")
    return "transactional_db" in item.fixturenames or bool(mark and mark.kwargs.get("transaction"))


@pytest.fixture(scope="session")
def _letter(django_db_setup, django_db_blocker) -> None:
    with django_db_blocker.unblock():
        call_command("load_letter", verbosity=0)


@pytest.fixture
def letter(_letter, db) -> None:
    """The records of the letter, loaded once a session; what a test changes is rolled back after it."""
