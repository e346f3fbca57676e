"""The drawing of one record among its relations: what it does at its right, what is done to it at its left.

The links of one kind stand together under their verb, so that each reads as a sentence. A second step adds, farther
out, what the neighbours hang together with.
"""

from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import dataclass

from django.utils.text import capfirst

from cyberpolicy.models import CatalogueEntry
from cyberpolicy.pictures.drawing import (
    BESIDE,
    SMALL,
    WIDTH,
    Drawing,
    Heading,
    Node,
    line,
    named,
    short,
    told,
    wrapped,
)
from cyberpolicy.pictures.glyphs import fitted
from cyberpolicy.pictures.graph import Edge
from cyberpolicy.relation_kinds import RELATION_KINDS

GAP, GROUP_GAP, HEADING = 6, 14, 20
MOST_IN_GROUP, MOST_IN_COLUMN, MOST_FAR = 7, 22, 14
FAR_STEP = 48
NEAR_WIDTH, FAR_WIDTH = 300, 196


@dataclass(frozen=True)
class Columns:
    """Where the columns stand, and how wide they are, for one step or two."""

    focus_x: float
    focus_width: float
    near_x: tuple[float, float]
    near_width: float
    far_x: tuple[float, float] = (0, 0)


ONE_STEP = Columns(450, 280, (14, WIDTH - 14 - NEAR_WIDTH), NEAR_WIDTH)
TWO_STEPS = Columns(494, 192, (246, 724), 210, (8, WIDTH - 8 - FAR_WIDTH))


