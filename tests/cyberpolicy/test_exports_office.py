"""XLSX and ODS: the same cells as the CSV, with types, in both languages; read back with libraries of others."""

import csv
import datetime
import io
import json
import zipfile
from xml.etree import ElementTree

import openpyxl
import pytest
from django.urls import reverse
from django.utils import translation
from python_calamine import CalamineWorkbook

from cyberpolicy.exports import FORMATS, as_xlsx, sheets
from cyberpolicy.kinds import entry_models
from cyberpolicy.tables import table_of
from tests.cases import LANGUAGES
from tests.factories import make_initiative, make_listing, make_user
from tests.workbooks import FORMULAS, OFFICE, as_csv_has_it, export, facts_of, part, read, rows_of

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
ODF = "{urn:oasis:names:tc:opendocument:xmlns:%s:1.0}"


# The same cells


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("format", OFFICE)
@pytest.mark.parametrize("kind", entry_models())
def test_every_cell_is_that_of_the_csv(client, letter, kind, format, language):
    lines = list(csv.reader(io.StringIO(export(client, kind, "csv", language).decode(), newline="")))
    cells = read(export(client, kind, format, language))[0]
    assert len(lines) > 1
    assert [[as_csv_has_it(cell) for cell in row] for row in cells] == lines


@pytest.mark.parametrize("format", OFFICE)
@pytest.mark.parametrize("kind", entry_models())
def test_cells_have_the_types_of_the_json(client, letter, kind, format):
    records = json.loads(export(client, kind, "json"))["rows"]
    for record, row in zip(records, rows_of(client, kind, format), strict=True):
        for column in table_of(kind).columns:
            value, cell = record.get(column.name), row[str(column.label)]
            if isinstance(value, int):
                assert (type(cell), cell) == (float, value)
            elif column.look == "date" and value and is_day(value):
                assert cell == datetime.date.fromisoformat(value)
            else:
                assert isinstance(cell, str)


def is_day(value: str) -> bool:
    return len(value) == len("2020-11-16") and value[:4].isdigit()


@pytest.mark.parametrize("format", OFFICE)
def test_hidden_records_are_absent(client, db, format):
    make_initiative(title="Inside", visibility="internal")
    make_initiative(title="Shown")
    assert [row["Title"] for row in rows_of(client, "initiative", format)] == ["Shown"]
    client.force_login(make_user("reader"))
    assert [row["Title"] for row in rows_of(client, "initiative", format)] == ["Inside", "Shown"]


@pytest.mark.parametrize("format", OFFICE)
def test_list_without_records_is_a_sheet_with_headings(client, db, format):
    headings, *rows = read(export(client, "motion", format))[0]
    assert (headings[2], rows) == ("Title", [])


# Typed cells


@pytest.mark.parametrize("format", OFFICE)
def test_days_are_dates_and_vague_dates_are_words(client, db, format):
    dates = {"2020-11-16": datetime.date(2020, 11, 16), "2019-05": "2019-05", "2021-40": "first half of 2021"}
    for date in dates:
        make_initiative(title=date, date=date)
    assert {row["Title"]: row["Date"] for row in rows_of(client, "initiative", format)} == dates


def test_day_before_the_calendar_of_excel_is_words_there(client, db):
    make_initiative(date="1815-06-09")
    assert rows_of(client, "initiative", "xlsx")[0]["Date"] == "1815-06-09"
    assert rows_of(client, "initiative", "ods")[0]["Date"] == datetime.date(1815, 6, 9)


@pytest.mark.parametrize("day", ["1900-01-01", "1900-02-28", "1900-03-01", "2024-02-29"])
def test_days_are_those_of_excel_which_has_one_too_many(client, db, day):
    make_initiative(date=day)
    assert str(rows_of(client, "initiative", "xlsx")[0]["Date"]) == day


@pytest.mark.parametrize("format", OFFICE)
def test_numbers_are_numbers(client, db, format):
    make_listing(persons=12)
    assert rows_of(client, "listing", format)[0]["Persons"] == 12.0


@pytest.mark.parametrize("text", FORMULAS)
def test_formula_like_titles_stay_text(client, db, text):
    make_initiative(title=text)
    cell = openpyxl.load_workbook(io.BytesIO(export(client, "initiative", "xlsx"))).worksheets[0]["A2"]
    assert cell.value == text
    assert rows_of(client, "initiative", "ods")[0]["Title"] == text
    for format, sheet, mark in (("xlsx", "xl/worksheets/sheet1.xml", b"<f>"), ("ods", "content.xml", b"formula")):
        assert mark not in zipfile.ZipFile(io.BytesIO(export(client, "initiative", format))).read(sheet)


