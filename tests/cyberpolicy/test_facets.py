import pytest

from tests.factories import add, make_document, make_forum, make_initiative, make_party, make_track, relate
from tests.reading import visit

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


def test_records_of_two_kinds_with_one_address_name_are_found_together(client):
    relate(make_forum(slug="gfce"), "partner-in", make_initiative(title="A"))
    relate(make_party(slug="gfce"), "partner-in", make_initiative(title="B"))
    make_initiative(title="C")
    page = visit(client, "/initiatives/?partner=gfce")
    assert page.titles == ["A", "B"]
    assert page.facet("partner") == {"gfce": 2}


def test_facet_of_ten_shows_only_what_has_results(client):
    make_forum(title="Zebra", kind="process")
    make_forum(title="Lion", kind="organ")
    assert visit(client, "/forums/?q=zebra").facet("kind") == {"process": 1}
    assert set(visit(client, "/forums/?q=zebra&kind=organ").facet("kind")) == {"process", "organ"}


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
    checked = [box for box in page.all("input", name="chamber") if any(key == "checked" for key, _ in box.attributes)]
    assert [dict(box.attributes)["value"] for box in checked] == ["tweede"]
