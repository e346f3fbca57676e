import pytest
from pyroaring import BitMap

from cyberpolicy import dated
from cyberpolicy.dated import fact_count, latest_facts
from cyberpolicy.models import Milestone
from cyberpolicy.visibility import access_of
from tests.factories import add, make_forum, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture(params=["looked up", "walked through"], autouse=True)
def way(request, monkeypatch):
    """Both ways to the facts of many records give the same."""
    monkeypatch.setattr(dated, "FEW", 2_000 if request.param == "looked up" else 0)
    monkeypatch.setattr(dated, "READ", 2)


def make_dated(title: str, *years: int, **values):
    forum = make_forum(title=title, **values)
    for year in years:
        add(forum, "milestones", kind="held", date=str(year))
    return forum


def told(*records, most: int = 10, reader=None) -> list[str]:
    found = latest_facts(BitMap([record.pk for record in records]), access_of(reader), most)
    return [f"{fact.entry.title} {fact.date}" for fact in found]


def test_newest_facts_of_some_records_come_first():
    forum, other = make_dated("OEWG", 2019, 2021), make_dated("UNGGE", 2015, 2020)
    make_dated("GFCE", 2022)
    assert told(forum, other) == ["OEWG 2021", "UNGGE 2020", "OEWG 2019", "UNGGE 2015"]
    assert told(forum, other, most=2) == ["OEWG 2021", "UNGGE 2020"]


def test_facts_that_may_not_be_seen_stay_away():
    secret = make_dated("Geheim", 2020, visibility="confidential")
    assert told(secret) == []
    assert told(secret, reader=make_user("editor")) == ["Geheim 2020"]


def test_facts_without_a_date_are_not_counted():
    forum = make_dated("OEWG", 2019, 2021)
    add(forum, "milestones", kind="held", date="")
    assert fact_count(BitMap([forum.pk, make_forum().pk])) == 2
    assert told(forum) == ["OEWG 2021", "OEWG 2019"]


def test_count_follows_what_is_added_and_removed():
    forum = make_dated("OEWG", 2019)
    records = BitMap([forum.pk])
    assert fact_count(records) == 1
    add(forum, "milestones", kind="held", date="2020")
    assert fact_count(records) == 2
    Milestone.objects.filter(entry=forum.pk).first().delete()
    assert fact_count(records) == 1
