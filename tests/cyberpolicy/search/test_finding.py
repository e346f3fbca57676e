"""What a query finds: forms, compounds, names in two languages, filters."""

import pytest

from cyberpolicy import catalogue
from cyberpolicy.models import CatalogueEntry, Passage
from cyberpolicy.search import ranking
from cyberpolicy.search.finding import Search
from tests.cyberpolicy.search.found import found
from tests.factories import (
    DAY,
    add,
    make_commitment,
    make_document,
    make_forum,
    make_initiative,
    make_instrument,
    make_many,
    make_motion,
    make_party,
    make_term,
    make_track,
    make_user,
    relate,
)  # fmt: skip

pytestmark = pytest.mark.django_db
SENATE = "Van de Senaat"


@pytest.mark.parametrize(
    ("text", "query"),
    [
        ("aanval", "aanvallen"), ("verdrag", "verdragen"), ("sancties", "sanctie"), ("coördinatie", "coordinatie"),
        ("cybersanctieregime", "sanctieregime"), ("cyberaanval", "cyber"), ("cyberaanval", "aanvallen"),
        ("cyber-attack", "cyber attack"), ("cyberattack", "cyber-attack"), ("open-ended", "open"), ("state", "states"),
        ("cyber attack", "cyberattacks"), ("cyberaanval", "cyber-aanvallen"), ("wannacry", "wanna cry"), ("US", "U.S."),
        ("behaviour", "behavior"), ("organization", "organisations"), ("defense", "defence"), ("programs", "programme"),
        ("centre", "center"), ("covid-19", "covid19"), ("G-77", "G77"), ("NGOs", "NGO's"), ("terrorist", "terrorisme"),
    ],
)  # fmt: skip
def test_word_finds_its_forms_and_compounds(text, query):
    make_forum(title=f"Over {text} gesproken")
    make_forum(title="Iets anders")
    assert found(query) == [f"Over {text} gesproken"]


@pytest.mark.parametrize(
    ("text", "query"),
    [("veiling", "veiligheid"), ("bestaat", "staat"), ("over", "overheid"), ("committee", "commitments")],
)
def test_word_does_not_find_what_only_looks_like_it(text, query):
    make_forum(title="Bijeenkomst", summary_nl=text)
    assert found(query) == []


def test_names_of_one_thing_find_each_other():
    make_term(title_nl="Attributie", title_en="Attribution")
    make_party(title="Militaire inlichtingendienst", abbreviation_en="GRU", aliases=["GROe"])
    make_forum(title="Over attributies", title_en="")
    make_forum(title="Hack van de GRU")
    make_party(title_nl="Adviesraad Internationale Vraagstukken", title_en="Advisory Council", abbreviation_nl="AIV")
    make_document(title="Advies van de AIV")
    assert "Over attributies" in found("attribution")
    assert found("GROe") == ["Militaire inlichtingendienst", "Hack van de GRU"]
    assert found("adviesraad internationale vraagstukken")[0] == "Adviesraad Internationale Vraagstukken"
    assert "Advies van de AIV" in found("advisory council")


@pytest.mark.parametrize(
    ("text", "query"),
    [
        ("Chinese staatsburgers", "China"), ("China", "chinese"), ("Noord-Koreaanse entiteit", "north korea"),
        ("Latijns-Amerika", "latijns-amerikaanse"), ("North Korea", "Noord-Koreaans"), ("EU-regels", "europese regels"),
        ("het cybercrimeverdrag", "cybercriminaliteit"), ("Desinformatie", "fake news"), ("resilience", "veerkracht"),
    ],
)  # fmt: skip
def test_words_of_the_thesaurus_find_each_other(text, query):
    make_forum(title=f"Over {text} gesproken")
    make_forum(title="Letland en Mali", summary_nl="Iets anders")
    assert found(query) == [f"Over {text} gesproken"]


@pytest.mark.parametrize("text", ["letsel", "malicious", "zich afvragen"])
def test_country_is_not_found_by_what_only_begins_like_it(text):
    make_forum(title="Bijeenkomst", summary_nl=text)
    assert found("latvia") == found("malinees") == []


@pytest.mark.parametrize(
    "query",
    ["Boedapest-verdrag", "boedapestverdrag", "verdragsboedapest", "cybercriminaliteitsverdrag", "EU-verdrag"],
)
def test_word_that_does_not_occur_is_read_as_those_it_consists_of(query):
    make_instrument(title="Verdrag van Boedapest over cybercrime in de EU")
    make_forum(title="Boedapest")
    assert found(query) == ["Verdrag van Boedapest over cybercrime in de EU"]