@pytest.mark.parametrize("format", OFFICE)
@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("<r>&</r>", "<r>&</r>"),
        ("<text:p>\"quoted\" & 'so'", "<text:p>\"quoted\" & 'so'"),
        ("bell\x07 and \x1b[31m red", "bell and [31m red"),
        ("two  spaces,   three", "two  spaces,   three"),
        ("line\r\nand line\rand line", "line\nand line\nand line"),
        ("snow ☃ and key 🗝", "snow ☃ and key 🗝"),
        ("%s $sheet {0}", "%s $sheet {0}"),
        ("  begins with room", "  begins with room"),
    ],
)
def test_odd_characters_survive_or_are_left_out(client, db, format, text, kept):
    make_initiative(title="A", summary_en=text)
    assert rows_of(client, "initiative", format)[0]["Summary"].rstrip(" ") == kept


def test_what_excel_would_read_as_a_code_stays_text(client, db):
    make_initiative(title="A", summary_en="_x0041_ and _x")
    sheet = part(export(client, "initiative", "xlsx"), "xl/worksheets/sheet1.xml")
    assert "_x005F_x0041_ and _x" in [text.text for text in sheet.iter(f"{MAIN}t")]


def test_tabs_stay_tabs(client, db):
    make_initiative(title="A", summary_en="a\tb")
    assert rows_of(client, "initiative", "xlsx")[0]["Summary"] == "a\tb"
    tab = next(part(export(client, "initiative", "ods"), "content.xml").iter(ODF % "text" + "tab"))
    assert tab.tail == "b"


def test_text_longer_than_a_cell_of_excel_is_cut_with_an_ellipsis(client, db):
    make_initiative(title="plain", summary_en="x" * 40_000)
    make_initiative(title="wide", summary_en="🗝" * 20_000)
    found = {row["Title"]: row["Summary"] for row in rows_of(client, "initiative", "xlsx")}
    assert found == {"plain": "x" * 32_766 + "…", "wide": "🗝" * 16_383 + "…"}
    assert len(rows_of(client, "initiative", "ods")[0]["Summary"]) == 40_000


# How it looks


def test_xlsx_header_is_bold_filled_frozen_and_filters(client, letter):
    sheet = openpyxl.load_workbook(io.BytesIO(export(client, "initiative", "xlsx"))).worksheets[0]
    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref == sheet.dimensions
    assert sheet.print_title_rows == "$1:$1"
    assert all(cell.font.bold and cell.fill.fill_type == "solid" for cell in sheet[1])
    assert 45 <= sheet.column_dimensions["A"].width <= 55
    assert sheet["A2"].alignment.wrap_text


def test_xlsx_dates_show_as_written_elsewhere(client, db):
    make_initiative(date="2020-11-16")
    cell = openpyxl.load_workbook(io.BytesIO(export(client, "initiative", "xlsx"))).worksheets[0]["G2"]
    assert (cell.is_date, cell.number_format) == (True, "yyyy-mm-dd")


def test_ods_header_is_frozen_and_filters(client, letter):
    content = export(client, "initiative", "ods")
    items = part(content, "settings.xml").iter(ODF % "config" + "config-item")
    settings = {item.get(ODF % "config" + "name"): item.text for item in items}
    assert (settings["VerticalSplitMode"], settings["VerticalSplitPosition"]) == ("2", "1")
    area = next(part(content, "content.xml").iter(ODF % "table" + "database-range"))
    count = len(rows_of(client, "initiative", "ods"))
    assert area.get(ODF % "table" + "target-range-address") == f"'Initiatives'.A1:'Initiatives'.J{count + 1}"
    assert area.get(ODF % "table" + "display-filter-buttons") == "true"


@pytest.mark.parametrize("language", LANGUAGES)
def test_addresses_are_links(client, db, language):
    address = "http://testserver" + make_initiative(slug="ngi").get_absolute_url()
    sheet = openpyxl.load_workbook(io.BytesIO(export(client, "initiative", "xlsx", language))).worksheets[0]
    assert (sheet["J2"].value, sheet["J2"].hyperlink.target) == (address, address)
    link = next(part(export(client, "initiative", "ods", language), "content.xml").iter(ODF % "text" + "a"))
    assert (link.text, link.get("{http://www.w3.org/1999/xlink}href")) == (address, address)


def test_addresses_of_a_long_list_are_text_in_xlsx(client, db, monkeypatch):
    monkeypatch.setattr(as_xlsx, "FEW", 1)
    for _ in range(2):
        make_initiative()
    sheet = openpyxl.load_workbook(io.BytesIO(export(client, "initiative", "xlsx"))).worksheets[0]
    assert sheet["J2"].value.startswith("http://testserver/")
    assert sheet["J2"].hyperlink is None


# The second sheet, and the properties

FACTS = {
    "en": [
        ("Site", "Kennisbank"),
        ("List", "Initiatives"),
        ("Filter", "Search in this list: attributie"),
        ("Filter", "Year from: 2019"),
        ("Sorted by", "Date, descending"),
        ("Number of rows", 1.0),
        ("Language", "English"),
        ("Made on", "2 March 2026, 12:05 (Europe/Amsterdam)"),
        ("Address", "http://testserver/initiatives/?q=attributie&year_from=2019&sort=-date&lang=en"),
    ],
    "nl": [
        ("Site", "Kennisbank"),
        ("Lijst", "Initiatieven"),
        ("Filter", "Zoek in deze lijst: attributie"),
        ("Filter", "Jaar vanaf: 2019"),
        ("Gesorteerd op", "Datum, aflopend"),
        ("Aantal rijen", 1.0),
        ("Taal", "Nederlands"),
        ("Gemaakt op", "2 maart 2026, 12:05 (Europe/Amsterdam)"),
        ("Webadres", "http://testserver/initiatives/?q=attributie&year_from=2019&sort=-date&lang=nl"),
    ],
}

