import pytest
from hypothesis import given
from hypothesis import strategies as st

from cyberpolicy.search.words import BETWEEN, LONGEST_LINE, inner_parts, joined, stems, words


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Coördinatie, van “politieke” attributie.", ["coordinatie", "van", "politieke", "attributie"]),
        ("33 694, nr. 56", ["33", "694", "nr", "56"]),
        ("kst-33694-56", ["kst", "33694", "56"]),
        ("EU-27/AIV_WRR", ["eu", "27", "aiv", "wrr"]),
        ("a\x00b|c;d", ["a", "b", "c", "d"]),
        ("שלום 😀 ß", ["שלום", "ss"]),
        ("", []),
    ],
)
def test_text_falls_apart_in_folded_words(text, expected):
    assert words(text) == expected


@given(st.text())
def test_words_hold_nothing_that_an_engine_could_read_as_more(text):
    assert all(word.isalnum() and BETWEEN not in word and word == word.strip() for word in words(text))


def test_texts_of_one_field_stay_apart():
    assert joined(["Eén", "", "twee drie"]) == f"een {BETWEEN} twee drie"


def test_endless_text_is_cut_between_words():
    line = joined(["woord " * 30_000])
    assert len(line) <= LONGEST_LINE and line.endswith("woord")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("aanval", "aanvallen"),
        ("verdrag", "verdragen"),
        ("sanctie", "sancties"),
        ("staat", "staten"),
        ("toezegging", "toezeggingen"),
        ("norm", "normen"),
        ("brief", "brieven"),
        ("overheid", "overheden"),
        ("inlichtingendienst", "inlichtingendiensten"),
        ("attack", "attacks"),
        ("country", "countries"),
        ("lid", "leden"),
        ("stad", "steden"),
        ("openbaar", "openbare"),
    ],
)
def test_forms_of_a_word_share_a_stem(one, other):
    shared = (stems(one) or {f"p{one}"}) & stems(other)
    assert shared


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("veiligheid", "veiling"),
        ("overheid", "over"),
        ("weerbaarheid", "weer"),
        ("veilig", "veiling"),
        ("news", "new"),
        ("governance", "government"),
        ("open", "openbaar"),
    ],
)
def test_different_words_share_none(one, other):
    assert not stems(one) & stems(other)


def test_later_part_of_a_compound_leaves_room_for_a_first_one():
    assert "regime" in inner_parts("cybersanctieregime") and "sanctieregime" in inner_parts("cybersanctieregime")
    assert "staat" not in inner_parts("bestaat")
    assert inner_parts("2019r0796") == []
