"""Taking a list out of the knowledge base: one writer a format, each named here."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest, StreamingHttpResponse
from django.utils import timezone, translation
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

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


def offered(url: str, query: str) -> list[tuple[Format, str]]:
    """Each format with the address that gives the list in it."""
    return [(format, f"{url}?{query}{'&' if query else ''}format={format.name}") for format in FORMATS.values()]


def response(entries: EntryList, name: str, request: HttpRequest) -> HttpResponse | StreamingHttpResponse:
    """The list as a file, streamed. An unknown format or wrong filter is refused: a file cannot carry a notice."""
    language = translation.get_language()
    if name not in FORMATS:
        known = ", ".join(FORMATS)
        return _refused(_("“%(format)s” is not a format; choose one of %(known)s.") % {"format": name, "known": known})
    if notices := entries.notices():
        return _refused("\n".join(notices))
    format = FORMATS[name]
    chunks = _in_language(format.write(entries, request), language)
    filename = f"{entries.table.model.plural}-{timezone.localdate():%Y-%m-%d}.{format.extension}"
    headers = {"Content-Disposition": f'attachment; filename="{filename}"', "Content-Language": language}
    return StreamingHttpResponse(chunks, content_type=format.content_type, headers=headers)


def _refused(message: str) -> HttpResponse:
    return HttpResponseBadRequest(message, content_type="text/plain; charset=utf-8")


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
