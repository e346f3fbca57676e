"""The search on PostgreSQL: two tsvector columns that the database derives from the search rows (migration 0008)."""

from array import array
from collections.abc import Iterable

from django.db import connection, transaction
from django.db.models import Q

from cyberpolicy.search.matching import Clause, Phrase

ROWS = "SELECT string_agg(int4send(id::int), ''::bytea) FROM cyberpolicy_searchentry WHERE {}"


def rows(clause: Clause, *, in_names: bool = False) -> Iterable[int]:
    """The keys of the search rows in which a phrase stands; ``in_names``: in their titles, names and numbers.

    They come as one string of bytes: reading 100,000 rows of a number one by one takes ten times the processor. The
    index is always asked: for a common word the planner would read every row, and forget that its words lie elsewhere.
    """
    column = "name_words" if in_names else "all_words"
    found = array("I")
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        for conditions in filter(None, _conditions(clause)):
            either = " OR ".join([f"{column} @@ %s::tsquery"] * len(conditions))
            cursor.execute(ROWS.format(either), conditions)
            found.frombytes(cursor.fetchone()[0] or b"")
        cursor.execute("SET LOCAL enable_seqscan = on")
    found.byteswap()
    return found


def _conditions(clause: Clause) -> tuple[list[str], list[str]]:
    """Those of single words, and the one of all phrases, to be asked for apart.

    A condition for each word is five times as fast as one of a hundred words, of which the index asks at each row
    whether it holds any. Where a row may hold a phrase its words are read, for each condition that it is asked with.
    """
    words = [_written(phrase) for phrase in clause if len(phrase.words) == 1]
    phrases = [_written(phrase) for phrase in clause if len(phrase.words) > 1]
    return words, [" | ".join(phrases)] if phrases else []


def _written(phrase: Phrase) -> str:
    words = " <-> ".join(f"'{word}'" for word in phrase.words)  # the words hold letters and digits only
    return f"({words}:*)" if phrase.is_start else f"({words})"


def starting(field: str, start: str) -> Q:
    """The rows of which ``field`` begins with ``start``, by the index that Django makes for this."""
    return Q(**{f"{field}__startswith": start})
