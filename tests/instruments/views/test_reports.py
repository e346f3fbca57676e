"""Reports on the site: from list to file in two clicks, the same rows in every file, nothing for who may not see it."""

import csv
import datetime
import hashlib
import io
import json
import re
import shutil
import subprocess
import sys
import zipfile
from html import unescape
from xml.etree import ElementTree

import docx
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from python_calamine import CalamineWorkbook

from cyberpolicy.guard import history_kept_elsewhere
from cyberpolicy.models import Document
from instruments.models import Motion, Snapshot
from instruments.reports import wording
from instruments.reports.freezing import compare
from tests.factories import add, cite, make_commitment, make_document, make_motion, make_unit, make_user
from tests.reading import visit

pytestmark = pytest.mark.django_db

MARK = "zwaluw"
MAKE = "/reports/make/?kind=budget-annex&start=2018-01-01&end=2018-12-31"
READABLE = ("json", "csv", "docx", "odt", "xlsx", "ods")


@pytest.fixture
def liaison(client):
    user = make_user("liaison")
    client.force_login(user)
    return user


def adopted(number: str, **values):
    motion = make_motion("33694", number, **values)
    add(motion, "outcomes", outcome="adopted", date="2017-11-21")
    return motion


def settled_by_letter(number: str = "50", day: str = "2018-06-15", **values):
    """A motion settled by a letter, as in the annex of a real budget."""
    motion = adopted(number, **values)
    letter = make_document("34775-IV", "44", kind="letter", chamber="tweede", session_year="2017-2018")
    add(letter, "milestones", kind="published", date=day)
    row = add(motion, "executions", status="settled", date=day)
    cite(motion, letter, part=row)
    return motion


def taken(client, address: str, format: str) -> bytes:
    head, _mark, query = address.partition("?")
    response = client.get(f"{head}file/?{query}&format={format}")
    assert response.status_code == 200, response.content
    return response.content


def tables(client, address: str = MAKE) -> dict[str, list[dict]]:
    return {table["name"]: table["rows"] for table in json.loads(taken(client, address, "json"))["tables"]}


def test_a_settled_row_reads_as_parliament_is_used_to(client, liaison):
    settled_by_letter()
    (row,) = tables(client)["motions-settled"]
    expected = (
        "Afgedaan. De Tweede Kamer is op 15 juni 2018 per brief geïnformeerd "
        "(Kamerstukken II 2017/18, 34775-IV, nr.\u00a044)."
    )
    assert row["state"] == expected


def test_from_the_list_the_annex_is_two_clicks_away(client, liaison):
    adopted("51", title="Openstaande motie")
    link = next(url for url in visit(client, "/motions/").links if url.startswith("/reports/make/"))
    page = visit(client, link)
    assert "Openstaande motie" in page.text
    file = next(url for url in page.links if url.endswith("format=docx"))
    assert client.get(file).status_code == 200


def test_every_file_holds_the_same_rows(client, liaison):
    settled_by_letter(title="=Motie <één>")
    adopted("51", title="Tweede motie")
    make_commitment(title="Toezegging", public_text_nl="Wordt uitgevoerd.")
    data = json.loads(taken(client, MAKE, "json"))
    rows = [
        tuple(row[name] for name, _heading in table["columns"]) for table in data["tables"] for row in table["rows"]
    ]  # fmt: skip
    assert len(rows) == 3
    document = docx.Document(io.BytesIO(taken(client, MAKE, "docx")))
    assert [tuple(c.text for c in row.cells) for table in document.tables for row in table.rows[1:]] == rows
    odt = zipfile.ZipFile(io.BytesIO(taken(client, MAKE, "odt"))).read("content.xml").decode()
    assert all(cell in unescape(odt) for row in rows for cell in row)
    for format in ("xlsx", "ods"):
        book = CalamineWorkbook.from_filelike(io.BytesIO(taken(client, MAKE, format)))
        assert [tuple(row[1:4]) for row in book.get_sheet_by_index(0).to_python()[1:]] == rows
    lines = list(csv.reader(io.StringIO(taken(client, MAKE, "csv").decode())))[1:]
    assert [tuple(cell.removeprefix("'") for cell in line[1:4]) for line in lines] == rows


