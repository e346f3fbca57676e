"""CSV: RFC 4180 for programs, and the dialect that Dutch Excel opens as a table."""

import csv
from collections.abc import Iterable, Iterator

from django.http import HttpRequest
from django.utils.translation import gettext as _

from cyberpolicy.addresses import record_addresses
from cyberpolicy.lists import EntryList
from cyberpolicy.values import as_text

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


class Echo:
    """A file that gives back what is written to it, so that the csv module can make one line at a time."""

    def write(self, line: str) -> str:
        return line


def write(entries: EntryList, request: HttpRequest) -> Iterator[bytes]:
    yield from _lines(entries, request, csv.writer(Echo(), lineterminator="\r\n"))


def write_for_excel(entries: EntryList, request: HttpRequest) -> Iterator[bytes]:
    """A byte order mark and semicolons: without them Dutch Excel shows one column and broken accents."""
    yield "\ufeff".encode()
    yield from _lines(entries, request, csv.writer(Echo(), delimiter=";", lineterminator="\r\n"))


def _lines(entries: EntryList, request: HttpRequest, writer) -> Iterator[bytes]:
    columns, address_of = entries.table.columns, record_addresses(entries.table.model, request)
    yield writer.writerow(_safe([*(str(column.label) for column in columns), _("Address")])).encode()
    for row in entries.table.all_rows(entries.queryset, entries.user):
        cells = [as_text(value) for _column, value in row.cells]
        yield writer.writerow(_safe([*cells, address_of(row.entry)])).encode()


def lines(rows: Iterable[Iterable[str]]) -> Iterator[bytes]:
    """Rows of text as CSV for programs, each cell made harmless."""
    writer = csv.writer(Echo(), lineterminator="\r\n")
    for row in rows:
        yield writer.writerow(_safe(row)).encode()


def _safe(cells: Iterable[str]) -> list[str]:
    """A cell that a spreadsheet would run as a formula gets an apostrophe before it."""
    return [f"'{cell}" if cell.startswith(FORMULA_STARTS) else cell for cell in cells]
