"""The search on SQLite: an FTS5 table over the search rows, kept in step by triggers (migration 0008)."""

import json
from collections.abc import Iterable

from django.db import DatabaseError, connection, transaction
from django.db.models import Q
from pyroaring import BitMap

from cyberpolicy.search.matching import Clause, Phrase

NAMES = "{titles names numbers} : "
TABLE = "cyberpolicy_search_index"
ROWS = f"SELECT json_group_array(rowid) FROM {TABLE} WHERE {TABLE} MATCH %s"
LAST = "\U0010ffff"  # no letter sorts after it


def rows(clause: Clause, *, in_names: bool = False) -> Iterable[int]:
    """The keys of the search rows in which a phrase stands; ``in_names``: in their titles, names and numbers.

    They come as one text a phrase: reading 100,000 rows of a number one by one takes twice as long, and asking for
    fifty phrases at once too, for at each row the engine looks at all of them.
    """
    found = BitMap()
    with connection.cursor() as cursor:
        for phrase in clause:
            cursor.execute(ROWS, [NAMES + _written(phrase) if in_names else _written(phrase)])
            found |= BitMap(json.loads(cursor.fetchone()[0]))
    return found


def _written(phrase: Phrase) -> str:
    said = " ".join(phrase.words)
    return f'("{said}" *)' if phrase.is_start else f'("{said}")'


def starting(field: str, start: str) -> Q:
    """The rows of which ``field`` begins with ``start``, by its index, which SQLite's LIKE does not use."""
    return Q(**{f"{field}__gte": start, f"{field}__lt": start + LAST})


def is_whole() -> bool:
    """Whether the full-text table agrees with the search rows, letter by letter."""
    try:
        with transaction.atomic():
            _tell("INSERT INTO {0}({0}, rank) VALUES ('integrity-check', 1)")
    except DatabaseError:
        return False
    return True


def mend() -> None:
    """Make the full-text table again from the search rows."""
    _tell("INSERT INTO {0}({0}) VALUES ('rebuild')")


def _tell(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement.format(TABLE))