def test_a_report_joins_the_frozen_one_before(client, liaison):
    settled_by_letter()
    open_one = adopted("51")
    response = client.post(MAKE)
    snapshot = Snapshot.objects.get()
    assert response.url == f"/reports/{snapshot.pk}/"
    page = visit(client, "/reports/make/?kind=annual-report-annex")
    assert 'value="2019-01-01"' in page.html or "1 January 2019" in page.html or "start=2019-01-01" in page.html
    add(open_one, "executions", status="settled", date="2019-02-01")
    following = MAKE.replace("2018", "2019")
    found = tables(client, following)
    assert [row["key"] for row in found["motions-settled"]] == ["motion:33694-51"]
    client.post(following)
    later, earlier = Snapshot.objects.all()
    found = compare(earlier, later)
    assert [row["key"] for row in found.settled] == ["motion:33694-51"] and not found.gone
    page = visit(client, f"/reports/{earlier.pk}/compare/{later.pk}/")
    assert str(open_one.title) in page.section("settled")
    assert "#settled" in page.links and "#gone" not in page.links


def test_a_period_that_does_not_join_cannot_be_frozen(client, liaison):
    client.post(MAKE)
    page = visit(client, MAKE.replace("2018", "2021"))
    assert "begin on 1 January 2019" in page.text
    client.post(MAKE.replace("2018", "2021"))
    client.post(MAKE)
    assert Snapshot.objects.count() == 1


def test_the_hash_is_that_of_the_rows_and_stays(client, liaison):
    settled_by_letter()
    first = json.loads(taken(client, MAKE, "json"))["sha256"]
    client.post(MAKE)
    snapshot = Snapshot.objects.get()
    assert first == snapshot.sha256 == json.loads(taken(client, f"/reports/{snapshot.pk}/?", "json"))["sha256"]
    with history_kept_elsewhere():
        Motion.objects.update(title_nl="Anders")
    assert json.loads(taken(client, MAKE, "json"))["sha256"] != first
    assert json.loads(taken(client, f"/reports/{snapshot.pk}/?", "json"))["sha256"] == first
    assert len(first) == len(hashlib.sha256().hexdigest())


def test_a_third_party_checks_the_hash_as_the_help_page_tells(client, liaison, tmp_path):
    settled_by_letter(title="Motie “é” <&>\t\u2028\U0001f600 \x7f")
    make_commitment(title="Toezegging")
    client.post(MAKE)
    file, code = tmp_path / "report.json", tmp_path / "check.py"
    content = taken(client, f"/reports/{Snapshot.objects.get().pk}/?", "json")
    code.write_text(re.search('id="check-python"[^>]*><code>(.*?)</code>', visit(client, "/help/").html, re.DOTALL)[1])
    code.write_text(unescape(code.read_text()))
    for changed, expected in ((content, "True"), (content.replace(b"Toezegging", b"Toezeggingen"), "False")):
        file.write_bytes(changed)
        ran = subprocess.run([sys.executable, code, file], capture_output=True, text=True, check=True)
        assert ran.stdout.strip() == expected


def test_a_report_frozen_before_still_holds(client, liaison):
    """As the first version kept it: the hash is that of the columns in pairs."""
    settled_by_letter()
    client.post(MAKE)
    snapshot = Snapshot.objects.get()
    about = {"kind": "budget-annex", "language": "nl", "start": "2018-01-01", "end": "2018-12-31"}
    content = json.dumps(
        about | snapshot.wording | {"tables": snapshot.rows}, sort_keys=True, ensure_ascii=False, separators=(",", ":")
    )
    assert snapshot.rows[0]["columns"][0] == ["description", "Omschrijving van de motie"]
    assert snapshot.sha256 == hashlib.sha256(content.encode()).hexdigest()
    assert "The hash does not hold" not in visit(client, f"/reports/{snapshot.pk}/").text


def frozen(client, query: str) -> Snapshot:
    client.post(f"/reports/make/?{query}")
    return Snapshot.objects.order_by("-pk").first()


