"""The key of a record's search row becomes the record's own, that of a passage's 2^30 more than the passage's.

The database refuses any other: with a wrong key the words of one record would be found as another's.
"""

from django.db import migrations

FIRST_PASSAGE = 1 << 30
OUT_OF_THE_WAY = 1 << 40
KEY = f"CASE WHEN {{row}}passage_id IS NULL THEN {{row}}entry_id ELSE {FIRST_PASSAGE} + {{row}}passage_id END"
MOVE = [
    f"UPDATE cyberpolicy_searchentry SET id = id + {OUT_OF_THE_WAY}",  # no two rows have one key, not even on the way
    f"UPDATE cyberpolicy_searchentry SET id = {KEY.format(row='')}",
]
AFTER = {
    "sqlite": [
        f"INSERT INTO {table}({table}) VALUES ('rebuild')"
        for table in ("cyberpolicy_search_index", "cyberpolicy_search_names", "cyberpolicy_search_starts")
    ],
    # no table can be altered of which something is still to be checked
    "postgresql": ["SET CONSTRAINTS ALL IMMEDIATE", "SET CONSTRAINTS ALL DEFERRED"],
}
REFUSE = {
    "sqlite": f"""CREATE TRIGGER cyberpolicy_search_key BEFORE INSERT ON cyberpolicy_searchentry
        WHEN new.id IS NOT {KEY.format(row="new.")} BEGIN
        SELECT RAISE(ABORT, 'the key of a search row follows from its record or passage');
    END""",
    "postgresql": "ALTER TABLE cyberpolicy_searchentry"
    f" ADD CONSTRAINT cyberpolicy_search_key CHECK (id = {KEY.format(row='')})",
}
ALLOW = {
    "sqlite": "DROP TRIGGER cyberpolicy_search_key",
    "postgresql": "ALTER TABLE cyberpolicy_searchentry DROP CONSTRAINT cyberpolicy_search_key",
}


def move(apps, schema_editor) -> None:
    vendor = schema_editor.connection.vendor
    if apps.get_model("cyberpolicy", "SearchEntry").objects.exists():
        for statement in MOVE + AFTER[vendor]:
            schema_editor.execute(statement)
    schema_editor.execute(REFUSE[vendor])


def empty(apps, schema_editor) -> None:
    """Back: ``prepare`` builds what is not there."""
    schema_editor.execute(ALLOW[schema_editor.connection.vendor])
    for name in ("SearchEntry", "SearchIndex"):
        apps.get_model("cyberpolicy", name).objects.all().delete()


class Migration(migrations.Migration):
    dependencies = [("cyberpolicy", "0015_search_names_and_starts")]
    operations = [migrations.RunPython(move, empty)]
