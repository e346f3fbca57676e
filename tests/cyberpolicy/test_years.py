import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cyberpolicy.years import MOST_BARS, bars
from tests.factories import make_forum
from tests.reading import attribute, visit


def drawn(counts: dict[int, int], first=None, last=None):
    return bars(counts, first, last, lambda start, end: f"{start}-{end}")


def test_each_year_is_a_bar_also_those_without_records():
    assert [(bar.label, bar.count) for bar in drawn({2018: 2, 2020: 4})] == [("2018", 2), ("2019", 0), ("2020", 4)]


def test_tallest_bar_fills_and_the_smallest_can_be_seen():
    assert [bar.height for bar in drawn({2018: 1000, 2019: 1})] == [100.0, 3.0]


def test_many_years_share_bars_that_begin_at_a_round_year():
    assert [bar.label for bar in drawn({1968: 1, 2021: 1})] == [f"{year}–{year + 9}" for year in range(1960, 2030, 10)]


def test_chosen_years_are_marked():
    assert [bar.is_chosen for bar in drawn({2018: 1, 2019: 1, 2020: 1}, 2019, None)] == [False, True, True]


def test_nothing_dated_gives_no_bars():
    assert drawn({}) == []


@given(st.dictionaries(st.integers(1, 9999), st.integers(1, 9), min_size=1))
def test_bars_hold_every_record_once_and_fit(counts):
    found = drawn(counts)
    assert sum(bar.count for bar in found) == sum(counts.values())
    assert len(found) <= MOST_BARS
    assert all(bar.first <= bar.last for bar in found)


@pytest.mark.django_db
def test_bar_is_a_link_that_counts_under_the_other_filters(client):
    for year, kind in ((2018, "organ"), (2019, "organ"), (2019, "process")):
        make_forum(kind=kind, sort_date=datetime.date(year, 5, 1), date=str(year))
    page = visit(client, "/forums/?kind=organ&year_from=2019")
    (box,) = page.all("ol", "cp-histo")
    assert page.texts("ol", "cp-histo") == ["2018: 1 result 2019: 1 result"]
    assert "/forums/?year_from=2018&year_to=2018&kind=organ" in page.links
    assert attribute(box, "aria-label") == "Results by year"
