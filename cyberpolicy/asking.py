"""Asking the database about a set of keys that is in memory, however large; again and again without writing the SQL.

To write the SQL of a query costs Django ten times what it costs the database to answer it about the rows of a page.
"""

from collections.abc import Callable, Collection, Hashable, Iterable
from copy import copy
from functools import lru_cache, wraps
from typing import Generic, TypeVar

from django.db import connection, connections
from django.db.models import QuerySet
from django.db.models.expressions import RawSQL
from django.db.models.query import ValuesListIterable

EACH = {
    "sqlite": ("SELECT value FROM json_each(%s)", "[{}]"),
    "postgresql": ("SELECT unnest(%s::int[])", "{{{}}}"),
}
KEPT = 100  # ways to ask one question
HOLE = "the keys, when they are known"  # recognised by identity: no value of a query is this very object
Row = TypeVar("Row")


def among(keys: Iterable[int]) -> RawSQL:
    """The keys for ``pk__in=``, as one parameter: a database takes only so many."""
    return _each(_written(keys))


def prepared(make: Callable[..., QuerySet]) -> Callable[..., list]:
    """A question about keys: ``make(keys, *others)`` gives the query with ``keys`` for ``pk__in=``.

    The query is made once for the same others, and depends on nothing else: no reader, language or day that is not
    among them. Whoever asks gives the keys first, and gets the rows in a list.
    """

    @lru_cache(KEPT)
    def written(_vendor: str, *others: Hashable) -> Prepared:
        return Prepared(make(_each(HOLE), *others))

    @wraps(make)
    def ask(keys: Collection[int], *others: Hashable) -> list:
        return written(connection.vendor, *others).about(keys) if keys else []

    return ask


class Prepared(Generic[Row]):
    """A query whose SQL is written, but for the keys that it asks about."""

    def __init__(self, queryset: QuerySet[Row]) -> None:
        self._queryset = queryset
        self._compiler = queryset.query.get_compiler(queryset.db)
        self._sql, self._params = self._compiler.as_sql()
        selected = [column for column, _sql, _alias in self._compiler.select]
        is_as_read = not self._compiler.get_converters(selected)
        self._is_bare = is_as_read and queryset._iterable_class is ValuesListIterable

    def about(self, keys: Iterable[int]) -> list[Row]:
        """The rows, as the query set would give them: with a compiler that has the SQL already.

        Values that Django leaves as the database gives them need no more than that.
        """
        params = tuple(_written(keys) if p is HOLE else p for p in self._params)
        if self._is_bare:
            with connections[self._queryset.db].cursor() as cursor:
                cursor.execute(self._sql, params)
                return cursor.fetchall()
        written = copy(self._compiler)
        written.connection = connections[self._queryset.db]  # that of this thread
        written.as_sql = lambda *args, **kwargs: (self._sql, params)
        rows = self._queryset.all()
        rows.query.get_compiler = lambda *args, **kwargs: written
        return list(rows)


def _each(keys: str) -> RawSQL:
    return RawSQL(EACH[connection.vendor][0], [keys])


def _written(keys: Iterable[int]) -> str:
    return EACH[connection.vendor][1].format(",".join(map(str, keys)))
