"""What a cell becomes in a file, made once for the many rows that share it: most columns have few different cells."""

from collections.abc import Callable, Sequence

from cyberpolicy.values import Cell

MOST = 2_000  # cells of a column that are kept, so that a long file takes no more memory than a short one


class MadeOnce(dict[Cell, bytes]):
    """The cells of one column as they are written.

    1, 1.0 and True are one key to a dict; a column reads one field, so that its equal cells are of one type.
    """

    def __init__(self, make: Callable[[Cell], bytes]) -> None:
        self._make = make

    def __missing__(self, cell: Cell) -> bytes:
        made = self[cell] = self._make(cell)
        return made

    def of(self, column: Sequence[Cell]) -> list[bytes]:
        if len(self) > MOST:
            self.clear()
        return list(map(self.__getitem__, column))
