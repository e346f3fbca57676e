"""The one place that chooses the engine.

A backend is a module or object with two functions over the search rows: ``rows(clause, in_names=False)`` gives the keys
of those in which one of the phrases stands, and ``starting(field, start)`` a condition on a column. How clauses go
together, who may see what, and what is kept in memory is not its business. One with a server of its own, such as
OpenSearch, asks that for the keys; tests/cyberpolicy/search/memory.py is such a one.
"""

from collections.abc import Iterable
from typing import Protocol

from django.conf import settings
from django.db import connection
from django.db.models import Q
from django.utils.module_loading import import_string

from cyberpolicy.search import postgresql, sqlite
from cyberpolicy.search.matching import Clause

OWN = {"sqlite": sqlite, "postgresql": postgresql}


class Backend(Protocol):
    def rows(self, clause: Clause, *, in_names: bool = False) -> Iterable[int]: ...

    def starting(self, field: str, start: str) -> Q: ...


def backend() -> Backend:
    """The one that the setting SEARCH_BACKEND names, else that of the database."""
    named = getattr(settings, "SEARCH_BACKEND", "")
    return import_string(named) if named else OWN[connection.vendor]
