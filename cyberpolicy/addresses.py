"""Addresses of lists: the query string is the state, short, in a fixed order, without empty values."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any
from urllib.parse import parse_qsl, urlencode

from django.core.paginator import Page
from django.http import HttpRequest, QueryDict

from cyberpolicy.models import Entry
from cyberpolicy.record_paths import record_paths


def record_addresses(model: type[Entry], request: HttpRequest) -> Callable[[Iterable[str]], list[str]]:
    """A function that gives the whole addresses of records of this kind by their slugs; for files, with thousands."""
    site, kind = site_of(request), model._meta.model_name
    return lambda slugs: [f"{site}{path}" for path in record_paths(kind, slugs)]


def site_of(request: HttpRequest) -> str:
    """The address of the site itself, without the slash at its end."""
    return request.build_absolute_uri("/").removesuffix("/")


class Address:
    """A path with its query, from which the addresses one step away are made. Steps never keep the page number.

    What is as in ``defaults`` is left out of every address.
    """

    def __init__(
        self, path: str, query: QueryDict, names: Iterable[str], defaults: Mapping[str, str] | None = None
    ) -> None:
        self.path, self.defaults = path, defaults or {}
        self.values = {name: [value for value in query.getlist(name) if value] for name in names}

    def _written(self, values: dict[str, list[str]]) -> str:
        written = [(name, items) for name, items in values.items() if items and items != [self.defaults.get(name)]]
        query = urlencode([(name, value) for name, items in written for value in items], safe=",")
        return f"{self.path}?{query}" if query else self.path

    def _step(self, **changed: list[str]) -> str:
        return self._written(self.values | {"page": []} | changed)

    def __str__(self) -> str:
        return self._written(self.values)

    def query(self) -> str:
        """The query string without the page."""
        return self._step().partition("?")[2]

    def pairs(self, *left_out: str) -> list[tuple[str, str]]:
        """Names and values for the hidden fields of a form that sets ``left_out`` anew."""
        kept = self._step(**{name: [] for name in left_out}).partition("?")[2]
        return parse_qsl(kept, keep_blank_values=True)

    def cleared(self, *kept: str) -> str:
        """Without any value, except those of the names kept."""
        return self._written({name: self.values[name] for name in kept if name in self.values})

    def having(self, name: str, value: object) -> str:
        """With one value for a name, in place of those it had."""
        return self._step(**{name: [str(value)]})

    def without(self, name: str, value: str | None = None) -> str:
        """Without one value of a name, or without all of them."""
        return self._step(**{name: [item for item in self.values[name] if value is not None and item != value]})

    def having_all(self, **values: list[str]) -> str:
        """With these values for several names at once, in place of those they had; an empty list removes a name."""
        return self._step(**values)

    def page(self, number: int) -> str:
        return self._written(self.values | {"page": [str(number)] if number > 1 else []})

    def pager(self, page: Page) -> dict[str, Any]:
        """What ``entries/_pager.html`` needs: links as (number, address, whether it is this page), None for a gap."""
        shown = page.paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1)
        return {
            "page": page,
            "page_links": [
                (n, self.page(n), n == page.number) if isinstance(n, int) else (None, "", False) for n in shown
            ],
            "previous_url": self.page(page.number - 1) if page.has_previous() else "",
            "next_url": self.page(page.number + 1) if page.has_next() else "",
        }
