"""What is asked of a paper and of what it says: words of its own row and of one paragraph together."""

import pytest
from django.http import QueryDict

from cyberpolicy import catalogue
from cyberpolicy.search import finder, ranking
from cyberpolicy.search.finding import Search
from cyberpolicy.search.page import SearchPage
from tests.cyberpolicy.search.found import found
from tests.factories import add, make_document, make_forum, make_many, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True, params=[finder.FEW, 0], ids=["read", "asked"])
def few(request, monkeypatch):
    """Few rows are read, many are asked for: the answer is the same."""
    monkeypatch.setattr(finder, "FEW", request.param)


def make_letter(*texts: str, **values):
    """A paper with a paragraph for each text: 1.1, 1.2 and so on."""
    locators = [f"1.{number}" for number in range(1, len(texts) + 1)]
    letter = make_document(**{"title": "Brief Kuipers"} | values, passages=locators)
    for locator, text in zip(locators, texts, strict=True):
        letter.passages.filter(locator=locator).update(text=text)
    catalogue.refresh(letter)
    return letter


@pytest.fixture
def letter():
    letter = make_letter("Over de zwaluw en de mus.", "Over de meeuw.", dossier="33694", number="56")
    add(letter, "milestones", kind="published", date="2019-05-21")
    return letter


@pytest.mark.parametrize(
    "query",
    [
        "kuipers zwaluw",
        "zwaluw kuipers mus",
        "21 mei 2019 zwaluw",
        "33694-56 meeuw",
        "kamerstuk meeuw",
        "kuipers -x mus",
    ],
)
def test_paper_is_found_by_what_it_is_and_what_it_says(letter, query):
    make_letter("Over de mus.", "Over de meeuw en de zwaluw.", title="Brief Bakker")
    assert found(query)[0] == "Brief Kuipers"


def test_paragraph_that_says_it_is_shown_and_no_other(letter):
    page = SearchPage("/search/", QueryDict("q=kuipers meeuw"), None)
    (result,) = (result for group in page.groups for result in group["results"])
    assert [place.passage.locator for place in result.places] == ["1.2"]
    assert page.count == 1


@pytest.mark.parametrize("query", ["kuipers zwaluw meeuw", "bakker zwaluw", "kuipers -mus zwaluw"])
def test_paper_is_not_found_by_what_no_paragraph_says(letter, query):
    assert not Search(query, None).records


def test_paper_that_says_it_all_itself_shows_no_other_paragraphs():
    make_letter("Over de meeuw.", title="Brief Kuipers over de zwaluw")
    assert not Search("kuipers zwaluw", None).hits.of_passages.records


def test_filter_and_paragraph_go_together(letter):
    make_letter("Over de zwaluw en 33694.", title="Brief Bakker", dossier="33695", number="1")
    make_forum(title="Zwaluw", summary_nl="Over 33694")
    assert found("dossier:33694 zwaluw") == found("dossier:33694 jaar:2019 zwaluw mus") == ["Brief Kuipers"]


def test_hidden_paper_is_found_by_nobody_else():
    make_letter("Over de zwaluw.", visibility="internal")
    assert found("kuipers zwaluw") == []
    assert found("kuipers zwaluw", make_user("reader")) == ["Brief Kuipers"]


def test_what_has_no_dossier_is_no_kamerstuk(letter):
    make_letter("Over de zwaluw.", title="Besluit", kind="gazette")
    assert (
        found("kamerstuk zwaluw") == found("type:kamerstuk zwaluw") == found("type:paper zwaluw") == ["Brief Kuipers"]
    )


def test_hidden_papers_do_not_decide_how_many_hold_the_words(monkeypatch, letter):
    monkeypatch.setattr(finder, "MOST_PAPERS", 1)
    monkeypatch.setattr(finder, "TELLING", 1)
    make_letter("Over de zwaluw.", visibility="internal")
    assert found("kuipers zwaluw") == ["Brief Kuipers"]
    assert found("kuipers zwaluw", make_user("reader")) == []  # two papers hold them: that is many here


def test_hidden_records_do_not_decide_whether_it_is_looked_for(letter):
    make_many("forum", 50, title="Kuipers en de zwaluw", visibility="internal")
    assert found("kuipers zwaluw") == ["Brief Kuipers"]


def test_of_much_that_holds_all_words_no_paper_is_added(letter):
    make_many("forum", 50, title="Kuipers en de zwaluw")
    assert len(Search("kuipers zwaluw", None).records) == 50


def test_filter_may_leave_little_enough_to_look_for_it(letter):
    make_many("forum", 50, title="Kuipers en de zwaluw")
    assert found("kuipers zwaluw type:document") == ["Brief Kuipers"]


def test_records_that_hold_all_words_are_weighed_however_many_papers_are_added(monkeypatch):
    old = make_forum(title="Vogels", summary_nl="Van Kuipers, over de zwaluw")
    for number in range(45):
        make_letter("Over de zwaluw.", title=f"Brief Kuipers {number}")
    search = Search("kuipers zwaluw", None)
    best = ranking.window(search, search.records)
    assert len(search.records) == 41 and old.pk in best


@pytest.mark.parametrize("query", ["kuipers zwaluw -raaf", "zwaluw -raaf", "zwaluw NOT brief"])
def test_paper_of_which_the_title_is_left_out_is_not_found_by_a_paragraph(query):
    make_letter("Over de zwaluw.", title="Brief Kuipers over de raaf")
    assert found(query) == []


def test_search_follows_the_paragraph(letter):
    assert found("kuipers raaf") == []
    letter.passages.filter(locator="1.2").update(text="Over de raaf.")
    catalogue.refresh(letter)
    assert found("kuipers raaf") == ["Brief Kuipers"]


def test_papers_that_hold_most_of_the_words_are_shown_when_none_holds_all(letter):
    make_forum(title="Zwaluw")
    page = SearchPage("/search/", QueryDict("q=albatros zwaluw mus"), None)
    forum, paper = page.of_some
    assert (page.count, str(forum.entry.title), str(paper.entry.title)) == (0, "Zwaluw", "Brief Kuipers")
    assert [place.passage.locator for place in paper.places] == ["1.1"]


def test_paper_that_holds_more_of_the_words_in_several_paragraphs_comes_first():
    make_forum(title="Vogels", summary_nl="Zwaluw")
    make_letter("Over de zwaluw.", "Over de mus.", "Over de meeuw.")
    first, *_others = SearchPage("/search/", QueryDict("q=albatros zwaluw mus"), None).of_some
    assert str(first.entry.title) == "Brief Kuipers"
    (paper,) = SearchPage("/search/", QueryDict("q=zwaluw mus"), None).of_some[:1]
    assert [place.passage.locator for place in paper.places] == ["1.1", "1.2"]
