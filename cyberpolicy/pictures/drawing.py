"""What a drawing of relations is made of: boxes with the names of records, lines between them, headings above them."""

from dataclasses import dataclass, field

from cyberpolicy.kinds import entry_models
from cyberpolicy.models import CatalogueEntry
from cyberpolicy.pictures.glyphs import fitted, width
from cyberpolicy.pictures.graph import Edge
from cyberpolicy.relation_kinds import ADVERSE

WIDTH, TEXT, SMALL = 1180, 13, 12
ONE_LINE, TWO_LINES, BESIDE = 26, 42, 20  # heights of a box; room that its text leaves free


@dataclass
class Node:
    """A box that is a link. ``look``: is-sel for the chosen record. ``sub``: a second, smaller line."""

    key: int
    url: str
    title: str
    lines: list[str]
    x: float
    y: float
    width: float
    sub: str = ""
    count: int | None = None
    order: int = 0
    look: str = ""

    @property
    def height(self) -> float:
        return max(ONE_LINE, 18 * len(self.lines) + 8) + (TWO_LINES - ONE_LINE if self.sub else 0)

    @property
    def middle(self) -> float:
        return self.y + self.height / 2

    @property
    def right(self) -> float:
        return self.x + self.width

    @property
    def text_lines(self) -> list[tuple[float, str]]:
        """Each line with its height in the box."""
        return [(17.5 + 18 * n, line) for n, line in enumerate(self.lines)]

    @property
    def sub_y(self) -> float:
        return self.height - 9


@dataclass(frozen=True)
class Heading:
    """A text above boxes; a link where it has an address."""

    x: float
    y: float
    text: str
    cls: str = "verb"
    url: str = ""
    title: str = ""
    anchor: str = "start"


@dataclass(frozen=True)
class Line:
    """A curve from one box to another, with an arrow at its object."""

    path: str
    tip: str
    title: str
    order: int
    is_adverse: bool


@dataclass
class Drawing:
    """A whole picture, and the edges it shows."""

    height: float = 0
    nodes: list[Node] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    headings: list[Heading] = field(default_factory=list)
    edges: list[Edge] = field(default_factory=list)
    undrawn: int = 0  # edges that stand in the table only
    width: float = WIDTH


def kind_of(record: CatalogueEntry) -> str:
    """What a record is, in words."""
    return str(entry_models()[record.kind]._meta.verbose_name)


def named(record: CatalogueEntry) -> str:
    """A record and its kind, for the title of a box."""
    return f"{record.title} ({kind_of(record)})"


def told(edge: Edge) -> str:
    """An edge as a sentence, with what makes it true."""
    more = ", ".join(str(word) for word in (edge.qualifier, edge.basis) if word)
    return f"{edge.subject.title} – {edge.verb} – {edge.object.title}{f' ({more})' if more else ''}"


def short(record: CatalogueEntry, room: float) -> str:
    """Its title where that fits, else its short name, else the beginning of its title."""
    title = str(record.title)
    if record.abbreviation and width(title, TEXT) > room:
        title = str(record.abbreviation)
    return fitted(title, room, TEXT)


def wrapped(text: str, room: float, most: int = 3, *, is_bold: bool = False) -> list[str]:
    """The text in lines that fit, at most ``most``; what does not fit in those is cut."""
    lines, words = [], text.split()
    while words and len(lines) < most - 1:
        taken = 1
        while taken < len(words) and width(" ".join(words[: taken + 1]), TEXT, is_bold=is_bold) <= room:
            taken += 1
        lines.append(fitted(" ".join(words[:taken]), room, TEXT, is_bold=is_bold))
        words = words[taken:]
    return [*lines, fitted(" ".join(words), room, TEXT, is_bold=is_bold)] if words else lines


def line(edge: Edge, start: Node, end: Node, order: int) -> Line:
    """From box to box, as an arc where both stand in one column. The arrow is at the object, whichever end that is."""
    is_arc = start.x == end.x
    left, right = (start, end) if start.x <= end.x else (end, start)
    from_x, to_x = left.right, right.right if is_arc else right.x
    bend = from_x + 16 + min(abs(left.middle - right.middle) / 12, 26) if is_arc else (from_x + to_x) / 2
    path = f"M{from_x:g} {left.middle:g}C{bend:g} {left.middle:g} {bend:g} {right.middle:g} {to_x:g} {right.middle:g}"
    is_right = edge.object.pk == right.key
    tip = _tip(to_x, right.middle, -1 if is_arc else 1) if is_right else _tip(from_x, left.middle, -1)
    return Line(path, tip, told(edge), order, edge.kind in ADVERSE)


def _tip(x: float, y: float, direction: int) -> str:
    """An arrow head that points right (1) or left (-1) and ends at this point."""
    return f"M{x:g} {y:g}l{-8 * direction} -4v8z"
