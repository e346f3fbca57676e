"""The marks of a timeline and the lanes they lie in: how much room each takes, and where its label goes."""

from dataclasses import dataclass, field

from cyberpolicy.models import CatalogueEntry
from cyberpolicy.pictures.glyphs import fitted, width

RIGHT, LANE_NAME = 1166, 132
ROW, PADDING, TEXT, LABEL_ROOM = 27, 8, 13, 340


@dataclass
class Mark:
    """A link in the drawing. ``shape``: dot, bar, span or many. ``look``: is-sel, is-near, is-dim or empty.

    It is drawn from its own left end: ``start`` and ``y`` say where that is, what follows from them is relative to it.
    """

    shape: str
    url: str
    title: str
    label: str
    start: float
    end: float
    look: str = ""
    is_expected: bool = False
    is_disputed: bool = False
    is_incident: bool = False
    is_open: bool = False
    has_label_inside: bool = False
    is_flipped: bool = False
    count: int = 0
    y: float = 0
    row: int = 0

    @property
    def length(self) -> float:
        return self.end - self.start

    @property
    def half(self) -> float:
        return self.length / 2

    @property
    def outline(self) -> str:
        """The path of a bar or band; one without an end points on."""
        high = 9 if self.shape == "bar" else 5
        tip = min(high, self.half) if self.is_open else 0
        return f"M0-{high}H{self.length - tip:g}l{tip:g} {high}l{-tip:g} {high}H0z"

    @property
    def text_width(self) -> float:
        return width(self.label, TEXT, is_bold=self.look == "is-sel") if self.label else 0

    @property
    def label_x(self) -> float:
        if self.has_label_inside:
            return 8 if self.shape == "bar" else self.half + 10
        return -6 if self.is_flipped else self.length + 6

    @property
    def extent(self) -> tuple[float, float]:
        """From where to where it takes room in its row, label included."""
        if self.has_label_inside or not self.label:
            return self.start, self.end
        beside = self.text_width + 6
        return (self.start - beside, self.end) if self.is_flipped else (self.start, self.end + beside)

    @property
    def hit(self) -> tuple[float, float]:
        """Where it begins and how wide it is to a finger: at least 24."""
        first, last = self.extent
        spare = max(24 - (last - first), 0) / 2
        return first - spare - self.start, last - first + 2 * spare


@dataclass
class Lane:
    """The events of one track; without a track those of none or of several."""

    track: CatalogueEntry | None
    marks: list[Mark] = field(default_factory=list)
    early: list[tuple[str, Mark]] = field(default_factory=list)
    earlier: Mark | None = None
    y: float = 0
    rows: int = 0

    @property
    def order(self) -> int:
        return (self.track.rank or 0) if self.track else 0

    @property
    def name(self) -> str:
        """What stands at its left, short."""
        return fitted(self.track.abbreviation or self.track.title, LANE_NAME - 20, TEXT, is_bold=True)

    @property
    def height(self) -> float:
        return max(self.rows, len(self.early) + bool(self.earlier), 2) * ROW + 2 * PADDING

    def place(self, marks: list[Mark], left: float) -> int:
        """Give each mark the first row where it fits with its label; how many rows that takes."""
        taken: list[list[tuple[float, float]]] = []
        for mark in sorted(marks, key=lambda m: (m.start, m.end, m.title)):
            _set_label(mark, left)
            start, end = mark.extent
            free = (n for n, spans in enumerate(taken) if all(end + 12 < a or start - 12 > b for a, b in spans))
            mark.row = next(free, len(taken))
            if mark.row == len(taken):
                taken.append([])
            taken[mark.row].append((start, end))
        return len(taken)


def _set_label(mark: Mark, left: float) -> None:
    """Inside a bar where it fits, else at the right or at the left of the mark; cut where there is no room for it."""
    if mark.shape == "many" and not mark.label:
        return
    inside = {"bar": mark.length - 16, "span": mark.half - 20}.get(mark.shape, 0)
    at_right, at_left = RIGHT - mark.end - 6, mark.start - left - 6
    beside = max(at_right, at_left)
    mark.has_label_inside = inside >= mark.text_width > beside or inside > max(beside, LABEL_ROOM / 2)
    mark.has_label_inside |= mark.shape == "bar" and inside >= mark.text_width
    mark.is_flipped = not mark.has_label_inside and mark.text_width > at_right and at_left > at_right
    room = inside if mark.has_label_inside else min(LABEL_ROOM, max(at_right, at_left, 0))
    mark.label = fitted(mark.label, room, TEXT, is_bold=mark.look == "is-sel")
