"""The one place that chooses the engine.

A backend is a module or object with one function over the search rows: ``rows(clause, in_names=False)`` gives the keys
of those in which one of the phrases stands. How clauses go together, who may see what, and what is kept in memory is
not its business. One with a server of its own, such as OpenSearch, asks that for the keys;
tests/cyberpolicy/search/memory.py is such a one.

Two things such a server must do that a database does by itself. It must be fed: nothing sends it rows yet, and
``index._store``, ``index._without_text`` and the deletion of a record are the places to do it from, when the
transaction ends. And it must have every row that was committed before it answers: an answer is kept until its rows
change again.
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


def backend() -> Backend:
    """The one that the setting SEARCH_BACKEND names, else that of the database."""
    return import_string(settings.SEARCH_BACKEND) if settings.SEARCH_BACKEND else OWN[connection.vendor]


def starting(field: str, start: str) -> Q:
    """The condition that a column begins so, in the way for which this database has an index."""
    return OWN[connection.vendor].starting(field, start)
