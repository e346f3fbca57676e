import csv
import io

import pytest

from tests.factories import add, cite, make_commitment, make_document, make_initiative, make_motion, make_party, relate
from tests.reading import body, visit

pytestmark = pytest.mark.django_db


def exported(client, url: str) -> dict[str, str]:
    """The one row of an export, by heading; no-break spaces read as spaces."""
    text = body(client.get(f"{url}export/?format=csv&lang=en")).decode().replace("\u00a0", " ")
    (row,) = csv.DictReader(io.StringIO(text, newline=""))
    return row


@pytest.fixture
def motion():
    letter = make_document("33694", "60", passages=["inleiding.1"], title="Letter")
    paper = make_document("33694", "56", url="https://zoek.officielebekendmakingen.nl/kst-33694-56.html")
    motion = make_motion(number="56", title="Motion", document=paper, summary_en="What it is about.")
    add(motion, "outcomes", outcome="submitted", date="2019-11-19")
    add(motion, "outcomes", outcome="adopted", date="2019-11-26")
    status = add(motion, "executions", status="reported", date="2020-11-16", remark_en="Work continues.")
    add(motion, "requests", number=1, text_nl="Vraag een", text_en="Ask one")
    add(motion, "requests", number=2, text_nl="Vraag twee", text_en="Ask two")
    for position, name in enumerate(("Verhoeven", "Koopmans"), 1):
        relate(make_party(kind="person", title=name), "submitted", motion, position=position)
    relate(make_party(kind="ministry", title="Foreign Affairs"), "responsible-for", motion)
    relate(make_initiative(title="Training"), "carries-out", motion)
    cite(motion, letter, "inleiding.1")
    cite(motion, letter, "inleiding.1", part=status)
    return motion


def test_motion_is_exported_with_what_parliament_asks_for(client, motion):
    row = exported(client, "/motions/")
    assert row["Dossier"] == "33694"
    assert row["Number"] == "56"
    assert row["Submitters"] == "Verhoeven; Koopmans"
    assert (row["Outcome"], row["Execution"]) == ("adopted", "reported")
    assert row["Responsible ministry"] == "Foreign Affairs"
    assert row["What it asks"] == "Ask one; Ask two"
    assert row["What was done"] == "reported: Work continues. (33 694, nr. 60 intro 1); Training"
    assert row["Official address"] == "https://zoek.officielebekendmakingen.nl/kst-33694-56.html"
    assert row["Address"] == "http://testserver/motions/33694-56/"
    assert row["Source"] == "kst-33694-60 introduction, par. 1"


def test_motion_is_dated_by_what_first_happened_to_it(client, motion):
    assert exported(client, "/motions/")["Date"] == "2019-11-19"


def test_motion_list_shows_outcome_and_execution_in_words(client, motion):
    page = visit(client, "/motions/")
    assert page.cells("Outcome") == ["Adopted"]
    assert page.cells("Execution") == ["Reported"]
    assert page.cells("Submitters") == ["Verhoeven, Koopmans"]


def test_motions_stand_in_the_order_of_their_numbers_by_default(client):
    for number in ("60", "56", "57"):
        make_motion(number=number, title=number)
    assert visit(client, "/motions/").titles == ["56", "57", "60"]


def test_hidden_paper_gives_no_official_address(client, motion):
    motion.document.visibility = "internal"
    motion.document.save()
    assert exported(client, "/motions/")["Official address"] == ""


def test_commitment_shows_its_deadline(client):
    commitment = make_commitment(title="Promise")
    add(commitment, "deadlines", due_on="2021-03-01", date="2020-11-16")
    add(commitment, "executions", status="open", date="2020-11-16")
    row = exported(client, "/commitments/")
    assert (row["Due on"], row["Execution"], row["Strength"]) == ("2021-03-01", "open", "commitment to parliament")


def test_commitments_without_a_deadline_come_last(client):
    make_commitment(title="Never")
    for title, day in (("Late", "2022-01-01"), ("Soon", "2021-01-01")):
        add(make_commitment(title=title), "deadlines", due_on=day)
    assert visit(client, "/commitments/?sort=due_on").titles == ["Soon", "Late", "Never"]
