from typing import Any

from django.core.management import call_command
from django.db import migrations

TABLE = "sign_in_limits"


def create(apps: Any, editor: Any) -> None:
    """The table of settings.CACHES["default"]; also where Redis is used today, which may be switched off."""
    call_command("createcachetable", TABLE, database=editor.connection.alias, verbosity=0)


def drop(apps: Any, editor: Any) -> None:
    editor.execute(f"DROP TABLE IF EXISTS {editor.quote_name(TABLE)}")


class Migration(migrations.Migration):
    dependencies = [("accounts", "0002_session_revision")]

    operations = [migrations.RunPython(create, drop)]
