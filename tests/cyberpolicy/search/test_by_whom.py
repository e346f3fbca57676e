"""A name finds what its bearer submitted, made or sent, where no text says so."""

import pytest
from django.utils.translation import override

from cyberpolicy import catalogue
from cyberpolicy.search import drawing, results
from cyberpolicy.search.finding import Search
from tests.cyberpolicy.search.found import found
from tests.factories import make_commitment, make_document, make_forum, make_motion, make_party, make_user, relate

pytestmark = pytest.mark.django_db


def make_member(title: str, **values):
    return make_party(title=title, kind="person", **values)


@pytest.fixture
def motion():
    return make_motion(title="Motie Bakker c.s. over zwaluwen")


def test_motion_is_found_by_a_submitter_whom_its_title_does_not_name(motion):
    relate(make_member("K. de Wit"), "submitted", motion)
    make_motion(title="Motie Bakker over zwaluwen en meeuwen")
    assert found("de wit zwaluwen") == found('lid:"de wit" zwaluwen') == ["Motie Bakker c.s. over zwaluwen"]
    assert found("witte zwaluwen") == []


def test_motion_that_names_its_submitter_comes_first(motion):
    member = make_member("Zwart")
    named = make_motion(title="Motie Zwart over zwaluwen", date="2011-01-01")
    for each in (named, motion):
        relate(member, "submitted", each)
    assert found("zwart zwaluwen") == ["Motie Zwart over zwaluwen", "Motie Bakker c.s. over zwaluwen"]


@pytest.mark.parametrize(
    ("make", "kind"), [(make_commitment, "made-by"), (make_document, "sent-by"), (make_document, "co-sent-by")]
)
def test_what_was_made_or_sent_by_somebody_is_found_by_the_name(make, kind):
    relate(make(title="Over zwaluwen"), kind, make_party(title="Ministerie van Vogels", kind="ministry"))
    make(title="Ook over zwaluwen")
    assert found("zwaluwen ministerie van vogels") == found("door:vogels zwaluwen") == ["Over zwaluwen"]


def test_other_relations_do_not_make_it_theirs(motion):
    relate(make_party(title="Vogelland", kind="country"), "involved-in", motion)
    assert found("vogelland zwaluwen") == []


def test_search_follows_the_relation(motion):
    member = make_member("Zwart")
    assert found("zwart zwaluwen") == []
    relation = relate(member, "submitted", motion)
    assert found("zwart zwaluwen") == ["Motie Bakker c.s. over zwaluwen"]
    relation.delete()
    assert found("zwart zwaluwen") == []


def test_what_a_hidden_party_submitted_is_not_found_by_its_name(motion):
    relate(make_member("Zwart", visibility="internal"), "submitted", motion)
    assert found("zwart zwaluwen") == []
    assert found("zwart zwaluwen", make_user("reader")) == ["Motie Bakker c.s. over zwaluwen"]


def test_hidden_motion_is_not_found_by_who_submitted_it():
    relate(make_member("Zwart"), "submitted", make_motion(title="Motie over meeuwen", visibility="internal"))
    assert found("zwart") == ["Zwart"]
    assert len(Search("lid:zwart", None).records) == 1 and Search("lid:zwart", None).hints  # read as a word


def test_people_of_one_surname_are_all_meant():
    for number, name in enumerate(["Van den Berg", "C. van den Berg", "Anna van den Berg"]):
        relate(make_member(name), "submitted", make_motion(title=f"Motie over zwaluw {number}"))
    relate(make_member("Van den Bergh"), "submitted", make_motion(title="Motie over meeuwen"))
    assert sorted(found('indiener:"van den berg"')) == [f"Motie over zwaluw {number}" for number in range(3)]
    assert sorted(found("van den berg motie")) == [f"Motie over zwaluw {number}" for number in range(3)]


def test_who_asks_for_a_whole_name_does_not_mean_all_of_that_surname():
    for name in ("Jan Bakker", "Piet Bakker"):
        relate(make_member(name), "submitted", make_motion(title=f"Motie {name[:3]}"))
    make_motion(title="Motie over de bakkerij")
    assert sorted(found("jan bakker")) == ["Jan Bakker", "Motie Jan"]
    assert sorted(found("bakker"))[:4] == ["Jan Bakker", "Motie Jan", "Motie Pie", "Motie over de bakkerij"]


def test_name_that_many_share_means_all_of_them_and_leaves_the_other_words_their_meaning():
    make_forum(title="Open-ended Working Group", abbreviation_nl="OEWG")
    for number in range(60):
        motion = make_motion(title=f"Motie over de Open-ended Working Group {number}")
        relate(make_member(f"{number}. Jansen"), "submitted", motion)
    assert len(Search("OEWG jansen", None).records) == len(Search("lid:jansen", None).records) == 60


def test_short_surname_still_finds_compounds():
    make_member("Jan Bank")
    make_forum(title="Databank")
    assert sorted(found("bank")) == ["Databank", "Jan Bank"]


def test_motion_of_a_submitter_comes_before_what_says_the_word():
    relate(make_member("J. Zwart"), "submitted", make_motion(title="Motie over zwaluwen", date="2011-01-01"))
    make_motion(title="Motie over zwaluwen die zijn bekeken", summary_nl="Zwart is een kleur.")
    assert found("zwart zwaluwen")[0] == "Motie over zwaluwen"


def test_page_tells_by_whom_a_record_is(motion):
    member = make_member("K. de Wit")
    for each in (motion, make_motion(title="Motie K. de Wit over zwaluwen")):
        relate(member, "submitted", each)
    search = Search("de wit zwaluwen", None)
    shown = results.results(search, list(search.records))
    by = {each.entry.title_nl: [bearer.title_nl for bearer in each.by] for each in shown}
    assert by == {"Motie Bakker c.s. over zwaluwen": ["K. de Wit"], "Motie K. de Wit over zwaluwen": []}
    with override("nl"):
        drawn = drawing.found(results.results(search, [motion.pk]))
    assert "<p>Door <a" in drawn and ">K. de Wit</mark></a></p>" in drawn


def test_name_that_is_left_out_leaves_out_what_is_by_it(motion):
    relate(make_member("Zwart"), "submitted", motion)
    make_motion(title="Motie over zwaluwen en meeuwen")
    letter = make_document(title="Brief", passages=["1.1"])
    letter.passages.update(text="Over de zwaluwen.")
    catalogue.refresh(letter)
    relate(letter, "sent-by", make_member("Zwart", slug="ander"))
    assert found("zwaluwen -zwart") == ["Motie over zwaluwen en meeuwen"]
    assert "Brief" in found("zwaluwen")
