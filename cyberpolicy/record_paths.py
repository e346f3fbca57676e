"""Addresses of records. A page names hundreds, and asking the address patterns for each costs more than drawing it."""

import re
from collections.abc import Iterable
from functools import cache, lru_cache
from urllib.parse import quote

from django.urls import get_script_prefix, reverse

SAFE = "!$&'()*+,;=~:@"  # what Django leaves as it is, but for the slash, which no address name has
PLAIN = re.compile(rf"[\w.{re.escape(SAFE)}-]*", re.ASCII)  # what stands in an address as it is


def record_path(kind: str, slug: str) -> str:
    """The path of the page of a record."""
    return _path(kind, slug, get_script_prefix())


def record_paths(kind: str, slugs: Iterable[str]) -> list[str]:
    """The paths of many records of a kind."""
    before, after = _around(kind, get_script_prefix())
    return [f"{before}{quoted(slug)}{after}" for slug in slugs]


@lru_cache(maxsize=20_000)
def _path(kind: str, slug: str, prefix: str) -> str:
    before, after = _around(kind, prefix)
    return f"{before}{quoted(slug)}{after}"


def quoted(slug: str) -> str:
    """A slug as it stands in a path."""
    return slug if PLAIN.fullmatch(slug) else quote(slug, safe=SAFE)


def path_around(kind: str) -> tuple[str, str]:
    """What stands before and after the name of a record of a kind in the path of its page."""
    return _around(kind, get_script_prefix())


@cache
def _around(kind: str, _prefix: str) -> tuple[str, str]:
    """Sites may stand under different prefixes."""
    before, after = reverse(f"{kind}-detail", args=["-"]).rsplit("-", 1)
    return before, after
