import pytest
from hypothesis import given
from hypothesis import strategies as st

from cyberpolicy.text import folded


@pytest.mark.parametrize(
    ("text", "expected"),
    [("Coördinatie", "coordinatie"), ("ÉÉN", "een"), ("Genève", "geneve"), ("Straße", "strasse"), ("", "")],
)
def test_accents_and_case_are_folded(text, expected):
    assert folded(text) == expected


@given(st.text())
def test_folding_twice_is_folding_once(text):
    assert folded(folded(text)) == folded(text)
