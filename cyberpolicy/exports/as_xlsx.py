"""XLSX: a workbook for Excel, made and sent some rows at a time."""

import datetime
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from itertools import repeat
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

from django.http import HttpRequest
from django.utils import timezone, translation

from cyberpolicy.characters import clean
from cyberpolicy.exports.made_once import MadeOnce
from cyberpolicy.exports.sheets import Cell, Link, ListSheet, Sheet, creator, facts_name, letters
from cyberpolicy.exports.templates import filled
from cyberpolicy.exports.zip_stream import ZipStream, in_pieces
from cyberpolicy.lists import EntryList

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PARTS = Path(__file__).parent / "xlsx"  # what is the same for every list, but for a word here and there
LONGEST = 32_767  # characters in a cell of Excel, those outside the basic plane counting twice
LINE = 15  # points
HIGHEST = 409  # points that a row of Excel can be
FEW = 10_000  # rows whose heights are measured and whose addresses can be followed; Excel would take 65,530 links
FIRST_DAY, DAY_ZERO = datetime.date(1900, 1, 1), datetime.date(1899, 12, 31)  # Excel's calendar begins here
LEAP_DAY = 60  # 29 February 1900, a day that only Excel knows
FACT_WIDTHS = [24, 80]
HEADING, TEXT, NUMBER, DATE, LINK = range(1, 6)  # the styles of cells, by their place in styles.xml
READ_AS_CODE = re.compile("_(?=x[0-9a-fA-F]{4}_)")  # Excel reads "_x0041_" as "A"
SCHEMA = "http://schemas.openxmlformats.org"
XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
SHEET_START = (
    f'{XML}<worksheet xmlns="{SCHEMA}/spreadsheetml/2006/main" '
    f'xmlns:r="{SCHEMA}/officeDocument/2006/relationships"><sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>'
    '<sheetViews>%s</sheetViews><sheetFormatPr defaultRowHeight="15"/><cols>%s</cols><sheetData>\n'
)
HEADER_STAYS = (
    '<sheetView tabSelected="1" workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" '
    'state="frozen"/><selection pane="bottomLeft"/></sheetView>'
)
PAPER = (  # A4 on its side, as wide as the paper
    '<pageMargins left="0.7" right="0.7" top="0.75" bottom="0.75" header="0.3" footer="0.3"/>'
    '<pageSetup paperSize="9" fitToHeight="0" orientation="landscape"/>'
)
NUMBERS_MAY_BE_TEXT = (  # "2019" and "33694" are meant as text
    '<ignoredErrors><ignoredError sqref="A1:XFD1048576" numberStoredAsText="1"/></ignoredErrors>'
)


def write(entries: EntryList, request: HttpRequest) -> Iterator[bytes]:
    yield from write_sheet(ListSheet(entries, request))


def write_sheet(sheet: Sheet) -> Iterator[bytes]:
    """The sheets come before what names them: only then is known how many rows there are."""
    package = ZipStream()
    for name in ("[Content_Types].xml", "_rels/.rels", "xl/_rels/workbook.xml.rels", "xl/styles.xml"):
        yield from package.deflated(name, [filled(PARTS / name)])
    for number, written in enumerate((_list, _facts), start=1):
        links: dict[str, str] = {}
        yield from package.deflated(f"xl/worksheets/sheet{number}.xml", written(sheet, links))
        if links:
            yield from package.deflated(f"xl/worksheets/_rels/sheet{number}.xml.rels", [_targets(links)])
    for name in ("xl/workbook.xml", "docProps/core.xml"):
        yield from package.deflated(name, [filled(PARTS / name, _words(sheet))])
    yield package.end()


def _words(sheet: Sheet) -> dict[str, str]:
    return {
        "sheet": sheet.name,
        "facts": facts_name(),
        "last_column": letters(len(sheet.headings)),
        "last_row": str(sheet.row_count + 1),
        "title": sheet.title,
        "creator": creator(),
        "language": translation.get_language(),
        "now": f"{timezone.now():%Y-%m-%dT%H:%M:%SZ}",
    }


# The sheets


def _list(sheet: Sheet, links: dict[str, str]) -> Iterator[bytes]:
    """Rows of a long list have no height of their own (Excel finds it when it opens the file) and addresses as text.

    ``links`` is filled with the addresses that can be followed, by their cells.
    """
    yield (SHEET_START % (HEADER_STAYS, _columns(sheet.widths))).encode()
    yield from _rows([b"1"], [[_text(heading, HEADING)] for heading in sheet.headings])
    made, last = [MadeOnce(partial(map, _cell)) for _heading in sheet.headings], 1
    for columns in sheet.batches():
        numbers = [b"%d" % number for number in range(last + 1, last + 1 + len(columns[0]))]
        last += len(numbers)
        cells = [kept.of(column) for kept, column in zip(made, columns, strict=True)]
        if sheet.count <= FEW:
            links.update(_links(columns, numbers))
            yield b"".join(_rows(numbers, cells, _heights(columns, sheet.widths)))
        else:
            yield from in_pieces(_rows(numbers, cells))
    area = f"A1:{letters(len(sheet.headings))}{last}"
    yield f'</sheetData><autoFilter ref="{area}"/>{_linked(links)}{PAPER}{NUMBERS_MAY_BE_TEXT}</worksheet>'.encode()


