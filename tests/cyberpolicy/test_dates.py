import datetime

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from cyberpolicy.dates import parse, written

DAY = datetime.date

FORMS = [
    # value, precision, earliest, latest, in Dutch, in English
    ("2019", "year", DAY(2019, 1, 1), DAY(2019, 12, 31), "2019", "2019"),
    ("2019-05", "month", DAY(2019, 5, 1), DAY(2019, 5, 31), "mei 2019", "May 2019"),
    ("2020-02", "month", DAY(2020, 2, 1), DAY(2020, 2, 29), "februari 2020", "February 2020"),
    ("2019-05-17", "day", DAY(2019, 5, 17), DAY(2019, 5, 17), "17 mei 2019", "17 May 2019"),
    ("2021-40", "half_year", DAY(2021, 1, 1), DAY(2021, 6, 30), "eerste helft van 2021", "first half of 2021"),
    ("2021-41", "half_year", DAY(2021, 7, 1), DAY(2021, 12, 31), "tweede helft van 2021", "second half of 2021"),
    ("2020/2022", "duration", DAY(2020, 1, 1), DAY(2022, 12, 31), "2020–2022", "2020–2022"),
    ("2021/..", "duration", DAY(2021, 1, 1), None, "vanaf 2021", "from 2021 on"),
    ("../2021-05", "duration", None, DAY(2021, 5, 31), "tot en met mei 2021", "until May 2021"),
    (
        "[2019-05..2020-10-22]", "between", DAY(2019, 5, 1), DAY(2020, 10, 22),
        "tussen mei 2019 en 22 oktober 2020", "between May 2019 and 22 October 2020",
    ),
    ("[2019-07-05..]", "between", DAY(2019, 7, 5), None, "niet eerder dan 5 juli 2019", "on or after 5 July 2019"),
    ("[..2020]", "between", None, DAY(2020, 12, 31), "uiterlijk 2020", "on or before 2020"),
]  # fmt: skip


@pytest.mark.parametrize(("value", "precision", "earliest", "latest", "nl", "en"), FORMS)
def test_every_form_gives_its_precision_and_bounds(value, precision, earliest, latest, nl, en):
    date = parse(value)
    assert (date.precision, date.earliest, date.latest) == (precision, earliest, latest)


@pytest.mark.parametrize(("value", "en"), [(form[0], form[5]) for form in FORMS])
def test_every_form_is_written_out_in_english(value, en):
    with translation.override("en"):
        assert written(parse(value)).replace("\u00a0", " ") == en


@pytest.mark.parametrize(("value", "nl"), [(form[0], form[4]) for form in FORMS])
def test_every_form_is_written_out_in_dutch(value, nl):
    with translation.override("nl"):
        shown = written(parse(value)).replace("\u00a0", " ")
    assert shown == nl


def test_day_and_month_are_not_torn_apart():
    with translation.override("nl"):
        assert written(parse("2019-05-17")) == "17\u00a0mei 2019"


def test_short_form_shortens_the_month():
    with translation.override("en"):
        assert written(parse("2020-11-16"), short=True) == "16\u00a0Nov. 2020"


def test_spaces_around_a_date_do_not_matter():
    assert parse(" 2019-05 ") == parse("2019-05")


@pytest.mark.parametrize(
    "value",
    [
        "", " ", "abc", "19", "2019-13", "2019-00", "2019-02-30", "2019-5", "0000", "2021-42", "2021-40-01", "[..]",
        "../..", "/", "[]", "[2019", "2019]", "[2019/2020]", "2019/2020/2021", "2019../..", "..2019/2020", "2019..2020",
        "٢٠١٩", "2019-05-17T10:00", "20190517", "2019-05\x00",
    ],
)  # fmt: skip
def test_what_is_no_date_is_refused_with_a_sentence(value):
    with translation.override("en"), pytest.raises(ValueError, match="is not a date: write for example 2019"):
        parse(value)


@pytest.mark.parametrize("value", ["2022/2020", "[2020-10..2019]"])
def test_period_that_ends_before_it_begins_is_refused(value):
    with translation.override("en"), pytest.raises(ValueError, match="ends before it begins"):
        parse(value)


PIECES = st.lists(
    st.sampled_from(["2019", "2020", "-", "05", "40", "17", "..", ".", "/", "[", "]", " ", "x"]), max_size=9
)


@given(st.one_of(st.text(max_size=30), PIECES.map("".join)))
def test_any_text_is_a_date_that_can_be_written_or_a_value_error(text):
    try:
        date = parse(text)
    except ValueError:
        return
    assert date.earliest or date.latest
    if date.earliest and date.latest:
        assert date.earliest <= date.latest
    assert written(date)
    assert written(date, short=True)


@given(st.dates())
def test_any_day_stays_that_day(day):
    date = parse(day.isoformat())
    assert (date.earliest, date.latest) == (day, day)
