"""Taking a list out of the knowledge base: one writer a format, each named here."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.utils import timezone, translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from cyberpolicy import downloads
from cyberpolicy.exports import as_csv, as_json, as_ods, as_xlsx
from cyberpolicy.lists import EntryList


@dataclass(frozen=True)
class Format:
    """A file format: its name in addresses, what it is called, and its writer."""

    name: str
    label: str
    hint: Promise
    extension: str
    content_type: str
    write: Callable[..., Iterable[bytes]]


CSV, JSON = "text/csv; charset=utf-8", "application/json"
FORMATS = {
    format.name: format
    for format in (
        Format("csv", "CSV", gettext_lazy("Comma-separated, for programs"), "csv", CSV, as_csv.write),
        Format("csv-excel", "Excel", gettext_lazy("CSV that Dutch Excel opens"), "csv", CSV, as_csv.write_for_excel),
        Format("xlsx", "XLSX", gettext_lazy("Excel workbook, real dates"), "xlsx", as_xlsx.MEDIA_TYPE, as_xlsx.write),
        Format("ods", "ODS", gettext_lazy("LibreOffice workbook, real dates"), "ods", as_ods.MEDIA_TYPE, as_ods.write),
        Format("json", "JSON", gettext_lazy("With relations, dates and sources"), "json", JSON, as_json.write),
    )
}


def response(entries: EntryList, name: str, request: HttpRequest) -> HttpResponse | StreamingHttpResponse:
    """The list as a file, streamed. An unknown format or wrong filter is refused: a file cannot carry a notice."""
    language = translation.get_language()
    if name not in FORMATS:
        return downloads.refused(downloads.unknown(name, FORMATS))
    if notices := entries.notices():
        return downloads.refused("\n".join(notices))
    format = FORMATS[name]
    chunks = _in_language(format.write(entries, request), language)
    filename = f"{entries.table.model.plural}-{timezone.localdate():%Y-%m-%d}.{format.extension}"
    headers = downloads.headers_of(filename, language)
    return StreamingHttpResponse(chunks, content_type=format.content_type, headers=headers)


def _in_language(chunks: Iterable[bytes], language: str) -> Iterable[bytes]:
    """The chunks are made after the view returned, when its language is no longer active: activate it for each."""
    iterator = iter(chunks)
    while True:
        with translation.override(language):
            try:
                chunk = next(iterator)
            except StopIteration:
                return
        yield chunk
