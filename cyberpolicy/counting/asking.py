"""Asking the database about a set of keys that is in memory, however large."""

from collections.abc import Iterable

from django.db import connection
from django.db.models.expressions import RawSQL

EACH = {
    "sqlite": ("SELECT value FROM json_each(%s)", "[{}]"),
    "postgresql": ("SELECT unnest(%s::int[])", "{{{}}}"),
}


def among(keys: Iterable[int]) -> RawSQL:
    """The keys for ``pk__in=``, as one parameter: a database takes only so many."""
    statement, written = EACH[connection.vendor]
    return RawSQL(statement, [written.format(",".join(map(str, keys)))])
