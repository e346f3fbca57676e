import pytest

from tests.factories import make_challenge, make_forum, make_incident, make_initiative, make_party, make_place, relate
from tests.reading import visit

pytestmark = pytest.mark.django_db


def test_partner_of_an_initiative_is_a_party_or_a_forum(client):
    both = make_initiative(title="Both")
    relate(make_party(slug="nl"), "partner-in", both)
    relate(make_forum(slug="gfce"), "partner-in", both)
    make_initiative(title="Other")
    assert visit(client, "/initiatives/?partner=nl").titles == ["Both"]
    assert visit(client, "/initiatives/?partner=gfce").titles == ["Both"]


@pytest.mark.parametrize("verb", ["works-in", "held-in", "spreads-recommendations-of"])
def test_forum_of_an_initiative_is_found_by_every_verb(client, verb):
    relate(make_initiative(title="A"), verb, make_forum(slug="oewg"))
    make_initiative(title="B")
    assert visit(client, "/initiatives/?forum=oewg").titles == ["A"]


def test_other_verbs_do_not_count(client):
    relate(make_initiative(title="A"), "supports", make_forum(slug="oewg"))
    assert visit(client, "/initiatives/").facet("forum") == {}


def test_incident_is_found_by_who_is_held_responsible_and_by_its_target(client):
    incident = make_incident(title="NotPetya")
    relate(incident, "attributed-to", make_party(slug="russia"))
    relate(incident, "targeted", make_party(slug="ukraine"))
    assert visit(client, "/incidents/?attributed=russia&target=ukraine").titles == ["NotPetya"]
    assert visit(client, "/incidents/?attributed=ukraine").notices


def test_challenge_is_found_by_who_drives_it(client):
    challenge = make_challenge(title="Espionage")
    relate(make_party(slug="china"), "drives", challenge)
    assert visit(client, "/challenges/?driver=china").titles == ["Espionage"]


def test_initiative_is_found_by_place(client):
    relate(make_initiative(title="Training"), "located-in", make_place(slug="den-haag"))
    assert visit(client, "/initiatives/?place=den-haag").titles == ["Training"]
