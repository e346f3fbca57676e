"""When a held-over motion lapses, in each chamber, and that page and flag say the same day."""

import datetime

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from instruments import flags
from instruments.clocks import SENATE, Clock, Rule
from instruments.models import Motion, Recess
from tests.factories import add, make_motion, make_user
from tests.reading import visit

day = datetime.date.fromisoformat
SUMMER = (day("2018-07-11"), day("2018-09-10"))  # 62 days, made up, as the others here
CHRISTMAS = (day("2018-12-21"), day("2019-01-14"))  # 25 days


def lapses(held: str, *recesses, rules=SENATE) -> str:
    return str(Clock(rules, tuple(sorted(recesses))).lapses_on(day(held)))


@pytest.mark.parametrize(
    ("held", "end"),
    [
        ("2018-02-06", "2018-08-06"),
        ("2018-08-31", "2019-02-28"),  # no 31st of February
        ("2019-08-31", "2020-02-29"),
        ("2018-02-28", "2018-08-28"),
        ("2018-12-31", "2019-06-30"),
    ],
)
def test_six_months_end_on_the_same_day_or_the_last_of_the_month(held, end):
    assert lapses(held) == end


@pytest.mark.parametrize(
    ("held", "recesses", "end"),
    [
        ("2018-02-06", [SUMMER], "2018-10-07"),  # 6 August and 62 days
        ("2018-07-10", [SUMMER, CHRISTMAS], "2019-04-07"),  # the second lies in what the first added
        ("2018-07-31", [SUMMER], "2019-03-13"),  # held over in the recess: 31 January and the 41 days that were left
        ("2018-09-10", [SUMMER], "2019-03-10"),  # on its last day
        ("2018-01-11", [SUMMER], "2018-09-11"),  # the recess begins on the very last day
        ("2018-01-10", [SUMMER], "2018-07-10"),  # or on the day after it
        ("2018-02-06", [SUMMER, SUMMER, (day("2018-09-01"), day("2018-09-20"))], "2018-10-17"),  # each day once
        ("2018-02-06", [SUMMER, (day("2018-08-01"), day("2018-08-05"))], "2018-10-07"),  # one within the other
    ],
)
def test_days_of_recess_do_not_count(held, recesses, end):
    assert lapses(held, *recesses) == end


def test_since_june_2023_the_senate_counts_twelve_weeks():
    recess = (day("2023-07-01"), day("2023-08-31"))
    assert lapses("2023-06-12") == "2023-12-12"
    assert lapses("2023-06-13", recess) == "2023-09-05"


@pytest.mark.parametrize("held", ["2017-12-11", "1815-10-16", "9999-12-31"])
def test_where_no_rule_is_known_nothing_is_said(held):
    assert lapses(held) == "None"


recesses = st.lists(
    st.tuples(st.dates(day("2017-06-01"), day("2024-06-01")), st.integers(0, 75)).map(
        lambda drawn: (drawn[0], drawn[0] + datetime.timedelta(days=drawn[1]))
    ),
    max_size=12,
)
rules = st.sampled_from([SENATE, (Rule("x", months=2),), (Rule("x", months=6),), (Rule("x", months=1, weeks=1),)])


@given(rules, recesses, st.dates(day("2017-10-01"), day("2024-10-01")))
def test_as_many_days_count_as_the_period_has(rules, recesses, held):
    clock = Clock(rules, tuple(sorted(recesses)))
    end, rule = clock.lapses_on(held), clock.rule_on(held)
    if rule is None:
        assert end is None
        return
    off = {d for first, last in recesses for d in _days(first, last)} if rule.skips_recesses else set()
    counted = [d for d in _days(held, end)[1:] if d not in off]
    assert len(counted) == (rule.end_after(held) - held).days
    assert end not in off


@given(rules, recesses, st.dates(day("2017-10-01"), day("2024-10-01")))
def test_what_has_lapsed_on_a_day_is_what_lapsed_before_it(rules, recesses, on):
    clock = Clock(rules, tuple(sorted(recesses)))
    said = {d for first, last in clock.lapsed_before(on) for d in _days(max(first, day("2016-01-01")), last)}
    days = [(d, clock.lapses_on(d)) for d in _days(day("2016-01-01"), on + datetime.timedelta(days=9))]
    assert said == {d for d, end in days if end and end < on}


def _days(first: datetime.date, last: datetime.date) -> list[datetime.date]:
    return [first + datetime.timedelta(days=n) for n in range((last - first).days + 1)]


# On the page of a motion, and its flag


@pytest.fixture
def liaison(client, db):
    client.force_login(user := make_user("liaison"))
    return user


