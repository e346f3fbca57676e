"""The order of records, against sorting them all."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyroaring import BitMap

from cyberpolicy.counting import order
from cyberpolicy.counting.order import Order

RECORDS = st.dictionaries(st.integers(1, 60), st.integers(0, 9), max_size=40)  # key and what it is ordered by


@pytest.fixture(autouse=True)
def small_blocks(monkeypatch):
    monkeypatch.setattr(order, "BLOCK", 4)


@given(before=RECORDS, after=RECORDS, data=st.data())
def test_any_page_of_any_set_after_any_change(before, after, data):
    asked = []

    def in_order(keys):
        asked.append(len(keys))
        return sorted(after.keys() & set(keys), key=lambda key: (after[key], key))

    first = Order(sorted(before, key=lambda key: (before[key], key)))
    changed = {key for key in before.keys() | after.keys() if before.get(key) != after.get(key)}
    second = first.changed(changed, in_order)
    for built, records in ((second, after), (first, before)):  # the first stays as it was
        found = BitMap(data.draw(st.sets(st.sampled_from(sorted(records)))) if records else ())
        expected = [key for key in sorted(records, key=lambda key: (records[key], key)) if key in found]
        start = data.draw(st.integers(0, len(expected)))
        assert built.page(found, start, start + 7) == expected[start : start + 7]
        assert [built.place_of(key, found) for key in expected] == list(range(len(expected)))
        assert built.place_of(99, found) is None


def test_one_change_among_many_asks_about_few():
    asked = []

    def in_order(keys):
        asked.append(len(keys))
        return sorted(keys)

    moved = {500: 700.5}  # where it stands now

    def in_order_of_now(keys):
        asked.append(len(keys))
        return sorted(keys, key=lambda key: moved.get(key, key))

    every = BitMap(range(1000))
    assert Order(range(1000)).changed({500}, in_order).page(every, 0, 1000) == list(range(1000))
    assert asked == [3]
    changed = Order(range(1000)).changed({500}, in_order_of_now)
    assert changed.page(every, 0, 1000) == in_order_of_now(range(1000))
    assert max(asked[:-1]) <= 251
