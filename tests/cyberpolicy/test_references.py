import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from cyberpolicy.references import locator, paper_number, paper_slug, short_locator, written, written_dossier


@pytest.mark.parametrize(
    "text",
    [
        "33 694, nr. 56", "33694, nr. 56", "33 694 nr. 56", "33694 nr 56", "33 694, no. 56", "33 694-56", "33694-56",
        "33.694, nr. 56", "33\u00a0694, nr.\u00a056", "kst-33694-56", "KST-33694-56", "Kamerstuk 33 694, nr. 56",
        "kamerstuk 33694 nr. 56", "Kamerstuk II 33 694, nr. 56", "Kamerstukken II 2019/20, 33 694, nr. 56",
        "Kamerstukken II 2019-2020, 33 694, nr. 56", "  33694-56  ", "33694 nummer 56",
        "33 694, number 56", "33.694, nr 56",
    ],
)  # fmt: skip
def test_every_spelling_gives_one_number(text):
    assert paper_number(text) == ("33694", "56")
    assert paper_slug(text) == "33694-56"


def test_point_in_a_large_number_parts_its_thousands():
    assert paper_number("40.000, 10.500") == paper_number("40000 nr. 10500") == ("40000", "10500")


@pytest.mark.parametrize(
    "text",
    ["21501-33, nr. 734", "21 501-33, nr. 734", "21501-33-734", "kst-21501-33-734", "Kamerstuk 21 501-33 nr. 734"],
)
def test_dossier_with_a_part_number(text):
    assert paper_number(text) == ("21501-33", "734")


@pytest.mark.parametrize("text", ["35570-V-12", "kst-35570-V-12", "35 570 V, nr. 12", "35570-v, nr. 12"])
def test_budget_dossier_with_a_roman_number(text):
    assert paper_number(text) == ("35570-V", "12")


@pytest.mark.parametrize("text", ["33 694, A", "33694-A", "Kamerstukken I 2019/20, 33 694, A"])
def test_paper_of_the_senate_has_a_letter(text):
    assert paper_number(text) == ("33694", "A")


@pytest.mark.parametrize(
    "text", ["", "56", "33 694", "33694", "cyber", "33694-56-x y", "nr. 56", "3369-56", "33694-123456"]
)
def test_what_is_no_paper_number_gives_nothing(text):
    assert paper_number(text) is None
    assert paper_slug(text) is None


@given(st.text(max_size=60))
def test_any_text_is_read_without_an_error(text):
    paper_slug(text)


@given(st.integers(10_000, 99_999), st.integers(1, 99_999))
def test_what_is_written_is_read_back(dossier, number):
    assert paper_number(written(str(dossier), str(number))) == (str(dossier), str(number))


def test_numbers_are_written_as_parliament_does():
    assert written("33694", "56") == "33\u00a0694, nr.\u00a056"
    assert written("21501-33", "734") == "21\u00a0501-33, nr.\u00a0734"
    assert written_dossier("26643") == "26\u00a0643"


@pytest.mark.parametrize(
    ("value", "words", "short"),
    [
        ("2.4", "§ 2, par. 4", "§\u00a02.4"),
        ("fn.1", "footnote 1", "fn. 1"),
        ("inleiding.3", "introduction, par. 3", "intro 3"),
        ("aanhef", "salutation", "salutation"),
        ("slot", "closing", "closing"),
        ("", "", ""),
    ],
)
def test_locator_in_words(value, words, short):
    with translation.override("en"):
        assert (locator(value), short_locator(value)) == (words, short)


def test_locator_in_dutch_words():
    with translation.override("nl"):
        assert locator("fn.1").replace("\u00a0", " ") == "voetnoot 1"
        assert locator("inleiding.3").replace("\u00a0", " ") == "inleiding, al. 3"
