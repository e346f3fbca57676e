import csv
import io

import pytest

from tests.factories import add, cite, make_document, make_forum, make_track, relate
from tests.reading import body

pytestmark = pytest.mark.django_db


def export(client, query: str = "") -> bytes:
    return body(client.get(f"/forums/export/?format=csv&lang=en&{query}"))


def rows(content: bytes, **dialect) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode(), newline=""), strict=True, **dialect))


def test_file_follows_rfc_4180(client):
    title = 'Een "titel", met\nalles; erin'
    make_forum(title=title, summary_en="B")
    content = export(client)
    assert content.endswith(b"\r\n")
    assert not content.startswith("\ufeff".encode())
    header, row = rows(content)
    assert header[0] == "Title"
    assert row[0] == title
    assert len(row) == len(header)


def test_every_line_ends_as_the_standard_wants(client):
    make_forum(title="A")
    make_forum(title="B")
    assert export(client).count(b"\r\n") == export(client).count(b"\n") == 3


def test_file_for_excel_has_a_mark_and_semicolons(client):
    make_forum(title="Genève; Coördinatie")
    content = body(client.get("/forums/export/?format=csv-excel&lang=en"))
    assert content.startswith(b"\xef\xbb\xbfTitle;")
    assert rows(content.removeprefix(b"\xef\xbb\xbf"), delimiter=";")[1][0] == "Genève; Coördinatie"


@pytest.mark.parametrize("format", ["csv", "csv-excel"])
@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_formula_is_made_harmless(client, start, format):
    make_forum(title=f"{start}HYPERLINK(1)", summary_en=f"{start}1+1")
    content = body(client.get(f"/forums/export/?format={format}&lang=en")).decode("utf-8-sig")
    (row,) = csv.DictReader(io.StringIO(content, newline=""), delimiter=";" if format == "csv-excel" else ",")
    assert row["Title"] == f"'{start}HYPERLINK(1)"
    assert row["Summary"] == f"'{start}1+1"


def test_row_holds_every_column_and_the_address(client):
    track, letter = make_track(title="Legal order"), make_document("33694", "60", passages=["1.2"])
    forum = make_forum(slug="oewg", title="OEWG", summary_en="Open", dutch_role_en="Takes part")
    relate(forum, "in-track", track)
    relate(forum, "part-of", make_forum(title="United Nations", slug="un"))
    add(forum, "statuses", status="ongoing", date="2020")
    add(forum, "milestones", kind="set_up", date="2018-12")
    cite(forum, letter, "1.2")
    header, row = rows(export(client, "q=oewg"))
    shown = dict(zip(header, row, strict=True))
    assert shown == {
        "Title": "OEWG", "Kind": "process", "Track": "Legal order", "Part of": "United Nations",
        "Role of the Netherlands": "Takes part", "Status": "ongoing", "Date": "2018-12",
        "Source": "kst-33694-60 § 1, par. 2", "Summary": "Open", "Address": "http://testserver/forums/oewg/",
    }  # fmt: skip


def test_headings_are_in_the_language_asked_for(client):
    dutch = rows(body(client.get("/forums/export/?format=csv&lang=nl")))[0]
    assert dutch[0] == "Titel"
    assert rows(export(client))[0][0] == "Title"


def test_hidden_records_of_a_row_are_left_out(client):
    forum = make_forum(title="OEWG")
    relate(forum, "part-of", make_forum(title="Hidden", visibility="internal"))
    cite(forum, make_document(title="Hidden too", visibility="internal", slug="geheim"))
    content = export(client)
    assert b"Hidden" not in content
    assert b"geheim" not in content
