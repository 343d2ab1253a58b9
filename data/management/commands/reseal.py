"""Encrypts every contact with a new CONTACT_KEY."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from data import resealing
from data.editions import Refused
from data.refusals import said


class Command(BaseCommand):
    help = (
        "Run after a change of CONTACT_KEY, with the key of before in CONTACT_KEYS_BEFORE. Stop the worker "
        "meanwhile: until all is done, the same enterprise in two files is not recognised. It may be stopped "
        "and run again."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        self.total = resealing.waiting()
        try:
            done = resealing.reseal(self._at)
        except Refused as refused:
            raise CommandError(said(refused)) from refused
        self.stdout.write(f"Contacts encrypted with the new key: {done:,}.")

    def _at(self, done: int) -> None:
        if self.stdout.isatty():
            self.stdout.write(f"\r{done:,} of {self.total:,}", ending="")
            self.stdout.flush()
