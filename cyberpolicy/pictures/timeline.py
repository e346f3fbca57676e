"""The drawing of the timeline: a lane for each track, marks where things happened, labels that never overlap.

Lengths are in the units of the drawing, which is 1180 wide. A day is a dot; a month, a half year or "some day between"
is an open band with a dot in its middle; a duration is a full bar; an end that is open is an arrow.
"""

import datetime
from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from django.utils import dateformat
from django.utils.formats import localize
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cyberpolicy import dates
from cyberpolicy.models import CatalogueEntry
from cyberpolicy.pictures.events import Event, Row, codes
from cyberpolicy.pictures.glyphs import fitted, width
from cyberpolicy.pictures.marks import LANE_NAME, PADDING, RIGHT, ROW, TEXT, Lane, Mark
from cyberpolicy.pictures.windows import Window, written_period

WIDTH, EARLY, TOP, GAP, SMALL = 1180, 376, 30, 5, 12
INCIDENT = "occurred"
MOST_ROWS, MOST_EARLY, MOST_SINGLES, ALIKE = 10, 5, 60, 3
BUCKET_LIMITS = (6, 3, 1)  # events in a year, month or day that are drawn one by one; each time fewer, until it fits


@dataclass(frozen=True)
class Tick:
    """A step on the axis, with the address that shows only it."""

    x: float
    label: str
    url: str
    title: str


