import pytest

from tests.factories import add, make_incident, make_party, make_place, make_position, make_term, make_track, relate
from tests.reading import visit

pytestmark = pytest.mark.django_db


def test_party_shows_how_many_positions_a_reader_may_see(client):
    party = make_party(title="Nowhere", iso_code="NW")
    make_position(party, make_term())
    make_position(party, make_term(visibility="internal"))
    page = visit(client, "/parties/")
    assert (page.cells("Positions"), page.cells("ISO code")) == (["1"], ["NW"])


def test_incidents_stand_latest_first(client):
    for title, year in (("Old", "2016"), ("New", "2020"), ("Middle", "2018-04")):
        add(make_incident(title=title), "milestones", kind="occurred", date=year)
    assert visit(client, "/incidents/").titles == ["New", "Middle", "Old"]


def test_place_shows_what_is_located_there(client):
    place = make_place(title="Den Haag")
    relate(make_party(title="GFCE"), "located-in", place)
    assert visit(client, "/places/").cells("Located here") == ["GFCE"]


def test_tracks_stand_in_their_own_order_with_goal_and_means(client):
    make_track(title="B", order=2)
    make_track(title="A", order=3)
    make_track(title="C", order=1, goal_en="Rules", means_nl=["a"], means_en=["talks", "law"])
    page = visit(client, "/tracks/")
    assert page.titles == ["C", "B", "A"]
    assert (page.cells("Goal")[0], page.cells("Means")[0]) == ("Rules", "Talks; law")
