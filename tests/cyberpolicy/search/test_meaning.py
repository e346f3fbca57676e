"""What words stand for besides themselves: names, statuses, kinds within a kind, and what is related to a record."""

import pytest
from django.http import QueryDict
from django.utils.translation import override

from cyberpolicy.models import CatalogueEntry, Passage
from cyberpolicy.search import ranking, thesaurus
from cyberpolicy.search.fields import BY_RECORD, LABELS, NAMES
from cyberpolicy.search.finding import Search
from cyberpolicy.search.page import SearchPage
from cyberpolicy.search.relating import offers
from instruments.models import OutcomeEvent
from tests.cyberpolicy.search.found import found
from tests.factories import (
    add,
    make_commitment,
    make_document,
    make_forum,
    make_initiative,
    make_many,
    make_motion,
    make_party,
    make_term,
    make_user,
    relate,
)

pytestmark = pytest.mark.django_db


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


def test_ordinary_short_word_that_is_a_title_still_finds_its_compounds():
    make_term(title="Norm")
    make_forum(title="Cybernormen en gedragsnormering")
    assert found("norm") == ["Norm", "Cybernormen en gedragsnormering"]


def test_words_that_are_left_out_stand_for_themselves():
    make_forum(title="Sancties mensenrechten")
    make_forum(title="Sancties human rights")
    assert found('sancties -"human rights"') == ["Sancties mensenrechten"]


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("China OR North Korea", ["China", "Noord-Korea"]), ("Raad van Europa OR NAVO", ["NAVO", "Raad van Europa"]),
        ("NAVO OR Raad van Europa", ["NAVO", "Raad van Europa"]),
        ("NAVO OR North Korea OR China", ["China", "NAVO", "Noord-Korea"]),
    ],
)  # fmt: skip
def test_or_beside_a_name_of_several_words_means_all_of_it(query, titles):
    for title in ("China", "Noord-Korea", "Raad van Europa", "NAVO", "Raad en Korea"):
        make_forum(title=title)
    assert sorted(found(query)) == titles
    assert [said for said, _rest in Search(query, None).query.chips()] == [query]


def test_many_can_be_written_with_an_apostrophe():
    make_term(title="Risico's", aliases=["Gevaren"])
    make_forum(title="Over gevaren")
    assert sorted(found("risico's")) == sorted(found("risico’s")) == ["Over gevaren", "Risico's"]


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


def test_status_beats_a_title_also_where_the_record_has_both():
    done, still = make_commitment(title="Open internet"), make_commitment(title="Kabel", aliases=["open internet"])
    add(done, "executions", status="settled", date="2021")
    add(still, "executions", status="open", date="2020")
    assert found("open toezeggingen") == ["Kabel", "Open internet"]


def test_status_says_little_where_no_kind_is_asked_for():
    add(make_commitment(title="Zwaluw"), "executions", status="open", date="2020")
    make_term(title="Open, vrij en veilig internet")
    assert found("open")[0] == "Open, vrij en veilig internet"
    assert found("opening") == ["Open, vrij en veilig internet"]


@pytest.mark.parametrize(
    "query", ["niet uitgevoerde moties", "moties niet afgedaan", "nog niet afgehandelde moties", "motions not settled"]
)
def test_status_that_is_denied_asks_for_the_others(query):
    done, not_done = make_motion(title="Gedaan"), make_motion("33694", "57", title="Ongedaan")
    add(done, "executions", status="settled", date="2020")
    add(not_done, "executions", status="will_not_be_carried_out", date="2020")
    assert found(query) == ["Ongedaan"]


@pytest.mark.parametrize(
    "query", ["moties NOT afgedaan", "moties -afgedaan", "MOTIES NIET AFGEDAAN", "type:motie -afgedaan"]
)
def test_status_can_be_left_out(query):
    done, still = make_motion(title="Gedaan"), make_motion("33694", "57", title="Lopend")
    add(done, "executions", status="settled", date="2020")
    add(still, "executions", status="open", date="2020")
    assert found(query) == ["Lopend"]


def test_either_of_two_statuses_will_do():
    for number, status in enumerate(("settled", "in_progress", "open"), start=1):
        add(make_motion("33694", str(number), title=status), "executions", status=status, date="2020")
    assert sorted(found("moties afgedaan OR in behandeling")) == ["in_progress", "settled"]


