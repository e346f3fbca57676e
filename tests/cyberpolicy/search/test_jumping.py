"""Numbers that lead straight to a record, and those that do not."""

import pytest

from cyberpolicy.search.finding import Search
from cyberpolicy.search.jumping import target
from tests.factories import (
    make_commitment,
    make_document,
    make_forum,
    make_instrument,
    make_motion,
    make_user,
)  # fmt: skip

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "query", ["33 694 nr. 56", "33694-56", "33 694, nr. 56", "Kamerstuk 33 694, nr. 56", " 33694 nr 56 ", "33.694-56"]
)
def test_number_leads_to_the_motion_before_its_paper(query):
    make_document("33694", "56")
    motion = make_motion("33694", "56")
    make_forum(summary_nl="Zie 33 694, nr. 56.")
    assert target(Search(query, None)) == motion.catalogue


def test_number_leads_to_what_the_reader_may_see():
    motion, paper = make_motion("33694", "56", visibility="internal"), make_document("33694", "56")
    assert target(Search("33694-56", None)) == paper.catalogue
    assert target(Search("33694-56", make_user("reader"))) == motion.catalogue
    assert target(Search("33694-57", None)) is None


@pytest.mark.parametrize(
    ("query", "title"),
    [
        ("kst-33694-56", "Kamerstuk"), ("21501-33, nr. 734", "Met streepje"), ("Stb. 2019, 457", "Besluit"),
        ("2019/796", "Verordening (EU) 2019/796"), ("26643-56", "Kamerstuk"), ("resolutie 73/27", "Instelling"),
    ],
)  # fmt: skip
def test_every_sort_of_number_leads_somewhere(query, title):
    make_motion("33694", "56")
    make_document("33694", "56", title="Kamerstuk", further_dossiers=["26643"])
    make_motion("21501-33", "734", title="Met streepje")
    make_document(slug="stb-2019-457", title="Besluit")
    make_instrument(title="Verordening (EU) 2019/796")
    make_instrument(title="Instelling", summary_nl="Op grond van 73/27")
    assert target(Search(query, None)).title_nl == title


def test_what_only_mentions_a_number_is_listed_not_led_to():
    make_forum(title="Groep", summary_nl="Niet die van resolutie 73/27")
    search = Search("A/RES/73/27", None)
    assert target(search) is None
    assert len(search.records) == 1


@pytest.mark.parametrize(
    ("query", "title"),
    [
        ("motie 33694-56", "Motie"), ("Motion 33 694, no. 56", "Motie"), ("33694-56 motie", "Motie"),
        ("document 33694-56", "Kamerstuk"), ("toezegging T01234", "Toezegging"), ("33694-56", "Motie"),
        ("tz202504-057", "Andere toezegging"), ("TZ202504-057", "Andere toezegging"),
        ("commitment TZ202504-057", "Andere toezegging"), ("de motie 33694-56", "Motie"),
        ("forum T01234", "Over T01234"), ("TB-00004640", "Nog een"), ("tb00004640", "Nog een"),
        ("kst-33694-56", "Kamerstuk"), ("KST 33694 56", "Kamerstuk"), ("kst33694-56", "Kamerstuk"),
    ],
)  # fmt: skip
def test_number_with_its_kind_leads_to_the_record_of_that_kind(query, title):
    make_motion("33694", "56", title="Motie")
    make_document("33694", "56", title="Kamerstuk")
    make_commitment(title="Toezegging", register_number="T01234")
    make_commitment(title="Andere toezegging", register_number="TZ202504-057")
    make_commitment(title="Nog een", register_number="TB00004640")
    make_forum(title="Over T01234")
    assert target(Search(query, None)).title_nl == title


@pytest.mark.parametrize(
    "query",
    [
        "toezegging 33694-56", "motie OR 33694-56", "motie -33694-56", "motie T01234", "motie motie 33694-56",
        "forum:motie 33694-56", "toezegging T05678", "T05678", "document T05678", "T01234*",
    ],
)  # fmt: skip
def test_number_of_another_kind_or_of_what_is_hidden_leads_nowhere(query):
    make_motion("33694", "56")
    make_commitment(register_number="T01234")
    make_commitment(register_number="T05678", visibility="internal")
    make_document("33694", "60", summary_nl="Over toezegging T05678")
    assert target(Search(query, None)) is None


@pytest.mark.parametrize(
    "query", ["33694-56 attributie", "33694-56 cyber", "-33694-56", "33694", "56", "type:motie 33694-56", ""]
)
def test_more_or_less_than_a_number_leads_nowhere(query):
    make_motion("33694", "56")
    make_motion("33694", "57")
    assert target(Search(query, None)) is None
