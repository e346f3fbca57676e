"""The table of a run, as Markdown."""

import os
import platform
import sqlite3
from importlib.metadata import version
from statistics import median, quantiles

from django.db import connection
from django.utils import timezone

from tests.bench.downloads import SOME_ROWS
from tests.bench.goals import Goals, short
from tests.bench.questions import KINDS
from tests.bench.timing import CLIENTS, Round

PEERS = ("ours", "Datasette", "usual Django", "SQL")
HEADING = """# Speed beside others

Written by `make bench`; do not edit. Ratios of one run on one machine, {rounds} rounds, peers in another order each
round; a ratio is the median of those of the rounds, its range in brackets. All peers gave the same rows, counts and
facets before they were timed. Ours is the whole site: signed in as an editor, visibility in every query, real
templates, Dutch and English in turn, with all its facets on every list. The usual Django page has no accounts, one
language and five facets, Datasette the same five; on plain, near-filtered and far pages both were spared even these.

{motions:,} motions, {day} · {vendor} · Python {python}, Django {django}, Datasette {datasette} · {cores} cores, load
{before:.1f} before and {after:.1f} after · {minutes:.0f} minutes in all
"""

ABOUT_FILES = """
Of XlsxWriter {xlsx:,} rows were timed and of odfpy {ods:,}, and multiplied; their memory is that of these rows. Ours
came one after the other from one server that had rested: the memory is what its worker had grown by then.
"""


def medians(rounds: list[Round]) -> dict[str, float]:
    """Seconds of each kind, for a later run with more motions."""
    found = {kind: _middle(rounds, "ours", kind) for kind in KINDS}
    return {kind: value for kind, value in found.items() if value}


def written(goals: Goals, motions: int, before: tuple[float, float, float], seconds: float) -> str:
    text = HEADING.format(
        rounds=len(goals.rounds), motions=motions, day=timezone.localdate(), vendor=_vendor(),
        python=platform.python_version(), django=version("django"), datasette=_datasette(), cores=os.cpu_count(),
        before=before[0], after=os.getloadavg()[0], minutes=seconds / 60,
    )  # fmt: skip
    groups = list(goals.all())
    found = [ratio.verdict for _name, ratios in groups for ratio in ratios]
    text += f"\n{found.count('reached')} of {len(found)} goals reached.\n"
    for name, ratios in groups:
        text += f"\n## {name}\n\n| | goal | ratio | |\n|---|---|---|---|\n"
        text += "".join(f"{ratio.line()}\n" for ratio in ratios)
    return text + _times(goals.rounds) + _facts(goals) + _files(goals)


def _vendor() -> str:
    if connection.vendor == "sqlite":
        return f"SQLite {sqlite3.sqlite_version}"
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version")
        return f"PostgreSQL {cursor.fetchone()[0].split()[0]}"


def _datasette() -> str:
    from pathlib import Path

    pins = (Path(__file__).parent / "requirements.txt").read_text("utf-8")
    return next(line.split("==")[1].split()[0] for line in pins.splitlines() if line.startswith("datasette=="))


def _all(rounds: list[Round], peer: str, kind: str, column: str) -> list[float]:
    return [second for one in rounds for second in one.seconds.get((peer, kind, column), ())]


def _middle(rounds: list[Round], peer: str, kind: str, column: str = "alone") -> float | None:
    found = _all(rounds, peer, kind, column)
    return median(found) if found else None


def _cell(rounds: list[Round], peer: str, kind: str, column: str = "alone") -> str:
    found = _all(rounds, peer, kind, column)
    if not found:
        return "–"
    return f"{short(1000 * median(found))} / {short(1000 * quantiles(found, n=20)[-1])} ({len(found)})"


def _times(rounds: list[Round]) -> str:
    """Milliseconds, for whoever wants to know where time goes; they are this machine's, on this day."""
    text = "\n## Milliseconds of this machine: p50 / p95 (samples)\n\n"
    text += (
        "| page | ours | ours, while saving | Datasette | usual Django | SQL of its rows |\n|---|---|---|---|---|---|\n"
    )
    for kind, label in {
        **KINDS,
        "unchanged": "the same list, with its ETag",
        f"{CLIENTS} at once": f"{CLIENTS} at once",
    }.items():
        cells = [_cell(rounds, "ours", kind), _cell(rounds, "ours", kind, "writing")]
        cells += [_cell(rounds, peer, kind) for peer in PEERS[1:]]
        text += f"| {kind}: {label} | {' | '.join(cells)} |\n"
    return text + f"\nBare WSGI: {_cell(rounds, 'bare WSGI', 'any')} ms.\n"


def _facts(goals: Goals) -> str:
    """What else was counted, by peer: the median of the rounds."""
    names = list(dict.fromkeys(key[1] for one in goals.rounds for key in one.facts))
    text = "\n## Each server\n\n| | ours | Datasette | usual Django |\n|---|---|---|---|\n"
    for name in names:
        values = [[one.facts[peer, name] for one in goals.rounds if (peer, name) in one.facts] for peer in PEERS[:3]]
        cells = " | ".join(short(median(found)) if found else "–" for found in values)
        text += f"| {'MB of a worker at most' if name == 'memory' else name} | {cells} |\n"
    return text


def _files(goals: Goals) -> str:
    text = "\n## Downloads: seconds, MB of the file, MB more in the worker or of the process\n\n"
    text += "| | s | file | memory |\n|---|---|---|---|\n"
    for name in goals.downloads[0]:
        runs = [run[name] for run in goals.downloads]
        stopped = "" if all(run.is_whole for run in runs) else "over "
        middle = [short(median(getattr(run, what) for run in runs)) for what in ("seconds", "megabytes", "growth")]
        text += f"| {name} | {stopped}{middle[0]} | {middle[1]} | {middle[2]} |\n"
    return text + ABOUT_FILES.format(**SOME_ROWS)