SHEETS = {"nl": ["Moties", "Over deze lijst"], "en": ["Motions", "About this list"]}


@pytest.fixture
def _on_2_march(monkeypatch, settings) -> None:
    settings.SITE_NAME = "Kennisbank"
    monkeypatch.setattr("django.utils.timezone.now", lambda: datetime.datetime(2026, 3, 2, 11, 5, tzinfo=datetime.UTC))


@pytest.mark.usefixtures("_on_2_march")
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("format", OFFICE)
def test_second_sheet_tells_what_the_list_is(client, db, format, language):
    for title in ("Attributie van aanvallen", "Iets anders"):
        make_initiative(title=title, date="2020", sort_date=datetime.date(2020, 1, 1))
    query = {"q": "attributie", "year_from": "2019", "sort": "-date"}
    assert sorted(facts_of(client, "initiative", format, language, **query)) == sorted(FACTS[language])


@pytest.mark.parametrize("format", OFFICE)
def test_second_sheet_says_when_nothing_was_filtered(client, db, format):
    assert ("Filter", "none: the whole list") in facts_of(client, "initiative", format)


@pytest.mark.parametrize("format", OFFICE)
def test_second_sheet_says_what_did_not_fit(client, db, format, monkeypatch):
    monkeypatch.setattr(sheets, "MAX_ROWS", 2)
    for _ in range(3):
        make_initiative()
    facts = dict(facts_of(client, "initiative", format))
    assert len(rows_of(client, "initiative", format)) == facts["Number of rows"] == 2
    assert facts["Left out"].startswith("1 row")


@pytest.mark.parametrize(("language", "names"), SHEETS.items())
@pytest.mark.parametrize("format", OFFICE)
def test_sheets_are_named_in_the_language_of_the_reader(client, db, format, language, names):
    content = export(client, "motion", format, language)
    assert CalamineWorkbook.from_filelike(io.BytesIO(content)).sheet_names == names


@pytest.mark.parametrize("kind", entry_models())
@pytest.mark.parametrize("language", LANGUAGES)
def test_names_of_sheets_are_such_as_excel_takes(kind, language):
    with translation.override(language):
        for name in (str(entry_models()[kind]._meta.verbose_name_plural), sheets.facts_name()):
            assert 0 < len(name) <= 31
            assert not sheets.NOT_IN_A_NAME.search(name)


def test_files_name_their_title_and_maker(client, db, settings):
    settings.SITE_NAME, settings.ORGANISATION = "Cyber & beleid", "Ministerie <BZ>"
    properties = openpyxl.load_workbook(io.BytesIO(export(client, "motion", "xlsx"))).properties
    assert (properties.title, properties.creator) == ("Motions – Cyber & beleid", "Ministerie <BZ>")
    meta = {
        element.tag.partition("}")[2]: element.text
        for element in part(export(client, "motion", "ods"), "meta.xml").iter()
    }
    assert (meta["title"], meta["creator"], meta["language"]) == ("Motions – Cyber & beleid", "Ministerie <BZ>", "en")


# The files


@pytest.mark.parametrize("format", OFFICE)
def test_zip_is_whole_and_its_parts_are_xml(client, letter, format):
    package = zipfile.ZipFile(io.BytesIO(export(client, "initiative", format)))
    assert package.testzip() is None
    for name in package.namelist():
        if name.endswith((".xml", ".rels")):
            ElementTree.fromstring(package.read(name))
            assert b"<!--" not in package.read(name)


def test_ods_begins_with_its_media_type_as_plain_text(client, db):
    content = export(client, "initiative", "ods")
    first = zipfile.ZipFile(io.BytesIO(content)).infolist()[0]
    assert (first.filename, first.compress_type, first.flag_bits, first.extra) == (
        "mimetype",
        zipfile.ZIP_STORED,
        0,
        b"",
    )
    assert content[38:].startswith(FORMATS["ods"].content_type.encode())


def test_ods_lists_its_parts(client, db):
    content = export(client, "initiative", "ods")
    full_path = ODF % "manifest" + "full-path"
    listed = {entry.get(full_path) for entry in part(content, "META-INF/manifest.xml")} - {"/"}
    assert listed == set(zipfile.ZipFile(io.BytesIO(content)).namelist()) - {"mimetype", "META-INF/manifest.xml"}


@pytest.mark.parametrize("format", OFFICE)
def test_workbook_is_sent_while_it_is_made(client, db, django_assert_num_queries, format):
    make_initiative()
    response = client.get(f"{reverse('initiative-export')}?format={format}")
    with django_assert_num_queries(0):
        assert next(iter(response.streaming_content)).startswith(b"PK")
