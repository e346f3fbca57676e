"""The key of a record's search row becomes the record's own, that of a passage's 2^30 more than the passage's."""

from django.db import migrations

FIRST_PASSAGE = 1 << 30
OUT_OF_THE_WAY = 1 << 40
MOVE = [
    f"UPDATE cyberpolicy_searchentry SET id = id + {OUT_OF_THE_WAY}",  # no two rows have one key, not even on the way
    f"UPDATE cyberpolicy_searchentry SET id = CASE WHEN passage_id IS NULL THEN entry_id ELSE {FIRST_PASSAGE} + passage_id END",
]
SQLITE = [
    f"INSERT INTO {table}({table}) VALUES ('rebuild')"
    for table in ("cyberpolicy_search_index", "cyberpolicy_search_names", "cyberpolicy_search_starts")
]


def move(apps, schema_editor) -> None:
    if not apps.get_model("cyberpolicy", "SearchEntry").objects.exists():
        return
    for statement in MOVE + (SQLITE if schema_editor.connection.vendor == "sqlite" else []):
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("cyberpolicy", "0015_search_names_and_starts")]
    operations = [migrations.RunPython(move, migrations.RunPython.noop)]
