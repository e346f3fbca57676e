"""SQLite with a queue of writers: real connections to a real file, from threads and from processes."""

import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from threading import Thread

import pytest
from django.db import DatabaseError, OperationalError, connections, transaction

from cyberpolicy.sqlite.base import DatabaseWrapper

QUICK = 0.2  # seconds that a writer waits here for its turn


@pytest.fixture
def connect(tmp_path: Path, settings, django_db_blocker) -> Iterator:
    """Makes connections to one file, each as a thread or process of its own would have."""
    opened = []

    def connect(timeout: float = QUICK) -> DatabaseWrapper:
        configured = connections.settings["default"] | {
            "ENGINE": "cyberpolicy.sqlite",
            "NAME": str(tmp_path / "some.sqlite3"),
            "OPTIONS": settings.SQLITE_OPTIONS | {"timeout": timeout},
        }
        alias = f"writer {len(opened)}"
        made = DatabaseWrapper(configured, alias)
        made.inc_thread_sharing()
        connections[alias] = made
        opened.append(made)
        return made

    with django_db_blocker.unblock():
        connect().cursor().execute("CREATE TABLE counted (number INTEGER NOT NULL UNIQUE)")
        yield connect
        for made in opened:
            made.close()
            del connections[made.alias]


def add(connection: DatabaseWrapper, number: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO counted VALUES (%s)", [number])


def numbers(connection: DatabaseWrapper) -> list[int]:
    with connection.cursor() as cursor:
        return [number for (number,) in cursor.execute("SELECT number FROM counted ORDER BY number")]


def test_who_writes_keeps_others_out_until_the_commit(connect):
    first, second = connect(), connect()
    with transaction.atomic(first.alias):
        add(first, 1)
        for write in (lambda: add(second, 2), lambda: transaction.atomic(second.alias).__enter__()):
            with pytest.raises(OperationalError, match="database is locked"):
                write()
        assert numbers(second) == []  # who reads does not wait
    add(second, 2)
    assert numbers(first) == [1, 2]


def test_inner_transactions_leave_the_queue_only_with_the_outer_one(connect):
    first, second = connect(), connect()
    with transaction.atomic(first.alias):
        with transaction.atomic(first.alias):
            add(first, 1)
        with pytest.raises(ValueError, match="on purpose"), transaction.atomic(first.alias):
            raise ValueError("on purpose")
        with pytest.raises(OperationalError):
            add(second, 2)
    add(second, 2)
    assert numbers(first) == [1, 2]


@pytest.mark.parametrize("end", ["error", "close", "wrong SQL"])
def test_who_fails_leaves_the_queue(connect, end):
    first, second = connect(), connect()
    with pytest.raises((ValueError, DatabaseError)), transaction.atomic(first.alias):
        add(first, 1)
        if end == "close":
            first.close()
        if end == "wrong SQL":
            first.cursor().execute("INSERT INTO nothing VALUES (1)")
        raise ValueError
    add(second, 2)
    assert numbers(second) == [2]


def test_single_write_that_fails_leaves_the_queue(connect):
    first, second = connect(), connect()
    add(first, 1)
    with pytest.raises(DatabaseError):
        add(first, 1)
    add(second, 2)
    assert numbers(first) == [1, 2]


def test_who_waits_too_long_has_not_begun(connect):
    first, second = connect(), connect()
    with transaction.atomic(first.alias), pytest.raises(OperationalError), transaction.atomic(second.alias):
        pytest.fail("it was not its turn")
    assert not second.in_atomic_block
    add(second, 1)


def test_writer_that_is_not_of_this_site_is_waited_for(connect, tmp_path):
    """Such as the sqlite3 command: it knows no queue, but SQLite's own lock still holds."""
    other = sqlite3.connect(tmp_path / "some.sqlite3", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    first, second = connect(), connect()
    with pytest.raises(OperationalError, match="database is locked"), transaction.atomic(first.alias):
        pytest.fail("it was not its turn")
    other.execute("COMMIT")
    other.close()
    add(second, 1)
    assert numbers(first) == [1]


def test_queue_ends_with_the_process_that_was_inside(connect, tmp_path):
    program = (
        "import fcntl, sys, time\n"
        "file = open(sys.argv[1], 'a'); fcntl.flock(file, fcntl.LOCK_EX); print(flush=True); time.sleep(60)"
    )
    name = tmp_path / "some.sqlite3-room"
    with subprocess.Popen([sys.executable, "-c", program, str(name)], stdout=subprocess.PIPE) as inside:
        inside.stdout.readline()
        with pytest.raises(OperationalError):
            add(connect(), 1)
        inside.kill()
    add(connect(), 2)


def test_none_of_many_threads_waits_in_vain(connect):
    writers = [connect(timeout=60) for _ in range(8)]
    add(writers[0], 0)
    threads = [Thread(target=_increase, args=(writer, 25)) for writer in writers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert numbers(writers[0]) == [8 * 25]


def _increase(connection: DatabaseWrapper, times: int) -> None:
    connections[connection.alias] = connection  # each thread has a list of its own
    for _time in range(times):
        with transaction.atomic(connection.alias):
            (number,) = numbers(connection)
            connection.cursor().execute("UPDATE counted SET number = %s", [number + 1])


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_folder_that_cannot_be_written_is_no_reason_to_refuse_reading(connect, tmp_path):
    tmp_path.chmod(0o555)
    assert numbers(connect()) == []
