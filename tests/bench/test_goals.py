"""What counts as reached: enough samples, the median of the rounds, and nothing that was stopped half-way."""

from tests.bench.goals import Ratio


def test_the_median_of_the_rounds_decides():
    assert Ratio("", 10, False, [9.0, 11.0, 30.0]).verdict == "reached"
    assert Ratio("", 10, False, [9.0, 9.5, 30.0]).verdict == "**missed**"
    assert Ratio("", 1.3, True, [1.2, 1.2, 9.0]).verdict == "reached"


def test_few_samples_reach_nothing():
    assert Ratio("", 10, False, [99.0], samples=29).verdict == "too few samples (29)"


def test_what_was_stopped_is_missed_and_says_so():
    ratio = Ratio("CSV", 20, True, [10.0], is_bound=True)
    assert (ratio.verdict, "over 10.0" in ratio.line()) == ("**missed**", True)
