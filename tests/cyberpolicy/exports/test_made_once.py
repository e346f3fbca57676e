from cyberpolicy.exports import made_once
from cyberpolicy.exports.made_once import MadeOnce


def test_cells_that_rows_share_are_made_once():
    asked = []

    def make(cell: str) -> bytes:
        asked.append(cell)
        return cell.upper().encode()

    made = MadeOnce(make)
    assert made.of(["a", "b", "a"]) == [b"A", b"B", b"A"]
    assert made.of(["b", "c"]) == [b"B", b"C"]
    assert asked == ["a", "b", "c"]


def test_a_long_column_of_different_cells_takes_no_more_memory_than_a_short_one(monkeypatch):
    monkeypatch.setattr(made_once, "MOST", 10)
    made = MadeOnce(str.encode)
    for start in range(0, 100, 5):
        cells = [str(number) for number in range(start, start + 5)]
        assert made.of(cells) == [cell.encode() for cell in cells]
        assert len(made) <= 15
