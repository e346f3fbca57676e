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
ODFPY_ROWS = 1_000  # odfpy needs minutes for all: the time of these is multiplied


@dataclass
class Download:
    """How long one took. ``is_whole``: it was read to its end. ``growth``: MB by which the worker grew at most."""

    seconds: float
    is_whole: bool = True
    megabytes: float = 0.0
    growth: float = 0.0


def ours(peer: Ours, rows: int) -> dict[str, Download]:
    """Each format from a server that was just started, so that its memory is that of the download."""
    found = {}
    for name in FORMATS:
        peer.start()
        try:
            peer.client().get("/motions/")
            peer.rest()  # what every worker keeps anyway is no growth
            found[name] = _download(peer, f"/motions/export/?format={name}", rows if name == "csv" else 0)
        finally:
            peer.stop()
    return found


def peer_csv(peer: Peer, path: str, rows: int) -> Download:
    peer.start()
    try:
        return _download(peer, path, rows)
    finally:
        peer.stop()


def _download(peer: Peer, path: str, rows: int) -> Download:
    """``rows``: how many lines of CSV there must be besides the heading; 0 is not counted."""
    client, before, start, size = peer.client(), peer.memory()[1], time.perf_counter(), 0
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
    """A workbook of the same cells by bare XlsxWriter, and the ODS of some of them by odfpy, for all of them."""
    cells = folder / "joined.csv"
    with cells.open(encoding="utf-8", newline="") as file:
        rows = sum(1 for _row in csv.reader(file)) - 1
    python = venv / "bin" / "python"
    xlsx, ods = _library(python, "xlsx", cells), _library(python, "ods", cells)
    ods.seconds *= rows / min(rows, ODFPY_ROWS)
    return {"XlsxWriter": xlsx, "odfpy": ods}


def _library(python: Path, name: str, cells: Path) -> Download:
    command = [str(python), "tests/bench/libraries.py", name, str(cells), str(ODFPY_ROWS)]
    output = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout
    return Download(**json.loads(output))
