"""Questions are remembered by their own kind; each had a header mapping besides, which nobody read."""

from typing import Any

from django.db import migrations


def forget(apps: Any, schema_editor: Any) -> None:
    apps.get_model("data", "HeaderMapping").objects.filter(kind="questionnaire").delete()


class Migration(migrations.Migration):
    dependencies = [("data", "0002_mark_demo_datasets")]

    operations = [migrations.RunPython(forget, migrations.RunPython.noop)]
