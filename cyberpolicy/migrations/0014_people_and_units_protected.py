"""A unit is not removed from under its records: the state of the models only, the database stays as it is."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cyberpolicy", "0013_days_of_rows")]
    operations = [
        migrations.AlterField(
            "document",
            "unit",
            models.ForeignKey(
                "cyberpolicy.unit", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="owner unit"
            ),
        )
    ]
