"""A picture as a file: the data as CSV, the drawing as SVG."""

from collections.abc import Callable, Iterable

from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation

from cyberpolicy import downloads
from cyberpolicy.exports import CSV, as_csv

SVG = "image/svg+xml"
DRAWN = {"csv": "CSV", "svg": "SVG"}  # what a picture is offered as


def response(
    request: HttpRequest, name: str, notices: list[str], writers: dict[str, Callable[[], bytes | Iterable]]
) -> HttpResponse:
    """The file asked for, of ``writers`` by format: rows of text for csv, the drawing for svg.

    An unknown format or wrong filter is refused: a file cannot carry a notice.
    """
    format = request.GET.get("format", "csv")
    if format not in writers:
        notices = [downloads.unknown(format, writers)]
    if notices:
        return downloads.refused("\n".join(notices))
    headers = downloads.headers_of(f"{name}-{timezone.localdate():%Y-%m-%d}.{format}", translation.get_language())
    content = writers[format]()
    if format == "csv":
        return HttpResponse(b"".join(as_csv.lines(content)), content_type=CSV, headers=headers)
    return HttpResponse(content, content_type=SVG, headers=headers)
