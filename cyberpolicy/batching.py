"""Long lists in pieces that fit in one query."""

from collections.abc import Iterable, Iterator
from typing import TypeVar

from django.db.models import QuerySet

BATCH = 500  # SQLite takes so many parameters twice over
Item = TypeVar("Item")


def batches(items: Iterable[Item], size: int = BATCH) -> Iterator[list[Item]]:
    """The items in their order, in lists of at most ``size``."""
    rows = list(items)
    return (rows[start : start + size] for start in range(0, len(rows), size))


def pieces(rows: QuerySet, size: int) -> Iterator[list]:
    """The rows of a query in lists of ``size``, read as far as they are asked for."""
    start = 0
    while some := list(rows[start : start + size]):
        yield some
        if len(some) < size:
            return
        start += size
