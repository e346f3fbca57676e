"""Motions got a due date of their own: take it from the latest standing deadline of each."""

from django.db import migrations
from django.db.models import F, OuterRef, Subquery


def fill(apps, schema_editor):
    motion, deadline = (apps.get_model("instruments", name) for name in ("motion", "deadline"))
    latest = deadline.objects.filter(entry=OuterRef("pk"), retracted_at__isnull=True)
    latest = latest.order_by(F("date_earliest").desc(nulls_last=True), "-pk")
    motion.objects.update(due_on=Subquery(latest.values("due_on")[:1]))


class Migration(migrations.Migration):
    dependencies = [("instruments", "0002_two_sided_record_agenda")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