def test_word_that_only_hidden_records_hold_is_taken_apart_too():
    make_instrument(title="Verdrag van Boedapest")
    make_forum(title="Boedapestverdrag", visibility="internal")
    assert found("boedapestverdrag") == ["Verdrag van Boedapest"]
    assert found("boedapestverdrag", make_user("reader")) == ["Boedapestverdrag"]


@pytest.mark.parametrize("query", ["G-77", "end-to-end"])
def test_word_with_hyphens_stays_together_when_its_parts_say_nothing(query):
    make_forum(title="Groep G in 77 delen, to the end")
    make_forum(title=f"Over {query}")
    assert found(query) == [f"Over {query}"]


def test_name_of_a_country_with_a_hyphen_is_not_taken_apart():
    make_forum(title="Noord-Atlantisch overleg over Korea")
    make_party(title="Noord-Korea")
    assert found("noord-korea") == ["Noord-Korea"]


def test_what_is_international_is_not_national():
    make_forum(title="Internationale zwaluw")
    make_forum(title="Cybernationale zwaluw")
    assert found("nationale") == ["Cybernationale zwaluw"] and found("internationale") == ["Internationale zwaluw"]


def test_verb_and_noun_of_the_same_doing_find_each_other():
    make_forum(title="Over attributie")
    make_forum(title="Wie attribueert")
    assert sorted(found("attribueren")) == sorted(found("attributie")) == ["Over attributie", "Wie attribueert"]


@pytest.mark.parametrize("query", ["33694", "33 694"])
def test_number_of_a_dossier_is_found_as_it_is_written(query):
    make_forum(title="Over 33 694")
    make_forum(title="Over 33694")
    assert sorted(found(query)) == ["Over 33 694", "Over 33694"]


def test_short_part_behind_a_hyphen_is_no_beginning():
    make_forum(title="Zwaluw kerkuil")
    assert found("zwaluw-kerk") == ["Zwaluw kerkuil"] and found("zwaluw-k") == []


def test_name_of_a_hidden_record_widens_nothing():
    make_term(title_nl="Attributie", title_en="Zwaluw", visibility="internal")
    make_forum(title="Over attributie")
    assert found("zwaluw") == []
    assert "Over attributie" in found("zwaluw", make_user("reader"))


def test_what_was_widened_before_a_record_was_hidden_is_not_used_after():
    make_forum(title="Nest van de lente")
    seen = make_forum(title="Zwaluw")
    make_forum(title="Nest en zwaluwen", visibility="confidential")
    begun = Search("zwaluwnest", None)
    seen.visibility = "confidential"
    seen.save()
    assert len(begun.widened.clauses) == 2  # it still sees both words
    assert len(Search("zwaluwnest", None).widened.clauses) == 1


def test_words_together_have_a_bounded_number_of_compounds(monkeypatch):
    make_forum(title="Een computernetwerk met basiskennis")
    assert found("kennis netwerk")
    monkeypatch.setattr("cyberpolicy.search.widening.MOST_COMPOUNDS", 1)
    make_forum(title="Iets anders")  # what was widened is remembered until something changes
    assert found("kennis") and found("netwerk") and not found("kennis netwerk")


def test_two_words_of_three_letters_also_find_what_begins_so():
    make_forum(title="Internationale normen in netwerken")
    assert found("int net") and found("nor*") and not found("int nor net")


def test_quotes_find_the_words_as_they_are_and_minus_leaves_out():
    make_forum(title="Politieke attributie")
    make_forum(title="Attributie, politieke")
    make_forum(title="Technische attributie")
    assert found('"politieke attributie"') == ["Politieke attributie"]
    assert found("attributie -politieke") == ["Technische attributie"]
    assert found("politieke OR technische -attributies") == []
    assert found("-attributie") == []
    assert sorted(found("techn* OR politieke")) == sorted(found("attributie"))


def test_titles_come_before_names_numbers_summaries_and_passages():
    document = make_document(title="Brief")
    Passage.objects.create(document=document, locator="1.1", position=1, text="Over zwaluw en merel.")
    catalogue.refresh(document)
    make_forum(title="Samengevat", summary_nl="Over de zwaluw.")
    make_forum(title="Zwaluwnest bouwen")
    make_forum(title="Ook genoemd", aliases=["De zwaluw van Omar"])
    make_forum(title="Een zwaluw maakt nog geen zomer")
    make_forum(title="Zwaluw")
    assert found("zwaluw") == [
        "Zwaluw", "Een zwaluw maakt nog geen zomer", "Ook genoemd", "Zwaluwnest bouwen", "Samengevat", "Brief",
    ]  # fmt: skip


