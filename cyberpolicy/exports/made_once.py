"""What a cell becomes in a file, made once for the many rows that share it: most columns have few different cells."""

from collections.abc import Callable, Iterable, Sequence

from cyberpolicy.values import Cell

MOST = 2_000  # cells of a column that are kept, so that a long file takes no more memory than a short one


class MadeOnce:
    """The cells of one column as they are written. Where most cells differ (titles, texts) none are kept.

    1, 1.0 and True are one key to a dict; a column reads one field, so that its equal cells are of one type.
    """

    def __init__(self, make: Callable[[Sequence[Cell]], Iterable[bytes]]) -> None:
        """``make`` writes many cells at once."""
        self._make, self._all_differ = make, False
        self.kept: dict[Cell, bytes] = {}

    def of(self, column: Sequence[Cell]) -> list[bytes]:
        if self._all_differ:
            return list(self._make(column))
        if len(self.kept) > MOST:
            self.kept.clear()
        missing = list(set(column) - self.kept.keys())
        self.kept.update(zip(missing, self._make(missing), strict=True))
        self._all_differ = len(missing) > len(column) / 2
        return list(map(self.kept.__getitem__, column))
