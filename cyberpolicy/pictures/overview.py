"""The drawing of what matters most: a column of the most linked records of each kind, with lines between neighbours.

Lines within a column, or past one, would hide more than they show: those links are counted, and stand in the table.
"""

from collections import defaultdict
from collections.abc import Callable

from django.utils.formats import localize
from django.utils.text import capfirst

from cyberpolicy.models import CatalogueEntry
from cyberpolicy.pictures.drawing import BESIDE, TEXT, WIDTH, Drawing, Heading, Node, line, named, short
from cyberpolicy.pictures.glyphs import width
from cyberpolicy.pictures.graph import Edge, known_kinds

TOP, STEP, LEFT = 40, 36, 10

Column = tuple[str, list[CatalogueEntry]]


def overview(
    columns: list[Column],
    edges: list[Edge],
    tracks: dict[int, int],
    *,
    choose: Callable[[CatalogueEntry], str],
) -> Drawing:
    """The drawing of these columns: (kind, records with ``link_count``)."""
    drawing = Drawing(edges=edges)
    longest = max((len(records) for _kind, records in columns), default=0)
    drawing.height = TOP + longest * STEP + 4
    box = min((WIDTH - 2 * LEFT) / max(len(columns), 1) - 86, 320)
    place = {record.pk: number for number, (_kind, records) in enumerate(columns) for record in records}
    beside = [edge for edge in edges if abs(place[edge.subject.pk] - place[edge.object.pk]) == 1]
    nodes: dict[int, Node] = {}
    for number, (kind, records) in enumerate(_untangled(columns, beside)):
        x = LEFT + number * (WIDTH - 2 * LEFT - box) / max(len(columns) - 1, 1)
        drawing.headings.append(Heading(x, 22, capfirst(str(known_kinds()[kind])), "colh"))
        y = TOP + (longest - len(records)) * STEP / 2
        for record in records:
            nodes[record.pk] = _node(record, x, y, box, tracks, choose)
            y += STEP
    drawing.nodes = list(nodes.values())
    for edge in beside:
        start, end = nodes[edge.subject.pk], nodes[edge.object.pk]
        drawing.lines.append(line(edge, start, end, start.order or end.order))
    drawing.undrawn = len(edges) - len(beside)
    return drawing


def _untangled(columns: list[Column], edges: list[Edge]) -> list[Column]:
    """The columns with records near those they are linked to in the column before, so that few lines cross."""
    links = defaultdict(list)
    for edge in edges:
        links[edge.subject.pk].append(edge.object.pk)
        links[edge.object.pk].append(edge.subject.pk)
    height: dict[int, float] = {}
    found = []
    for kind, records in columns:
        if found:
            spread = {r.pk: [height[pk] for pk in links[r.pk] if pk in height] for r in records}
            middle = {pk: sum(ys) / len(ys) if ys else 1 for pk, ys in spread.items()}
            records = sorted(records, key=lambda record: middle[record.pk])
        height |= {record.pk: (n + 0.5) / len(records) for n, record in enumerate(records)}
        found.append((kind, records))
    return found


def _node(record, x: float, y: float, box: float, tracks: dict[int, int], choose: Callable) -> Node:
    counted = width(localize(record.link_count), TEXT) + 10
    order = record.rank or 0 if record.kind == "track" else tracks.get(record.pk, 0)
    return Node(
        record.pk, choose(record), named(record), [short(record, box - BESIDE - counted)], x, y, box,
        count=record.link_count, order=order,
    )  # fmt: skip
