"""Names say whether they are a shorter form of one, as a surname is. ``prepare`` fills it: the index has a new version."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cyberpolicy", "0016_keys_of_search_rows"),
    ]

    operations = [
        migrations.AddField(
            model_name="searchname",
            name="is_short",
            field=models.BooleanField(default=False, verbose_name="a shorter form"),
        ),
    ]
