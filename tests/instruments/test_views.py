import pytest

from instruments import tables
from tests.cases import EntryListCase
from tests.factories import (
    add,
    make_commitment,
    make_document,
    make_instrument,
    make_listing,
    make_motion,
    make_party,
    relate,
)
from tests.reading import visit

pytestmark = pytest.mark.django_db


class TestInstrumentList(EntryListCase):
    table = tables.INSTRUMENTS


class TestListingList(EntryListCase):
    table = tables.LISTINGS


class TestMotionList(EntryListCase):
    table = tables.MOTIONS


class TestCommitmentList(EntryListCase):
    table = tables.COMMITMENTS


def test_motion_page_shows_its_way_its_requests_and_its_paper(client):
    motion = make_motion("33694", "56", title="The motion", document=make_document("33694", "56"))
    add(motion, "requests", number=2, text_nl="Vraag twee", text_en="second ask")
    add(motion, "requests", number=1, text_nl="Vraag een", text_en="first ask", remark_en="In general terms.")
    add(motion, "outcomes", outcome="adopted", date="2019-11-26")
    page = visit(client, "/motions/33694-56/")
    asks = page.section("asks")
    assert asks.index("First ask") < asks.index("In general terms.") < asks.index("Second ask")
    assert page.fact("Paper").replace("\u00a0", " ") == "33 694, nr. 56"
    assert "/documents/kst-33694-56/" in page.links
    assert "Adopted" in page.section("steps")


def test_motion_page_says_what_is_not_known(client):
    make_motion("33694", "56", requests_known=False, submitters_complete=False)
    text = visit(client, "/motions/33694-56/").text
    assert "does not tell what this motion asks" in text
    assert "with others whom the source does not name" in text


def test_motion_page_leads_to_the_motion_it_replaces(client):
    old = make_motion("33694", "53", title="The first text")
    make_motion("33694", "56", replaces=old)
    page = visit(client, "/motions/33694-56/")
    assert page.fact("Replaces") == "The first text"
    old.state = "withdrawn"
    old.save()
    assert visit(client, "/motions/33694-56/").fact("Replaces") == ""


def test_submitters_stand_in_the_order_of_the_motion(client):
    motion = make_motion("33694", "56")
    for position, name in ((2, "Koopmans"), (1, "Verhoeven")):
        relate(make_party(kind="person", title=name), "submitted", motion, position=position)
    assert visit(client, "/motions/33694-56/").fact("Submitters") == "Verhoeven Koopmans"


def test_commitment_page_says_that_no_deadline_was_named(client):
    make_commitment(slug="promise", register_number="TZ202011-001")
    page = visit(client, "/commitments/promise/")
    assert page.fact("Due on") == "No deadline named"
    assert page.fact("Register number") == "TZ202011-001"


def test_commitment_page_shows_the_deadline_as_a_date_in_words(client):
    add(make_commitment(slug="promise"), "deadlines", due_on="2021-03-01")
    assert visit(client, "/commitments/promise/").fact("Due on").replace("\u00a0", " ") == "1 March 2021"


def test_listing_page_shows_a_number_of_zero(client):
    make_listing(slug="gru", persons=0, entities=1)
    page = visit(client, "/listings/gru/")
    assert (page.fact("Persons"), page.fact("Entities")) == ("0", "1")


def test_instrument_page_shows_legal_force_with_its_basis(client):
    make_instrument(slug="treaty", binding="yes", binding_basis="editor")
    page = visit(client, "/instruments/treaty/")
    assert (page.fact("Legal force"), page.fact("Basis of the legal force")) == ("Binding", "Judged by the editors")
