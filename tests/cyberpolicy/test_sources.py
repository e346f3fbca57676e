"""The line of sources: reading, writing, and the citations it stands for."""

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from cyberpolicy.models import Citation
from cyberpolicy.sources import Source, SourceError, cited, parse, save_citations, written
from tests.factories import add, cite, make_document, make_initiative, make_user

LETTER = "kst-33694-60"


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


@pytest.mark.parametrize(
    ("text", "sources"),
    [
        ("", []),
        (LETTER, [Source(LETTER)]),
        (f"{LETTER}: 1.2, 2.1", [Source(LETTER, "1.2"), Source(LETTER, "2.1")]),
        (f" {LETTER}:1.2,2.1 ; ", [Source(LETTER, "1.2"), Source(LETTER, "2.1")]),
        ("kst-26643-536 p. 23-24", [Source("kst-26643-536", pages="23-24")]),
        ("kst-26643-536 pp. 23, 25", [Source("kst-26643-536", pages="23, 25")]),
        ("wrr-94: p. 7", [Source("wrr-94", pages="7")]),
        (f"{LETTER}: § 2.4 p. 3", [Source(LETTER, "2.4", "3")]),
        (f"{LETTER}: fn.1; wrr-94", [Source(LETTER, "fn.1"), Source("wrr-94")]),
        ("33 694, nr. 60: 2.1", [Source("33 694, nr. 60", "2.1")]),
        (f"{LETTER}: 1.2, 1.2; {LETTER}: 1.2", [Source(LETTER, "1.2")]),
    ],
)
def test_line_of_sources_is_read(text, sources):
    assert parse(text) == sources


@pytest.mark.parametrize(
    ("text", "message"), [(": 1.2", "is not a source"), (f"{LETTER}: 1.2, 2.1 p. 3", "one passage")]
)
def test_unreadable_line_says_what_is_wrong(text, message):
    with pytest.raises(SourceError, match=message):
        parse(text)


def test_passages_of_one_document_are_written_together():
    sources = [Source(LETTER, "1.2"), Source(LETTER, "2.1"), Source("wrr-94", pages="7"), Source(LETTER, "2.4", "3")]
    assert written(sources) == f"{LETTER}: 1.2, 2.1; wrr-94 p. 7; {LETTER}: 2.4 p. 3"


names = st.from_regex(r"[a-z]{2,5}(-[0-9]{1,4}){0,2}", fullmatch=True)
locators = st.from_regex(r"([0-9]{1,2}\.[0-9]{1,2}|fn\.[0-9]|aanhef)?", fullmatch=True)
pages = st.from_regex(r"([0-9]{1,3}(-[0-9]{1,3})?(, [0-9]{1,2})?)?", fullmatch=True)


@given(st.lists(st.builds(Source, names, locators, pages), max_size=6))
def test_what_is_written_is_read_back(sources):
    assert parse(written(sources)) == list(dict.fromkeys(sources))


@given(st.text(max_size=60))
def test_any_text_is_read_or_refused(text):
    try:
        parse(text)
    except SourceError as error:
        assert str(error)


# With a database


@pytest.fixture
def document(db):
    return make_document("33694", "60", passages=["1.2", "2.1"])


def test_document_is_found_by_any_spelling_of_its_number(document):
    user = make_user("editor")
    for name in (LETTER, "33 694, nr. 60", "33694-60"):
        assert [(c.document, c.passage.locator) for c in cited([Source(name, "2.1")], user)] == [(document, "2.1")]


def test_all_unknown_names_are_told(document):
    with pytest.raises(ValidationError) as error:
        cited(parse(f"{LETTER}: 1.2, 9.9; kst-1"), make_user("editor"))
    assert error.value.messages == ["kst-33694-60 has no passage “9.9”.", "There is no document “kst-1”."]


def test_hidden_document_is_unknown(document):
    document.visibility = "confidential"
    document.save()
    with pytest.raises(ValidationError, match="There is no document"):
        cited(parse(LETTER), make_user("reader"))


def test_citation_that_stays_keeps_its_quote_and_its_row(document):
    part = add(initiative := make_initiative(), "aliases", text="A")
    kept = cite(initiative, document, "1.2", part=part, quote="exactly")
    cite(initiative, document, "2.1", part=part)
    user = make_user("editor")
    save_citations(part, cited(parse(f"{LETTER}: 1.2; {LETTER} p. 4"), user), user)
    first, second = Citation.objects.filter(part_id=part.pk)
    assert (first, first.quote, first.entry_id) == (kept, "exactly", initiative.pk)
    assert (second.pages, second.passage) == ("4", None)


def test_citation_that_the_editor_may_not_see_stays(document):
    part = add(initiative := make_initiative(), "aliases", text="A")
    hidden = cite(initiative, make_document(visibility="confidential"), part=part)
    save_citations(part, [], make_user("reader"))
    assert Citation.objects.filter(part_id=part.pk).get() == hidden
