import copy

import pytest

from cyberpolicy.text_fields import bilingual, in_language


@pytest.mark.parametrize(
    ("language", "expected"), [("nl", "Verdrag"), ("en", "Treaty"), ("en-gb", "Treaty"), ("de", "Verdrag")]
)
def test_text_is_read_in_the_language_asked_for(language, expected):
    assert in_language("Verdrag", "Treaty", language) == expected


def test_missing_text_falls_back_and_says_so():
    text = in_language("Verdrag", "", "en")
    assert (text, text.language, text.is_fallback) == ("Verdrag", "nl", True)


def test_fallback_works_both_ways():
    assert in_language("", "Treaty", "nl").language == "en"


def test_text_without_either_language_is_empty_and_no_fallback():
    text = in_language("", "", "en")
    assert (text, text.is_fallback) == ("", False)


def test_active_language_is_the_default(settings):
    from django.utils import translation

    with translation.override("en"):
        assert in_language("Verdrag", "Treaty") == "Treaty"


def test_copy_keeps_the_language():
    assert copy.deepcopy(in_language("Verdrag", "", "en")).language == "nl"


def test_copy_still_knows_that_it_is_a_fallback():
    assert copy.copy(in_language("Verdrag", "", "en")).is_fallback


def test_property_reads_the_two_columns():
    class Record:
        title_nl, title_en = "Verdrag", "Treaty"
        title = bilingual("title")

    assert Record().title in {"Verdrag", "Treaty"}
