"""Rows straight into the tables of models: SQLite by executemany, PostgreSQL by COPY. Keys are given out here.

It writes past the history, the catalogue and the search: who uses it sees to those (``load.py`` does).
"""

import json
from io import StringIO
from typing import Any

from django.core.management.color import no_style
from django.db import connection, models, transaction

ESCAPES = str.maketrans({"\\": r"\\", "\t": r"\t", "\n": r"\n", "\r": r"\r"})


class Rows:
    """Rows of one model that wait to be written. What is not given is the default of its field."""

    def __init__(self, model: type[models.Model]) -> None:
        self.model, self.key = model, model._meta.pk.column
        fields = model._meta.concrete_fields
        self.columns = [field.column for field in fields]
        self.defaults = {field.column: _default(field) for field in fields}
        self.waiting: list[list] = []
        self.next_pk = (model._base_manager.aggregate(last=models.Max("pk"))["last"] or 0) + 1

    def add(self, **values: Any) -> int:
        """A row by the names of its columns, with plain values; gives its key, a new one unless it is given."""
        if self.key not in values:
            values[self.key] = self.next_pk
            self.next_pk += 1
        row = self.defaults | values
        if len(row) > len(self.columns):
            raise KeyError(f"{self.model.__name__} has no {sorted(row.keys() - set(self.columns))}")
        self.waiting.append(list(row.values()))
        return values[self.key]

    def write(self) -> None:
        with connection.cursor() as cursor:
            _WRITERS[connection.vendor](cursor, self.model._meta.db_table, self.columns, self.waiting)
        self.waiting = []


class Batch:
    """Rows of several models, written together in the order in which the models are named."""

    def __init__(self, *classes: type[models.Model]) -> None:
        self.rows = {model: Rows(model) for model in classes}

    def __getitem__(self, model: type[models.Model]) -> Rows:
        return self.rows[model]

    def write(self) -> None:
        with transaction.atomic():
            for rows in self.rows.values():
                rows.write()

    def finish(self) -> None:
        """Write what waits, let the database give out keys after these, and count its rows for its plans.

        Of these tables only: what SQLite would know of others from now on, it would believe when they have grown.
        """
        self.write()
        with connection.cursor() as cursor:
            for statement in connection.ops.sequence_reset_sql(no_style(), list(self.rows)):
                cursor.execute(statement)
            for model in self.rows:
                cursor.execute(f'ANALYZE "{model._meta.db_table}"')


def _default(field: models.Field) -> Any:
    """Ready for the database, as all values are that are given to ``Rows.add``."""
    value = field.pre_save(field.model(), add=True)
    return json.dumps(value) if isinstance(field, models.JSONField) else field.get_db_prep_save(value, connection)


def _execute_many(cursor, table: str, columns: list[str], rows: list[list]) -> None:
    names, marks = ", ".join(f'"{name}"' for name in columns), ", ".join(["%s"] * len(columns))
    cursor.executemany(f'INSERT INTO "{table}" ({names}) VALUES ({marks})', rows)


def _copy(cursor, table: str, columns: list[str], rows: list[list]) -> None:
    lines = ("\t".join(map(_as_text, row)) + "\n" for row in rows)
    names = ", ".join(f'"{name}"' for name in columns)
    cursor.copy_expert(f'COPY "{table}" ({names}) FROM STDIN', StringIO("".join(lines)))


def _as_text(value: Any) -> str:
    return r"\N" if value is None else str(value).translate(ESCAPES)


_WRITERS = {"sqlite": _execute_many, "postgresql": _copy}
