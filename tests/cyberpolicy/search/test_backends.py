"""The engine of the database finds what reading every word finds, whatever is asked."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cyberpolicy.models import SearchEntry
from cyberpolicy.search.backend import backend, starting
from cyberpolicy.search.finding import Search
from cyberpolicy.search.matching import Phrase, narrowest
from cyberpolicy.search.words import joined
from tests.cyberpolicy.search import memory
from tests.factories import add, make_document, make_forum, make_motion, make_term

pytestmark = pytest.mark.django_db
patient = settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])

WORDS = ["cyber", "cyberaanval", "aanval", "staat", "staten", "de", "56", "33", "694", "2019", "ß", "שלום", "a", "2e5"]
phrases = st.builds(Phrase, st.lists(st.sampled_from(WORDS), min_size=1, max_size=3).map(tuple), st.booleans())
clauses = st.lists(phrases, min_size=1, max_size=4).map(tuple)
lines = st.lists(st.lists(st.sampled_from(WORDS), max_size=5).map(" ".join), max_size=3).map(joined)


@pytest.fixture
def rows() -> list[SearchEntry]:
    for _ in range(4):
        make_forum()
    return list(SearchEntry.objects.order_by("pk"))


@patient
@given(
    texts=st.lists(st.tuples(lines, lines, lines, lines), min_size=4, max_size=4),
    clause=clauses,
    in_names=st.booleans(),
)
def test_engine_finds_what_reading_every_word_finds(rows, texts, clause, in_names):
    for row, (titles, names, numbers, body) in zip(rows, texts, strict=True):
        row.titles, row.names, row.numbers, row.body = titles, names, numbers, body
        row.save()
    read = set(memory.rows(clause, in_names=in_names))
    assert set(backend().rows(clause, in_names=in_names)) == read
    assert set(backend().rows(narrowest(clause), in_names=in_names)) == read


def fill() -> None:
    make_term(title_nl="Attributie", title_en="Attribution")
    make_forum(
        title="GGE Cyber", aliases=["Group of Governmental Experts"], summary_nl="Over normen en cyberaanvallen."
    )
    make_motion("33694", "56", title_nl="Over politieke attributie", title_en="On political attribution")
    document = make_document("33694", "60", passages=["1.1", "1.2"], title="Brief over de rechtsorde")
    document.passages.filter(locator="1.1").update(text="De cybersanctieregimes van 33 694, nr. 56.")
    document.passages.filter(locator="1.2").update(text="Het “kabinet” -- coördineert, 2019/796!")
    add(document, "aliases", text="De brief")


PIECES = [
    "attributie", "attribution", "cyber", "sanctie", '"politieke attributie"', "-cyber", "OR", "nor*", "33694-56",
    "33 694, nr. 56", "gge", "Group of Governmental Experts", "coördineren", "jaar:2019", "type:motie", "brief", '"',
    "*", "2019/796", "kabinet", "over", "😀", "';--",
]  # fmt: skip
QUERIES = st.lists(st.sampled_from(PIECES), max_size=5).map(" ".join)


@patient
@given(query=QUERIES | st.text(max_size=40))
def test_search_finds_the_same_without_the_engine(filled, settings, query):
    settings.SEARCH_BACKEND = ""
    hits = Search(query, None).hits
    settings.SEARCH_BACKEND = "tests.cyberpolicy.search.memory"
    assert Search(query, None).hits == hits


@pytest.fixture
def filled() -> None:
    fill()


def test_start_of_a_column_is_letter_for_letter():
    from cyberpolicy.models import SearchName

    for title in ("ab", "abc", "ac", "b", "a b"):
        make_forum(title=title)
    for start in ("a", "ab", "a ", "b", "%", "_"):
        found = set(SearchName.objects.filter(starting("name", start)).values_list("name", flat=True))
        assert found == {name for name in ("ab", "abc", "ac", "b", "a b") if name.startswith(start)}, start
