"""The thesaurus: what its lines say, and that they say it once."""

from collections import Counter

import pytest

from cyberpolicy.search import thesaurus
from cyberpolicy.search.matching import Phrase
from cyberpolicy.search.words import words


@pytest.mark.parametrize(
    ("name", "other"),
    [
        ("china", Phrase(("chinese",))),
        ("chinese", Phrase(("china",))),
        ("noord koreaanse", Phrase(("north", "korea"))),
        ("cybercriminaliteit", Phrase(("cybercrime",), is_start=True)),
        ("europese", Phrase(("eu",))),
        ("internet blackouts", Phrase(("internetblokkade",), is_start=True)),
    ],
)
def test_name_leads_to_the_others_of_its_line(name, other):
    assert other in thesaurus.same_as(name)


@pytest.mark.parametrize("name", ["", "zwaluw", "noord", "internet blackoutkaart"])
def test_other_words_lead_nowhere(name):
    assert thesaurus.same_as(name) == []


def test_eu_is_european_but_not_all_of_europe():
    assert Phrase(("europese",)) in thesaurus.same_as("eu")
    assert Phrase(("europa",)) not in thesaurus.same_as("eu")


def test_each_line_names_something_twice_or_more_and_nothing_twice():
    for line in thesaurus.LINES.read_text("utf-8").splitlines():
        names = [" ".join(words(name)) for name in line.split(",")] if line and not line.startswith("#") else ["-", ""]
        assert len(names) > 1 and max(Counter(names).values()) == 1, line
