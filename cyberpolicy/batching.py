"""Long lists in pieces that fit in one query."""

from collections.abc import Iterable, Iterator
from typing import TypeVar

BATCH = 500  # SQLite takes so many parameters twice over
Item = TypeVar("Item")


def batches(items: Iterable[Item], size: int = BATCH) -> Iterator[list[Item]]:
    """The items in their order, in lists of at most ``size``."""
    rows = list(items)
    return (rows[start : start + size] for start in range(0, len(rows), size))
