"""A unit is not removed from under its records: the state of the models only, the database stays as it is."""

from django.db import migrations, models

KINDS = ("challenge", "forum", "incident", "initiative", "party", "place", "term", "track")


def unit() -> models.ForeignKey:
    return models.ForeignKey(
        "cyberpolicy.unit", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="owner unit"
    )


class Migration(migrations.Migration):
    dependencies = [("cyberpolicy", "0014_people_and_units_protected"), ("tracks", "0002_english_lists")]
    operations = [migrations.AlterField(kind, "unit", unit()) for kind in KINDS]
