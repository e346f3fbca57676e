"""Downloads of all motions beside what the database's own client and the libraries of others need for the same.

A download that takes too long is stopped, and its time is a lower bound: "over 25 s".
"""

import csv
import json
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path

from tests.bench import flat
from tests.bench.peers import ROOT, Ours, Peer

LONGEST = 25.0  # seconds
FORMATS = ("csv", "xlsx", "ods", "json")
# Of the libraries of others some rows are timed, and that is multiplied: odfpy needs minutes for all.
SOME_ROWS = {"xlsx": 20_000, "ods": 1_000}


@dataclass
class Download:
    """How long one took. ``is_whole``: it was read to its end. ``growth``: MB by which the worker grew at most."""

    seconds: float
    is_whole: bool = True
    megabytes: float = 0.0
    growth: float = 0.0


def ours(peer: Ours, rows: int) -> dict[str, Download]:
    """Each format, one after the other, from a server that was just started: what a worker grew by since then, or less,
    is what the download takes.
    """
    peer.start()
    try:
        peer.client().get("/motions/")
        peer.rest()  # what every worker keeps anyway is no growth
        before = peer.memory()[1]
        return {
            name: _download(peer, f"/motions/export/?format={name}", rows if name == "csv" else 0, before)
            for name in FORMATS
        }
    finally:
        peer.stop()


def peer_csv(peer: Peer, path: str, rows: int) -> Download:
    peer.start()
    try:
        return _download(peer, path, rows, peer.memory()[1])
    finally:
        peer.stop()


def _download(peer: Peer, path: str, rows: int, before: float) -> Download:
    """``rows``: lines of CSV that there must be besides the heading; 0 is not counted. ``before``: MB of a worker."""
    client, start, size = peer.client(), time.perf_counter(), 0
    ends, is_whole = 0, True
    try:
        for piece in client.pieces(path, patience=LONGEST):
            size, ends = size + len(piece), ends + piece.count(b"\n")
            if time.perf_counter() - start > LONGEST:
                raise TimeoutError
    except TimeoutError:
        is_whole = False
    seconds = time.perf_counter() - start
    if rows and is_whole and ends < rows + 1:
        raise RuntimeError(f"{peer.name}: {ends} lines, wanted {rows + 1}")
    return Download(seconds, is_whole, size / 1e6, max(0.0, peer.memory()[1] - before))


# The database's own client


def own_client(database_url: str, folder: Path) -> dict[str, Download]:
    """CSV by sqlite3 or psql: of the cells of our list, and of the bare table."""
    is_sqlite = database_url.startswith("sqlite")
    joined, bare = flat.select("sqlite" if is_sqlite else "postgresql"), "SELECT * FROM instruments_motion"
    found = {}
    for name, select in (("joined", joined + " ORDER BY m.slug"), ("table", bare)):
        command = _sqlite(database_url, select) if is_sqlite else _psql(database_url, select)
        start = time.perf_counter()
        with (folder / f"{name}.csv").open("wb") as file:
            subprocess.run(command, check=True, stdout=file)
        found[name] = Download(time.perf_counter() - start, megabytes=(folder / f"{name}.csv").stat().st_size / 1e6)
    return found


def _sqlite(url: str, select: str) -> list[str]:
    return ["sqlite3", "-readonly", "-csv", "-header", url.removeprefix("sqlite:///"), select]


def _psql(url: str, select: str) -> list[str]:
    return ["psql", "--no-psqlrc", "--quiet", url, "--command", f"COPY ({select}) TO STDOUT WITH CSV HEADER"]


# The libraries of others, each in a process of its own


def libraries(folder: Path, venv: Path) -> dict[str, Download]:
    """What bare XlsxWriter and odfpy would need for a sheet of the same cells, by the first of its rows."""
    cells, python = folder / "joined.csv", venv / "bin" / "python"
    with cells.open(encoding="utf-8", newline="") as file:
        rows = sum(1 for _row in csv.reader(file)) - 1
    return {"XlsxWriter": _library(python, "xlsx", cells, rows), "odfpy": _library(python, "ods", cells, rows)}


def _library(python: Path, name: str, cells: Path, rows: int) -> Download:
    some = min(rows, SOME_ROWS[name])
    command = [str(python), "tests/bench/libraries.py", name, str(cells), str(some)]
    output = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout
    found = Download(**json.loads(output))
    found.seconds *= rows / some
    return found
