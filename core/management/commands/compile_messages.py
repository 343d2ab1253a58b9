"""`manage.py compile_messages`: make the .mo that Django reads; part of the set-up."""

from typing import Any

from django.core.management.base import BaseCommand

from core import messages


class Command(BaseCommand):
    help = "Compile the translations (needs no gettext tools)."

    def handle(self, *args: Any, **options: Any) -> None:
        target = messages.compiled()
        self.stdout.write(f"{target.name} is compiled: {target.stat().st_size} bytes.")