def test_comparing_what_does_not_follow_on_each_other_is_told(client, liaison):
    settled_by_letter()
    annex = "kind=budget-annex&start={0}-01-01&end={0}-12-31"
    first, second, third = (frozen(client, annex.format(year)) for year in (2018, 2019, 2020))
    letter = frozen(client, "kind=status-letter&start=2019-01-01&end=2019-12-31")
    upper = frozen(client, annex.format(2019) + "&chamber=eerste")
    english = frozen(client, annex.format(2021) + "&language=en")

    def told(old: Snapshot, new: Snapshot) -> list[str]:
        return visit(client, f"/reports/{old.pk}/compare/{new.pk}/").notices

    visit(client, "/reports/")  # which says six times that one was frozen
    assert told(first, second) == []
    assert "one and the same" in told(first, first)[0]
    assert "do not follow on each other" in told(first, third)[0]
    assert "different kinds" in told(first, letter)[0]
    assert "the chamber, ministries" in told(first, upper)[0]
    assert "different languages" in told(third, english)[0]
    answer = client.get(f"/reports/{second.pk}/compare/{first.pk}/")
    assert (answer.status_code, answer.url) == (302, f"/reports/{first.pk}/compare/{second.pk}/")


@pytest.mark.parametrize("hidden", [{"visibility": "internal"}, {"visibility": "confidential"}, {"state": "draft"}])
def test_what_is_hidden_is_in_no_file_and_no_frozen_report(client, liaison, hidden):
    settled_by_letter(title=f"{MARK} motie", internal_text_nl=MARK, **hidden)
    public = adopted("51", internal_text_nl=MARK, planning_nl=MARK)
    secret = make_document("33694", "77", title=f"{MARK} brief", **hidden)
    row = add(public, "executions", status="settled", date="2018-03-03")
    cite(public, secret, part=row, quote=MARK)
    for format in READABLE:
        content = taken(client, MAKE, format)
        packed = zipfile.ZipFile(io.BytesIO(content)) if content[:2] == b"PK" else None
        texts = [packed.read(name) for name in packed.namelist()] if packed else [content]
        assert not any(MARK.encode() in text or b"nr.\xc2\xa077" in text for text in texts), format
    assert "1 row is not public" in visit(client, MAKE).text
    client.post(MAKE)
    snapshot = Snapshot.objects.get()
    assert MARK not in json.dumps([snapshot.rows, snapshot.wording])
    client.force_login(make_user("reader"))
    assert "not public" not in visit(client, f"/reports/{snapshot.pk}/").text


def test_a_list_of_a_unit_holds_nothing_that_was_withdrawn(client, liaison):
    adopted("51", title="Concept", state="draft")
    adopted("52", title="Weg", state="withdrawn")
    rows = tables(client, MAKE.replace("budget-annex", "unit-list"))["motions-open"]
    assert [row["description"] for row in rows] == ["Concept"]


def test_a_list_of_a_unit_opens_for_those_who_see_as_much(client, liaison):
    adopted("51", title=MARK, visibility="confidential", internal_text_nl="Overleg loopt")
    client.post(MAKE.replace("budget-annex", "unit-list"))
    snapshot = Snapshot.objects.get()
    assert MARK in json.dumps(snapshot.rows) and "Overleg loopt" in json.dumps(snapshot.rows)
    address = f"/reports/{snapshot.pk}/"
    assert client.get(address).status_code == 200
    client.force_login(make_user("reader"))
    assert [client.get(url).status_code for url in (address, f"{address}file/?format=json")] == [404, 404]
    assert f'href="{address}"' not in visit(client, "/reports/").html
    assert client.get(MAKE).status_code == 403 and client.post(MAKE).status_code == 403
    client.logout()
    assert {client.get(url).status_code for url in ("/reports/", address, MAKE)} == {403}


@pytest.mark.parametrize(
    "query",
    [
        "start=2019-01-01&end=2018-01-01", "start=x", "kind=nonsense",
        "start=2018-01-01&end=2018-02-01&as_of=2030-01-01",
        "start=0001-01-01", "end=9999-12-31", "track=%00&ministry=no", "language=fr", "unit=" + "9" * 10_000,
    ],
)  # fmt: skip
def test_a_wrong_address_is_told_and_no_file_is_made(client, liaison, query):
    page = visit(client, f"/reports/make/?{query}")
    assert page.status == 200 and "cannot be made" in page.text
    assert client.get(f"/reports/make/file/?{query}&format=json").status_code == 400
    assert client.post(f"/reports/make/?{query}").status_code == 200 and not Snapshot.objects.exists()


