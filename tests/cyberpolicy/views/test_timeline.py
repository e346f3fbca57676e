import csv
import io
from xml.etree import ElementTree

import pytest
from django.utils import timezone

from cyberpolicy.guard import history_kept_elsewhere
from tests.factories import (
    add,
    make_forum,
    make_incident,
    make_motion,
    make_party,
    make_position,
    make_term,
    make_track,
    relate,
)
from tests.reading import attribute, body, visit

pytestmark = pytest.mark.django_db


def marks(page) -> list[str]:
    """What the marks of the drawing tell, in their order; axis and lane names left out."""
    return [text.partition(" (")[0] for text in page.texts("title") if " (" in text]


def shown(client, address: str = "") -> list[str]:
    page = visit(client, f"/timeline/{address}")
    assert page.status == 200
    return page.titles


def test_every_dated_fact_is_a_mark_and_a_row(client):
    forum, motion, party = make_forum(title="OEWG"), make_motion(title="Motion"), make_party(title="China")
    add(forum, "milestones", kind="set_up", date="2018-12-05")
    add(forum, "statuses", status="ongoing", date="2020-11-16")
    add(motion, "outcomes", outcome="adopted", date="2019-11-19", title_en="Motion adopted")
    add(motion, "deadlines", due_on="2021-06-30", date="2020-01-01")
    make_position(party, make_term(title="Norms"), as_of="2020-03-01")
    page = visit(client, "/timeline/")
    assert page.counts == [5]
    assert page.titles == ["OEWG", "Motion adopted", "China", "OEWG", "Motion"]
    assert sorted(marks(page)) == sorted([
        "5 December 2018: OEWG", "19 November 2019: Motion adopted – Motion", "1 March 2020: China",
        "16 November 2020: OEWG", "30 June 2021: Motion",
    ])  # fmt: skip


def test_retracted_status_is_gone(client):
    forum = make_forum()
    status = add(forum, "statuses", status="ongoing", date="2020")
    with history_kept_elsewhere():
        type(status).objects.filter(pk=status.pk).update(retracted_at=timezone.now())
    assert shown(client) == []


def test_expected_and_disputed_are_said(client):
    forum = make_forum(title="UNODC")
    add(forum, "milestones", kind="concluded_work", date="2021-40", is_expected=True)
    add(forum, "milestones", kind="ratified", date="2010", is_disputed=True)
    text = visit(client, "/timeline/").html
    assert "First half of 2021: UNODC (concluded its work, expected)" in text
    assert "2010: UNODC (ratified, disputed)" in text


def test_filters_narrow_to_what_they_say(client):
    track, russia = make_track(title="Response", slug="response"), make_party(title="Russia", slug="russia")
    forum, incident = make_forum(title="EU", slug="eu"), make_incident(title="NotPetya")
    relate(forum, "in-track", track)
    relate(incident, "attributed-to", russia)
    add(forum, "milestones", kind="adopted", date="2019-05")
    add(incident, "milestones", kind="occurred", date="2017")
    assert shown(client, "?track=response") == ["EU"]
    assert shown(client, "?track=none") == ["NotPetya"]
    assert shown(client, "?party=russia") == ["NotPetya"]
    assert shown(client, "?forum=eu") == ["EU"]
    assert shown(client, "?kind=incident") == ["NotPetya"]
    assert shown(client, "?event=adopted") == ["EU"]
    assert shown(client, "?from=2018") == ["EU"]
    assert shown(client, "?to=2018") == ["NotPetya"]
    assert shown(client, "?from=2019-06") == []
    assert shown(client, "?kind=incident&kind=forum") == ["NotPetya", "EU"]


def test_filter_counts_ignore_their_own_choice(client):
    add(make_forum(), "milestones", kind="adopted", date="2019")
    add(make_incident(), "milestones", kind="occurred", date="2017")
    page = visit(client, "/timeline/?kind=forum")
    assert page.facet("kind") == {"forum": 1, "incident": 1}
    assert page.facet("event") == {"adopted": 1}


def test_chosen_record_stands_out(client):
    oewg, other = make_forum(title="OEWG", slug="oewg"), make_forum(title="Other")
    add(oewg, "milestones", kind="set_up", date="2018")
    add(other, "milestones", kind="set_up", date="2019")
    page = visit(client, "/timeline/?focus=forum:oewg")
    looks = {attribute(mark, "href"): attribute(mark, "class") for mark in page.all("a", "mark")}
    assert "is-sel" in looks["/forums/oewg/"]
    assert "is-dim" in looks[other.get_absolute_url()]
    assert "Chosen: OEWG" in page.text


def test_empty_timeline_says_so_and_helps(client):
    assert "Nothing has a date yet" in visit(client, "/timeline/").text
    add(make_forum(), "milestones", kind="set_up", date="2018")
    page = visit(client, "/timeline/?from=2020")
    assert "Nothing meets all these filters" in page.text
    assert "/timeline/" in page.links


def test_csv_holds_every_event_and_nothing_that_runs(client):
    forum = make_forum(title="=SUM(A1)")
    add(forum, "milestones", kind="set_up", date="[2019-05..2020-10-22]")
    response = client.get("/timeline/export/?format=csv", HTTP_ACCEPT_LANGUAGE="en")
    rows = list(csv.DictReader(io.StringIO(body(response).decode())))
    assert response["Content-Type"].startswith("text/csv")
    assert [(row["Date"], row["Earliest day"], row["Record"]) for row in rows] == [
        ("[2019-05..2020-10-22]", "2019-05-01", "'=SUM(A1)")
    ]
    assert rows[0]["Address"].startswith("http://testserver/forums/")


