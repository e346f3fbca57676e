"""CSV: RFC 4180 for programs, and the dialect that Dutch Excel opens as a table."""

from collections.abc import Iterable, Iterator, Sequence
from functools import partial

from django.http import HttpRequest
from django.utils.translation import gettext as _

from cyberpolicy.addresses import record_addresses
from cyberpolicy.batching import batches
from cyberpolicy.lists import EntryList
from cyberpolicy.values import Cell

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def write(entries: EntryList, request: HttpRequest) -> Iterator[bytes]:
    return _list(entries, request, delimiter=",")


def write_for_excel(entries: EntryList, request: HttpRequest) -> Iterator[bytes]:
    """A byte order mark and semicolons: without them Dutch Excel shows one column and broken accents."""
    yield "\ufeff".encode()
    yield from _list(entries, request, delimiter=";")


def _list(entries: EntryList, request: HttpRequest, delimiter: str) -> Iterator[bytes]:
    table, address_of = entries.table, record_addresses(entries.table.model, request)
    headings = [*(str(column.label) for column in table.columns), _("Address")]
    yield _written([[heading] for heading in headings], delimiter)
    for batch, columns in table.batches(entries.queryset, entries.user):
        yield _written([*columns, list(map(address_of, batch.field("slug")))], delimiter)


def lines(rows: Iterable[Iterable[str]]) -> Iterator[bytes]:
    """Rows of text as CSV for programs, each cell made harmless."""
    for some in batches(rows):
        yield _written(list(zip(*some, strict=True)), ",")


def _written(columns: Sequence[Sequence[Cell]], delimiter: str) -> bytes:
    """Some rows, given by column, as they stand in the file.

    As the csv module would write them, which looks at every character by itself: five times slower on long texts.
    """
    field = partial(_field, delimiter=delimiter)
    made = ({text: field(text) for text in set(column)} for column in columns)
    fields = [list(map(words.__getitem__, column)) for words, column in zip(made, columns, strict=True)]
    return "".join(f"{delimiter.join(row)}\r\n" for row in zip(*fields, strict=True)).encode()


def _field(cell: Cell, delimiter: str) -> str:
    """One that a spreadsheet would run as a formula gets an apostrophe before it, what would end a field quotes."""
    text = str(cell)
    if text.startswith(FORMULA_STARTS):
        text = f"'{text}"
    if '"' in text:
        return '"{}"'.format(text.replace('"', '""'))
    return f'"{text}"' if delimiter in text or "\n" in text or "\r" in text else text
