"""Help for who types: another spelling, and what is suggested."""

import pytest
from django.http import QueryDict

from cyberpolicy.search import relating
from cyberpolicy.search.finding import Search
from cyberpolicy.search.near_words import distance
from cyberpolicy.search.page import SearchPage
from cyberpolicy.search.spelling import did_you_mean
from cyberpolicy.search.suggestions import suggestions
from tests.cyberpolicy.search.found import found
from tests.factories import make_forum, make_motion, make_party, make_user, relate

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("atributie", "attributie"),
        ("attribtuie", "attributie"),
        ("ttributie", "attributie"),
        ("politeke atributie", "politieke attributie"),
        ("estand", "estland"),  # and not "medestander", which ends so
        ("attribitie", "attributie"),  # and not "at" and "tribitie"
        ("cybercriminalteit", "cybercriminaliteit"),  # by the thesaurus
    ],
)
def test_other_spelling_is_offered(typed, meant):
    make_forum(title="Politieke attributie", summary_nl="Estland, medestander, at tribitie. Computercriminaliteit.")
    assert did_you_mean(Search(typed, None)) == meant


def test_name_of_a_country_is_no_compound():
    for title in ("Ieder land", "Binnenland", "Uit Nederland"):
        make_forum(title=title)
    assert found("landen") == ["Ieder land", "Binnenland"]


def test_word_that_shares_but_a_stem_with_another_is_misspelt_too():
    make_forum(title="Wetenschappelijke raad")
    make_forum(title="Wetenschap")
    assert did_you_mean(Search("wetenschapelijke raad", None)) == "wetenschappelijke raad"


def test_other_spelling_is_offered_where_something_was_found_too():
    make_forum(title="Wetenschappelijke raad")
    make_forum(title="Wetenschap en de raad")
    make_forum(title="Zwaluwen", visibility="internal")
    for query, other in (
        ("wetenschapelijke", "wetenschappelijke"),
        ("wetenschappelijke", None),
        ("wetenschapje", None),  # as near to nothing
        ("raad zwaluwin", None),
    ):
        page = SearchPage("/search/", QueryDict(f"q={query}"), None)
        assert (page.rather and page.rather[0]) == other, query


def test_dossier_of_an_unknown_paper_is_offered():
    make_motion("33694", "56")
    query = QueryDict("q=33694-99")
    assert [(text, count) for text, _url, count in SearchPage("/search/", query, None).with_fewer_words()] == [
        ("dossier:33694", 1)
    ]


def test_other_beginning_is_another_word():
    make_forum(title="Stabiliteit")
    assert did_you_mean(Search("labiliteit", None)) == ""


@pytest.mark.parametrize("query", ["ministry of defense", "ministerie van Defensie"])
def test_word_of_a_known_name_is_not_misspelt(query):
    make_forum(title="Ministerie van Defensie", summary_en="The Ministry of Defence.")
    page = SearchPage("/search/", QueryDict(f"q={query}"), None)
    assert (page.count, page.rather) == (1, None)


def test_spelling_that_only_hidden_records_hold_is_not_offered():
    make_forum(title="Zwaluwstaart", visibility="internal")
    assert did_you_mean(Search("zwaluwstaert", None)) == ""
    assert did_you_mean(Search("zwaluwstaert", make_user("reader"))) == "zwaluwstaart"


@pytest.mark.parametrize(
    ("hidden", "query", "seen"),
    [
        ("cyberattack", "cyberattack", "Cyber attack"), ("land", "landen", "Landelijk"), ("zeeën", "zee", "Overzee"),
        ("lising", "lising", "Destabilising. Listing"), ("sanctons", "verdrag OR sanctons", "Verdrag. Sanctions"),
        ("wetenschapelijke", "wetenschapelijke", "Wetenschappelijke wetenschap"),
        ("wetenschapelijke", "wetenschapelijke zwaluwraad", "Wetenschappelijke zwaluwraad. Wetenschap"),
        ("sanctionz", "sanctiens", "Sanctienslijst"),
        ("cybercriminaliteit", "cybercriminaliteits", "Cybercrime"),
    ],
)  # fmt: skip
def test_word_that_only_hidden_records_hold_finds_neither_more_nor_less(hidden, query, seen):
    def answer() -> tuple:
        page = SearchPage("/search/", QueryDict(f"q={query}"), None)
        return found(query), page.rather, page.corrected and page.corrected.text

    make_forum(title=seen)
    before = answer()
    make_forum(title=hidden, visibility="internal")
    assert answer() == before


