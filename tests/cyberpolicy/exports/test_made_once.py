from collections.abc import Sequence

from cyberpolicy.exports import made_once
from cyberpolicy.exports.made_once import MadeOnce


class Writer:
    """Writes cells in capitals, and keeps what it was asked."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def __call__(self, cells: Sequence[str]) -> list[bytes]:
        self.asked += cells
        return [cell.upper().encode() for cell in cells]


def test_cells_that_rows_share_are_made_once():
    write = Writer()
    made = MadeOnce(write)
    assert made.of(["a", "b", "a", "a"]) == [b"A", b"B", b"A", b"A"]
    assert made.of(["b", "c"]) == [b"B", b"C"]
    assert sorted(write.asked) == ["a", "b", "c"]


def test_a_column_of_different_cells_is_written_as_it_comes():
    made = MadeOnce(Writer())
    assert made.of(["a", "b", "c"]) == [b"A", b"B", b"C"]
    assert made.of(["d", "d", "a"]) == [b"D", b"D", b"A"]


def test_a_long_column_takes_no_more_memory_than_a_short_one(monkeypatch):
    monkeypatch.setattr(made_once, "MOST", 10)
    made = MadeOnce(Writer())
    for start in range(0, 100, 5):
        cells = [f"n{number}" for number in range(start, start + 5)] * 3
        assert made.of(cells) == [cell.upper().encode() for cell in cells]
        assert len(made.kept) <= 15
