import pytest

from tests.factories import (
    add,
    make_commitment,
    make_incident,
    make_initiative,
    make_instrument,
    make_listing,
    make_motion,
    make_party,
    relate,
)
from tests.reading import visit

pytestmark = pytest.mark.django_db


def test_motions_of_a_dossier(client):
    make_motion("33694", "56", title="A")
    make_motion("21501-33", "734", title="B")
    assert visit(client, "/motions/?dossier=21501-33").titles == ["B"]
    assert visit(client, "/motions/?dossier=99999").titles == []
    assert visit(client, "/motions/?dossier=%00").notices


def test_motions_by_submitter_ministry_outcome_and_execution(client):
    motion = make_motion(title="A")
    relate(make_party(slug="koopmans", kind="person"), "submitted", motion)
    relate(make_party(slug="min-bz", kind="ministry"), "responsible-for", motion)
    add(motion, "outcomes", outcome="adopted", date="2019")
    add(motion, "executions", status="reported", date="2020")
    make_motion(title="B")
    page = visit(client, "/motions/?submitter=koopmans&ministry=min-bz&outcome=adopted&execution=reported")
    assert page.titles == ["A"]
    assert len(page.chips) == 4


def test_outcome_follows_the_day_and_not_the_order_of_entry(client):
    motion = make_motion(title="A")
    add(motion, "outcomes", outcome="adopted", date="2019-12")
    add(motion, "outcomes", outcome="held_over", date="2019-10")
    assert visit(client, "/motions/?outcome=adopted").titles == ["A"]


def test_listings_by_regime_nationality_and_incident(client):
    listing = make_listing(title="GRU")
    relate(listing, "listed-under", make_instrument(slug="eu-regime"))
    relate(listing, "belongs-to", make_party(slug="russia"))
    relate(listing, "responds-to", make_incident(slug="notpetya"))
    make_listing(title="Other")
    assert visit(client, "/listings/?regime=eu-regime&nationality=russia&incident=notpetya").titles == ["GRU"]


def test_commitments_by_strength_maker_and_subject(client):
    commitment = make_commitment(title="A", strength="intention")
    relate(commitment, "made-by", make_party(slug="min-bz"))
    relate(commitment, "concerns", make_initiative(slug="gfce"))
    make_commitment(title="B")
    assert visit(client, "/commitments/?strength=intention&made_by=min-bz&concerns=gfce").titles == ["A"]


def test_instruments_by_who_adopted_them_and_legal_force(client):
    instrument = make_instrument(title="A", binding="no")
    relate(make_party(slug="eu"), "adopted", instrument)
    make_instrument(title="B")
    assert visit(client, "/instruments/?adopter=eu&binding=no").titles == ["A"]
