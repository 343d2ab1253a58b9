"""`manage.py extract_messages`: bring locale/id/LC_MESSAGES/django.po up to date with the code."""

from typing import Any

from babel.messages.catalog import Catalog
from django.core.management.base import BaseCommand

from core import messages


class Command(BaseCommand):
    help = "Collect texts to translate; translations are kept, vanished texts are dropped."

    def handle(self, *args: Any, **options: Any) -> None:
        old = messages.stored() if messages.po_path().exists() else Catalog(locale=messages.LANGUAGE)
        new = messages.merged(messages.extracted(), old)
        messages.save(new)
        missing = [message.id for message in new if message.id and not _is_translated(message)]
        for text in missing:
            self.stdout.write(f"not translated: {text}")
        self.stdout.write(f"{len(new)} texts, {len(missing)} not translated.")


def _is_translated(message: Any) -> bool:
    strings = message.string if isinstance(message.string, tuple | list) else (message.string,)
    return all(strings)
