import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cyberpolicy import watching
from cyberpolicy.guard import history_kept_elsewhere
from cyberpolicy.history import Action
from cyberpolicy.models import Relation, SavedView, Watch
from cyberpolicy.watching import Badge
from tests.factories import make_forum, make_initiative, make_track, make_unit, make_user, relate
from tests.reading import visit

pytestmark = pytest.mark.django_db


@pytest.fixture
def anna(client):
    user = make_user("reader", username="anna", unit=make_unit())
    client.force_login(user)
    return user


def watch(client, entry) -> None:
    assert client.post("/watching/change/", {"entry": str(entry.pk)}).status_code == 302


def change(entry, **values) -> None:
    with Action("edit", reason="SECRET REASON"):
        for name, value in (values or {"summary_en": "SECRET WORDS"}).items():
            setattr(entry, name, value)
        entry.save()


def badge(client) -> str:
    return visit(client, "/help/").texts("a", href="/watching/")[0]


def test_record_is_watched_from_its_page(client, anna):
    forum = make_forum(title="Zebra")
    assert "Watch" in visit(client, "/forums/" + forum.slug + "/").texts("form", "cp-watch")[0]
    answer = client.post("/watching/change/", {"entry": str(forum.pk), "next": forum.get_absolute_url()})
    assert answer.headers["Location"] == forum.get_absolute_url()
    assert visit(client, forum.get_absolute_url()).texts("form", "cp-watch") == ["Stop watching"]
    assert "Nothing new since your last visit." in visit(client, "/watching/").text


def test_change_is_news_until_it_was_seen(client, anna):
    forum = make_forum(title="Zebra")
    watch(client, forum)
    change(forum)
    assert badge(client) == "Watching with news: 1"
    page = visit(client, "/watching/")
    assert "New Zebra: changed: summary (English)" in page.text
    assert "SECRET" not in page.html
    assert badge(client) == "Watching"
    again = visit(client, "/watching/").text
    assert "Nothing new since your last visit." in again
    assert "Zebra: changed: summary (English)" in again


def test_track_tells_of_all_that_stands_in_it(client, anna):
    track, inside, outside = make_track(), make_initiative(title="Inside"), make_initiative(title="Outside")
    relate(inside, "in-track", track)
    watch(client, track)
    change(inside)
    change(outside)
    assert badge(client) == "Watching with news: 1"
    text = visit(client, "/watching/").text
    assert "New Inside" in text
    assert "Outside" not in text


def test_saved_view_tells_of_all_that_meets_its_filters(client, anna):
    organ, process = make_forum(title="Lion", kind="organ"), make_forum(title="Zebra", kind="process")
    view = SavedView.objects.create(owner=anna, name="Organs", kind="forum", query="kind=organ")
    client.post("/watching/change/", {"view": str(view.pk)})
    change(process)
    assert badge(client) == "Watching"
    change(organ)
    assert badge(client) == "Watching with news: 1"
    text = visit(client, "/watching/").text
    assert "New Lion" in text
    assert "Zebra" not in text
    assert badge(client) == "Watching"


def test_badge_looks_into_a_saved_view_only_when_something_changed(client, anna):
    forum = make_forum(title="Lion", kind="organ")
    for name in "AB":
        view = SavedView.objects.create(owner=anna, name=name, kind="forum", query="kind=organ")
        client.post("/watching/change/", {"view": str(view.pk)})
    assert Badge(anna).count == 0  # and anna's permissions are known
    with CaptureQueriesContext(connection) as queries:
        assert Badge(anna).count == 0
    assert len(queries) == 1  # nothing changed since it was counted
    change(forum)
    assert Badge(anna).count == 2


def test_what_changed_before_publication_is_not_told(client, anna):
    track, forum = make_track(), make_forum(title="Zebra", state="draft")
    relate(forum, "in-track", track)
    watch(client, track)
    change(forum, summary_en="SECRET")
    assert badge(client) == "Watching"
    change(forum, state="published")
    text = visit(client, "/watching/").text
    assert "Zebra: published here" in text
    assert "summary" not in text