def test_spelling_is_offered_also_when_hidden_records_have_the_one_typed():
    make_forum(title="Politieke attributie")
    for typed in ("atributie", *(f"atributi{letter}" for letter in "abcdfghj")):
        make_forum(title=typed, visibility="internal")
    assert did_you_mean(Search("atributie", None)) == "attributie"


@pytest.mark.parametrize(
    ("one", "other", "far"), [("", "", 0), ("a", "", 1), ("ab", "ba", 1), ("abc", "axc", 1), ("abcd", "xbcy", 2)]
)
def test_distance_counts_letters(one, other, far):
    assert distance(one, other) == distance(other, one) == far


def test_suggestions_begin_with_names_that_begin_so():
    make_forum(title="Over attributie")
    make_forum(title="Attributie")
    make_forum(title="Anders", aliases=["Attributiegroep"])
    make_forum(title="Attributie geheim", visibility="internal")
    make_forum(title="Niets", summary_nl="attributie")
    assert [entry.title_nl for entry in suggestions("Attr", None)] == ["Attributie", "Anders", "Over attributie"]


@pytest.mark.parametrize(
    "typed", ["33694-5", "kst-33694-56", "33 694, nr. 56", "5g", "netwerken 5g", "wie is zwal", "aanv"]
)
def test_numbers_and_later_words_are_suggested(typed):
    make_motion("33694", "56", title="5G-netwerken: zwaluw, cyberaanvallen")
    assert len(suggestions(typed, None)) == 1


def test_what_is_hidden_takes_no_suggestion_away():
    make_forum(title="Cyberaanvallen")
    make_forum(title="Een xaanval, een cyberaanval")
    for number in range(12):
        make_forum(title=f"ab{'c' * (number + 1)}aanval", visibility="internal")
    assert len(suggestions("aanval", None)) == 2


@pytest.mark.parametrize("typed", ["-zwal", "x -zwal", "status:op", "partij:zwal"])
def test_nothing_is_suggested_for_what_is_no_name(typed):
    make_forum(title="Zwaluw")
    make_forum(title="Status op partij")
    assert suggestions(typed, None) == []


def test_short_name_in_capitals_gets_no_other_spelling():
    make_forum(title="Mind")
    assert did_you_mean(Search("MIVD", None)) == "" and did_you_mean(Search("mimd", None)) == "mind"


@pytest.mark.parametrize("typed", ["", "a", "%", "\x00", "zzz", "a" * 10_000, "😀"])
def test_nothing_to_suggest(typed):
    make_forum(title="Attributie")
    assert suggestions(typed, None) == []


def test_word_of_its_own_is_not_corrected():
    make_forum(title="Wij zijn gewonnen, are, shaping")
    for typed in ("geworden", "arme"):
        assert did_you_mean(Search(f"forum {typed}", None)) == ""


@pytest.mark.parametrize("query", ["overdue verplichting", "uitzetten"])
def test_word_that_begins_with_a_small_one_is_not_taken_apart(query):
    make_forum(title="Due diligence als verplichting over cyber")
    make_forum(title="Zich inzetten en zetten uit")
    assert found(query) == []


def test_related_of_a_large_record_is_offered_where_nothing_is_found(monkeypatch):
    monkeypatch.setattr(relating, "MOST_LINKS", 0)
    party = make_party(title="Ministerie van Vogels")
    relate(party, "responsible-for", make_motion(title="Motie over zwaluwen"))
    page = SearchPage("/search/", QueryDict("q=zwaluwen ministerie van vogels"), None)
    assert page.count == 0
    assert [offer.text for offer, _url, _count in page.related] == ['zwaluwen partij:"ministerie van vogels"']
    make_forum(title="Ministerie van Vogels over zwaluwen")
    assert SearchPage("/search/", QueryDict("q=zwaluwen ministerie van vogels"), None).related == []
