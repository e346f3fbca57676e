"""The floor under a page: nothing but the SQL of its rows, in this process, on a connection that stays open.

A deep page starts at its first row by the index; nobody can fetch its rows with less. Rows are the cells of a row of
the list, with the names of submitters and tracks in a second query.
"""

import time
from collections.abc import Callable
from urllib.parse import urlsplit

from tests.bench.questions import PER_PAGE, Question

CELLS = """catalogue_id, slug, title_nl, title_en, visibility, state, dossier, number, outcome, execution, due_on,
    sort_date, register_status, verified_on"""
LINKS = """SELECT r.object_id, c.slug, c.title_nl, c.title_en
    FROM cyberpolicy_relation r JOIN cyberpolicy_catalogueentry c ON c.id = r.subject_id
    WHERE r.kind = 'submitted' AND r.object_id IN ({keys})
    UNION ALL SELECT r.subject_id, c.slug, c.title_nl, c.title_en
    FROM cyberpolicy_relation r JOIN cyberpolicy_catalogueentry c ON c.id = r.object_id
    WHERE r.kind = 'in-track' AND r.subject_id IN ({keys})"""
COLUMNS = {"outcome": "outcome", "execution": "execution", "chamber": "chamber"}


class Floor:
    """Asks the database itself. ``seconds`` times one question; ``slugs`` gives its rows for the comparison."""

    def __init__(self, database_url: str) -> None:
        self._run = _sqlite(database_url) if database_url.startswith("sqlite") else _postgresql(database_url)

    def seconds(self, question: Question) -> float:
        start = time.perf_counter()
        self.rows(question)
        return time.perf_counter() - start

    def slugs(self, question: Question) -> list[str]:
        return [row[1] for row in self.rows(question)]

    def rows(self, question: Question) -> list[tuple]:
        rows = self._run(*page_query(question))
        if rows:
            keys = [row[0] for row in rows]
            marks = ", ".join(["%s"] * len(keys))
            self._run(LINKS.format(keys=marks), [*keys, *keys])
        return rows


def page_query(question: Question) -> tuple[str, list]:
    wheres, values = ["1 = 1"], []
    for name, value in question.filters:
        wheres.append(f"{COLUMNS[name]} = %s")
        values.append(value)
    if question.slug:
        return f"SELECT {CELLS} FROM instruments_motion WHERE slug = %s", [question.slug]
    if question.sort == "-date":
        order = "sort_date DESC, catalogue_id"
        if question.first:
            wheres.append("(sort_date < %s OR (sort_date = %s AND catalogue_id >= %s)) AND sort_date <= %s")
            values += [question.first[0], question.first[0], question.first[1], question.first[0]]
    else:
        order = "slug, catalogue_id"
        if question.first:
            wheres.append("slug >= %s")
            values.append(question.first[0])
    select = f"SELECT {CELLS} FROM instruments_motion WHERE {' AND '.join(wheres)} ORDER BY {order} LIMIT {PER_PAGE}"
    return select, values


def _sqlite(url: str) -> Callable:
    import sqlite3

    connection = sqlite3.connect(f"file:{urlsplit(url).path[1:]}?mode=ro", uri=True)
    return lambda statement, values: connection.execute(statement.replace("%s", "?"), values).fetchall()


def _postgresql(url: str) -> Callable:
    import psycopg2

    connection = psycopg2.connect(url)
    connection.autocommit = True
    cursor = connection.cursor()

    def run(statement: str, values: list) -> list[tuple]:
        cursor.execute(statement, values)
        return cursor.fetchall()

    return run
