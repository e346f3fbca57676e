"""The briefing: what a reader may see of a record, in two to six pages, in every format."""

import io
import zipfile

import pypdf
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cyberpolicy.exports import as_pdf
from cyberpolicy.models import Passage
from instruments.models import Motion
from tests.factories import (
    add,
    cite,
    make_commitment,
    make_document,
    make_forum,
    make_initiative,
    make_motion,
    make_party,
    make_position,
    make_term,
    make_track,
    make_user,
    relate,
)
from tests.reading import visit

pytestmark = pytest.mark.django_db

MARK = "zwaluw"


@pytest.fixture
def reader(client):
    client.force_login(make_user("reader"))


def filled_track(number: int = 1, text: str = "Kort."):
    """A track with ``number`` of everything that a briefing tells of."""
    track = make_track(slug="legal-order", title="Rechtsorde", summary_nl=text, summary_en=text)
    topic = make_term(title="Normen")
    for place in range(number):
        initiative = make_initiative(title=f"Initiatief {place}", summary_nl=text, summary_en=text)
        motion = make_motion(title=f"Motie {place}", public_text_nl=text, public_text_en=text)
        party = make_party(title=f"Land {place}")
        for entry in (initiative, motion, party, make_forum(title=f"Overleg {place}")):
            relate(entry, "in-track", track)
        relate(party, "supports", track)
        make_position(party, topic, text[:200])
        add(track, "milestones", kind="started", date=f"{2000 + place % 20}")
        document = make_document("33694", str(100 + place), title=f"Brief {place}")
        cite(track, document)
    return track


def taken(client, address: str, format: str) -> bytes:
    response = client.get(f"{address}?format={format}")
    assert response.status_code == 200
    return response.content


def test_it_tells_all_parts_with_numbered_sources(client, reader):
    filled_track()
    text = visit(client, "/briefing/track/legal-order/").text
    for said in (
        "Rechtsorde",
        "Kort. [1]",
        "Land 0, Normen:",
        "Initiatief 0",
        "Motie 0",
        "2000",
        "Supported by: Land 0",
    ):
        assert said in text
    assert "[1] Kamerstuk 33" in text.replace("\u00a0", " ")
    assert "/briefing/track/legal-order/" in visit(client, "/tracks/legal-order/").links


def test_a_quote_that_its_source_lost_is_marked(client, reader):
    track, motion = filled_track(), Motion.objects.get()
    letter = make_document("33694", "99", title="Brief", passages=["1.1"], text_version=1)
    cite(track, letter, "1.1", quote="De pont vaart.")
    cite(motion, letter, "1.1", quote="De pont vaart.")
    text = visit(client, "/briefing/track/legal-order/").text
    assert "The words quoted from [2] no longer stand there" in text
    assert "“De pont vaart.” These words no longer stand there." in text
    assert "quote gone from its document" in text
    Passage.objects.update(text="De pont vaart.")
    assert "no longer stand there" not in visit(client, "/briefing/track/legal-order/").text


def test_what_is_not_for_everyone_is_marked_and_what_was_withdrawn_left_out(client):
    client.force_login(make_user("editor"))
    track = filled_track()
    for title, values in (("Geheime", {"visibility": "confidential"}), ("Weg", {"state": "withdrawn"})):
        relate(make_motion(title=title, **values), "in-track", track)
        relate(make_initiative(title=f"{title} daad", **values), "in-track", track)
    text = visit(client, "/briefing/track/legal-order/").text
    assert "Geheime [confidential]" in text and "Geheime daad [confidential]" in text
    assert "Weg" not in text
    assert "Motie 0 (" in text


@pytest.mark.parametrize("number", [0, 40])
def test_it_takes_two_to_six_pages(client, reader, number):
    if not as_pdf.is_there():
        pytest.skip("WeasyPrint or its system libraries are missing")
    filled_track(number, "Lang verhaal over internationaal cyberbeleid. " * 60 if number else "")
    pages = pypdf.PdfReader(io.BytesIO(taken(client, "/briefing/track/legal-order/", "pdf"))).pages
    assert 2 <= len(pages) <= 6
    assert ("Left out for length" in visit(client, "/briefing/track/legal-order/").text) == (number > 0)


def test_what_the_reader_may_not_see_is_in_no_file(client, reader):
    track = filled_track()
    hidden = make_initiative(title=MARK, visibility="confidential")
    relate(hidden, "in-track", track)
    relate(make_commitment(title=MARK, state="draft"), "in-track", track)
    party = make_party(title="Ander land")
    relate(party, "supports", track)
    make_position(party, make_term(title=MARK, visibility="confidential"), MARK)
    cite(track, make_document("33694", "999", title=MARK, visibility="confidential"), quote=MARK)
    assert MARK not in visit(client, "/briefing/track/legal-order/").text
    for format in ("docx", "odt"):
        archive = zipfile.ZipFile(io.BytesIO(taken(client, "/briefing/track/legal-order/", format)))
        assert not any(MARK.encode() in archive.read(name) for name in archive.namelist())
    assert client.get(f"/briefing/initiative/{hidden.slug}/").status_code == 404


def test_it_is_for_colleagues_and_knows_wrong_addresses(client):
    filled_track()
    assert client.get("/briefing/track/legal-order/").status_code == 403
    client.force_login(make_user("reader"))
    assert client.get("/briefing/nonsense/x/").status_code == 404
    assert client.get("/briefing/track/%00/").status_code == 404
    assert client.get("/briefing/track/legal-order/?format=exe").status_code == 400


def test_a_briefing_on_much_costs_as_many_queries_as_one_on_little(client, reader):
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            client.get("/briefing/track/legal-order/?format=odt")
        return len(captured)

    track = filled_track(2)
    relate(make_commitment(), "in-track", track)
    queries()  # rights and the like are read once for as long as nothing changes
    few = queries()
    for number in range(10, 30):
        relate(make_initiative(title=f"Initiatief {number}"), "in-track", track)
        relate(make_commitment(title=f"Toezegging {number}"), "in-track", track)
        cite(track, make_document("33694", str(number)))
    queries()
    assert queries() == few
