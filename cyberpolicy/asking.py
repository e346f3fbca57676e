"""Asking the database about a set of keys that is in memory, however large; again and again without writing the SQL.

To write the SQL of a query costs Django ten times what it costs the database to answer it about the rows of a page.
"""

from collections.abc import Callable, Collection, Hashable, Iterable, Sequence
from copy import copy
from functools import lru_cache, wraps
from itertools import repeat
from typing import Generic, TypeVar

from django.db import connection, connections
from django.db.models import BooleanField, F, Func, Q, QuerySet, TextField, Value
from django.db.models.expressions import RawSQL
from django.db.models.query import ValuesListIterable
from pyroaring import BitMap

from cyberpolicy.latest import Latest

EACH = {
    "sqlite": ("SELECT value FROM json_each(%s)", "[{}]"),
    "postgresql": ("SELECT unnest(%s::bigint[])", "{{{}}}"),
}
# PostgreSQL looks up these keys in an index first of all, however many joins and conditions there are; those of a
# subquery it may join last, to all rows. For many thousands of keys it would think too long.
AS_ARRAY = ("IN (SELECT unnest(%s::bigint[]))", "= ANY(%s::bigint[])")
IS = BooleanField()
KEPT = 100  # ways to ask one question
HOLE = "what is asked about, when it is known"  # recognised by identity: no value of a query is this very object
Row = TypeVar("Row")


def among(keys: Iterable[int]) -> RawSQL:
    """The keys for ``pk__in=``, as one parameter: a database takes only so many."""
    return _each(_written(keys))


def one_of(path: str, keys: BitMap, every: BitMap) -> Q:
    """The condition that the key at ``path`` is among ``keys``, which are some of ``every`` key: said the shorter way.

    A record that was added since ``every`` key was read may pass: whoever reads for a person leaves it out.
    """
    rest = every - keys
    if not rest:
        return Q()
    return _is_among(path, keys) if len(keys) <= len(rest) else ~Q(**{f"{path}__in": among(rest)})


def _is_among(path: str, keys: Iterable[int]) -> Q:
    """For PostgreSQL a list in which it looks each row up: a subquery it would join, not knowing how large it is."""
    if connection.vendor != "postgresql":
        return Q(**{f"{path}__in": among(keys)})
    listed = Value(_written(keys), TextField())
    return Q(Func(F(path), listed, arg_joiner=" = ANY(", template="%(expressions)s::bigint[])", output_field=IS))


def written_once(make: Callable[..., QuerySet]) -> Callable[..., list]:
    """A question about keys: ``make(keys, *others)`` gives the query with ``keys`` for ``pk__in=``.

    The query is made once for the same others, and depends on nothing else: no reader, language or day that is not
    among them. Whoever asks gives the keys first, and gets the rows in a list.
    """

    written = _kept_for(make, lambda: _each(HOLE))

    @wraps(make)
    def ask(keys: Collection[int], *others: Hashable) -> list:
        return written(connection.vendor, *others).about(keys) if keys else []

    return ask


def written_once_by_name(make: Callable[..., QuerySet]) -> Callable[..., list]:
    """The same about one text: ``make(name, *others)`` gives the query with ``name`` as the value of a condition."""

    written = _kept_for(make, lambda: HOLE)

    @wraps(make)
    def ask(name: str, *others: Hashable) -> list:
        return written(connection.vendor, *others).filled(name)

    return ask


def _kept_for(make: Callable[..., QuerySet], hole: Callable[[], RawSQL | str]) -> Callable[..., "WrittenQuery"]:
    """The query that ``make`` gives, with what it asks about left open; by database and by all else it depends on."""

    @lru_cache(KEPT)
    def written(_vendor: str, *others: Hashable) -> WrittenQuery:
        return WrittenQuery(make(hole(), *others))

    return written


class WrittenQuery(Generic[Row]):
    """A query whose SQL is written, but for the keys, or the one text, that it asks about.

    It leans on what Django 5.2 does inside: a query set takes its compiler from ``query.get_compiler``, and this its
    rows from ``execute_sql``. tests/cyberpolicy/test_asking.py tells when that is no longer so.
    """

    def __init__(self, queryset: QuerySet[Row]) -> None:
        self._queryset = queryset
        self._compiler = queryset.query.get_compiler(queryset.db)
        sql, self._given = self._compiler.as_sql()
        if not any(param is HOLE for param in self._given):
            raise ValueError("This query changes what it asks about, as __startswith does: its SQL cannot be kept.")
        self._sql = sql.replace(*AS_ARRAY)
        selected = [column for column, _sql, _alias in self._compiler.select]
        self._converters = self._compiler.get_converters(selected)
        self._is_bare = not self._converters and queryset._iterable_class is ValuesListIterable
        self.names: tuple[str, ...] = queryset._fields or ()  # of its columns, where its rows are tuples of values

    def about(self, keys: Iterable[int]) -> list[Row]:
        """The rows about these keys, as the query set would give them."""
        return self.filled(_written(keys))

    def filled(self, value: str) -> list[Row]:
        """The rows with this value in the hole: from a compiler that has its SQL, and here its answer, already."""
        found = self._tuples(value)
        if self._is_bare or not found:
            return found
        written = copy(self._compiler)
        written.connection = connections[self._queryset.db]  # that of this thread
        written.execute_sql = lambda *args, **kwargs: [found]
        written.get_converters = lambda expressions: self._converters
        rows = self._queryset.all()
        rows.query.get_compiler = lambda *args, **kwargs: written
        return list(rows)

    def _tuples(self, value: str) -> list[tuple]:
        """Rows of values as the database gives them."""
        with connections[self._queryset.db].cursor() as cursor:
            cursor.execute(self._sql, self._params(value))
            return cursor.fetchall()

    def _params(self, value: str) -> tuple:
        return tuple(value if param is HOLE else param for param in self._given)


class Repeated:
    """Questions that are asked about one batch of keys after another: their SQL is written for the first.

    Each has a name, and ``make`` gives its query about the keys: one of tuples of values.
    """

    def __init__(self) -> None:
        self._written_ones: Latest[WrittenQuery] = Latest(KEPT)

    def tuples(self, name: Hashable, keys: Collection[int], make: Callable[[RawSQL], QuerySet]) -> list[tuple]:
        """The rows."""
        return self._written(name, make).about(keys)

    def columns(self, name: Hashable, keys: Collection[int], make: Callable[[RawSQL], QuerySet]) -> dict[str, Sequence]:
        """The same rows by column."""
        written = self._written(name, make)
        rows = written.about(keys)
        return dict(zip(written.names, zip(*rows, strict=True) if rows else repeat(()), strict=False))

    def _written(self, name: Hashable, make: Callable[[RawSQL], QuerySet]) -> WrittenQuery:
        return self._written_ones.of(name, lambda: WrittenQuery(make(_each(HOLE))))


def _each(keys: str) -> RawSQL:
    return RawSQL(EACH[connection.vendor][0], [keys])


def _written(keys: Iterable[int]) -> str:
    return EACH[connection.vendor][1].format(",".join(map(str, keys)))
