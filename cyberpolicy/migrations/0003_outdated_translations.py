"""The catalogue knows which texts lag behind their translation; of what is there already the history tells it."""

from itertools import groupby

from django.db import migrations, models

from cyberpolicy.translations import lagging, texts_of

BATCH = 500


def read_from_history(apps, schema_editor) -> None:
    CatalogueEntry, Revision = (
        apps.get_model("cyberpolicy", "CatalogueEntry"),
        apps.get_model("cyberpolicy", "Revision"),
    )
    changed = Revision.objects.filter(kind="changed", entry__isnull=False).order_by().values("entry")
    revisions = Revision.objects.filter(entry__in=changed).order_by("entry_id", "pk").values_list("entry_id", "changes")
    for pk, rows in groupby(revisions.iterator(chunk_size=BATCH), key=lambda row: row[0]):
        entry = CatalogueEntry.objects.get(pk=pk)
        entry.outdated = " ".join(lagging([changes for _pk, changes in rows], texts_of(entry)))
        if entry.outdated:
            entry.save(update_fields=["outdated"])


class Migration(migrations.Migration):
    dependencies = [("cyberpolicy", "0002_tombstones")]

    operations = [
        migrations.AddField(
            model_name="catalogueentry",
            name="outdated",
            field=models.CharField(
                blank=True,
                help_text="Kept by the history: changed in one language and not in the other since.",
                max_length=200,
                verbose_name="texts that lag behind their translation",
            ),
        ),
        migrations.RunPython(read_from_history, migrations.RunPython.noop),
    ]
