"""The layout by itself: rows in, marks out."""

import datetime
from itertools import combinations
from types import SimpleNamespace

import pytest

from cyberpolicy import dates
from cyberpolicy.pictures.events import Event, Row
from cyberpolicy.pictures.marks import RIGHT
from cyberpolicy.pictures.timeline import MOST_ROWS, Timeline
from cyberpolicy.pictures.windows import window_of


def row(number: int, date: str, *, code: str = "adopted", entry: int = 0) -> Row:
    when = dates.parse(date)
    return Row(number, "milestone", code, entry or number, "forum", when.earliest, when.latest)


def event(found: Row, title: str = "") -> Event:
    first, last = found.earliest or found.latest, found.latest
    is_year = last and (first.month, last.month) == (1, 12)
    value = "2020/.." if not last else f"{first.year:04}" if is_year else first.isoformat()
    entry = SimpleNamespace(title="Record", get_absolute_url=lambda: f"/forums/{found.pk}/")
    return Event(found, entry, "adopted", title or f"Something that happened, number {found.pk}", dates.parse(value))


def zoom(first, last, track) -> str:
    return f"?from={first}&to={last}"


def drawn(rows: list[Row], **more) -> Timeline:
    window = window_of(rows, more.pop("start", None), more.pop("end", None))
    lookup = lambda wanted: {found.pk: event(found) for found in wanted}  # noqa: E731
    return Timeline(rows, [(None, rows)], window, zoom=zoom, lookup=lookup, **more)


def marks(picture: Timeline) -> list:
    return [mark for lane in picture.lanes for mark in lane.marks]


def test_labels_of_one_row_never_overlap():
    rows = [row(n, f"20{15 + n % 8}-{1 + n % 12:02}-{1 + n % 28:02}") for n in range(40)]
    for one, other in combinations(marks(drawn(rows)), 2):
        if one.row == other.row:
            (a, b), (c, d) = one.extent, other.extent
            assert b < c or d < a


@pytest.mark.parametrize("number", [1, 20, 200, 2_000])
def test_lane_stays_a_screenful_and_counts_every_event(number):
    rows = sorted(
        (row(n, f"{2015 + n % 8}-{1 + n % 12:02}-{1 + n % 28:02}") for n in range(number)), key=lambda r: r.earliest
    )
    picture = drawn(rows)
    assert picture.lanes[0].rows <= MOST_ROWS
    assert sum(mark.count or 1 for mark in marks(picture)) == number


def test_label_is_flipped_at_the_right_edge():
    mark = marks(drawn([row(1, "2015-01-01"), row(2, "2022-12-20")]))[1]
    assert mark.is_flipped
    assert mark.extent[1] <= RIGHT + 10


def test_shapes_tell_how_well_a_date_is_known():
    day, year, on = marks(drawn([row(1, "2019-07-05"), row(2, "2019"), row(3, "2020/..")]))
    shapes = {mark.url: mark for mark in (day, year, on)}
    assert shapes["/forums/1/"].shape == "dot"
    assert shapes["/forums/2/"].shape == "span"
    assert shapes["/forums/2/"].length > 50
    assert shapes["/forums/3/"].shape == "bar"
    assert shapes["/forums/3/"].is_open


def test_alike_events_of_one_day_are_one_mark_with_a_number():
    found = marks(drawn([row(n, "2020-11-16") for n in range(5)]))
    assert [mark.count for mark in found] == [5]
    assert "from=2020-11-16" in found[0].url


def test_the_chosen_record_is_never_counted_away():
    rows = [row(n, "2020-11-16", entry=1000 if n == 3 else n) for n in range(1, 80)]
    found = marks(drawn(rows, focus=1000))
    assert [mark.url for mark in found if mark.look == "is-sel"] == ["/forums/3/"]


def test_what_was_before_the_window_stands_in_a_column_of_its_own():
    picture = drawn([row(1, "2001"), *(row(n, f"20{n}-05-05") for n in range(15, 23))])
    assert [(year, mark.url) for year, mark in picture.lanes[0].early] == [("2001", "/forums/1/")]
    assert picture.window.start == datetime.date(2015, 1, 1)


def test_a_stray_date_far_ahead_does_not_empty_the_picture():
    rows = [row(n, f"{2015 + n % 6}-05-05") for n in range(120)]
    picture = drawn([*sorted(rows, key=lambda r: r.earliest), row(999, "2999-01-01")])
    assert picture.window.end.year == 2020


@pytest.mark.parametrize(
    ("start", "end", "unit"),
    [("2015-01-01", "2020-12-31", "year"), ("2020-01-01", "2020-12-31", "month"), ("2020-11-01", "2020-11-30", "day")],
)
def test_axis_is_as_fine_as_the_period(start, end, unit):
    day = datetime.date.fromisoformat
    picture = drawn([row(1, "2020-11-16")], start=day(start), end=day(end))
    assert picture.window.unit == unit
    assert len(picture.ticks) >= 6
    assert picture.ticks[0].x >= 132


@pytest.mark.parametrize(("start", "end"), [("0001-01-01", "9999-12-31"), ("9999-01-01", "9999-12-31")])
def test_the_longest_periods_can_be_drawn(start, end):
    day = datetime.date.fromisoformat
    picture = drawn([row(1, "[..0001]"), row(2, "9999-12-31")], start=day(start), end=day(end))
    assert len(picture.ticks) <= 16
    assert all(0 <= mark.start <= RIGHT for mark in marks(picture))
