import pytest

from cyberpolicy.counting import tally_of
from cyberpolicy.link_counts import most_linked
from cyberpolicy.models import CatalogueEntry
from cyberpolicy.visibility import PUBLIC, access_of
from tests.factories import HIDDEN, make_forum, make_initiative, make_user, relate

pytestmark = pytest.mark.django_db


def counts(access=PUBLIC, *kinds: str) -> list[tuple[str, int]]:
    found = most_linked(tally_of(CatalogueEntry).visible(access), access, 10, kinds)
    return [(str(record.title_nl), record.link_count) for record in found]


def test_links_are_counted_from_either_end_and_follow_what_changes():
    eu, nato, first = make_forum(title="EU"), make_forum(title="NAVO"), make_initiative(title="Actie")
    held = relate(first, "held-in", eu)
    relate(first, "works-in", eu)
    relate(first, "works-in", nato)
    assert counts() == [("Actie", 3), ("EU", 2), ("NAVO", 1)]
    assert counts(PUBLIC, "held-in") == [("Actie", 1), ("EU", 1)]
    assert counts(PUBLIC, "held-in", "works-in") == [("Actie", 3), ("EU", 2), ("NAVO", 1)]
    relate(make_initiative(title="Zaak"), "works-in", nato)
    held.delete()
    assert counts() == [("Actie", 2), ("NAVO", 2), ("EU", 1), ("Zaak", 1)]


@pytest.mark.parametrize("state", ["confidential", "draft"])
def test_links_to_what_may_not_be_seen_are_not_counted(state):
    eu, seen = make_forum(title="EU"), make_initiative(title="Open")
    relate(seen, "works-in", eu)
    hidden = make_initiative(title="Verborgen", **HIDDEN[state])
    relate(hidden, "works-in", eu)
    assert counts() == [("EU", 1), ("Open", 1)]
    assert ("EU", 2) in counts(access_of(make_user("editor")))
    hidden.state, hidden.visibility = "published", "public"
    hidden.save()
    assert counts()[0] == ("EU", 2)
