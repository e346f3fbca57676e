"""A report as a file: documents to edit and to publish, workbooks, and data. All hold the same rows."""

import datetime
import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cyberpolicy.characters import clean
from cyberpolicy.exports import as_csv, as_docx, as_ods, as_odt, as_pdf, as_xlsx
from cyberpolicy.exports.paper import Heading, Paper, Paragraph, Table
from cyberpolicy.exports.sheets import Cell, RowsSheet, creator
from instruments.reports.report import Report, ReportTable
from instruments.reports.rows import AS_DAY, Row

WIDTHS = {"description": 10, "place": 6, "state": 12, "internal_text": 8, "owner": 6}  # of each other; of the others 5


@dataclass(frozen=True)
class FileFormat:
    """A file format: its name in addresses, what it is called, and its writer."""

    name: str
    label: str
    hint: Promise
    content_type: str
    write: Callable[[Report], bytes]


def paper_of(report: Report) -> Paper:
    """The report as a document."""
    blocks: list = [Paragraph(text) for text in report.opening]
    for table in report.tables:
        blocks.append(Heading(table.heading))
        blocks.append(_table(table) if table.rows else Paragraph(table.empty))
    blocks.append(Paragraph(f"SHA-256 {report.sha256}", is_note=True))
    return Paper(report.title, report.language, creator(), blocks, f"{report.start} – {report.end}")


def _table(table: ReportTable) -> Table:
    widths = tuple(WIDTHS.get(name, 5) for name in table.columns)
    return Table(table.heading, tuple(table.columns.values()), table.cells, widths, shows_caption=False)


def sheet_of(report: Report) -> RowsSheet:
    """The report as one sheet: the table of a row stands before it."""
    names, headings = _all_columns(report)
    rows = [[table.heading, *(_cell(row, name) for name in names)] for table in report.tables for row in table.rows]
    facts = [
        (_("Report"), report.title),
        (_("Period"), f"{report.start} – {report.end}"),
        (_("Version of the template"), report.template_version),
        (_("Number of rows"), report.row_count),
        ("SHA-256", report.sha256),
    ]
    return RowsSheet(report.title, [_("Table"), *headings], rows, facts)


def _cell(row: Row, name: str) -> Cell:
    """A day where the row keeps one, else its words."""
    day = row.get(f"{name}{AS_DAY}")
    return datetime.date.fromisoformat(day) if day else row.get(name, "")


def _all_columns(report: Report) -> tuple[list[str], list[str]]:
    """The columns that any table shows, each once; the first heading of each."""
    headings: dict[str, str] = {}
    for table in report.tables:
        headings = table.columns | headings if not headings else headings | (table.columns | headings)
    return list(headings), [capfirst(heading) for heading in headings.values()]


def _as_csv(report: Report) -> bytes:
    sheet = sheet_of(report)
    return b"".join(as_csv.lines([sheet.headings, *([clean(str(cell)) for cell in row] for row in sheet.rows)]))


def _as_json(report: Report) -> bytes:
    """All that the hash is of, with the hash: whoever has the file can check it, as the help page tells."""
    return json.dumps(report.content | {"sha256": report.sha256}, ensure_ascii=False, indent=1).encode()


def _joined(write: Callable[[RowsSheet], Iterable[bytes]]) -> Callable[[Report], bytes]:
    return lambda report: b"".join(write(sheet_of(report)))


def _of_paper(write: Callable[[Paper], bytes]) -> Callable[[Report], bytes]:
    return lambda report: write(paper_of(report))


FORMATS = {
    format.name: format
    for format in (
        FileFormat("docx", "DOCX", gettext_lazy("Word, to edit"), as_docx.MEDIA_TYPE, _of_paper(as_docx.write)),
        FileFormat("odt", "ODT", gettext_lazy("LibreOffice, to edit"), as_odt.MEDIA_TYPE, _of_paper(as_odt.write)),
        FileFormat("pdf", "PDF", gettext_lazy("Tagged, to publish"), as_pdf.MEDIA_TYPE, _of_paper(as_pdf.write)),
        FileFormat("xlsx", "XLSX", gettext_lazy("Excel workbook"), as_xlsx.MEDIA_TYPE, _joined(as_xlsx.write_sheet)),
        FileFormat("ods", "ODS", gettext_lazy("LibreOffice workbook"), as_ods.MEDIA_TYPE, _joined(as_ods.write_sheet)),
        FileFormat("csv", "CSV", gettext_lazy("For programs"), "text/csv; charset=utf-8", _as_csv),
        FileFormat("json", "JSON", gettext_lazy("With all that is kept"), "application/json", _as_json),
    )
}
