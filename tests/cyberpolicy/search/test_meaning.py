"""What words stand for besides themselves: names, statuses, kinds within a kind, and what is related to a record."""

import pytest
from django.utils.translation import override

from cyberpolicy.models import CatalogueEntry
from cyberpolicy.search import ranking
from cyberpolicy.search.fields import BY_RECORD, LABELS, NAMES
from cyberpolicy.search.finding import Search
from cyberpolicy.search.relating import offers
from instruments.models import OutcomeEvent
from tests.factories import (
    add,
    make_commitment,
    make_forum,
    make_many,
    make_motion,
    make_party,
    make_term,
    make_user,
    relate,
)

pytestmark = pytest.mark.django_db


def found(query: str, user=None) -> list[str]:
    """The titles found, best first."""
    search = Search(query, user)
    titles = dict(CatalogueEntry.objects.values_list("pk", "title_nl"))
    return [titles[pk] for pk in ranking.window(search, search.records)]


@pytest.mark.parametrize(("name", "other"), [("NATO", "Signatory"), ("GROe", "Groei"), ("GRU", "Grutto")])
def test_short_name_does_not_find_what_only_holds_its_letters(name, other):
    make_forum(title="Dienst", abbreviation_nl=name)
    make_forum(title=other)
    assert found(name) == ["Dienst"]


def test_address_of_a_record_is_no_word():
    make_forum(slug="illegale-vs-legale", title="Illegaal")
    assert found("vs") == found("legale") == []
    make_motion("33694", "56", title="Motie")
    assert found("33694-56") == ["Motie"]


@pytest.mark.parametrize("query", ["sancties -rusland", "sancties NOT Russia", "sancties -russische"])
def test_what_is_left_out_goes_under_its_other_forms_and_names_too(query):
    make_forum(title="Sancties", summary_nl="Vier Russische officieren")
    make_forum(title="Sancties tegen anderen")
    assert found(query) == ["Sancties tegen anderen"]


@pytest.mark.parametrize("query", ["open toezeggingen", "openstaande toezeggingen", "outstanding commitments"])
def test_status_in_words_asks_for_what_has_it(query):
    commitment = make_commitment(title="Over de Kamer")
    add(commitment, "executions", status="open", date="2020")
    done = make_commitment(title="Over een open internet")
    add(done, "executions", status="settled", date="2020")
    assert found(query)[0] == "Over de Kamer"
    assert found("afgehandelde toezeggingen") == ["Over een open internet"]


def test_status_of_several_words_is_one():
    motion = make_motion(title="Motie", summary_nl="Behandeling")
    add(motion, "executions", status="in_progress", date="2020")
    other = make_motion("33694", "57", title="Over behandeling")
    add(other, "executions", status="settled", date="2020")
    assert found("moties in behandeling")[0] == "Motie"


def test_status_follows_what_an_editor_writes():
    motion = make_motion(title="Motie")
    OutcomeEvent(entry_id=motion.pk, outcome="adopted", date="2020").save()
    assert found("aangenomen moties") == ["Motie"] and not found("verworpen moties")
    OutcomeEvent(entry_id=motion.pk, outcome="rejected", date="2021").save()
    assert found("verworpen moties") == ["Motie"] and not found("aangenomen moties")


def test_year_in_words_asks_for_what_is_of_it():
    add(make_motion("33694", "2019", title="Motie over aanvallen"), "outcomes", outcome="adopted", date="2001")
    add(make_motion("33694", "56", title="Motie over een aanval"), "outcomes", outcome="adopted", date="2019-11-19")
    assert found("moties 2019 aanval") == ["Motie over een aanval", "Motie over aanvallen"]
    assert found("moties 2018 aanval") == []


def test_year_follows_the_date():
    motion = make_motion(title="Motie")
    row = OutcomeEvent(entry_id=motion.pk, outcome="adopted", date="2019")
    row.save()
    assert found("motie 2019") == ["Motie"]
    row.date = "2018"
    row.save()
    assert found("motie 2018") == ["Motie"] and not found("motie 2019")


@pytest.mark.parametrize(("query", "titles"), [("type:land", ["Rusland"]), ("type:landen", ["Rusland"])])
def test_kinds_within_a_kind_can_be_asked_for(query, titles):
    make_party(title="Rusland", kind="country")
    make_party(title="Verhoeven", kind="person")
    assert found(query) == titles


def test_unknown_status_names_those_there_are():
    (hint,) = Search("status:zwaluw", None).hints
    assert "zwaluw" in hint and "afgedaan, " in hint


def test_term_comes_after_what_it_explains():
    make_term(title="Zwaluwverdrag")
    make_many("instrument", 5, title="Zwaluwverdrag")
    kinds = dict(CatalogueEntry.objects.values_list("pk", "kind"))
    search = Search("zwaluwverdrag", None)
    assert kinds[ranking.window(search, search.records)[0]] == "instrument"


# What is related


def test_what_is_related_to_a_named_record_is_offered():
    russia = make_party(title="Rusland", kind="country")
    named, tied = make_forum(title="Sancties tegen Rusland"), make_forum(title="Sancties na NotPetya")
    hidden = make_forum(title="Sancties in het geheim", visibility="internal")
    for forum in (named, tied, hidden):
        relate(russia, "partner-in", forum)
    (offer,) = offers(Search("sancties rusland", None))
    assert (offer.said, offer.text, offer.more) == ("rusland", "sancties partij:rusland", 1)
    assert sorted(found(offer.text)) == ["Sancties na NotPetya", "Sancties tegen Rusland"]
    assert [offer.more for offer in offers(Search("sancties rusland", make_user("reader")))] == [2]


@pytest.mark.parametrize("language", ["nl", "en"])
def test_filters_that_are_offered_are_known(language):
    with override(language):
        assert {NAMES.get(str(LABELS[kind])) for kind in BY_RECORD} == set(BY_RECORD)


@pytest.mark.parametrize(
    "query", ["rusland", "sancties", 'sancties "rusland"', "sancties party:rusland", "sancties geheim"]
)
def test_nothing_is_offered_without_a_name_beside_other_words(query):
    russia, secret = make_party(title="Rusland"), make_party(title="Geheim", visibility="internal")
    forum = make_forum(title="Sancties na NotPetya")
    for party in (russia, secret):
        relate(party, "partner-in", forum)
    assert offers(Search(query, None)) == []
