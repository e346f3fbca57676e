"""Reading what many rows hold as one value: to take them in row after row costs more than to find them."""

import json
from typing import Any

from django.db.models import Aggregate, TextField
from pyroaring import BitMap


class Listed(Aggregate):
    """A column of all rows as one list, of what JSON knows: a day is a text. Several of one query keep step."""

    function = "json_group_array"
    output_field = TextField()

    def as_postgresql(self, compiler, connection, **extra) -> tuple[str, list]:
        return self.as_sql(compiler, connection, function="json_agg", **extra)

    def convert_value(self, value: str | list | None, expression, connection) -> Any:
        return json.loads(value) if isinstance(value, str) else value or []


class Keys(Listed):
    """The keys of all rows as a set."""

    def convert_value(self, value: str | list | None, expression, connection) -> BitMap:
        return BitMap(super().convert_value(value, expression, connection))
