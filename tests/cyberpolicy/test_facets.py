import pytest

from cyberpolicy.facet_boxes import LONG
from tests.factories import add, make_document, make_forum, make_initiative, make_party, make_track, relate
from tests.reading import attribute, inside, visit

pytestmark = pytest.mark.django_db


@pytest.fixture
def tracks():
    return [make_track(slug=f"track-{number}", title=f"Track {number}", order=number) for number in (2, 1, 3)]


def test_tracks_stand_in_their_own_order(client, tracks):
    for track in tracks:
        relate(make_forum(), "in-track", track)
    assert list(visit(client, "/forums/").facet("track")) == ["track-1", "track-2", "track-3", "none"]


def test_records_in_no_track_can_be_asked_for(client, tracks):
    relate(make_forum(title="In a track"), "in-track", tracks[0])
    make_forum(title="In none")
    page = visit(client, "/forums/?track=none")
    assert page.titles == ["In none"]
    assert page.facet("track") == {"none": 1, "track-2": 1}


def test_none_and_a_track_together_give_both(client, tracks):
    relate(make_forum(title="A"), "in-track", tracks[0])
    relate(make_forum(title="B"), "in-track", tracks[1])
    make_forum(title="C")
    assert visit(client, "/forums/?track=none&track=track-2").titles == ["A", "C"]


def test_record_in_two_tracks_counts_in_both_and_once_in_the_list(client, tracks):
    forum = make_forum()
    relate(forum, "in-track", tracks[0])
    relate(forum, "in-track", tracks[1])
    page = visit(client, "/forums/?track=track-1&track=track-2")
    assert page.counts == [1]
    assert page.facet("track") == {"none": 0, "track-1": 1, "track-2": 1}


def test_record_linked_twice_counts_once(client):
    initiative, forum = make_initiative(), make_forum(slug="oewg")
    relate(initiative, "works-in", forum)
    relate(initiative, "held-in", forum)
    assert visit(client, "/initiatives/").facet("forum") == {"oewg": 1}


def test_only_what_this_kind_is_linked_to_is_an_option(client):
    relate(make_party(), "part-of", make_forum(slug="un"))
    relate(make_forum(), "part-of", make_forum(slug="unga"))
    assert list(visit(client, "/forums/").facet("parent")) == ["unga"]


def test_records_of_two_kinds_with_one_address_name_are_one_option(client):
    forum, party = make_forum(slug="gfce", abbreviation_en="GFCE"), make_party(slug="gfce", title="GFCE secretariat")
    both = make_initiative(title="A")
    relate(forum, "partner-in", both)
    relate(party, "partner-in", both)
    relate(party, "partner-in", make_initiative(title="B"))
    make_initiative(title="C")
    page = visit(client, "/initiatives/?partner=gfce")
    assert page.titles == ["A", "B"]
    assert page.facet("partner") == {"gfce": 2}
    boxes = page.all("input", name="partner", type="checkbox")
    assert [attribute(box, "value") for box in boxes] == ["gfce"]
    assert "GFCE / GFCE secretariat" in page.texts("span", "cp-opt__label")


def folded(page, name: str) -> list[str]:
    """The values of the options behind "Show more"."""
    (box,) = page.all("details", "cp-moreopts", id=f"more-{name}")
    return [attribute(option, "value") for option in inside(box, "input")]


def test_facet_of_ten_folds_what_has_no_results(client):
    make_forum(title="Zebra", kind="process")
    make_forum(title="Lion", kind="organ")
    assert "organ" in folded(visit(client, "/forums/?q=zebra"), "kind")
    assert "process" not in folded(visit(client, "/forums/?q=zebra"), "kind")
    assert "organ" not in folded(visit(client, "/forums/?q=zebra&kind=organ"), "kind")


def test_long_facet_shows_the_options_with_most_results_in_alphabetical_order(client):
    forums = [make_forum(slug=f"f-{number:02}", title=f"Forum {number:02}") for number in range(20)]
    for number, forum in enumerate(forums):
        for _ in range(1 + (number in (3, 19))):
            relate(make_initiative(), "works-in", forum)
    page = visit(client, "/initiatives/")
    assert len(folded(page, "forum")) == 20 - LONG
    assert not {"f-03", "f-19"} & set(folded(page, "forum"))
    assert list(page.facet("forum"))[:LONG] == sorted(list(page.facet("forum"))[:LONG])
    assert [attribute(box, "aria-label") for box in page.all("input", "cp-find")] == ["Find in Forum"]


def test_short_facet_needs_no_box_to_find_an_option(client):
    assert not list(visit(client, "/documents/").all("input", "cp-find"))


def test_short_facet_shows_all_its_options(client):
    assert visit(client, "/documents/").facet("chamber") == {"tweede": 0, "eerste": 0, "both": 0}


def test_options_are_named_by_their_short_name(client):
    relate(make_forum(), "part-of", make_forum(slug="un", title="United Nations", abbreviation_en="UN"))
    assert any(text.startswith("UN") for text in visit(client, "/forums/").texts("span", "cp-opt__label"))


def test_status_follows_the_latest_row(client):
    forum = make_forum(title="A")
    add(forum, "statuses", status="completed", date="2020")
    add(forum, "statuses", status="planned", date="2018")
    assert visit(client, "/forums/?status=completed").titles == ["A"]
    assert visit(client, "/forums/?status=planned").titles == []


def test_chosen_option_is_checked(client):
    make_document(chamber="tweede")
    page = visit(client, "/documents/?chamber=tweede")
    checked = [box for box in page.all("input", name="chamber") if "checked" in box.attrib]
    assert [attribute(box, "value") for box in checked] == ["tweede"]
