"""Addresses of lists: the query string is the state, short, in a fixed order, without empty values."""

from collections.abc import Iterable
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Page
from django.http import QueryDict


class Address:
    """A path with its query, from which the addresses one step away are made. Steps never keep the page number."""

    def __init__(self, path: str, query: QueryDict, names: Iterable[str]) -> None:
        self.path = path
        self.values = {name: [value for value in query.getlist(name) if value] for name in names}

    def _written(self, values: dict[str, list[str]]) -> str:
        query = urlencode([(name, value) for name, items in values.items() for value in items])
        return f"{self.path}?{query}" if query else self.path

    def _step(self, **changed: list[str]) -> str:
        return self._written(self.values | {"page": []} | changed)

    def __str__(self) -> str:
        return self._written(self.values)

    def query(self) -> str:
        """The query string without the page."""
        return self._step().partition("?")[2]

    def having(self, name: str, value: object) -> str:
        """With one value for a name, in place of those it had."""
        return self._step(**{name: [str(value)]})

    def without(self, name: str, value: str | None = None) -> str:
        """Without one value of a name, or without all of them."""
        return self._step(**{name: [item for item in self.values[name] if value is not None and item != value]})

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
