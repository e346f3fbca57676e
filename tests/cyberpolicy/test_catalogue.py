import pytest

from cyberpolicy import catalogue
from cyberpolicy.guard import history_kept_elsewhere
from cyberpolicy.models import CatalogueEntry
from tests.factories import KINDS, add, make, make_forum, make_incident, make_many, make_track
from tracks.models import Forum

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("kind", KINDS)
def test_row_follows_every_save(kind):
    entry = make(kind, title="Oud")
    entry.title_nl, entry.visibility, entry.slug = "Nieuw", "internal", "nieuw"
    entry.save()
    row = CatalogueEntry.objects.get(pk=entry.pk)
    assert (row.kind, row.slug, row.title_nl, row.visibility) == (kind, "nieuw", "Nieuw", "internal")
    assert catalogue.disagreements() == []


def test_row_of_a_track_keeps_its_place():
    assert CatalogueEntry.objects.get(pk=make_track(order=2).pk).rank == 2


@pytest.mark.parametrize(
    ("milestones", "date"),
    [
        ([], ""),
        ([("disclosed", "2019"), ("occurred", "2018-04")], "2018-04"),
        ([("attributed", "2017"), ("disclosed", "2019")], "2019"),
        ([("occurred", "2018"), ("occurred", "2017-05")], "2017-05"),
        ([("occurred", ""), ("disclosed", "2019")], "2019"),
        ([("ended", "2019")], ""),
    ],
)
def test_record_is_dated_by_the_most_telling_milestone(milestones, date):
    incident = make_incident()
    for kind, when in milestones:
        add(incident, "milestones", kind=kind, date=when)
    incident.refresh_from_db()
    assert incident.date == incident.catalogue.date == date


def test_vague_date_sorts_by_its_earliest_day():
    incident = make_incident()
    add(incident, "milestones", kind="occurred", date="[2018-04..2019]")
    incident.refresh_from_db()
    assert incident.sort_date.isoformat() == "2018-04-01"


@pytest.mark.parametrize(
    "field",
    [n for n in catalogue.COPIED if n not in {"sort_date", "rank", "state", "visibility", "unit_id", "verified_on"}],
)
def test_tampering_with_a_row_is_found(field):
    forum = make_forum(slug="oewg")
    with history_kept_elsewhere():
        CatalogueEntry.objects.filter(pk=forum.pk).update(**{field: "anders"})
    assert catalogue.disagreements() == ["forum:oewg"]


def test_tampering_with_a_record_is_found():
    make_forum(slug="oewg")
    with history_kept_elsewhere():
        Forum.objects.update(visibility="internal")
    assert catalogue.disagreements() == ["forum:oewg"]


def test_row_without_a_record_is_found():
    CatalogueEntry.objects.create(kind="forum", slug="nowhere", title_nl="Nergens")
    assert catalogue.disagreements() == ["forum:nowhere"]


def test_rows_made_in_bulk_agree():
    make_many("forum", 3)
    make_many("track", 2)
    assert catalogue.disagreements() == []
