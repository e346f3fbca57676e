import pytest
from hypothesis import given
from hypothesis import strategies as st

from cyberpolicy.text import MAX_WORDS, folded, folded_words, search_text


@pytest.mark.parametrize(
    ("text", "expected"),
    [("Coördinatie", "coordinatie"), ("ÉÉN", "een"), ("Genève", "geneve"), ("Straße", "strasse"), ("", "")],
)
def test_accents_and_case_are_folded(text, expected):
    assert folded(text) == expected


@given(st.text())
def test_folding_twice_is_folding_once(text):
    assert folded(folded(text)) == folded(text)


def test_query_falls_apart_in_words_without_doubles():
    assert folded_words('Coördinatie, "attributie" (attributie)') == ["coordinatie", "attributie"]


def test_query_keeps_the_hyphens_of_numbers():
    assert folded_words("kst-33694-56") == ["kst-33694-56"]


def test_punctuation_after_a_word_does_not_matter():
    assert folded_words("33 694, nr. 56?") == ["33", "694", "nr", "56"]


@pytest.mark.parametrize("query", ["", "  ", '""', "\x00\x01", "…", "«»"])
def test_query_without_words_gives_none(query):
    assert folded_words(query) == []


def test_long_query_is_cut():
    assert len(folded_words(" ".join(map(str, range(1000))))) == MAX_WORDS


@given(st.text())
def test_words_never_hold_control_characters(query):
    assert not any(letter.isspace() or letter == "\x00" for word in folded_words(query) for letter in word)


def test_search_text_is_one_line_without_empty_pieces():
    assert search_text(["Eén\ntwee", "", "Drie  vier"]) == "een twee | drie vier"


def test_official_number_is_searched_with_plain_spaces():
    assert search_text(["33\u00a0694, nr.\u00a056"]) == "33 694, nr. 56"
