"""What two rows hold together: a paper and one of its paragraphs; a record and a paragraph that it rests on."""

import pytest
from django.http import QueryDict

from cyberpolicy import catalogue, history
from cyberpolicy.search import finder, joint, ranking
from cyberpolicy.search.finding import FEWEST, Search
from cyberpolicy.search.page import SearchPage
from cyberpolicy.search.results import results
from tests.cyberpolicy.search.found import found
from tests.factories import (
    DAY,
    add,
    cite,
    make_document,
    make_forum,
    make_many,
    make_party,
    make_position,
    make_term,
    make_user,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True, params=[finder.FEW, 0], ids=["read", "asked"])
def few(request, monkeypatch):
    """Few rows are read, many are asked for: the answer is the same."""
    for module in (finder, joint):
        monkeypatch.setattr(module, "FEW", request.param)


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
    monkeypatch.setattr(joint, "MOST_PAPERS", 1)
    monkeypatch.setattr(joint, "TELLING", 1)
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
    exact = make_many("forum", 37, title="Vogels", summary_nl="Van Kuipers, over de zwaluw")
    letters = [make_letter("Over de zwaluw.", title=f"Brief Kuipers {number}") for number in range(45)]
    for number in range(45):
        cite(make_forum(title=f"Kuipers {number}", sort_date=DAY), letters[0], "1.1")  # newer than all others
    search = Search("kuipers zwaluw", None)
    best = ranking.window(search, search.records)
    assert len(search.records) == 118 and {old.pk, *(forum.pk for forum in exact)} < set(best)


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


# Records, with a paragraph that they rest on


@pytest.fixture
def resting(letter):
    """A forum that rests on the paragraph about zwaluw and mus; and three results that hold all by themselves."""
    forum = make_forum(title="Nestkast")
    cite(forum, letter, "1.1")
    make_many("party", FEWEST, title="Vogels", summary_nl="Over nestkast en zwaluw en mus")
    return forum


def found_beside(query: str, user=None) -> list[str]:
    return [title for title in found(query, user) if title != "Vogels"]


@pytest.mark.parametrize("query", ["nestkast zwaluw", "zwaluw mus nestkast", "nestkast -raaf mus"])
def test_record_is_found_by_what_it_is_and_by_what_a_paragraph_tells_of_it(resting, query):
    make_forum(title="Nestkast", summary_nl="Zonder bron")
    assert found_beside(query) == ["Nestkast"]


def test_record_that_a_paragraph_completes_weighs_less_than_one_that_holds_all(resting):
    make_party(title="Nestkast aan huis", summary_nl="Met een zwaluw")
    first, second, *_others = found("nestkast zwaluw")
    assert (first, second) == ("Nestkast aan huis", "Nestkast")


def test_paragraph_that_completes_a_record_is_shown(resting):
    page = SearchPage("/search/", QueryDict("q=nestkast zwaluw"), None)
    (result,) = (one for group in page.groups for one in group["results"] if str(one.entry.title) == "Nestkast")
    assert page.counts["forum"] == 1 and "zwaluw" in [text for text, is_marked in result.source.excerpt if is_marked]


def test_of_several_paragraphs_the_one_that_completes_a_record_is_shown():
    letter = make_letter("Over de nestkast.", "Over de zwaluw.")
    forum = make_forum(title="Nestkast")
    for locator in ("1.1", "1.2"):
        cite(forum, letter, locator)
    make_many("party", FEWEST, title="Vogels", summary_nl="Over nestkast en zwaluw")
    search = Search("nestkast zwaluw", None)
    assert results(search, [forum.pk])[0].source.passage.locator == "1.2"


@pytest.mark.parametrize("query", ["zwaluw mus", "nestkast meeuw", "nestkast zwaluw -mus", "nestkast zwaluw 2019"])
def test_record_is_not_found(resting, query):
    """A paragraph holds all and the record nothing; another paragraph says it; left out; the letter is of 2019."""
    make_many("party", FEWEST, title="Nestkast, zwaluw en meeuw 2019")
    assert "Nestkast" not in found(query)


def test_who_asks_does_not_get_what_was_remembered_for_another(resting, letter):
    cite(make_forum(title="Nestkast binnen", visibility="internal"), letter, "1.1")
    reader = make_user("reader")
    assert found_beside("nestkast zwaluw") == ["Nestkast"]
    assert sorted(found_beside("nestkast zwaluw", reader)) == ["Nestkast", "Nestkast binnen"]
    assert found_beside("nestkast zwaluw") == ["Nestkast"]