class Timeline:
    """The drawing of these rows. ``lookup`` reads the events of the rows that are drawn; ``zoom`` gives addresses."""

    def __init__(
        self,
        rows: list[Row],
        lanes: list[tuple[CatalogueEntry | None, list[Row]]],
        window: Window,
        *,
        zoom: Callable[..., str],
        lookup: Callable[[list[Row]], dict[int, Event]],
        focus: int | None = None,
        near: frozenset[int] = frozenset(),
    ) -> None:
        self.window, self.zoom, self.focus, self.near = window, zoom, focus, near
        self._names = {code: str(name) for code, name in codes().items()}
        self.has_early = any(window.is_before(row) for row in rows)
        self.left = (EARLY if self.has_early else LANE_NAME) + 14
        plans = [(Lane(track), _planned(found, window, focus)) for track, found in lanes]
        self._events = lookup([row for _lane, plan in plans for row in plan.singles + plan.early])
        self.lanes = [self._drawn(lane, plan) for lane, plan in plans]
        self._stack()

    # Lanes

    def _drawn(self, lane: Lane, plan: "_Plan") -> Lane:
        singles = [self._mark(row) for row in plan.singles]
        lane.marks = singles + [self._heap(rows, lane) for rows in plan.heaps]
        lane.rows = lane.place(lane.marks, self.left)
        for limit in BUCKET_LIMITS:
            if (plan.crowd and limit == BUCKET_LIMITS[0]) or lane.rows > MOST_ROWS:
                lane.marks = self._bucketed(plan, lane, limit)
                lane.rows = lane.place(lane.marks, self.left)
        self._draw_early(lane, plan)
        return lane

    def _bucketed(self, plan: "_Plan", lane: Lane, limit: int) -> list[Mark]:
        """Buckets with more than ``limit`` events as one mark each; what was chosen stays by itself."""
        buckets = defaultdict(list)
        marks = []
        for row in [*plan.singles, *plan.crowd, *(row for rows in plan.heaps for row in rows)]:
            if row.entry_id == self.focus:
                marks.append(self._mark(row))
            else:
                buckets[self.window.bucket(max(row.earliest or row.latest, self.window.start))].append(row)
        for (first, last), rows in buckets.items():
            if len(rows) > limit or any(row.pk not in self._events for row in rows):
                marks.append(self._many(rows, first, last, lane))
            else:
                marks += [self._mark(row) for row in rows]
        return marks

    def _draw_early(self, lane: Lane, plan: "_Plan") -> None:
        for row in plan.early:
            event, year = self._events[row.pk], str((row.earliest or row.latest).year)
            mark = self._mark(row)
            mark.label = fitted(event.title, EARLY - LANE_NAME - 50, TEXT)
            lane.early.append((year, mark))
        if plan.earlier_count:
            text = ngettext("%(n)s earlier", "%(n)s earlier", plan.earlier_count) % {"n": localize(plan.earlier_count)}
            url = self.zoom(None, self.window.start - datetime.timedelta(days=1), lane.track)
            lane.earlier = Mark("many", url, self._told(lane, text), text, LANE_NAME, LANE_NAME)

    def _stack(self) -> None:
        y = float(TOP)
        for lane in self.lanes:
            lane.y = y
            for mark in lane.marks:
                mark.y = PADDING + (mark.row + 0.5) * ROW
            for number, mark in enumerate([*(mark for _year, mark in lane.early), *filter(None, [lane.earlier])]):
                mark.y = PADDING + (number + 0.5) * ROW
            y += lane.height + GAP
        self.width, self.height = WIDTH, y + 2

    # Marks

    def _x(self, day: datetime.date, *, is_end: bool = False) -> float:
        return self.left + (RIGHT - self.left) * self.window.share(day, is_end=is_end)

    def _span(self, row: Row) -> tuple[float, float]:
        first = max(row.earliest or self.window.start, self.window.start)
        last = min(row.latest or self.window.end, self.window.end)
        day = self._x(first)
        return day, self._x(last, is_end=True)

    def _mark(self, row: Row) -> Mark:
        event = self._events[row.pk]
        precision = event.when.precision if event.when else "day"
        shape = "bar" if precision == "duration" else "dot" if precision == "day" else "span"
        start, end = self._span(row) if self.window.holds(row) else (0, 0)
        if shape != "bar":
            start, end = _about((start + end) / 2, max(end - start, 16 if shape == "span" else 10))
        label = event.title if not event.is_disputed else _("%(title)s (disputed)") % {"title": event.title}
        return Mark(
            shape, event.url, told(event), str(label), start, max(end, start + 10), self._look(row.entry_id),
            event.is_expected, event.is_disputed, row.code == INCIDENT, is_open=not row.latest,
        )  # fmt: skip

    def _look(self, entry: int) -> str:
        if self.focus is None:
            return ""
        return "is-sel" if entry == self.focus else "is-near" if entry in self.near else "is-dim"

    def _heap(self, rows: list[Row], lane: Lane) -> Mark:
        """Several events of one kind on one and the same date, as a single mark that says how many."""
        first, last = rows[0].earliest or rows[0].latest, rows[0].latest or rows[0].earliest
        start, end = self._span(rows[0])
        name = self._names[rows[0].code]
        mark = self._many(rows, first, last, lane)
        mark.start, mark.end = _about((start + end) / 2, 16 + width(localize(len(rows)), SMALL))
        mark.label = capfirst(name)
        return mark

    def _many(self, rows: list[Row], first: datetime.date, last: datetime.date, lane: Lane) -> Mark:
        start, end = self._x(first), self._x(last, is_end=True)
        least = 16 + width(localize(len(rows)), SMALL)
        start, end = _about((start + end) / 2, max(end - start - 12, least))
        shift = max(self.left - start, 0) - max(end - RIGHT, 0)
        counts = Counter(self._names[row.code] for row in rows).most_common(3)
        text = ngettext("%(n)s event", "%(n)s events", len(rows)) % {"n": localize(len(rows))}
        text += f" ({', '.join(f'{localize(n)} × {name}' for name, n in counts)})"
        url = self.zoom(first, last, lane.track)
        mark = Mark(
            "many", url, self._told(lane, f"{written_period(first, last)}: {text}"), "", start + shift, end + shift
        )
        mark.count = len(rows)
        mark.look = "is-near" if any(row.entry_id in self.near for row in rows) else "is-dim" if self.focus else ""
        return mark

    @staticmethod
    def _told(lane: Lane, text: str) -> str:
        name = lane.track.title if lane.track else _("Cross-cutting")
        return f"{name} – {text}"

    # The axis

    @cached_property
    def ticks(self) -> list[Tick]:
        steps, day = [], self.window.start
        while day <= self.window.end:
            _first, last = self.window.bucket(day)
            steps.append((day, last))
            if last == datetime.date.max:
                break
            day = last + datetime.timedelta(days=1)
        step = -(-len(steps) // 16)
        return [self._tick(first, last) for first, last in steps[::step]]

    def _tick(self, first: datetime.date, last: datetime.date) -> Tick:
        label = dateformat.format(
            first, {"year": "Y", "month": "M Y" if first.month == 1 else "M", "day": "j"}[self.window.unit]
        )
        url = self.zoom(first, last, None) if self.window.unit != "day" else ""
        title = _("Show only %(period)s") % {"period": written_period(first, last)}
        return Tick(self._x(first), label, url, title)

    def today_x(self, today: datetime.date) -> float | None:
        """Where today is, if it is in the picture."""
        return self._x(today) if self.window.start <= today <= self.window.end else None


@dataclass
class _Plan:
    """Which rows of a lane are drawn by themselves, which together, and which stand in the column before."""

    singles: list[Row]
    crowd: list[Row]  # too many to read their titles: they will be counted
    heaps: list[list[Row]]
    early: list[Row]
    earlier_count: int


def _planned(rows: list[Row], window: Window, focus: int | None) -> _Plan:
    before = [row for row in rows if window.is_before(row)]
    early = [row for row in before if row.entry_id == focus] or before
    early = early[-MOST_EARLY:]
    alike, singles, heaps = defaultdict(list), [], []
    for row in rows:
        if window.holds(row):
            own = row.pk if row.entry_id == focus else None
            alike[row.earliest, row.latest, row.code, own].append(row)
    for found in alike.values():
        if len(found) >= ALIKE:
            heaps.append(found)
        else:
            singles += found
    crowd = [row for row in singles if row.entry_id != focus] if len(singles) > MOST_SINGLES else []
    singles = [row for row in singles if row.entry_id == focus][:MOST_SINGLES] if crowd else singles
    return _Plan(singles, crowd, heaps, early, len(before) - len(early))


def _about(middle: float, length: float) -> tuple[float, float]:
    return middle - length / 2, middle + length / 2


def told(event: Event) -> str:
    """An event in one sentence: when, what, of which record, and how sure it is."""
    when = capfirst(dates.written(event.when)) if event.when else _("date unknown")
    marks = [_("expected")] * event.is_expected + [_("disputed")] * event.is_disputed
    title = event.title if event.title == event.entry.title else f"{event.title} – {event.entry.title}"
    return f"{when}: {title} ({', '.join([event.what, *marks])}){f'. {event.note}' if event.note else ''}"