class Neighbourhood:
    """The drawing around ``focus``. ``choose`` gives the address with another record chosen, ``only`` with one verb."""

    def __init__(
        self,
        focus: CatalogueEntry,
        edges: list[Edge],
        far: list[Edge],
        tracks: dict[int, int],
        *,
        choose: Callable[[CatalogueEntry], str],
        only: Callable[[str], str],
    ) -> None:
        self.focus, self.tracks, self.choose, self.only = focus, tracks, choose, only
        self.columns = TWO_STEPS if far else ONE_STEP
        self.drawing = Drawing()
        self._near: dict[int, Node] = {}
        self._drawn: list[tuple[Edge, Node]] = []
        self._left_out: list[Edge] = []
        outgoing = [edge for edge in edges if edge.subject.pk == focus.pk]
        incoming = [edge for edge in edges if edge.subject.pk != focus.pk]
        heights = [self._column(side, found) for side, found in enumerate((incoming, outgoing))]
        self.drawing.height = max(*heights, 120)
        self._place_focus()
        self._draw_near()
        self._draw_far(far)
        self.drawing.edges += self._left_out
        self.drawing.undrawn = len(self.drawing.edges) - len(self.drawing.lines)

    # The first step

    def _column(self, side: int, edges: list[Edge]) -> float:
        """The groups of one side, top down; how far down they reach."""
        y, room = 10.0, MOST_IN_COLUMN
        groups: dict[str, list[Edge]] = {}
        for edge in edges:
            groups.setdefault(edge.kind, []).append(edge)
        order = list(RELATION_KINDS)
        for kind in sorted(
            groups, key=lambda kind: (kind not in RELATION_KINDS, order.index(kind) if kind in order else 0)
        ):
            found = groups[kind]
            shown = found[: max(min(MOST_IN_GROUP, room), 1)]
            room -= len(shown)
            y = self._group(side, found, shown, y) + GROUP_GAP
        return y

    def _group(self, side: int, found: list[Edge], shown: list[Edge], y: float) -> float:
        x = self.columns.near_x[side]
        verb = capfirst(str(found[0].verb_from(self.focus.pk)))
        url = self.only(found[0].kind) if found[0].kind in RELATION_KINDS else ""
        more = len(found) - len(shown)
        text = fitted(verb, self.columns.near_width - 60, SMALL, is_bold=True)
        text += f" (+{more})" if more else ""
        title = f"{self.focus.title} – {verb} – {len(found)}"
        self.drawing.headings.append(Heading(x, y + 14, text, url=url, title=title))
        y += HEADING
        for edge in shown:
            node = self._box(edge.other(self.focus.pk), x, y, self.columns.near_width, _sub(edge))
            node.title = told(edge)
            self._near.setdefault(node.key, node)
            self.drawing.edges.append(edge)
            self._drawn.append((edge, node))
            y = node.y + node.height + GAP
        self._left_out += found[len(shown) :]
        return y

    def _box(self, record: CatalogueEntry, x: float, y: float, width: float, sub: str) -> Node:
        room = width - BESIDE
        lines = [short(record, room)] if self.columns is TWO_STEPS else wrapped(str(record.title), room, 2)
        node = Node(
            record.pk, self.choose(record), named(record), lines, x, y, width,
            fitted(sub, room, SMALL), order=self.tracks.get(record.pk, 0),
        )  # fmt: skip
        self.drawing.nodes.append(node)
        return node

    def _place_focus(self) -> None:
        columns = self.columns
        lines = wrapped(str(self.focus.title), columns.focus_width - BESIDE, is_bold=True)
        node = Node(
            self.focus.pk, self.focus.get_absolute_url(), named(self.focus), lines, columns.focus_x, 0,
            columns.focus_width, look="is-sel", order=self.tracks.get(self.focus.pk, 0),
        )  # fmt: skip
        node.y = (self.drawing.height - node.height) / 2
        self.drawing.nodes.append(node)
        self._center = node

    def _draw_near(self) -> None:
        for edge, node in self._drawn:
            self.drawing.lines.append(line(edge, self._center, node, node.order or self._center.order))

    # The second step

    def _draw_far(self, edges: list[Edge]) -> None:
        known, links = {self.focus.pk, *self._near}, defaultdict(list)
        for edge in edges:
            for here, there in ((edge.subject, edge.object), (edge.object, edge.subject)):
                if here.pk in self._near and there.pk not in known:
                    links[there.pk].append((self._near[here.pk], edge))
        sides: tuple[list, list] = ([], [])
        for found in links.values():
            counts = Counter(node.x > WIDTH / 2 for node, _edge in found)
            side = counts[True] > counts[False]
            sides[side].append([(node, edge) for node, edge in found if (node.x > WIDTH / 2) == side])
        for side, found in enumerate(sides):
            self._far_column(side, sorted(found, key=lambda links: -len(links))[:MOST_FAR])
        self.drawing.edges += edges

    def _far_column(self, side: int, found: list[list[tuple[Node, Edge]]]) -> None:
        """The farther records of one side, each beside the neighbours it hangs on, as far as there is room."""
        found.sort(key=lambda links: sum(node.middle for node, _edge in links) / len(links))
        reach = len(found) * FAR_STEP
        self.drawing.height = max(self.drawing.height, reach + 2 * GAP)
        middles = [node.middle for links in found for node, _edge in links]
        top = sum(middles) / max(len(middles), 1) - reach / 2
        top = min(max(top, GAP), self.drawing.height - reach)
        for number, links in enumerate(found):
            near, edge = links[0]
            verb = capfirst(str(edge.verb_from(near.key)))
            record = edge.other(near.key)
            y = top + number * FAR_STEP
            node = self._box(
                record, self.columns.far_x[side], y, FAR_WIDTH, f"{verb}{f' (+{len(links) - 1})' if links[1:] else ''}"
            )
            node.title = "; ".join(told(edge) for _near, edge in links[:5])
            for near, edge in links:
                self.drawing.lines.append(line(edge, near, node, near.order))


def _sub(edge: Edge) -> str:
    """What must be said with the name: the qualifier, without which some verbs read falsely, and how it is known."""
    return ", ".join(str(word) for word in (edge.qualifier, edge.basis) if word)
