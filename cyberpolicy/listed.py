"""Reading what many rows hold as one value: to take them in row after row costs more than to find them."""

import json
from collections.abc import Iterator
from typing import Any

from django.db.models import Aggregate, TextField
from pyroaring import BitMap

PIECE = 100_000  # letters of a text that are read at a time: as a list a million keys take 40 MB


class Listed(Aggregate):
    """A column of all rows as one list, of what JSON knows: a day is a text. Several of one query keep step."""

    function = "json_group_array"
    output_field = TextField()

    def as_postgresql(self, compiler, connection, **extra) -> tuple[str, list]:
        return self.as_sql(compiler, connection, function="json_agg", **extra)

    def convert_value(self, value: str | list | None, expression, connection) -> list[Any]:
        return json.loads(value) if isinstance(value, str) else value or []


class KeySet(Aggregate):
    """The keys of all rows as a set."""

    function = "group_concat"
    output_field = TextField()

    def as_postgresql(self, compiler, connection, **extra) -> tuple[str, list]:
        written = self.copy()
        written.template = "string_agg(%(expressions)s::text, ',')"
        return written.as_sql(compiler, connection, **extra)

    def convert_value(self, value: str | None, expression, connection) -> BitMap:
        found = BitMap()
        for piece in _pieces(value or ""):
            found.update(json.loads(f"[{piece}]"))
        return found


def _pieces(text: str) -> Iterator[str]:
    """A text with commas, cut at some of them."""
    start = 0
    while start < len(text):
        stop = text.find(",", start + PIECE)
        stop = len(text) if stop == -1 else stop
        yield text[start:stop]
        start = stop + 1