def held_over(*days: str, number: str = "S", **values) -> Motion:
    motion = make_motion("33694", number, verified_on=day("2099-01-01"), **values)
    for held in days:
        add(motion, "outcomes", outcome="held_over", date=held)
    motion.refresh_from_db()
    return motion


def clock_of(client, motion: Motion, query: str = "") -> str:
    hints = visit(client, f"{motion.get_absolute_url()}{query}").texts("p", "cp-hint")
    return next(hint for hint in hints if hint.startswith("Held over"))


def recess(first: str, last: str, chamber: str = "eerste", name: str = "Summer recess") -> Recess:
    return Recess.objects.create(name_nl="Reces", name_en=name, chamber=chamber, starts_on=first, ends_on=last)


def is_flagged(user, motion: Motion, monkeypatch, today: str) -> bool:
    monkeypatch.setattr(timezone, "localdate", lambda *args: day(today))
    flags.attach_flags([motion], user)
    return "held-too-long" in {flag.code for flag in motion.flags}


def test_senate_has_its_rule_with_its_source(client, liaison):
    said = clock_of(client, held_over("2018-02-06"))
    assert "it lapses on 6 August 2018 (Rules of procedure of the Senate, article 93(3)" in said
    assert "The Senate may extend the period." in said
    assert "Not every recess in this time is known here: this is the earliest day." in said


def test_recess_of_the_chamber_is_not_counted_and_named(client, liaison):
    motion = held_over("2018-02-06")
    for chamber, first, last in (("eerste", *SUMMER), ("tweede", "2018-04-01", "2018-05-01")):
        recess(str(first), str(last), chamber)
    recess("2017-12-22", "2018-01-15", name="Christmas recess")
    recess(*map(str, CHRISTMAS), name="Christmas recess")
    said = clock_of(client, motion)
    assert "it lapses on 7 October 2018" in said
    assert "Not counted: Summer recess." in said
    assert "earliest day" not in said


def test_recesses_known_for_a_part_of_the_time_give_the_earliest_day(client, liaison):
    recess(*map(str, SUMMER))
    said = clock_of(client, held_over("2018-07-10"))
    assert "it lapses on 13 March 2019" in said
    assert "Not every recess in this time is known here: this is the earliest day." in said


def test_new_rule_of_the_senate_says_that_recesses_are_not_in_it(client, liaison):
    said = clock_of(client, held_over("2023-06-13"))
    assert "it lapses on 5 September 2023 (Rules of procedure of the Senate, article 67(1)" in said
    assert "Whether recesses count is not known: this is the earliest day." in said


def test_held_over_before_the_rule_says_so(client, liaison, monkeypatch):
    motion = held_over("2017-12-11")
    assert clock_of(client, motion).startswith("Held over since 11 December 2017, before any rule that is known here")
    assert not is_flagged(liaison, motion, monkeypatch, "2026-01-01")


def test_house_has_no_rule_until_it_is_set_with_its_source(client, liaison, settings, monkeypatch):
    motion = held_over("2020-01-31", number="56")
    assert "The period after which it lapses is not set" in clock_of(client, motion)
    assert not is_flagged(liaison, motion, monkeypatch, "2026-01-01")
    settings.HELD_OVER_MONTHS, settings.HELD_OVER_SOURCE = 2, "Besluit van de Kamer"
    assert "it lapses on 31 March 2020 (Besluit van de Kamer)" in clock_of(client, motion)
    assert is_flagged(liaison, motion, monkeypatch, "2026-01-01")


def test_period_of_the_senate_can_be_set_otherwise(client, liaison, settings):
    settings.SENATE_HELD_OVER_MONTHS = 3
    said = clock_of(client, held_over("2018-02-06"))
    assert "it lapses on 6 May 2018 (source of the period not recorded)" in said
    assert "The Senate may extend" not in said


def test_chamber_that_was_recorded_goes_before_the_number(client, liaison):
    assert "not set" in clock_of(client, held_over("2018-02-06", chamber="tweede"))
    assert "6 August 2018" in clock_of(client, held_over("2018-02-06", number="57", chamber="eerste"))


def test_clock_starts_again_when_it_is_held_over_again(client, liaison, monkeypatch):
    motion = held_over("2018-08-01", "2018-02-06")  # entered in the other order
    assert "it lapses on 1 February 2019" in clock_of(client, motion)
    assert "it lapses on 6 August 2018" in clock_of(client, motion, "?as_of=2018-07-31")
    assert not is_flagged(liaison, motion, monkeypatch, "2019-02-01")
    assert is_flagged(liaison, motion, monkeypatch, "2019-02-02")


