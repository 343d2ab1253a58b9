"""Erases again what a restored backup brought back."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from data import erasing


class Command(BaseCommand):
    help = (
        "Run after restoring a backup. Carries out every erasure of DATA_DIR/erasures.jsonl again; "
        "keep that file when you restore."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        done = erasing.reapply()
        self.stdout.write(f"Contacts erased again: {done.contacts}. Files blanked: {len(done.files)}.")
        for name in done.copies:
            self.stdout.write(f"Kept as an .xlsx copy of its values: {name}")
        for name in done.waiting:
            self.stdout.write(f"Not read so far, so run reapply_erasures again when it is: {name}")
        if done.failed:
            raise CommandError(
                f"Could not be rewritten: {', '.join(done.failed)}. "
                "Withdraw these files and delete them for good."
            )
