"""Texts as pages show them: words explained, quotes marked, footnotes linked."""

import re
from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cyberpolicy.glossary import Explanation, Glossary, glossary_for
from cyberpolicy.running_text import Mark, RunningText
from cyberpolicy.text_fields import Bilingual
from tests.factories import make_forum, make_term, make_user
from tests.reading import visit


def explanation(pk: int, title: str) -> Explanation:
    return Explanation(pk, f"term-{pk}", title, Bilingual(f"Wat {title} is.", "nl"), f"/terms/{pk}/")


CORE = explanation(1, "Publieke kern")
GLOSSARY = Glossary([(CORE, ["Publieke kern", "kern van het internet"]), (explanation(2, "AVVN"), ["AVVN"])])


def explained(text: str, glossary: Glossary = GLOSSARY) -> list[str]:
    return re.findall(r'popovertarget="[^"]*">([^<]+)</button>', RunningText({}, glossary).html(text))


def words(html: str) -> str:
    """What a reader sees: the explanations are closed, and a footnote is a number."""
    html = re.sub(r'<span class="cp-term__pop".*?</span> <a [^>]*>[^<]*</a></span>', "", html)
    html = re.sub(r'<span class="cp-vh">.*?</span>', "", html)
    return unescape(re.sub(r"<[^>]*>", "", html))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("De publieke kern telt.", ["publieke kern"]),
        ("Publieke kern", ["Publieke kern"]),
        ("de publieke\nkern", ["publieke\nkern"]),
        ("de publieke kernen en kernpublieke", []),
        ("niet-publieke kern", []),
        ("zij zei: “de publieke kern” telt", []),
        ("AVVN", ["AVVN"]),
        ("avvn", []),
        ("de publieke kern, de kern van het internet", ["publieke kern"]),
    ],
)
def test_a_word_is_explained_once_as_a_whole_word_outside_quotes(text, found):
    assert explained(text) == found


def test_a_name_of_two_terms_explains_neither():
    assert explained("norm", Glossary([(CORE, ["norm"]), (explanation(2, "x"), ["norm"])])) == []


def test_a_word_in_a_link_is_left_alone():
    glossary = Glossary([(CORE, ["Kamerstuk"])])
    assert explained("zie Kamerstuk 33 694, nr. 56", glossary) == []


def test_quoted_words_are_marked_and_named():
    html = RunningText({}).html("een twee drie", [Mark(4, 8, "q1")])
    assert html == 'een <mark class="cp-quoted" id="q1">twee</mark> drie'


def test_quotes_that_overlap_keep_each_name_and_every_word():
    html = RunningText({}).html("een twee drie vier", [Mark(0, 8, "q1"), Mark(4, 13, "q2"), Mark(4, 6, "q3")])
    assert {"q1", "q2", "q3"} == set(re.findall(r'id="(q\d)"', html))
    assert words(html) == "een twee drie vier"


def test_footnote_mark_leads_to_its_note_the_first_time():
    text = RunningText({}, notes={"1": "#fn.1", "2": "#fn.2"})
    html = text.html("de agenda1 en (nr. 536)2 of nr.1 en 5G, internet1")
    assert re.findall(r'id="fnref\.(\d)" href="#fn\.(\d)"', html) == [("1", "1"), ("2", "2")]
    assert text.marked_notes == {"1", "2"}


@given(
    st.text(alphabet="publieke kern12.“”<&\"' \n)", max_size=60),
    st.lists(st.tuples(st.integers(0, 50), st.integers(1, 20)), max_size=4),
)
def test_a_reader_sees_the_same_words(text, places):
    marks = [
        Mark(start, min(start + n, len(text)), f"q{i}") for i, (start, n) in enumerate(places) if start < len(text)
    ]
    assert words(RunningText({}, GLOSSARY, notes={"1": "#fn.1"}).html(text, marks)) == text


# On the site


@pytest.mark.django_db
def test_term_is_explained_in_a_summary_to_who_may_see_it(client):
    make_term(title="Splinternet", slug="splinternet", summary_en="An internet in pieces.", visibility="internal")
    make_forum(slug="oewg", summary_en="Works against a splinternet.")
    assert "An internet in pieces" not in visit(client, "/forums/oewg/").html
    client.force_login(make_user("reader"))
    assert "An internet in pieces" in visit(client, "/forums/oewg/").html


@pytest.mark.django_db
def test_term_does_not_explain_itself_on_its_own_page(client):
    make_term(title="Splinternet", slug="splinternet", summary_en="A splinternet is an internet in pieces.")
    assert "popovertarget" not in visit(client, "/terms/splinternet/").html


@pytest.mark.django_db
def test_glossary_is_read_once_until_a_term_changes(django_assert_num_queries):
    term = make_term(title="Splinternet", summary_en="In pieces.", aliases=["Gesplitst net"])
    assert {"splinternet", "gesplitst net"} <= glossary_for(None).names.keys()
    with django_assert_num_queries(1):
        assert glossary_for(None).names
    term.state = "withdrawn"
    term.save()
    assert glossary_for(None).names == {}