def test_record_is_found_where_many_paragraphs_hold_the_other_word(resting):
    make_letter(*["Over de zwaluw."] * 5, title="Besluit")
    assert found_beside("nestkast zwaluw") == ["Nestkast"]


def test_of_few_results_none_is_completed(letter):
    cite(make_forum(title="Nestkast"), letter, "1.1")
    make_many("party", FEWEST - 1, title="Vogels", summary_nl="Over nestkast en zwaluw")
    assert len(Search("nestkast zwaluw", None).records) == FEWEST - 1


def test_what_holds_all_takes_no_place_of_what_is_completed(letter):
    for forum in make_many("forum", 39, sort_date=DAY, title="Vogels", summary_nl="Over nestkast en zwaluw"):
        cite(forum, letter, "1.1")
    for number in range(10):
        cite(make_forum(title=f"Nestkast {number}"), letter, "1.1")
    hits = Search("nestkast zwaluw", None).hits
    assert (len(hits.records), len(hits.completed)) == (49, 10)


def test_party_that_a_paragraph_names_completes_a_record(resting, letter):
    make_party(title="Meeuw")
    make_many("party", FEWEST, title="Vogels", summary_nl="Over nestkast en meeuw")
    cite(resting, letter, "1.2")
    assert found_beside("nestkast meeuw") == ["Nestkast"]


@pytest.mark.parametrize(
    ("query", "titles"), [("zwaluw nestkast -2019", ["Nestkast"]), ("zwaluw nestkast -kuipers", [])]
)
def test_paper_left_out_takes_its_paragraphs_along_but_not_for_its_date(resting, query, titles):
    assert found_beside(query) == titles


def test_hidden_records_do_not_decide_whether_one_is_completed(monkeypatch, resting):
    monkeypatch.setattr(joint, "MOST_ENDS", 5)  # four records are to be looked at
    make_many("forum", 5, title="Nestkast binnen", visibility="internal")
    make_letter(*["Over de zwaluw."] * 5, title="Besluit")
    assert found_beside("nestkast zwaluw") == ["Nestkast"]


def test_hidden_paragraph_completes_a_record_for_nobody_else(resting, letter):
    letter.visibility = "internal"
    letter.save()
    catalogue.refresh(letter)
    assert found_beside("nestkast zwaluw") == []
    assert found_beside("nestkast zwaluw", make_user("reader")) == ["Nestkast"]


def test_hidden_record_is_completed_for_nobody_else(letter):
    make_many("party", FEWEST, title="Vogels", summary_nl="Over nestkast en zwaluw")
    cite(make_forum(title="Nestkast", visibility="internal"), letter, "1.1")
    assert found_beside("nestkast zwaluw") == []
    assert found_beside("nestkast zwaluw", make_user("reader")) == ["Nestkast"]


def test_part_that_names_a_hidden_record_shows_no_paragraph(letter):
    make_many("party", FEWEST, title="Vogels", summary_nl="Over nestkast en zwaluw")
    party = make_party(title="Nestkast")
    position = make_position(party, make_term(title_nl="Broeden", visibility="internal"))
    cite(party, letter, "1.1", part=position)
    assert found_beside("nestkast zwaluw") == []
    assert found_beside("nestkast zwaluw", make_user("reader")) == ["Nestkast"]


def test_what_rests_on_hidden_paragraphs_does_not_decide_whether_it_is_looked_for(monkeypatch, resting):
    """Two paragraphs hold the words, one hidden: that is many here."""
    monkeypatch.setattr(joint, "MOST_ENDS", 2)
    make_letter("Over de zwaluw.", title="Besluit", visibility="internal")
    assert found_beside("nestkast zwaluw") == ["Nestkast"]
    assert found_beside("nestkast zwaluw", make_user("reader")) == []


def test_of_words_that_too_many_hold_no_record_is_completed(monkeypatch, resting):
    monkeypatch.setattr(joint, "MOST_ENDS", 1)
    monkeypatch.setattr(joint, "TELLING", 1)
    assert found_beside("nestkast zwaluw") == []


def test_search_follows_what_a_record_rests_on(resting, letter):
    make_many("party", FEWEST, title="Vogels", summary_nl="Over nestkast en meeuw")
    assert found_beside("nestkast meeuw") == []
    with history.Action("change"):
        cite(resting, letter, "1.2")
    assert found_beside("nestkast meeuw") == ["Nestkast"]