@pytest.mark.parametrize("held", ["2018-02-28", "2018-08-29", "2018-08-31", "2018-09-01", "2018-12-01"])
def test_flag_comes_the_day_after_the_one_that_the_page_names(client, liaison, monkeypatch, held):
    recess(*map(str, SUMMER))
    motion = held_over(held)
    end = Clock(SENATE, (SUMMER,)).lapses_on(day(held))
    assert f"it lapses on {end.day} {end:%B %Y}" in clock_of(client, motion)
    assert not is_flagged(liaison, motion, monkeypatch, str(end))
    assert is_flagged(liaison, motion, monkeypatch, str(end + datetime.timedelta(days=1)))


@pytest.mark.parametrize("held", ["", "2018-02-06.."])
def test_unknown_day_is_no_reason_to_flag(client, liaison, monkeypatch, held):
    motion = held_over(f"[{held}]" if held else "")
    assert "on a day that is not known" in clock_of(client, motion)
    assert not is_flagged(liaison, motion, monkeypatch, "2026-01-01")


def test_vague_day_is_shown_as_it_is_known_and_counted_from_its_last(client, liaison):
    said = clock_of(client, held_over("2018-02"))
    assert said.startswith("Held over since February 2018. Unless held again it lapses on 28 August 2018")
    assert "It is counted from 28 February 2018, the last day that it can have been." in said
    assert "counted from" not in clock_of(client, held_over("2018-02-28", number="T"))


def test_list_counts_what_the_page_flags(client, liaison):
    held_over("2018-02-06", title="Senate")
    held_over("2018-02-06", number="56", title="House")
    page = visit(client, "/motions/?flag=held-too-long")
    assert (page.titles, page.facet("flag")["held-too-long"]) == (["Senate"], 1)
    assert visit(client, "/motions/?flag=held-too-long&as_of=2018-08-06").titles == []
    assert visit(client, "/motions/?flag=held-too-long&as_of=2018-08-07").titles == ["Senate"]


def test_recess_that_is_entered_changed_or_deleted_shows_at_once(client, liaison):
    motion = held_over("2018-02-06")
    assert "6 August 2018" in clock_of(client, motion)
    entered = recess(*map(str, SUMMER))
    assert "7 October 2018" in clock_of(client, motion)
    on_the_last_day = "/motions/?flag=held-too-long&as_of=2018-10-07"
    assert visit(client, on_the_last_day).titles == []
    Recess.objects.filter(pk=entered.pk).delete()
    assert "6 August 2018" in clock_of(client, motion)
    assert visit(client, on_the_last_day).titles == [motion.title]


def test_working_list_says_the_same_day_and_begins_with_who_waits_longest(client, liaison):
    recess(*map(str, SUMMER))
    held_over("2018-08-01", "2018-02-06", number="B", title="Held again")
    held_over("2018-02-07", number="C", title="Waits longest")
    held_over("2018-02-01", number="56", title="Of the House")
    for query in ("", "?pile=held-over"):
        pile = visit(client, f"/desk/obligations/{query}").section("held-over")
        assert pile.index("Of the House") < pile.index("Waits longest") < pile.index("Held again")
        assert "Waits longest · no owner · perhaps lapsed since 8 Oct. 2018" in pile.replace("\u00a0", " ")
        assert pile.count("lapsed since") == 2  # the House has no rule


@pytest.mark.parametrize(
    ("held", "today", "said"),
    [
        ("2018-02-06", "2018-10-07", "lapses on 7 Oct. 2018"),
        ("2018-02-06", "2018-10-08", "perhaps lapsed since 7 Oct. 2018"),
        ("2018-09-11", "2018-10-08", "lapses on 5 April 2019 at the earliest"),  # no recess is known after Christmas
        ("2024-02-06", "2024-02-07", "lapses on 30 April 2024 at the earliest"),  # the rule is silent on recesses
    ],
)
def test_working_list_claims_no_more_than_is_known(client, liaison, monkeypatch, held, today, said):
    for first, last in (("2017-12-22", "2018-01-15"), map(str, SUMMER), map(str, CHRISTMAS)):
        recess(first, last)
    motion = held_over(held)
    monkeypatch.setattr(timezone, "localdate", lambda *args: day(today))
    pile = visit(client, "/desk/obligations/").section("held-over").replace("\u00a0", " ")
    assert f"{motion.title} · no owner · {said} Motions (1)" in pile


def test_working_list_shows_the_day_in_whose_order_the_motions_stand(client, liaison):
    add(held_over("2018-08-01", title="Second"), "deadlines", due_on="2018-08-15", date="2018-08-01")
    add(held_over("2018-02-06", number="T", title="First"), "deadlines", due_on="2099-01-01", date="2018-02-06")
    for query in ("", "?pile=held-over"):
        pile = visit(client, f"/desk/obligations/{query}").section("held-over").replace("\u00a0", " ")
        assert pile.index("6 Feb. 2018 First") < pile.index("1 Aug. 2018 Second")
