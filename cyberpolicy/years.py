"""Years as a histogram: bars that are links, wide enough to hit with a finger."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

MOST_BARS = 10  # in a column of 264 px each is at least 24 px wide
SPANS = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000)


@dataclass(frozen=True)
class Bar:
    """Some years and how many records they have. ``height`` is a percentage of the tallest, never invisible."""

    first: int
    last: int
    count: int
    height: float
    is_chosen: bool
    url: str

    @property
    def top(self) -> float:
        return 100 - self.height

    @property
    def label(self) -> str:
        return str(self.first) if self.first == self.last else f"{self.first}–{self.last}"


def bars(
    counts: Mapping[int, int], chosen_from: int | None, chosen_to: int | None, url: Callable[[int, int], str]
) -> list[Bar]:
    """At most MOST_BARS bars over all years with records; ``url`` gives the address that shows only those years."""
    if not counts:
        return []
    first, last = chosen_from or min(counts), chosen_to or max(counts)
    pieces = [(*span, sum(counts.get(year, 0) for year in range(span[0], span[1] + 1))) for span in _spans(counts)]
    most = max(count for _first, _last, count in pieces)
    has_choice = bool(chosen_from or chosen_to)
    return [
        Bar(
            start,
            end,
            count,
            max(3.0, round(100 * count / most, 1)) if count else 0.0,
            has_choice and start <= last and end >= first,
            url(start, end),
        )
        for start, end, count in pieces
    ]


def _spans(counts: Mapping[int, int]) -> Iterator[tuple[int, int]]:
    """First and last year of each bar: spans of a round number of years, beginning at a round year."""
    low, high = min(counts), max(counts)
    width = next(span for span in SPANS if high // span - low // span < MOST_BARS)
    for start in range(low // width * width, high + 1, width):
        yield max(start, 1), start + width - 1
