"""Workbooks as a test reads them: with libraries of others."""

import io
import zipfile
from urllib.parse import urlencode
from xml.etree import ElementTree

from django.urls import reverse
from python_calamine import CalamineWorkbook

from tests.reading import body

OFFICE = ("xlsx", "ods")
FORMULAS = ("=1+1", "+1", "-1", "@SUM(A1)", '=HYPERLINK("https://example.org")', "{=1}", "=cmd|' /C calc'!A0")


def export(client, kind, format, language="en", **query) -> bytes:
    response = client.get(f"{reverse(f'{kind}-export')}?{urlencode({'format': format, 'lang': language} | query)}")
    assert response.status_code == 200
    return body(response)


def read(content: bytes) -> list[list[list]]:
    """The cells of each sheet, dates as dates and numbers as numbers."""
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    return [book.get_sheet_by_name(name).to_python() for name in book.sheet_names]


def rows_of(client, kind, format, language="en", **query) -> list[dict]:
    headings, *rows = read(export(client, kind, format, language, **query))[0]
    return [dict(zip(headings, row, strict=True)) for row in rows]


def facts_of(client, kind, format, language="en", **query) -> list[tuple]:
    return [tuple(row) for row in read(export(client, kind, format, language, **query))[1]]


def as_csv_has_it(cell) -> str:
    return str(int(cell)) if isinstance(cell, float) else str(cell)


def part(content: bytes, name: str) -> ElementTree.Element:
    return ElementTree.fromstring(zipfile.ZipFile(io.BytesIO(content)).read(name))
