"""How fast the site is beside others on the same data: `make bench`.

    python tests/bench/compare.py [motions] [--rounds 5] [--downloads 1] [--write docs/bench.md]

100,000 motions unless given, on SQLite or, with DATABASE_URL, on an empty PostgreSQL database. What was loaded stays in
VAR_DIR (var/bench) for the next run; another generator or other migrations load anew. Each round starts every peer in
another order, checks that all give the same answers, and only then times them. Ratios count, milliseconds do not:
compare numbers of one run only. BENCH_VENV holds Datasette and odfpy (tests/bench/requirements.txt).
"""

import argparse
import hashlib
import json
import os
import random
import shutil
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))
SEED = 5  # of the questions
MADE_FROM = ("dutch.py", "generate.py", "bulk.py", "load.py")


def parsed() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("motions", nargs="?", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--downloads", type=int, default=1, help="how often each download is timed")
    parser.add_argument("--write", type=Path, help="the file for the table")
    return parser.parse_args()


options = parsed() if __name__ == "__main__" else argparse.Namespace(motions=100_000)
FOLDER = Path(os.environ.get("VAR_DIR", ROOT / "var" / "bench")) / str(options.motions)
FOLDER.mkdir(parents=True, exist_ok=True)
os.environ |= {"VAR_DIR": str(FOLDER), "DJANGO_SETTINGS_MODULE": "cyberpolicy.settings", "LOG_LEVEL": "ERROR"}
DATABASE_URL = os.environ.setdefault("DATABASE_URL", f"sqlite:///{FOLDER / 'cyberpolicy.sqlite3'}")

import django  # noqa: E402

django.setup()

from django.db import connection  # noqa: E402

from tests.bench import downloads, flat, peers, report  # noqa: E402
from tests.bench.floor import Floor  # noqa: E402
from tests.bench.goals import Goals  # noqa: E402
from tests.bench.questions import Question, Register  # noqa: E402
from tests.bench.timing import Asker, Differs, Round  # noqa: E402

START = time.monotonic()


def tell(what: str) -> None:
    print(f"{time.monotonic() - START:6.0f} s  {what}", flush=True)


# The data


def prepare(motions: int) -> Path:
    """Load what is not there yet; gives the file with the plain table."""
    stamp, now = FOLDER / "loaded", fingerprint(motions)
    if not stamp.exists() or stamp.read_text("ascii") != now:
        if connection.vendor == "sqlite":
            for file in FOLDER.glob("cyberpolicy.sqlite3*"):
                file.unlink()
        subprocess.run([sys.executable, "tests/bench/load.py", str(motions)], cwd=ROOT, check=True)
        stamp.write_text(now, "ascii")
    subprocess.run(
        [sys.executable, "manage.py", "prepare", "--verbosity", "0"], cwd=ROOT, check=True, stdout=subprocess.DEVNULL
    )
    rows = flat.make(FOLDER / "flat.sqlite3")
    tell(f"{rows} motions in {connection.vendor}, and in a plain table for Datasette")
    return FOLDER / "flat.sqlite3"


def fingerprint(motions: int) -> str:
    """Changes when the data would: with the generator, the loader, or the tables."""
    files = [ROOT / "tests" / "bench" / name for name in MADE_FROM]
    files += sorted(ROOT.glob("*/migrations/0*.py")) + sorted(ROOT.glob("cyberpolicy/search/*.py"))
    made = b"".join(file.read_bytes() for file in files)
    return hashlib.sha256(f"{motions} {DATABASE_URL}".encode() + made).hexdigest()


# The rounds


def one_round(number: int, settings: peers.Settings, asker: Asker) -> Round:
    found = Round()
    order: list[type[peers.Peer]] = [peers.Ours, peers.Datasette, peers.Usual, peers.Bare]
    random.shuffle(order)
    asker.time_floor(found)
    for kind in order:
        peer = kind(settings)
        start = time.monotonic()
        peer.start()
        try:
            _with_peer(peer, asker, found, settings, is_first=number == 1)
        finally:
            peer.stop()
        tell(f"round {number}: {peer.name}, {time.monotonic() - start:.0f} s")
    return found


def _with_peer(peer: peers.Peer, asker: Asker, found: Round, settings: peers.Settings, *, is_first: bool) -> None:
    if isinstance(peer, peers.Bare):
        return asker.time_bare(peer, found)
    start = time.perf_counter()
    peer.client().get(peer.page(Question("list")))
    found.facts[peer.name, "first page after the start, ms"] = 1000 * (time.perf_counter() - start)
    if is_first or isinstance(peer, peers.Ours):  # the data of the others is what it was
        asker.check(peer)
    peer.rest()
    asker.time(peer, found)
    if isinstance(peer, peers.Ours):
        asker.time_again_unchanged(peer, found)
        asker.time_writing(peer, found, settings.environment)
    if is_first or isinstance(peer, peers.Ours):
        asker.time_many(peer, found)
    found.facts[peer.name, "memory"] = peer.memory()[1]


def one_time_downloads(settings: peers.Settings, rows: int) -> dict[str, downloads.Download]:
    found = downloads.own_client(DATABASE_URL, FOLDER)
    found |= downloads.ours(peers.Ours(settings), rows)
    found |= downloads.libraries(FOLDER, settings.venv)
    found["Datasette CSV"] = downloads.peer_csv(
        peers.Datasette(settings), "/flat/motions.csv?_stream=on&_sort=slug&_size=max", rows
    )
    found["usual Django CSV"] = downloads.peer_csv(peers.Usual(settings), "/csv/", rows - 1)
    tell(
        ", ".join(f"{name} {one.seconds:.1f} s{'' if one.is_whole else ' and stopped'}" for name, one in found.items())
    )
    return found


def main() -> None:
    for command in ("sqlite3",) if connection.vendor == "sqlite" else ("psql",):
        if not shutil.which(command):
            sys.exit(f"{command} is needed: its CSV is what ours is compared with.")
    venv = Path(os.environ.get("BENCH_VENV", ROOT / ".venv" / "bench"))
    if not (venv / "bin" / "datasette").exists():
        sys.exit(
            "Datasette is not there: `make bench` installs it, or install tests/bench/requirements.txt in BENCH_VENV."
        )
    table = prepare(options.motions)
    register, settings = Register(table, seed=SEED), peers.Settings(FOLDER, table, venv, DATABASE_URL)
    asker, load_before = Asker(register, Floor(DATABASE_URL)), os.getloadavg()
    try:
        rounds = [one_round(number, settings, asker) for number in range(1, options.rounds + 1)]
        files = [one_time_downloads(settings, len(register.rows)) for _time in range(options.downloads)]
    except Differs as difference:
        sys.exit(f"Nothing is reported: {difference}")
    goals = Goals(rounds, files, options.motions, connection.vendor)
    goals.earlier = earlier() if options.motions > 100_000 else {}
    (FOLDER / "medians.json").write_text(json.dumps(report.medians(rounds)), "utf-8")
    text = report.written(goals, options.motions, load_before, time.monotonic() - START)
    print(text)
    if options.write:
        options.write.write_text(text, "utf-8")


def earlier() -> dict[str, float]:
    file = FOLDER.parent / "100000" / "medians.json"
    return json.loads(file.read_text("utf-8")) if file.exists() else {}


if __name__ == "__main__":
    main()