def test_svg_stands_alone(client):
    add(make_forum(title="A & B <c>\x0b"), "milestones", kind="set_up", date="2019-05-17")
    response = client.get("/timeline/export/?format=svg", HTTP_ACCEPT_LANGUAGE="en")
    root = ElementTree.fromstring(body(response))
    text = body(response).decode()
    assert response["Content-Type"] == "image/svg+xml"
    assert root.tag == "{http://www.w3.org/2000/svg}svg"
    assert "class=" not in text
    assert "var(" not in text
    assert 'fill="#' in text
    assert 'href="http://testserver/forums/' in text
    assert "A &amp; B &lt;c&gt;" in text


@pytest.mark.parametrize("address", ["?format=pdf", "?from=nonsense", "?focus=forum:nowhere"])
def test_file_with_a_wrong_address_is_refused(client, address):
    assert client.get(f"/timeline/export/{address}").status_code == 400


WRONG = [
    "from=nonsense", "from=0000", "to=99999", "from=2021&to=2020", "from=٢٠٢٠", "focus=forum", "focus=forum:nowhere",
    "focus=:", "focus=%00:%00", "focus=forum:%00", "focus=nonsense:nonsense", "track=nonsense", "party=nonsense",
    "party=%00", "forum=" + "x" * 10_000, "kind=nonsense", "event=%00", "nonsense=1", "%00=1",
]  # fmt: skip


@pytest.mark.parametrize("wrong", WRONG, ids=range(len(WRONG)))
@pytest.mark.parametrize("path", ["/timeline/"])
def test_wrong_address_gives_a_notice_and_the_rest_works(client, path, wrong):
    add(make_forum(title="OEWG"), "milestones", kind="set_up", date="2018")
    page = visit(client, f"{path}?{wrong}")
    assert page.status == 200
    assert len(page.notices) == 1
    assert page.titles == ["OEWG"]


@pytest.mark.parametrize(
    "address", ["?from=0001&to=9999", "?from=9999", "?to=0001", "?page=99", "?page=%00", "?from=%ff"]
)
def test_odd_address_gets_an_answer(client, address):
    add(make_forum(), "milestones", kind="set_up", date="2018/..")
    assert visit(client, f"/timeline/?{address}").status == 200


def test_query_count_is_flat(client, django_assert_num_queries):
    def grow(number: int) -> None:
        for n in range(number):
            add(make_forum(), "milestones", kind="set_up", date=f"{2015 + n % 8}-05-{n % 28 + 1:02}")

    for number in (2, 30):
        grow(number)
        visit(client, "/timeline/")  # reads anew by what the records are counted
        with django_assert_num_queries(13):
            visit(client, "/timeline/?from=1990")


@pytest.fixture
def crowd(client, monkeypatch):
    """Two records of two tracks with an event in each of eight months, where three can be shown."""
    monkeypatch.setattr("cyberpolicy.views.timeline.MOST_EVENTS", 3)
    for slug, title in (("legal-order", "Law"), ("capacity-building", "Means")):
        forum = make_forum(title=title, slug=slug)
        relate(forum, "in-track", make_track(slug=slug))
        for month in range(1, 9):
            day = "05" if title == "Law" else "20"
            add(forum, "milestones", kind="started", date=f"2020-{month:02}-{day}", title_en=f"{title} {month}")


def test_of_too_many_events_the_latest_whole_months_are_shown(client, crowd):
    page = visit(client, "/timeline/")
    assert page.titles == ["Law 8", "Means 8"]
    assert "only the latest is shown, from August 2020 on" in page.text
    assert "results)" not in page.html  # what was not read is not counted


def test_file_offered_of_too_many_events_has_those_that_are_shown(client, crowd):
    addresses = [attribute(link, "href") for link in visit(client, "/timeline/").all("a")]
    (address,) = [address for address in addresses if "/export/" in address and "format=csv" in address]
    answer = client.get(address, HTTP_ACCEPT_LANGUAGE="en")
    assert answer.status_code == 200
    assert [row["Title"] for row in csv.DictReader(io.StringIO(body(answer).decode()))] == ["Law 8", "Means 8"]


def test_from_the_latest_of_many_one_gets_to_all_the_others(client, crowd):
    address, seen = "/timeline/", set()
    for _step in range(12):
        page = visit(client, address)
        seen |= set(page.titles)
        if not page.titles:
            break
        address = attribute(next(iter(page.all("a", rel="prev"))), "href")
    assert seen == {f"{title} {month}" for title in ("Law", "Means") for month in range(1, 9)}


def test_filters_choose_before_too_many_are_left_out(client, crowd):
    assert visit(client, "/timeline/?track=capacity-building").titles == ["Means 7", "Means 8"]
    assert visit(client, "/timeline/?from=2020-01&to=2020-01").titles == ["Law 1", "Means 1"]
    assert visit(client, "/timeline/?focus=forum:legal-order").titles == ["Law 7", "Law 8"]
    few = visit(client, "/timeline/?from=2020-01&to=2020-01&track=legal-order")
    assert few.titles == ["Law 1"]
    assert "only the latest" not in few.text


def test_what_has_no_date_is_listed_where_all_is(client, crowd):
    add(make_incident(title="Some day"), "milestones", kind="occurred")
    page = visit(client, "/timeline/?kind=incident")
    assert page.titles == ["Some day"]
    assert "only the latest" not in page.text


def test_what_may_not_be_seen_is_no_part_of_too_many(client, monkeypatch):
    monkeypatch.setattr("cyberpolicy.views.timeline.MOST_EVENTS", 3)
    for number in range(3):
        add(make_forum(title=f"Open {number}"), "milestones", kind="started", date=f"201{number}")
        add(make_forum(state="draft"), "milestones", kind="started", date="2020")
    page = visit(client, "/timeline/")
    assert page.titles == ["Open 0", "Open 1", "Open 2"]
    assert "only the latest" not in page.text