def test_link_to_a_hidden_record_is_no_news(client, anna):
    forum, hidden = make_forum(title="Zebra"), make_forum(visibility="confidential")
    watch(client, forum)
    with Action("edit"):
        Relation.objects.create(subject_id=forum.pk, kind="part-of", object_id=hidden.pk)
    assert badge(client) == "Watching"
    assert "changed:" not in visit(client, "/watching/").text
    client.force_login(editor := make_user("editor"))
    Watch.objects.create(user=editor, entry_id=forum.pk)
    assert "changed: relations" in visit(client, "/watching/").text


def test_links_to_hidden_records_take_no_place_among_the_news(client, anna, monkeypatch):
    monkeypatch.setattr(watching, "READ", 2)
    forum, hidden = make_forum(title="Zebra"), make_forum(visibility="confidential")
    watch(client, forum)
    change(forum)
    for kind in ("part-of", "concerns", "drives"):
        Relation.objects.create(subject_id=forum.pk, kind=kind, object_id=hidden.pk)
    assert badge(client) == "Watching with news: 1"
    assert "changed: summary" in visit(client, "/watching/").text


def test_record_that_is_hidden_again_leaves_the_page(client, anna):
    forum = make_forum(title="Zebra")
    watch(client, forum)
    change(forum, visibility="confidential")
    assert badge(client) == "Watching"
    assert "Zebra" not in visit(client, "/watching/").html


def test_view_no_longer_shared_leaves_the_page(client, anna):
    other = make_user("reader", unit=anna.unit)
    view = SavedView.objects.create(owner=other, name="Organs", kind="forum", unit=anna.unit)
    client.post("/watching/change/", {"view": str(view.pk)})
    assert "Organs" in visit(client, "/watching/").text
    view.unit = None
    view.save()
    assert "Organs" not in visit(client, "/watching/").text


def test_watching_ends(client, anna):
    forum = make_forum()
    watch(client, forum)
    client.post("/watching/change/", {"entry": str(forum.pk), "stop": "1"})
    assert not Watch.objects.exists()
    assert "You watch nothing yet" in visit(client, "/watching/").text


def test_nobody_watches_what_is_hidden_from_them(client, anna):
    hidden = make_forum(visibility="confidential")
    other = SavedView.objects.create(owner=make_user(), name="Mine", kind="forum")
    for thing in ({"entry": str(hidden.pk)}, {"view": str(other.pk)}, {"entry": "9" * 30}, {"entry": "\x00"}, {}):
        assert client.post("/watching/change/", thing).status_code == 404
    assert not Watch.objects.exists()


def test_next_leads_nowhere_else(client, anna):
    answer = client.post("/watching/change/", {"entry": str(make_forum().pk), "next": "https://example.com/"})
    assert answer.headers["Location"] == "/watching/"


def test_visitors_are_asked_to_log_in(client):
    make_forum(slug="oewg")
    assert client.get("/watching/").headers["Location"].startswith("/login/")
    assert not visit(client, "/forums/oewg/").texts("form", "cp-watch")


def test_looking_ahead_does_not_count_as_having_seen(client, anna):
    forum = make_forum()
    watch(client, forum)
    change(forum)
    client.head("/watching/")
    assert badge(client) == "Watching with news: 1"


def test_badge_takes_the_same_queries_however_much_is_watched(client, anna):
    def watch_more() -> None:
        track = make_track()
        for _ in range(5):
            forum = make_forum()
            relate(forum, "in-track", track)
            watch(client, forum)
            change(forum)
        watch(client, track)
        with history_kept_elsewhere():
            change(track)

    counts = []
    for _ in range(2):
        watch_more()
        with CaptureQueriesContext(connection) as captured:
            badge(client)
        counts.append(len(captured))
    assert counts[0] == counts[1]
