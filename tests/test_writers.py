"""Many who write at the same time, as the site does; tests/bench/writers.py does it for longer."""

import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from django.db import connection

from tests.bench import writers

TIMES = 10
PATIENCE = 120  # seconds, for a busy machine


@pytest.fixture
def environment(transactional_db, tmp_path: Path) -> Iterator[dict[str, str]]:
    """Of processes that use a database with one record: the tests' own, or a file with a copy of what is in memory."""
    writers.make_record()
    if connection.vendor == "sqlite":
        with sqlite3.connect(tmp_path / "copy.sqlite3") as copy:
            connection.connection.backup(copy)
        address = f"sqlite:///{tmp_path / 'copy.sqlite3'}"
    else:
        quoted = {name: quote(str(value), safe="") for name, value in connection.settings_dict.items()}
        address = "postgres://{USER}:{PASSWORD}@{HOST}:{PORT}/{NAME}".format(**quoted)
    return os.environ | {
        "VAR_DIR": str(tmp_path), "DATABASE_URL": address, "DJANGO_SETTINGS_MODULE": "cyberpolicy.settings",
    }  # fmt: skip


@pytest.mark.parametrize(("processes", "threads"), [(1, 8), (4, 2)])
def test_no_edit_is_lost_and_nobody_waits_in_vain(environment, tmp_path, processes, threads):
    outcomes = writers.run(processes, threads, PATIENCE, TIMES, environment)
    assert outcomes["saved"] == 8 * TIMES
    assert not [name for name in outcomes if name.startswith("error")]
    assert writers.found(environment) == (8 * TIMES, 8 * TIMES)


def test_processes_rebuild_the_search_side_by_side(environment):
    def manage(*words: str) -> subprocess.CompletedProcess:
        return subprocess.run([sys.executable, "manage.py", *words], env=environment, capture_output=True, text=True)

    manage("shell", "-c", "from cyberpolicy.models import SearchEntry; SearchEntry.objects.all().delete()")
    assert manage("rebuild_search", "--check").returncode == 1
    done = manage("rebuild_search", "--processes", "2")
    assert done.returncode == 0, done.stderr
    assert "agree" in done.stdout
