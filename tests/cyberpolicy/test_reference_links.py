"""Links on references in running text."""

import re
from html import unescape

from hypothesis import given
from hypothesis import strategies as st

from cyberpolicy.reference_links import with_links

OWN = {"kst-33694-56": "/nl/documenten/kst-33694-56/"}


def test_our_own_page_comes_before_the_official_address():
    shown = with_links("zie Kamerstuk 33 694, nr. 56, en Stb. 2019, 457", OWN)
    assert shown == (
        'zie <a class="nl-link" href="/nl/documenten/kst-33694-56/">Kamerstuk 33 694, nr. 56</a>, en '
        '<a class="nl-link cp-ext" href="https://zoek.officielebekendmakingen.nl/stb-2019-457.html" rel="external">'
        "Stb. 2019, 457</a>"
    )


def test_each_number_of_a_list_gets_its_own_link():
    shown = with_links("Kamerstukken 21501-33, nrs. 734 en 747", {})
    assert re.findall(r">([^<]+)</a>", shown) == ["Kamerstukken 21501-33, nrs. 734", "747"]


def test_a_range_links_only_the_numbers_that_are_written():
    shown = with_links("Kamerstuk 33 694, nrs. 47 t/m 49", {})
    assert re.findall(r"kst-33694-(\d+)", shown) == ["47", "49"]


def test_everything_else_is_escaped():
    assert with_links("<b>1 & 2</b>", {}) == "&lt;b&gt;1 &amp; 2&lt;/b&gt;"


def test_an_address_with_signs_that_matter_in_html_stays_an_address():
    shown = with_links("https://www.tweedekamer.nl/kamerstukken/detail?id=2020Z01234&did=2020D05678", {})
    words = [unescape(found) for found in re.findall(r">([^<]+)</a>", shown)]
    assert words == ["https://www.tweedekamer.nl/kamerstukken/detail?id=2020Z01234", "2020D05678"]
    assert "&did" not in shown


def test_text_that_is_already_marked_safe_is_escaped_all_the_same():
    assert with_links(with_links("<i>", {}), {}) == "&amp;lt;i&amp;gt;"


@given(st.text(alphabet="Kamerstuk 369454,nr.&<>\"'/\u00a0\n", max_size=80))
def test_a_reader_sees_the_same_words(text):
    assert unescape(re.sub(r"<[^>]*>", "", with_links(text, OWN))) == text
