"""Files that a page offers: the address of each format, and the answer that is a file or says why there is none."""

from collections.abc import Iterable, Mapping
from typing import TypeVar

from django.http import HttpResponse, HttpResponseBadRequest
from django.utils.translation import gettext as _

T = TypeVar("T")


def offered(url: str, query: str, formats: Mapping[str, T]) -> list[tuple[T, str]]:
    """Each format, by its name in addresses, with the address that gives it."""
    start = f"{url}?{query}{'&' if query else ''}format="
    return [(format, f"{start}{name}") for name, format in formats.items()]


def headers_of(filename: str, language: str) -> dict[str, str]:
    return {"Content-Disposition": f'attachment; filename="{filename}"', "Content-Language": language}


def unknown(name: str, formats: Iterable[str]) -> str:
    """What is said of a format that there is not."""
    said = _("“%(format)s” is not a format; choose one of %(known)s.")
    return said % {"format": name[:100], "known": ", ".join(formats)}


def refused(message: str) -> HttpResponse:
    """The answer in place of a file, which cannot carry a notice."""
    return HttpResponseBadRequest(message, content_type="text/plain; charset=utf-8")
