from django.db import migrations, models


def lay_out(apps, schema_editor):
    """Versions from before: their passages in the order in which the document has them now, others after those."""
    document_model = apps.get_model("cyberpolicy", "Document")
    for document in document_model.objects.filter(versions__isnull=False).distinct():
        rows = document.passages.order_by("position").values_list("locator", "section", "number", "kind")
        now = {row[0]: list(row) for row in rows}
        for version in document.versions.all():
            texts = version.passages
            others = [[locator, locator.rpartition(".")[0], 0, "paragraph"] for locator in texts if locator not in now]
            version.layout = [row for locator, row in now.items() if locator in texts] + others
            version.save()
        last = max(document.versions.values_list("number", flat=True))
        document_model.objects.filter(pk=document.pk).update(text_version=last)


class Migration(migrations.Migration):
    dependencies = [("cyberpolicy", "0003_outdated_translations")]

    operations = [
        migrations.AddField(
            model_name="document",
            name="text_version",
            field=models.PositiveIntegerField(
                default=0,
                help_text="Which of its versions the passages show; 0: none yet.",
                verbose_name="version of the text",
            ),
        ),
        migrations.AddField(
            model_name="documentversion",
            name="layout",
            field=models.JSONField(
                default=list,
                help_text="Of each passage its locator, section, number in it and kind.",
                verbose_name="order of the passages",
            ),
        ),
        migrations.AlterField(
            model_name="documentversion",
            name="passages",
            field=models.JSONField(
                default=dict, help_text="The text of each passage, by locator.", verbose_name="passages"
            ),
        ),
        migrations.AlterField(
            model_name="documentversion",
            name="sha256",
            field=models.CharField(blank=True, max_length=64, verbose_name="hash of the file"),
        ),
        migrations.RunPython(lay_out, migrations.RunPython.noop),
    ]