def _facts(sheet: Sheet, links: dict[str, str]) -> Iterator[bytes]:
    yield (SHEET_START % ('<sheetView workbookViewId="0"/>', _columns(FACT_WIDTHS))).encode()
    for number, (label, value) in enumerate(sheet.facts(), start=1):
        if isinstance(value, Link):
            links[f"B{number}"] = value
        yield from _rows([b"%d" % number], [[_text(label, HEADING)], [_cell(value, number_style=TEXT)]])
    yield f"</sheetData>{_linked(links)}{PAPER}</worksheet>".encode()


def _rows(
    numbers: Sequence[bytes], columns: Iterable[Sequence[bytes]], heights: Iterable[bytes] = repeat(b'">')
) -> Iterator[bytes]:
    """The rows with these numbers, their cells given by column: each joined at once, as there are millions of cells."""
    pieces: list[Iterable[bytes]] = [repeat(b'<row r="'), numbers, heights]
    for place, cells in enumerate(columns, start=1):
        pieces += [repeat(f'<c r="{letters(place)}'.encode()), numbers, cells]
    return map(b"".join, zip(*pieces, repeat(b"</row>\n")))


def _columns(widths: Iterable[int]) -> str:
    """Their widths, with the room that Excel wants around the characters."""
    return "".join(
        f'<col min="{number}" max="{number}" width="{width + 0.7109375}" customWidth="1"/>'
        for number, width in enumerate(widths, start=1)
    )


def _heights(columns: Sequence[Sequence[Cell]], widths: Sequence[int]) -> Iterator[bytes]:
    """The end of the tag of each row, with the points that its fullest cell takes when its text is wrapped, about."""
    lines = [[_lines(cell, width) for cell in column] for column, width in zip(columns, widths, strict=True)]
    points = (min(HIGHEST, LINE * most) for most in map(max, zip(*lines, strict=True)))
    return (b'" ht="%d" customHeight="1">' % height if height > LINE else b'">' for height in points)


def _lines(cell: Cell, width: int) -> int:
    return sum(1 + len(line) // width for line in cell.split("\n")) if isinstance(cell, str) else 1


# Addresses that can be followed


def _links(columns: Sequence[Sequence[Cell]], numbers: Sequence[bytes]) -> Iterator[tuple[str, str]]:
    for place, column in enumerate(columns, start=1):
        for number, cell in zip(numbers, column, strict=True):
            if isinstance(cell, Link):
                yield f"{letters(place)}{number.decode()}", cell


def _linked(links: Iterable[str]) -> str:
    listed = "".join(f'<hyperlink ref="{cell}" r:id="rId{number}"/>' for number, cell in enumerate(links, start=1))
    return f"<hyperlinks>{listed}</hyperlinks>" if listed else ""


def _targets(links: Mapping[str, str]) -> bytes:
    listed = "".join(
        f'<Relationship Id="rId{number}" Type="{SCHEMA}/officeDocument/2006/relationships/hyperlink" '
        f'Target={quoteattr(address)} TargetMode="External"/>'
        for number, address in enumerate(links.values(), start=1)
    )
    return f'{XML}<Relationships xmlns="{SCHEMA}/package/2006/relationships">{listed}</Relationships>'.encode()


# Cells, after the name with which each begins


def _cell(cell: Cell, number_style: int = NUMBER) -> bytes:
    """A cell of the type of its value. What is written as a string is never taken for a formula."""
    if cell == "":
        return b'"/>'
    if isinstance(cell, str):
        return _text(cell, LINK if isinstance(cell, Link) else TEXT)
    if not isinstance(cell, datetime.date):
        return f'" s="{number_style}"><v>{cell:.16G}</v></c>'.encode()
    return b'" s="%d"><v>%d</v></c>' % (DATE, _serial(cell)) if cell >= FIRST_DAY else _text(cell.isoformat(), TEXT)


def _serial(day: datetime.date) -> int:
    number = (day - DAY_ZERO).days
    return number + 1 if number >= LEAP_DAY else number


def _text(text: str, style: int) -> bytes:
    text = _fitting(clean(text))
    if "_x" in text:
        text = READ_AS_CODE.sub("_x005F_", text)
    space = ' xml:space="preserve"' if text[:1].isspace() or text[-1:].isspace() else ""
    return f'" s="{style}" t="inlineStr"><is><t{space}>{escape(text)}</t></is></c>'.encode()


def _fitting(text: str) -> str:
    """The text as far as a cell can hold it, with an ellipsis where it was cut."""
    if len(text) * 2 > LONGEST:
        units = text.encode("utf-16-le")
        if len(units) > LONGEST * 2:
            return units[: (LONGEST - 1) * 2].decode("utf-16-le", "ignore") + "…"
    return text
