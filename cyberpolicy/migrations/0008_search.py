import django.db.models.deletion
from django.db import migrations, models

# The database derives its full-text index from the search rows by itself, so that no write, cascade or bulk, can miss it.
# Both split at spaces alone: the words in the rows were split by cyberpolicy.search.words. "¦" stands between two texts.
SQLITE = [
    """CREATE VIRTUAL TABLE cyberpolicy_search_index USING fts5(
        titles, names, numbers, body, content='cyberpolicy_searchentry', content_rowid='id', tokenize='ascii'
    )""",
    # (whoever lets Django remake this table, as it does on SQLite for a changed column, must make the triggers again)
    """CREATE TRIGGER cyberpolicy_search_insert AFTER INSERT ON cyberpolicy_searchentry BEGIN
        INSERT INTO cyberpolicy_search_index(rowid, titles, names, numbers, body)
        VALUES (new.id, new.titles, new.names, new.numbers, new.body);
    END""",
    """CREATE TRIGGER cyberpolicy_search_delete AFTER DELETE ON cyberpolicy_searchentry BEGIN
        INSERT INTO cyberpolicy_search_index(cyberpolicy_search_index, rowid, titles, names, numbers, body)
        VALUES ('delete', old.id, old.titles, old.names, old.numbers, old.body);
    END""",
    """CREATE TRIGGER cyberpolicy_search_update
    AFTER UPDATE OF titles, names, numbers, body ON cyberpolicy_searchentry BEGIN
        INSERT INTO cyberpolicy_search_index(cyberpolicy_search_index, rowid, titles, names, numbers, body)
        VALUES ('delete', old.id, old.titles, old.names, old.numbers, old.body);
        INSERT INTO cyberpolicy_search_index(rowid, titles, names, numbers, body)
        VALUES (new.id, new.titles, new.names, new.numbers, new.body);
    END""",
]
SQLITE_BACK = ["DROP TABLE cyberpolicy_search_index"]  # the triggers go with the table they are on

POSTGRESQL = [
    """CREATE FUNCTION cyberpolicy_search_words(line text) RETURNS tsvector LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
        SELECT coalesce(string_agg('''' || word || ''':' || least(place, 16383), ' '), '')::tsvector
        FROM unnest(string_to_array(line, ' ')) WITH ORDINALITY AS split(word, place)
        WHERE word NOT IN ('', '¦')
    $$""",
    """ALTER TABLE cyberpolicy_searchentry
        ADD COLUMN name_words tsvector GENERATED ALWAYS AS (
            cyberpolicy_search_words(titles || ' ¦ ' || names || ' ¦ ' || numbers)) STORED,
        ADD COLUMN all_words tsvector GENERATED ALWAYS AS (
            cyberpolicy_search_words(titles || ' ¦ ' || names || ' ¦ ' || numbers || ' ¦ ' || body)) STORED""",
    # What every search reads stays narrow: the texts and the words move out of the row.
    "ALTER TABLE cyberpolicy_searchentry SET (toast_tuple_target = 128)",
    "CREATE INDEX search_name_words ON cyberpolicy_searchentry USING gin (name_words)",
    "CREATE INDEX search_all_words ON cyberpolicy_searchentry USING gin (all_words)",
]
POSTGRESQL_BACK = [
    "ALTER TABLE cyberpolicy_searchentry DROP COLUMN name_words, DROP COLUMN all_words",
    "DROP FUNCTION cyberpolicy_search_words",
]


def make_index(apps, schema_editor) -> None:
    for statement in SQLITE if schema_editor.connection.vendor == "sqlite" else POSTGRESQL:
        schema_editor.execute(statement)


def drop_index(apps, schema_editor) -> None:
    for statement in SQLITE_BACK if schema_editor.connection.vendor == "sqlite" else POSTGRESQL_BACK:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [
        ("cyberpolicy", "0005_own_lists"),
    ]

    operations = [
        migrations.CreateModel(
            name="SearchIndex",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveIntegerField(verbose_name="version")),
                ("built_at", models.DateTimeField(auto_now=True, verbose_name="built at")),
            ],
            options={
                "verbose_name": "state of the search",
                "verbose_name_plural": "state of the search",
            },
        ),
        migrations.RemoveField(
            model_name="catalogueentry",
            name="search_text",
        ),
        migrations.CreateModel(
            name="SearchWord",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.CharField(db_index=True, max_length=64, verbose_name="key")),
                ("word", models.CharField(max_length=60, verbose_name="word")),
            ],
            options={
                "verbose_name": "word",
                "verbose_name_plural": "words",
                "constraints": [models.UniqueConstraint(fields=("word", "key"), name="search_word_once_a_key")],
            },
        ),
        migrations.CreateModel(
            name="SearchEntry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=40, verbose_name="kind")),
                (
                    "visibility",
                    models.CharField(
                        choices=[("public", "public"), ("internal", "internal"), ("confidential", "confidential")],
                        max_length=12,
                        verbose_name="visibility",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "draft"),
                            ("review", "in review"),
                            ("published", "published"),
                            ("withdrawn", "withdrawn"),
                        ],
                        max_length=12,
                        verbose_name="state",
                    ),
                ),
                ("sort_date", models.DateField(null=True, verbose_name="sorting date")),
                ("titles", models.TextField(blank=True, verbose_name="titles")),
                ("names", models.TextField(blank=True, verbose_name="other names")),
                ("numbers", models.TextField(blank=True, verbose_name="numbers")),
                ("body", models.TextField(blank=True, verbose_name="summaries or text")),
                ("text_hash", models.CharField(blank=True, max_length=64, verbose_name="hash of the text")),
                (
                    "entry",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="cyberpolicy.catalogueentry",
                        verbose_name="record",
                    ),
                ),
                (
                    "passage",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="cyberpolicy.passage",
                        verbose_name="passage",
                    ),
                ),
            ],
            options={
                "verbose_name": "search row",
                "verbose_name_plural": "search rows",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("passage", None)), fields=("entry",), name="search_one_row_a_record"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="SearchName",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(db_index=True, max_length=120, verbose_name="name")),
                (
                    "entry",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="cyberpolicy.catalogueentry",
                        verbose_name="record",
                    ),
                ),
            ],
            options={
                "verbose_name": "name to search by",
                "verbose_name_plural": "names to search by",
                "constraints": [models.UniqueConstraint(fields=("entry", "name"), name="search_name_once_a_record")],
            },
        ),
        migrations.RunPython(make_index, drop_index),
    ]
