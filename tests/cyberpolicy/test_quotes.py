"""Quotes are found letter by letter, and a person sees where they depart."""

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from cyberpolicy.quotes import QuoteError, exact, places

TEXT = "Het kabinet zet in op drie sporen. Het kabinet werkt\nsamen met partners."


@pytest.mark.parametrize(
    ("quote", "spans"),
    [
        ("drie sporen", [(22, 33)]),
        ("Het kabinet", [(0, 11), (35, 46)]),
        ("werkt samen", [(47, 58)]),
        ("  werkt\r\nsamen ", [(47, 58)]),
        ("het kabinet", []),
        ("(", []),
        ("", []),
    ],
)
def test_every_place_is_found_white_space_aside(quote, spans):
    assert places(TEXT, quote) == spans


@pytest.mark.parametrize(
    ("quote", "sentence"),
    [
        (
            "drie spoor",
            "After “drie spo” the passage goes on with “ren. Het kabinet werkt samen m…”; your quote has “or”.",
        ),
        ("partners. En meer", "After “partners.” the passage ends; your quote goes on with “ En meer”."),
        ("ƒ", "“ƒ” does not stand in the passage."),
    ],
)
def test_departure_is_shown(quote, sentence):
    with translation.override("en"), pytest.raises(QuoteError) as error:
        exact(TEXT, quote)
    assert str(error.value) == sentence


@given(st.text(min_size=1, max_size=60), st.data())
def test_what_is_cut_from_a_text_is_found_in_it(text, data):
    start = data.draw(st.integers(0, len(text) - 1))
    quote = text[start : data.draw(st.integers(start + 1, len(text)))]
    if quote.strip():
        assert " ".join(quote.split()) in {" ".join(text[a:b].split()) for a, b in places(text, quote)}


def test_words_are_taken_with_the_white_space_of_the_text():
    assert exact(TEXT, "werkt samen") == "werkt\nsamen"
