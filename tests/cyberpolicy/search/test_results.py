"""What a page shows of each record that was found, also while the text that it rests on changes."""

import pytest

from cyberpolicy import catalogue
from cyberpolicy.models import Citation, Passage
from cyberpolicy.search import results
from cyberpolicy.search.finding import Search
from tests.factories import cite, make_document, make_forum

pytestmark = pytest.mark.django_db


def make_letter(**texts: str):
    letter = make_document(title="Brief", passages=list(texts))
    for locator, text in texts.items():
        letter.passages.filter(locator=locator).update(text=text)
    catalogue.refresh(letter)
    return letter


def shown(query: str) -> dict[str, results.Result]:
    search = Search(query, None)
    return {result.entry.title_nl: result for result in results.results(search, list(search.records))}


def lose_after(monkeypatch, step: str, locator: str) -> None:
    """Let someone bring in a text without this passage right after a page has taken this step."""
    ask = getattr(results, step)

    def asked(*args):
        answer = ask(*args)
        Citation.objects.filter(passage__locator=locator).delete()
        Passage.objects.filter(locator=locator).delete()
        return answer

    monkeypatch.setattr(results, step, asked)


def test_record_shows_the_first_of_its_passages_that_holds_the_word():
    letter = make_letter(a="Over de meeuw.", b="Over de zwaluw.", c="Weer de zwaluw.")
    forum = make_forum(title="Zwaluw")
    for locator in "abc":
        cite(forum, letter, locator)
    source = shown("zwaluw")["Zwaluw"].source
    assert source.passage.locator == "b"
    assert [segment.text for segment in source.excerpt if segment.is_marked] == ["zwaluw"]


def test_record_shows_the_passage_that_holds_most_of_the_words():
    letter = make_letter(a="Over de zwaluw.", b="Over de mus.", c="Over de zwaluw en de mus.", d="Zwaluw, mus.")
    forum = make_forum(title="Zwaluw en mus")
    for locator in "abcd":
        cite(forum, letter, locator)
    assert shown("mus zwaluw")["Zwaluw en mus"].source.passage.locator == "c"


def test_record_without_the_word_in_a_passage_shows_its_first_and_no_words_of_it():
    letter, forum = make_letter(a="Over de meeuw.", b="Over de mus."), make_forum(title="Zwaluw")
    for locator in "ab":
        cite(forum, letter, locator)
    source = shown("zwaluw")["Zwaluw"].source
    assert (source.passage.locator, source.excerpt) == ("a", [])


def test_passage_that_a_record_rested_on_disappears_while_the_page_is_made(monkeypatch):
    letter, forum = make_letter(a="Over de zwaluw.", b="Weer de zwaluw."), make_forum(title="Zwaluw")
    for locator in "ab":
        cite(forum, letter, locator)
    lose_after(monkeypatch, "_citations", "a")
    assert shown("zwaluw")["Zwaluw"].source.passage.locator == "b"


def test_passage_that_holds_the_word_disappears_while_the_page_is_made(monkeypatch):
    make_letter(a="Over de zwaluw.", b="Weer de zwaluw.")
    lose_after(monkeypatch, "best_passages", "a")
    assert [place.passage.locator for place in shown("zwaluw")["Brief"].places] == ["b"]


def test_letter_whose_paragraphs_are_shown_does_not_show_what_it_rests_on_too():
    letter = make_letter(a="Over de meeuw.", b="Over de zwaluw.")
    cite(letter, letter, "a")
    assert shown("meeuw")["Brief"].source is None
    assert [place.passage.locator for place in shown("meeuw")["Brief"].places] == ["a"]
    assert shown("brief")["Brief"].source.passage.locator == "a"


def test_summary_in_the_other_language_is_shown_only_when_nothing_else_shows_the_word():
    letter = make_letter(a="Over de zwaluw.")
    forum = make_forum(title="Vogels", summary_nl="Over vogels.", summary_en="About the zwaluw.")
    assert shown("zwaluw")["Vogels"].language == "en"
    cite(forum, letter, "a")
    assert shown("zwaluw")["Vogels"].language == ""
