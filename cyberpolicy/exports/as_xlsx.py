"""XLSX: a workbook for Excel, made row by row in a temporary file and sent in pieces."""

import datetime
import tempfile
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

from django.http import HttpRequest
from django.utils import timezone

from cyberpolicy.exports.sheets import Cell, Fact, Link, ListSheet, Sheet, creator, facts_name
from cyberpolicy.lists import EntryList

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PIECE = 256 * 1024
LONGEST = 32_767  # characters in a cell of Excel, those outside the basic plane counting twice
LINE = 15  # points
HIGHEST = 409  # points that a row of Excel can be
FEW = 10_000  # rows of which XlsxWriter can keep heights and links in memory; Excel would take 65,530 links
FIRST_DAY = datetime.date(1900, 1, 1)  # Excel's calendar begins here
LOOKS = {
    "text": {"text_wrap": True, "align": "left", "valign": "top"},
    "number": {"align": "right", "indent": 1, "valign": "top"},
    "date": {"num_format": "yyyy-mm-dd", "align": "left", "valign": "top"},
    "link": {"font_color": "#0563C1", "underline": 1, "valign": "top"},
    "heading": {"bold": True, "bg_color": "#E8EDF1", "bottom": 1, "valign": "top"},
}


def write(entries: EntryList, request: HttpRequest) -> Iterator[bytes]:
    yield from write_sheet(ListSheet(entries, request))


def write_sheet(sheet: Sheet) -> Iterator[bytes]:
    with tempfile.TemporaryDirectory(prefix="cyberpolicy-export-") as folder:
        path = Path(folder, "list.xlsx")
        _make(path, sheet)
        with path.open("rb") as file:
            yield from iter(partial(file.read, PIECE), b"")


def _make(path: Path, sheet: Sheet) -> None:
    from xlsxwriter import Workbook

    with Workbook(path, {"constant_memory": True, "tmpdir": str(path.parent)}) as workbook:
        workbook.set_properties({"title": sheet.title, "author": creator(), "created": timezone.now()})
        looks = {name: workbook.add_format(look) for name, look in LOOKS.items()}
        _write_list(workbook.add_worksheet(sheet.name), sheet, looks)
        _write_facts(workbook.add_worksheet(facts_name()), sheet.facts(), looks)


def _write_list(worksheet: Any, sheet: Sheet, looks: dict[str, Any]) -> None:
    """Rows of a long list have no height of their own (Excel finds it when it opens the file) and addresses as text."""
    for column, (heading, width) in enumerate(zip(sheet.headings, sheet.widths, strict=True)):
        worksheet.set_column(column, column, width)
        worksheet.write_string(0, column, heading, looks["heading"])
    are_few = sheet.count <= FEW
    write_link = worksheet.write_url if are_few else worksheet.write_string
    for row, cells in enumerate(sheet.rows(), start=1):
        if are_few:
            worksheet.set_row(row, _height(cells, sheet.widths))
        for column, cell in enumerate(cells):
            _write_cell(worksheet, row, column, cell, looks, write_link)
    _set_view(worksheet, sheet.row_count, len(sheet.headings) - 1)
    _set_paper(worksheet)


def _set_view(worksheet: Any, last_row: int, last_column: int) -> None:
    worksheet.freeze_panes(1, 0)
    worksheet.autofilter(0, 0, last_row, last_column)
    worksheet.repeat_rows(0)
    worksheet.ignore_errors({"number_stored_as_text": "A1:XFD1048576"})  # "2019" and "33694" are meant as text


def _set_paper(worksheet: Any) -> None:
    worksheet.set_paper(9)  # A4
    worksheet.set_landscape()
    worksheet.fit_to_pages(1, 0)


def _write_facts(worksheet: Any, facts: list[Fact], looks: dict[str, Any]) -> None:
    worksheet.set_column(0, 0, 24)
    worksheet.set_column(1, 1, 80)
    left_aligned = looks | {"number": looks["text"]}
    for row, (label, value) in enumerate(facts):
        worksheet.write_string(row, 0, label, looks["heading"])
        _write_cell(worksheet, row, 1, value, left_aligned, worksheet.write_url)
    _set_paper(worksheet)


def _write_cell(worksheet: Any, row: int, column: int, cell: Cell, looks: dict[str, Any], write_link: Any) -> None:
    """What is written as a string is never taken for a formula."""
    if cell == "":
        return
    if type(cell) is str:  # before the rare ones: this runs for every cell
        worksheet.write_string(row, column, _fitting(cell), looks["text"])
    elif isinstance(cell, Link):
        write_link(row, column, cell, looks["link"])
    elif not isinstance(cell, datetime.date):
        worksheet.write_number(row, column, cell, looks["number"])
    elif cell >= FIRST_DAY:
        worksheet.write_datetime(row, column, cell, looks["date"])
    else:
        worksheet.write_string(row, column, cell.isoformat(), looks["text"])


def _height(cells: list[Cell], widths: list[int]) -> int:
    """Points that the fullest cell takes when its text is wrapped, about."""
    lines = (_lines(cell, width) for cell, width in zip(cells, widths, strict=True) if isinstance(cell, str))
    return min(HIGHEST, LINE * max(lines))


def _lines(text: str, width: int) -> int:
    return sum(1 + len(line) // width for line in text.split("\n"))


def _fitting(text: str) -> str:
    """The text as far as a cell can hold it, with an ellipsis where it was cut."""
    if len(text) * 2 > LONGEST:
        units = text.encode("utf-16-le")
        if len(units) > LONGEST * 2:
            return units[: (LONGEST - 1) * 2].decode("utf-16-le", "ignore") + "…"
    # XlsxWriter takes a text between these tags for markup of its own and would not escape it.
    return f"{text} " if text.startswith("<r>") and text.endswith("</r>") else text