def test_status_in_quotes_is_words():
    add(make_motion(title="Motie"), "executions", status="in_progress", date="2020")
    assert found('"in behandeling"') == []


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


def test_year_is_also_that_of_passages():
    letter = make_document(title="Brief", passages=["1.1"])
    Passage.objects.update(text="Over sancties.", text_hash="1")
    add(letter, "milestones", kind="published", date="2019")
    assert found("sancties 2019") == ["Brief"] and found("sancties -2019") == []
    add(letter, "milestones", kind="published", date="2018")
    assert found("sancties 2018") == ["Brief"] and found("sancties 2019") == []


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


def test_word_that_begins_as_one_with_an_asterisk_stands_for_the_others_where_it_does_not_occur():
    make_forum(title="COVID-19")
    make_forum(title="Iets anders")
    make_forum(title="Coronamaatregelen")
    assert sorted(found("coronavirus")) == ["COVID-19", "Coronamaatregelen"]
    make_forum(title="Coronavirus")
    assert found("coronavirus")[0] == "Coronavirus"
    assert thesaurus.akin("hackathon") == []


@pytest.mark.parametrize(("query", "title"), [("Esten", "Estland"), ("Ghanezen", "Ghana"), ("verdedigers", "Defence")])
def test_word_that_does_not_occur_is_read_as_a_form_of_one_of_the_thesaurus(query, title):
    for name in ("Estland", "Ghana", "Defence", "Verdrag", "Polen"):
        make_forum(title=name)
    assert found(query) == [title]
    assert found("conventional") == found("polished") == []


@pytest.mark.parametrize(
    ("query", "title"), [("motie eerste kamer", "Zwaluw"), ("moties Senate", "Zwaluw"), ("motie TK", "Meeuw")]
)
def test_chamber_can_be_asked_for_in_words(query, title):
    make_motion(title="Zwaluw", chamber="eerste")
    make_motion(title="Meeuw", chamber="tweede")
    assert found(query) == [title]
    assert found("motie eerste") == []


@pytest.mark.parametrize("query", ["TB00016160", "TB 16160", "TB 00016160", "tb16160", "toezegging tb16160"])
def test_register_number_is_found_without_its_zeros(query):
    make_commitment(title="Toezegging", register_number="TB00016160")
    make_commitment(title="Andere", register_number="TB00016161")
    assert found(query) == ["Toezegging"]


def test_small_word_is_no_beginning_of_a_larger_one():
    make_forum(title="Overleg", summary_nl="Daar ging het door")
    assert found("doors") == []
    make_forum(title="Deuren", summary_en="Closed doors")
    assert found("doors") == ["Deuren"]


# What is related


def related(query: str, user=None, **more: str) -> list[tuple[str, str, int]]:
    values = QueryDict(mutable=True)
    values.update({"q": query, **more})
    return [(offer.said, offer.text, count) for offer, _url, count in SearchPage("/search/", values, user).related]


def test_what_is_related_to_a_named_record_is_offered():
    russia = make_party(title="Rusland", kind="country")
    named, tied = make_forum(title="Sancties tegen Rusland"), make_forum(title="Sancties na NotPetya")
    hidden = make_forum(title="Sancties in het geheim", visibility="internal")
    for forum in (named, tied, hidden):
        relate(russia, "partner-in", forum)
    assert related("sancties rusland") == [("rusland", "sancties partij:rusland", 1)]
    assert sorted(found("sancties partij:rusland")) == ["Sancties na NotPetya", "Sancties tegen Rusland"]
    assert related("sancties rusland", make_user("reader")) == [("rusland", "sancties partij:rusland", 2)]


def test_name_with_a_small_word_is_offered_whole():
    europe, council = make_forum(title="Europa"), make_forum(title="Raad van Europa")
    for forum in (europe, council):
        relate(make_initiative(title="Verdrag"), "works-in", forum)
    assert related("verdrag raad van europa") == [("raad van europa", 'verdrag forum:"raad van europa"', 1)]


def test_nothing_is_offered_within_a_query_that_is_a_name():
    europe, council = make_forum(title="Europa"), make_forum(title="Raad van Europa")
    for forum in (europe, council):
        relate(make_initiative(title="Verdrag"), "works-in", forum)
    assert related("raad van europa") == []


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
    assert related(query) == offers(Search(query, None)) == []
