"""The search on SQLite: FTS5 tables over the search rows, kept in step by triggers (migrations 0008 and 0015)."""

import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from django.db import DatabaseError, connection, transaction
from django.db.models import Q
from pyroaring import BitMap

from cyberpolicy.search.matching import Clause, Phrase

TABLES = ALL, NAMES, STARTS = "cyberpolicy_search_index", "cyberpolicy_search_names", "cyberpolicy_search_starts"
ROWS = "SELECT json_group_array(rowid) FROM {0} WHERE {0} MATCH %s"
INDEXED = range(3, 13)  # letters of the beginnings that have an index
PIECE = 1 << 18  # letters of a list that are read together
LAST = "\U0010ffff"  # no letter sorts after it
# Each write adds a piece to a table; so many of them are put together. While much is written, later.
MERGING, MERGING_LATE = 4, 8
STEP = 1_000  # pages of a table that are put together at once


def rows(clause: Clause, *, in_names: bool = False) -> Iterable[int]:
    """The keys of the search rows in which a phrase stands; ``in_names``: in their titles, names and numbers.

    They come as one text a phrase: reading 100,000 rows of a number one by one takes twice as long, and asking for
    fifty phrases at once too, for at each row the engine looks at all of them.
    """
    found = BitMap()
    with connection.cursor() as cursor:
        for phrase in clause:
            cursor.execute(ROWS.format(_table(phrase, in_names=in_names)), [_written(phrase)])
            _add(found, cursor.fetchone()[0])
    return found


def _add(found: BitMap, listed: str) -> None:
    """Put the keys of a JSON list into a set, some at a time: a million of them take 40 MB as numbers of Python."""
    start, end = 1, len(listed) - 1
    while start < end:
        comma = listed.find(",", start + PIECE)
        stop = end if comma < 0 else comma
        found.update(json.loads(f"[{listed[start:stop]}]"))
        start = stop + 1


def _table(phrase: Phrase, *, in_names: bool) -> str:
    """Where to look: what is made for the question answers it in a third of the time."""
    if in_names:
        return NAMES
    is_one_start = phrase.is_start and len(phrase.words) == 1
    return STARTS if is_one_start and len(phrase.words[0]) in INDEXED else ALL


def _written(phrase: Phrase) -> str:
    said = " ".join(phrase.words)
    return f'"{said}" *' if phrase.is_start else f'"{said}"'


def starting(field: str, start: str) -> Q:
    """The rows of which ``field`` begins with ``start``, by its index, which SQLite's LIKE does not use."""
    return Q(**{f"{field}__gte": start, f"{field}__lt": start + LAST})


def is_whole() -> bool:
    """Whether the full-text tables agree with the search rows, letter by letter."""
    try:
        with transaction.atomic():
            _tell("INSERT INTO {0}({0}, rank) VALUES ('integrity-check', 1)")
    except DatabaseError:
        return False
    return True


def mend() -> None:
    """Make the full-text tables again from the search rows."""
    _tell("INSERT INTO {0}({0}) VALUES ('rebuild')")


@contextmanager
def writing_much() -> Iterator[None]:
    """Put the pieces of the tables together less often, and at the end into one, in which a rare word is found in two
    thirds of the time. A step at a time, so that who wants to write need not wait for all of it.
    """
    try:
        _tell(f"INSERT INTO {{0}}({{0}}, rank) VALUES ('automerge', {MERGING_LATE})")
        yield
    finally:
        _tell(f"INSERT INTO {{0}}({{0}}, rank) VALUES ('automerge', {MERGING})")
    for table in TABLES:
        _merge(table)


def _merge(table: str) -> None:
    """The first step, which is negative, says that all are to become one piece; a step without work changes one row."""
    pages, changed = -STEP, 2
    while changed > 1:
        with connection.cursor() as cursor:
            before = connection.connection.total_changes
            cursor.execute(f"INSERT INTO {table}({table}, rank) VALUES ('merge', %s)", [pages])
            changed = connection.connection.total_changes - before
        pages = STEP


def _tell(statement: str) -> None:
    with connection.cursor() as cursor:
        for table in TABLES:
            cursor.execute(statement.format(table))
