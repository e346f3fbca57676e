"""The motions as one plain table with a full-text index, in a SQLite file of its own: what Datasette is given.

Every index that helps it is there: for each facet, each order and the words. The cells are those of our list.
"""

import sqlite3
from collections.abc import Iterator
from pathlib import Path

from django.db import connection

FACETS = ("outcome", "execution", "register", "chamber", "unit")
COLUMNS = (
    "id", "slug", "title", "date", "dossier", *FACETS, "due_on", "submitters", "tracks", "ministry", "requests", "body",
)  # fmt: skip
WORDS = ("title", "requests", "body")
SCHEMA = f"""
CREATE TABLE motions ({", ".join(f"{name} {'INTEGER PRIMARY KEY' if name == 'id' else 'TEXT'}" for name in COLUMNS)});
"""
INDEXES = "".join(
    f"CREATE INDEX motions_{name} ON motions ({name});\n" for name in (*FACETS, "slug", "date", "dossier")
)
TEXT_INDEX = f"""
CREATE VIRTUAL TABLE motions_fts USING fts5({", ".join(WORDS)}, content='motions', content_rowid='id');
INSERT INTO motions_fts(motions_fts) VALUES ('rebuild');
ANALYZE;
"""
BATCH = 2_000
LINK = "SELECT {joined} FROM cyberpolicy_relation r JOIN cyberpolicy_catalogueentry c ON c.id = r.{other}_id "
LINK += "WHERE r.{own}_id = m.catalogue_id AND r.kind = '{kind}'"


def _linked(kind: str, own: str, other: str, joined: str) -> str:
    return "(" + LINK.format(kind=kind, own=own, other=other, joined=joined) + ")"


def select(vendor: str) -> str:
    """The rows of the plain table from the tables of the site."""

    def joined(value: str) -> str:
        return f"group_concat({value}, '; ')" if vendor == "sqlite" else f"string_agg({value}, '; ')"

    cells = {
        "id": "m.catalogue_id", "slug": "m.slug", "title": "m.title_nl", "date": "m.sort_date", "dossier": "m.dossier",
        "outcome": "m.outcome", "execution": "m.execution", "register": "m.register_status", "chamber": "m.chamber",
        "unit": "coalesce(u.code, '')", "due_on": "m.due_on",
        "submitters": _linked("submitted", "object", "subject", joined("c.title_nl")),
        "tracks": _linked("in-track", "subject", "object", joined("c.title_nl")),
        "ministry": _linked("responsible-for", "object", "subject", joined("c.title_nl")),
        "requests": f"(SELECT {joined('q.text_nl')} FROM instruments_request q WHERE q.entry_id = m.catalogue_id)",
        "body": "m.summary_nl",
    }  # fmt: skip
    listed = ", ".join(f'{cells[name]} AS "{name}"' for name in COLUMNS)
    return f"SELECT {listed} FROM instruments_motion m LEFT JOIN cyberpolicy_unit u ON u.id = m.unit_id"


def make(path: Path) -> int:
    """Write the file anew; gives the number of rows."""
    path.unlink(missing_ok=True)
    marks = ", ".join("?" * len(COLUMNS))
    with sqlite3.connect(path) as flat:
        flat.executescript("PRAGMA synchronous = OFF; PRAGMA journal_mode = OFF;" + SCHEMA)
        for rows in _rows():
            flat.executemany(f"INSERT INTO motions VALUES ({marks})", rows)
        flat.executescript(INDEXES + TEXT_INDEX)
        return flat.execute("SELECT count(*) FROM motions").fetchone()[0]


def _rows() -> Iterator[list[tuple]]:
    with connection.cursor() as cursor:
        cursor.execute(select(connection.vendor))
        while rows := cursor.fetchmany(BATCH):
            yield [tuple(value if value is None else str(value) for value in row) for row in rows]
