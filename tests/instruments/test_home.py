import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cyberpolicy.history import Action
from cyberpolicy.models import Relation
from tests.factories import (
    add,
    built,
    make_commitment,
    make_document,
    make_forum,
    make_initiative,
    make_many,
    make_motion,
    make_track,
    make_user,
    relate,
)
from tests.reading import attribute, text_of, visit

pytestmark = pytest.mark.django_db


def figures(page) -> dict[str, int]:
    (box,) = page.all("dl", "cp-figures")
    return {text_of(name): int(text_of(number).split()[0]) for name, number in box}


@pytest.mark.parametrize("language", ["nl", "en"])
def test_home_of_an_empty_site_answers(client, language):
    page = visit(client, "/", language)
    assert page.status == 200
    assert set(figures(page).values()) == {0}


def test_figures_count_what_the_reader_may_see(client):
    make_many("forum", 3)
    make_motion()
    make_forum(visibility="internal")
    shown = figures(visit(client, "/"))
    assert (shown["forums"], shown["motions"], shown["incidents"]) == (3, 1, 0)
    client.force_login(make_user("reader"))
    assert figures(visit(client, "/"))["forums"] == 4


def test_card_of_a_track_counts_and_shows_how_initiatives_do(client):
    track = make_track(title="Capacity building", order=3)
    for status in ("completed", "ongoing", "planned", "in_use"):
        initiative = make_initiative()
        relate(initiative, "in-track", track)
        add(initiative, "statuses", status=status)
    relate(make_initiative(state="draft"), "in-track", track)
    page = visit(client, "/")
    (card,) = page.texts("article", "cp-trackcard")
    assert "2 in place, 1 ongoing, 1 planned or other" in card
    assert "initiatives 4" in card
    widths = [attribute(piece, "width") for piece in page.all("rect")]
    assert sum(map(float, widths)) == pytest.approx(100)


def test_what_is_owed_stands_nearest_deadline_first_without_what_is_settled(client):
    for title, due, status in (
        ("Never", None, "open"),
        ("Late", "2022-01-01", "open"),
        ("Soon", "2021-01-01", "in_progress"),
        ("Done", "2020-12-01", "settled"),
    ):
        commitment = make_commitment(title=title)
        add(commitment, "executions", status=status)
        if due:
            add(commitment, "deadlines", due_on=due)
    make_commitment(title="Hidden", visibility="internal")
    text = visit(client, "/").section("owed")
    assert text.index("Soon") < text.index("Late") < text.index("Never")
    assert "Done" not in text
    assert "Hidden" not in text


def test_latest_changes_tell_of_each_action_its_first_record(client):
    anna = make_user(username="anna")
    with Action("edit", by=anna, reason="New letter"):
        for title in ("First", "Second", "Third"):
            built("forum", title=title).save()
        built("forum", title="Hidden", state="draft").save()
    forum = make_forum(title="Later")
    forum.summary_en = "x"
    forum.save()
    text = visit(client, "/").section("recent")
    assert text.index("Later") < text.index("First")
    assert "and 2 other records" in text
    assert "Hidden" not in text
    assert "anna" not in text


def test_links_to_hidden_records_take_no_place_among_changes_and_are_not_counted(client):
    track, first, second, third = make_track(), *(make_forum(title=title) for title in ("First", "Second", "Third"))
    relate(second, "in-track", track)
    hidden = make_forum(visibility="confidential")
    with Action("edit"):
        for forum in (second, third):
            forum.summary_en = "x"
            forum.save()
        Relation.objects.create(subject_id=first.pk, kind="part-of", object_id=hidden.pk)
    before = visit(client, "/").html
    assert "Second</a> and 1 other record:" in before
    for number in range(41):
        Relation.objects.create(subject_id=first.pk, kind="concerns", object_id=hidden.pk, qualifier_en=str(number))
    assert visit(client, "/").html == before


def test_latest_events_stand_newest_first(client):
    for title, date in (("Old", "2015"), ("New", "2020-05"), ("Undated", "")):
        add(make_forum(title=title), "milestones", kind="set_up", date=date)
    add(make_forum(title="Hidden", visibility="confidential"), "milestones", kind="set_up", date="2021")
    text = visit(client, "/").section("events")
    assert text.index("New") < text.index("Old")
    assert "Undated" not in text
    assert "Hidden" not in text


def test_papers_stand_latest_first(client):
    for number, date in (("56", "2019-11"), ("60", "2020-11-16")):
        add(make_document("33694", number, title=f"Paper {number}"), "milestones", kind="published", date=date)
    make_document("33694", "61", title="Undated")
    text = visit(client, "/").section("papers")
    assert text.index("Paper 60") < text.index("Paper 56") < text.index("Undated")


def test_home_takes_the_same_queries_for_any_number(client, django_assert_num_queries):
    def fill() -> None:
        track = make_track()
        for kind in ("forum", "initiative", "motion", "commitment", "document"):
            for entry in make_many(kind, 10):
                relate(entry, "in-track", track)
                add(entry, "milestones", kind="started", date="2019")
        built("forum").save()

    fill()
    visit(client, "/")  # what is counted by is read once
    with CaptureQueriesContext(connection) as captured:
        visit(client, "/?lang=en")
    few = len(captured)
    fill()
    visit(client, "/motions/")
    visit(client, "/")
    with django_assert_num_queries(few):
        visit(client, "/?lang=en")
