import datetime

import pytest
from django.utils import translation
from django.utils.translation import gettext_lazy

from cyberpolicy.dates import parse
from cyberpolicy.values import as_json, as_text, choice
from tests.factories import built


def test_choice_knows_code_label_and_look():
    with translation.override("en"):
        value = choice(built("motion", outcome="adopted"), "outcome")
        assert (value.code, str(value), value.tone, value.icon) == ("adopted", "adopted", "ok", "check")


def test_empty_choice_is_none():
    assert choice(built("motion"), "outcome") is None


@pytest.mark.parametrize(
    ("value", "text", "json"),
    [
        (None, "", None),
        (0, "0", 0),
        ("tekst", "tekst", "tekst"),
        (gettext_lazy("Deadline"), "Deadline", "Deadline"),
        (["a", "b"], "a; b", ["a", "b"]),
        ([], "", []),
        (datetime.date(2020, 11, 16), "2020-11-16", "2020-11-16"),
        (parse("2019-05"), "2019-05", "2019-05"),
        (parse("[2019-07-05..]"), "on or after 5\u00a0July 2019", "[2019-07-05..]"),
    ],
)
def test_value_as_text_and_as_json(value, text, json):
    with translation.override("en"):
        assert (as_text(value), as_json(value)) == (text, json)


def test_record_is_its_title_as_text_and_its_key_as_json():
    forum = built("forum", slug="oewg", title_nl="Werkgroep", title_en="Working group")
    with translation.override("en"):
        assert as_text([forum]) == "Working group"
    assert as_json(forum) == {"key": "forum:oewg", "title_nl": "Werkgroep", "title_en": "Working group"}


def test_choice_is_its_code_as_json():
    assert as_json(choice(built("motion", outcome="adopted"), "outcome")) == "adopted"
