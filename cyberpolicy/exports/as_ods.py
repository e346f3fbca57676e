"""ODS: a workbook for LibreOffice, made and sent row by row."""

import datetime
import re
from collections.abc import Iterable, Iterator
from functools import partial
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

from django.http import HttpRequest
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from cyberpolicy.characters import clean
from cyberpolicy.exports.made_once import MadeOnce
from cyberpolicy.exports.sheets import Cell, Link, ListSheet, Sheet, creator, facts_name, letters
from cyberpolicy.exports.templates import filled
from cyberpolicy.exports.zip_stream import ZipStream, in_pieces
from cyberpolicy.lists import EntryList

MEDIA_TYPE = "application/vnd.oasis.opendocument.spreadsheet"
PARTS = Path(__file__).parent / "ods"  # what is the same for every list, but for a word here and there
CENTIMETRES = 0.2  # that a character takes
LOST_SPACE = re.compile(r"^ +|  +| +$|\t")  # what XML readers would drop or fold
FACT_WIDTHS = [24, 80]
NAMESPACES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "style", "table", "text")
)
CONTENT_START = f"""<?xml version="1.0" encoding="UTF-8"?>
<office:document-content office:version="1.3" {NAMESPACES} xmlns:xlink="http://www.w3.org/1999/xlink">
<office:automatic-styles>%s</office:automatic-styles>
<office:body><office:spreadsheet>
"""
TABLE_END = b"</table:table>\n"
CONTENT_END = b"</office:spreadsheet></office:body></office:document-content>"


def write(entries: EntryList, request: HttpRequest) -> Iterator[bytes]:
    yield from write_sheet(ListSheet(entries, request))


def write_sheet(sheet: Sheet) -> Iterator[bytes]:
    package = ZipStream()
    yield package.stored("mimetype", MEDIA_TYPE.encode())
    yield from package.deflated("META-INF/manifest.xml", [filled(PARTS / "manifest.xml")])
    for name in ("meta", "settings", "styles"):
        yield from package.deflated(f"{name}.xml", [filled(PARTS / f"{name}.xml", _words(sheet))])
    yield from package.deflated("content.xml", _content(sheet))
    yield package.end()


def _words(sheet: Sheet) -> dict[str, str]:
    language = translation.get_language()
    return {
        "sheet": sheet.name,
        "title": sheet.title,
        "creator": creator(),
        "now": timezone.localtime().strftime("%Y-%m-%dT%H:%M:%S"),
        "language": language,
        "country": {"nl": "NL", "en": "GB"}[language],
        "text": _("Text"),
        "number": _("Number"),
        "date": _("Date"),
        "address": _("Address"),
        "heading": _("Heading"),
    }


def _content(sheet: Sheet) -> Iterator[bytes]:
    yield (CONTENT_START % _column_styles({*sheet.widths, *FACT_WIDTHS})).encode()
    yield _table_start(sheet.name, sheet.widths)
    headings = _row(_text(heading, "h") for heading in sheet.headings)
    yield b"<table:table-header-rows>%b</table:table-header-rows>\n" % headings
    made = [MadeOnce(partial(map, _cell)) for _heading in sheet.headings]
    for columns in sheet.batches():
        cells = (kept.of(column) for kept, column in zip(made, columns, strict=True))
        yield from in_pieces(map(_row, zip(*cells, strict=True)))
    yield TABLE_END + _table_start(facts_name(), FACT_WIDTHS)
    for label, value in sheet.facts():
        yield _row([_text(label, "h"), _cell(value, number_style="t")])
    yield TABLE_END + _filter(sheet).encode() + CONTENT_END


def _column_styles(widths: Iterable[int]) -> str:
    return "".join(
        f'<style:style style:name="w{width}" style:family="table-column">'
        f'<style:table-column-properties style:column-width="{width * CENTIMETRES:.2f}cm"/></style:style>'
        for width in sorted(widths)
    )


def _table_start(name: str, widths: list[int]) -> bytes:
    columns = "".join(f'<table:table-column table:style-name="w{width}"/>' for width in widths)
    return f"<table:table table:name={quoteattr(name)}>{columns}\n".encode()


def _row(cells: Iterable[bytes]) -> bytes:
    return b"<table:table-row>%b</table:table-row>\n" % b"".join(cells)


def _cell(cell: Cell, number_style: str = "n") -> bytes:
    """A cell of the type of its value. What is marked as a string is never taken for a formula."""
    if cell == "":
        return b"<table:table-cell/>"
    if isinstance(cell, Link):
        link = f'<text:a xlink:href={quoteattr(cell)} xlink:type="simple">{escape(cell)}</text:a>'
        return _written("a", 'office:value-type="string"', f"<text:p>{link}</text:p>")
    if isinstance(cell, str):
        return _text(cell, "t")
    if isinstance(cell, datetime.date):
        return _written("d", f'office:value-type="date" office:date-value="{cell}"', f"<text:p>{cell}</text:p>")
    return _written(number_style, f'office:value-type="float" office:value="{cell}"', f"<text:p>{cell}</text:p>")


def _text(text: str, style: str) -> bytes:
    """A paragraph for each line, its white space kept."""
    text = escape(clean(text))
    if _is_plain(text):  # as nearly all text is; the regular expression takes longer than all the rest
        return _written(style, 'office:value-type="string"', f"<text:p>{text}</text:p>")
    lines = (f"<text:p>{LOST_SPACE.sub(kept_space, line)}</text:p>" for line in text.split("\n"))
    return _written(style, 'office:value-type="string"', "".join(lines))


def _is_plain(text: str) -> bool:
    return not ("\n" in text or "\t" in text or "  " in text or text.startswith(" ") or text.endswith(" "))


def _written(style: str, value: str, paragraphs: str) -> bytes:
    return f'<table:table-cell table:style-name="{style}" {value}>{paragraphs}</table:table-cell>'.encode()


def kept_space(found: re.Match) -> str:
    """What ODF writes instead of white space that ``LOST_SPACE`` found."""
    return "<text:tab/>" if found[0] == "\t" else f'<text:s text:c="{len(found[0])}"/>'


def _filter(sheet: Sheet) -> str:
    """The buttons on the headings that filter the rows."""
    name, last = sheet.name, f"{letters(len(sheet.headings))}{sheet.row_count + 1}"
    area = quoteattr(f"'{name}'.A1:'{name}'.{last}")
    return (
        '<table:database-ranges><table:database-range table:name="__Anonymous_Sheet_DB__0" '
        f'table:target-range-address={area} table:display-filter-buttons="true"/></table:database-ranges>'
    )