def test_long_text_that_says_the_word_often_hides_no_other_record():
    for title, length in (("Brief", 300), ("Nota", 1)):
        document, places = make_document(title=title), range(1, length + 1)
        texts = [Passage(document=document, locator=f"1.{n}", position=n, text="Over attributie.") for n in places]
        Passage.objects.bulk_create(texts)
        catalogue.refresh(document)
    make_term(title="Attributie")
    assert found("attributie") == ["Attributie", "Brief", "Nota"]


def test_newest_comes_first_among_equals():
    for year in (2018, 2020, 2019):
        add(make_initiative(title="Zwaluw"), "milestones", kind="started", date=str(year))
    search = Search("zwaluw", None)
    keys = ranking.window(search, search.records)
    assert [CatalogueEntry.objects.get(pk=pk).date for pk in keys] == ["2020", "2019", "2018"]


@pytest.fixture
def records() -> None:
    track = make_track(slug="diplomatic-response", title_nl="Politieke respons", title_en="Political response", order=2)
    forum = make_forum(slug="oewg", title="Werkgroep", abbreviation_nl="OEWG")
    russia = make_party(title_nl="Rusland", title_en="Russia")
    first, second = make_initiative(title="Eerste"), make_initiative(title="Tweede")
    relate(first, "in-track", track)
    relate(second, "works-in", forum)
    relate(russia, "partner-in", second)
    motion = make_motion("33694", "56", title="Motie")
    add(motion, "executions", status="open", date="2019-05")
    add(motion, "outcomes", outcome="adopted", date="2019-05")
    relate(make_party(title="Verhoeven"), "submitted", motion)
    add(make_motion("33694", "A", title=SENATE), "outcomes", outcome="submitted", date="2017-03-09")
    add(make_commitment(title="Gedaan"), "executions", status="settled", date="2020")
    make_instrument(title="Afspraak", kind="treaty")


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("spoor:respons", ["Politieke respons", "Eerste"]), ("track:response", ["Politieke respons", "Eerste"]),
        ('track:"political response" type:initiative', ["Eerste"]), ("spoor:2 type:initiatief", ["Eerste"]),
        ("forum:oewg", ["Werkgroep", "Tweede"]), ("overleg:werkgroep", ["Werkgroep", "Tweede"]),
        ("land:rusland", ["Rusland", "Tweede"]), ("indiener:verhoeven", ["Motie"]), ("member:Verhoeven", ["Motie"]),
        ("kamer:tweede", ["Motie"]), ("type:motie jaar:2017", [SENATE]), ("kamer:eerste", [SENATE]),
        ("chamber:senate", [SENATE]), ("kamer:senaat", [SENATE]), ("datum:2017-03-09", [SENATE]),
        ("date:2017-03", [SENATE]), ("jaar:2017-03", [SENATE]), ("datum:2017", [SENATE]),
        ("datum:2016..2017", [SENATE]), ("9-3-2017", [SENATE]),
        ("03-2017", [SENATE]), ("9 maart 2017", [SENATE]), ("moties maart 2017", [SENATE]), ("8 maart 2017", []),
        ("motion of March 9, 2017", [SENATE]), ("datum: 9 maart 2017", [SENATE]), ("maart 9 2017", [SENATE]),
        ("party:Russia type:initiative", ["Tweede"]), ("status:open", ["Motie"]), ("status:afgedaan", ["Gedaan"]),
        ("status:adopted", ["Motie"]), ("jaar:2019", ["Motie"]), ("year:2018..2019", ["Motie"]),
        ("jaar:..2019", ["Motie", SENATE]), ("jaar:<2018", [SENATE]), ("type:motie year:>=2019", ["Motie"]),
        ("type:motie jaar:>2017", ["Motie"]), ("type:motie jaar:≤2017", [SENATE]), ("type:motie jaar:>2019", []),
        ("type:motie jaar:>2016 jaar:<2018", [SENATE]), ("type:motie jaar:2017 jaar:>=2019", []),
        ("type:motie jaar:=<2017", [SENATE]),
        ("type:motie jaar:2019", ["Motie"]), ("type:motions dossier:33694 status:open", ["Motie"]),
        ("soort:toezegging", ["Gedaan"]), ("type:initiatief -spoor:respons", ["Tweede"]),
        ("dossier:33694 -kamer:eerste", ["Motie"]), ("verdrag", ["Afspraak"]),
    ],
)  # fmt: skip
def test_fields_filter_in_both_languages(records, query, titles):
    assert found(query) == titles


