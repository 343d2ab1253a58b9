"""`manage.py demo_people`: one person for each role of the demo, with random passwords kept in DATA_DIR.

The passwords belong to this installation alone. They are printed at every start as long as they still open
the account; the file is readable by its owner only, like the keys beside it.
"""

import json
import os
import secrets
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext_lazy as _

from core.terminal import said

PEOPLE = (
    ("admin", "admin@demo.invalid", "Dewi (demo)"),
    ("analyst", "analyst@demo.invalid", "Rahmat (demo)"),
    ("sales", "sales@demo.invalid", "Sari (demo)"),
)
# without letters and digits that are mistaken for one another
LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"


class Command(BaseCommand):
    help = "Make an admin, an analyst and a sales person for the demo; refuses when accounts exist."

    def handle(self, *args: Any, **options: Any) -> None:
        people: Any = get_user_model()
        if people.objects.exists():
            raise CommandError(said(_("There are accounts already, so the demo's people were not made.")))
        kept = []
        for role, email, name in PEOPLE:
            password = "-".join("".join(secrets.choice(LETTERS) for _ in range(4)) for _ in range(3))
            user = people.objects.create_user(email, password, name=name, role=role)
            kept.append({"email": email, "password": password, "encoded": user.password})
        with os.fdopen(os.open(_file(), os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
            json.dump(kept, file, indent=1)


def _file() -> Path:
    return Path(settings.DATA_DIR) / "demo_people.json"


def sign_ins() -> list[str]:
    """Lines with role, address and password of the demo's people whose password is still the one we made."""
    if not _file().exists():
        return []
    kept = {entry["email"]: entry for entry in json.loads(_file().read_text())}
    people: Any = get_user_model()
    valid = [
        user for user in people.objects.filter(email__in=kept) if user.password == kept[user.email]["encoded"]
    ]
    if not valid:
        return []
    rows = [f"  {user.role:<8} {user.email:<24} {kept[user.email]['password']}" for user in valid]
    return [said(_("Demo data. Sign in as:")), *rows]
