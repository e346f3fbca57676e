"""On SQLite names and beginnings of words get an index of their own; PostgreSQL has one for names (0008).

Asked for in names alone, the index of all texts reads past every place where a word stands in a text. The beginning of
a word it puts together from all words that begin so, at each question; this one has them put together, of three to twelve
letters, without the places.
"""

from django.db import migrations

TABLES = {
    "cyberpolicy_search_names": ("titles, names, numbers", ""),
    "cyberpolicy_search_starts": (
        "titles, names, numbers, body",
        "detail=none, columnsize=0, prefix='3 4 5 6 7 8 9 10 11 12',",
    ),
}
MAKE = [
    """CREATE VIRTUAL TABLE {table} USING fts5(
        {fields}, {more} content='cyberpolicy_searchentry', content_rowid='id', tokenize='ascii'
    )""",
    """CREATE TRIGGER {table}_insert AFTER INSERT ON cyberpolicy_searchentry BEGIN
        INSERT INTO {table}(rowid, {fields}) VALUES (new.id, {new});
    END""",
    """CREATE TRIGGER {table}_delete AFTER DELETE ON cyberpolicy_searchentry BEGIN
        INSERT INTO {table}({table}, rowid, {fields}) VALUES ('delete', old.id, {old});
    END""",
    """CREATE TRIGGER {table}_update AFTER UPDATE OF {fields} ON cyberpolicy_searchentry BEGIN
        INSERT INTO {table}({table}, rowid, {fields}) VALUES ('delete', old.id, {old});
        INSERT INTO {table}(rowid, {fields}) VALUES (new.id, {new});
    END""",
    "INSERT INTO {table}({table}) VALUES ('rebuild')",
]
DROP = [
    "DROP TRIGGER {table}_insert",
    "DROP TRIGGER {table}_delete",
    "DROP TRIGGER {table}_update",
    "DROP TABLE {table}",
]


def make_tables(apps, schema_editor) -> None:
    _tell(schema_editor, MAKE)


def drop_tables(apps, schema_editor) -> None:
    _tell(schema_editor, DROP)


def _tell(schema_editor, statements: list[str]) -> None:
    if schema_editor.connection.vendor != "sqlite":
        return
    for table, (fields, more) in TABLES.items():
        new, old = (", ".join(f"{row}.{name}" for name in fields.split(", ")) for row in ("new", "old"))
        for statement in statements:
            schema_editor.execute(statement.format(table=table, fields=fields, more=more, new=new, old=old))


class Migration(migrations.Migration):
    dependencies = [("cyberpolicy", "0014_people_and_units_protected")]
    operations = [migrations.RunPython(make_tables, drop_tables)]
