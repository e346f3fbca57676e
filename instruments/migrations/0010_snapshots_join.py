"""Frozen reports follow on each other: the series, what it is about, for whom, and as known at which moment."""

from django.db import migrations, models
from django.utils import timezone


class Migration(migrations.Migration):
    dependencies = [("instruments", "0003_motion_due_on_from_its_deadlines")]

    operations = [
        migrations.AddField(
            model_name="snapshot",
            name="series",
            field=models.CharField(default="annex", max_length=40, verbose_name="series"),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="snapshot",
            name="scope_key",
            field=models.CharField(blank=True, default="", max_length=1000, verbose_name="scope"),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="snapshot",
            name="level",
            field=models.CharField(
                default="confidential,internal,public/draft,published,review,withdrawn",
                max_length=200,
                verbose_name="made for",
            ),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="snapshot",
            name="language",
            field=models.CharField(default="nl", max_length=2, verbose_name="language"),
        ),
        migrations.AddField(
            model_name="snapshot",
            name="known_at",
            field=models.DateTimeField(default=timezone.now, verbose_name="as known at"),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="snapshot",
            name="wording",
            field=models.JSONField(default=dict, verbose_name="words"),
        ),
        migrations.AlterField(
            model_name="snapshot",
            name="rows",
            field=models.JSONField(default=list, help_text="The tables with their rows.", verbose_name="rows"),
        ),
        migrations.AddConstraint(
            model_name="snapshot",
            constraint=models.UniqueConstraint(
                fields=("series", "scope_key", "period_start"), name="snapshot_joins_once"
            ),
        ),
    ]