def test_missing_and_broken_templates_are_told(client, liaison, settings, tmp_path):
    settings.REPORT_TEMPLATES = str(tmp_path)
    assert "budget-annex.nl.toml" in visit(client, MAKE).text
    (tmp_path / "budget-annex.nl.toml").write_text("title = $")
    assert "not well-formed" in visit(client, MAKE).text
    assert client.get(f"{MAKE.replace('make/?', 'make/file/?')}&format=odt").status_code == 400
    client.post(MAKE)
    assert not Snapshot.objects.exists()


def test_a_frozen_report_with_a_title_that_no_file_can_hold_is_cleaned(client, liaison):
    """Made before such a title was refused."""
    client.post(MAKE)
    snapshot = Snapshot.objects.get()
    snapshot.wording |= {"title": "Bijlage\x07 " + "lang " * 60}
    snapshot.save()
    address = f"/reports/{snapshot.pk}/?"
    assert docx.Document(io.BytesIO(taken(client, address, "docx"))).core_properties.title.startswith("Bijlage lang")
    for format in ("odt", "xlsx", "ods"):
        package = zipfile.ZipFile(io.BytesIO(taken(client, address, format)))
        for name in package.namelist():
            if name.endswith(".xml"):
                ElementTree.fromstring(package.read(name))


def test_a_template_saved_by_an_editor_of_windows_is_read(client, liaison, settings, tmp_path):
    shutil.copytree(wording.FOLDER, tmp_path, dirs_exist_ok=True)
    settings.REPORT_TEMPLATES = str(tmp_path)
    file = tmp_path / "budget-annex.nl.toml"
    file.write_bytes(file.read_bytes().decode().replace("\n", "\r\n").encode("utf-8-sig"))
    assert "not well-formed" not in visit(client, MAKE).text


def test_warnings_name_what_to_look_at(client, liaison):
    motion = adopted("51", title="Onbewezen")
    add(motion, "executions", status="settled", date="2018-02-02")
    adopted("52", title="Zwijgzaam")
    text = visit(client, MAKE).section("cautions")
    assert "Onbewezen" in text
    assert "Without a text for parliament (1) Zwijgzaam" in text


def test_an_empty_report_says_so(client, liaison):
    assert "In deze periode zijn er geen moties" in visit(client, MAKE).text
    assert all(not rows for rows in tables(client).values())


def test_a_report_of_many_rows_costs_as_many_queries_as_one_of_few(client, liaison):
    def queries(url: str) -> int:
        client.get(url)
        with CaptureQueriesContext(connection) as captured:
            client.get(url)
        return len(captured)

    urls = [MAKE.replace("budget-annex", kind) for kind in ("budget-annex", "unit-list")]
    urls.append(f"{urls[1].replace('make/', 'make/file/')}&format=json")
    settled_by_letter()
    add(adopted("51", owner=liaison, unit=make_unit()), "deadlines", due_on="2019-01-01")
    few = [queries(url) for url in urls]
    letter = Document.objects.get()
    for number in range(100, 112):
        owed = adopted(str(number), owner=make_user(), unit=make_unit(f"u{number}"))
        add(owed, "deadlines", due_on="2019-01-01")
        if number % 2:
            cite(owed, letter, part=add(owed, "executions", status="settled", date="2018-05-05"))
    assert [queries(url) for url in urls] == few


def test_what_is_learnt_after_a_report_was_frozen_stands_in_the_next(client, liaison):
    motion = adopted("51")
    client.post(MAKE)
    add(motion, "executions", status="settled", date="2018-06-01", justification_nl="Later gehoord.")
    assert [row["key"] for row in tables(client, MAKE.replace("2018", "2019"))["motions-settled"]] == [motion.key]
    assert not tables(client, MAKE.replace("2018", "2020"))["motions-settled"]


def test_a_commitment_of_an_unknown_day_is_something_to_look_at(client, liaison):
    make_commitment(title="Ooit beloofd")
    make_commitment(title="Beloofd in maart", made_on=datetime.date(2018, 3, 1), public_text_nl="x")
    make_commitment(title="Later beloofd", made_on=datetime.date(2019, 3, 1))
    assert "made on an unknown day" in (text := visit(client, MAKE).section("cautions")).lower()
    assert "Ooit beloofd" in text and "Beloofd in maart" not in text
    assert "Later beloofd" not in visit(client, MAKE).text
