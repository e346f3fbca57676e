import datetime

import pytest
from django.template import Context, Template
from django.utils import translation

from cyberpolicy.dates import parse
from cyberpolicy.text_fields import in_language


def shown(source: str, language: str = "en", **context) -> str:
    with translation.override(language):
        return Template(source).render(Context(context)).replace("\u00a0", " ")


def test_text_in_the_language_of_the_reader_has_no_mark():
    assert shown("{{ t|text }}", t=in_language("Verdrag", "Treaty", "en")) == "Treaty"


def test_text_in_another_language_is_marked_and_escaped():
    html = shown("{{ t|text }}", t=in_language("<b>Verdrag</b>", "", "en"))
    assert html == '<span lang="nl">&lt;b&gt;Verdrag&lt;/b&gt;</span> <span class="cp-onlyin">only in Dutch</span>'


def test_mark_is_in_the_language_of_the_reader():
    assert "alleen in het Engels" in shown("{{ t|text }}", "nl", t=in_language("", "Treaty", "nl"))


@pytest.mark.parametrize("value", [None, ""])
def test_no_text_is_nothing(value):
    assert shown("{{ t|text }}", t=value) == ""


@pytest.mark.parametrize(
    ("value", "html"),
    [
        ("2020-11-16", '<time datetime="2020-11-16">16 Nov. 2020</time>'),
        ("2019-05", '<time datetime="2019-05">May 2019</time>'),
        ("2019", '<time datetime="2019">2019</time>'),
        ("2021-40", "first half of 2021"),
        ("[2019-07-05..]", "on or after 5 July 2019"),
        ("", ""),
    ],
)
def test_vague_date_is_marked_up_where_html_can(value, html):
    assert shown("{{ d|edtf }}", d=value) == html
    assert shown("{{ d|vague }}", d=parse(value) if value else None) == html


def test_day_is_marked_up():
    assert shown("{{ d|day }}", d=datetime.date(2020, 11, 16)) == '<time datetime="2020-11-16">16 Nov. 2020</time>'
    assert shown("{{ d|day }}", "nl", d=datetime.date(2020, 11, 16)).endswith(">16 nov 2020</time>")
    assert shown("{{ d|day }}", d=None) == ""


def test_number_for_a_drawing_has_a_point_in_every_language():
    assert shown("{{ n|unlocalised }}", "nl", n=33.33) == "33.33"


def test_item_of_a_mapping():
    assert shown("{{ m|item:k }}", m={"a": 1}, k="a") == "1"
    assert shown("{{ m|item:k }}", m=None, k="a") == "None"


def test_kind_in_words():
    assert shown("{{ k|kind_name }}", k="forum") == "forum"
    assert shown("{{ k|kind_name }}", "nl", k="commitment") == "toezegging"


def test_place_in_words():
    assert shown("{{ p|locator }}", p="2.4") == "§ 2, par. 4"
