"""People and units are not removed from under their records: the state of the models only, no database changes."""

from django.conf import settings
from django.db import migrations, models


def named(to: str, label: str) -> models.ForeignKey:
    return models.ForeignKey(to, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=label)


class Migration(migrations.Migration):
    dependencies = [
        ("cyberpolicy", "0014_people_and_units_protected"),
        ("instruments", "0012_days_of_rows"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [
        *(
            migrations.AlterField(kind, "unit", named("cyberpolicy.unit", "owner unit"))
            for kind in ("commitment", "instrument", "listing", "motion")
        ),
        *(
            migrations.AlterField(kind, name, named(settings.AUTH_USER_MODEL, name))
            for kind in ("commitment", "motion")
            for name in ("owner", "deputy")
        ),
    ]