@pytest.mark.parametrize("query", ["indiener:van der meer zwaluw", "zwaluw member:Van der Meer", "lid:meer zwaluw"])
def test_name_of_several_words_behind_a_filter_is_its_value(query):
    member = make_party(title="Van der Meer")
    for party, title in ((member, "Zwaluw"), (make_party(title="Van Dijk"), "Andere zwaluw")):
        relate(party, "submitted", make_motion(title=title))
    assert found(query) == ["Zwaluw"]


def test_words_behind_a_filter_that_are_no_name_with_it_are_words(records):
    make_party(title="Rusland zwaluw", visibility="internal")
    make_instrument(title="Rusland tweede")
    assert found("land:rusland tweede") == ["Tweede"]
    make_party(title="Rusland extra")
    for query in ("land:rusland zwaluw", 'land:"rusland" extra', "land:rusland -extra", "land:rusland tweede extra"):
        assert [each.value for each in Search(query, None).query.filters] == ["rusland"]


@pytest.mark.parametrize(
    "query",
    [
        "forum:zwaluw",
        "jaar:x",
        "jaar:2020..2019",
        "type:zwaluw",
        "status:zwaluw",
        "datum:x",
        "kamer:x",
    ],
)
def test_unknown_value_is_read_as_a_word_with_a_hint(records, query):
    assert found(query) == []
    assert query.partition(":")[2] in Search(query, None).hints[0]


@pytest.mark.parametrize("query", ["datum:>2017-03", "jaar:>2019-", "date:<1 mei 2019"])
def test_bound_that_is_no_year_is_not_taken_for_what_stands_behind_it(records, query):
    search = Search(query, None)
    assert not search.query.filters and search.hints


# Order


def test_the_one_treaty_comes_before_the_motions_that_name_it():
    make_instrument(title="Verdrag van Samarkand", date="2001")
    make_many("motion", 100, title="Motie Samarkand", date="2020")
    assert found("samarkand")[0] == "Verdrag van Samarkand"


def test_what_is_called_so_in_part_is_weighed_among_newer_records_that_say_it_in_passing():
    make_instrument(title="Listing van GROe-officieren", summary_nl="Sancties tegen vier personen")
    make_many("motion", 100, title="Motie over sancties", summary_nl="De groep GROe", sort_date=DAY)
    assert "Listing van GROe-officieren" in found("sancties groe")


@pytest.mark.parametrize("query", ["motie zwaluw", "which motion is about zwaluw"])
def test_record_of_the_kind_that_is_asked_for_comes_before_what_names_that_kind(query):
    make_instrument(title="Zwaluw", summary_nl="Kern van de motie", summary_en="The core of the motion")
    make_motion(title="Over vogels", summary_nl="Vraagt om een zwaluw")
    assert found(query) == ["Over vogels", "Zwaluw"]


def test_translated_name_is_weighed_among_many_that_have_the_word_itself():
    make_instrument(title="Cybercrimeverdrag", date="2001")
    make_many("motion", 100, title="Motie over cybercriminaliteit", sort_date=DAY)
    assert "Cybercrimeverdrag" in found("cybercriminaliteit")


def of_some(query: str) -> list[str]:
    titles = dict(CatalogueEntry.objects.values_list("pk", "title_nl"))
    search = Search(query, None)
    return [titles[pk] for pk in ranking.of_some(search, search.visible, 3)]


def test_with_some_of_the_words_comes_first_what_holds_most_and_the_rarest():
    make_term(title="Zwaluw")
    make_term(title="Zwaluw en merel")
    make_many("motion", 100, title="Motie over vogels", sort_date=DAY)
    assert of_some("zwaluw merel vogels adelaar")[0] == "Zwaluw en merel"
    assert of_some("vogels zwaluw")[0] == "Zwaluw"


def test_motion_comes_before_the_paper_it_stands_in():
    make_document(title="Motie Zwaluw", date="2020")
    make_many("motion", 20, title="Motie Zwaluw", date="2001")
    search = Search("zwaluw", None)
    kinds = dict(CatalogueEntry.objects.values_list("pk", "kind"))
    assert kinds[ranking.window(search, search.records)[0]] == "motion"
