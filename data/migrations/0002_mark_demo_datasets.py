"""Datasets know themselves whether they are the demo; those loaded before are known by their source."""

from typing import Any

from django.db import migrations, models

SOURCE = "Demo data made by this program. No row describes a real enterprise or person."


def mark(apps: Any, schema_editor: Any) -> None:
    apps.get_model("data", "Dataset").objects.filter(source=SOURCE).update(is_demo=True)


class Migration(migrations.Migration):
    dependencies = [("data", "0001_datasets_editions_rows_cells")]

    operations = [
        migrations.AddField("dataset", "is_demo", models.BooleanField(default=False)),
        migrations.RunPython(mark, migrations.RunPython.noop),
    ]
