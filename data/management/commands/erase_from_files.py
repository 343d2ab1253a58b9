"""Finds a person in rows that were never imported, and erases them there: no contact leads to such a row."""

from argparse import ArgumentParser
from getpass import getpass
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from accounts.events import record
from data import erasing, personal_rows
from data.contacts import HASHED, hash_value
from data.editions import Refused
from data.erasure_ledger import Hashes
from data.refusals import said

ASKED = {"name": "Name", "phone": "Phone", "nik": "NIK", "nib": "NIB"}


class Command(BaseCommand):
    help = (
        "Lists where a person stands in stored files in rows that were rejected, skipped or not imported; "
        "with --erase REASON blanks them. Imported rows are found and erased under Data, Personal data. "
        "Asks for the person on the terminal, so that nothing stays in its history."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--erase", metavar="REASON", default="", help="erase, and log this reason")

    def handle(self, *args: Any, **options: Any) -> None:
        person = self._person()
        found = 0
        for dataset, places in erasing.search_files(person):
            file = f"{dataset.file_name} ({dataset.period_label})"
            if places is None:
                self.stderr.write(f"{file}: could not be read")
            elif places:
                rows = ", ".join(str(row) for _sheet, row in places)
                self.stdout.write(f"{file}: rows {rows}, not imported")
                found += len(places)
        record(None, "personal_searched", "files", found)
        if not found:
            self.stdout.write("In no stored file is there a row of this person that was not imported.")
        elif options["erase"]:
            self._erase(person, options["erase"])

    def _person(self) -> Hashes:
        told = {what: getpass(f"{ASKED[what]} (not shown; empty if unknown): ") for what in HASHED}
        name, phone, nik, nib = (hash_value(told[what], what) for what in personal_rows.PURPOSES)
        if nik is None and nib is None and (name is None or phone is None):
            raise CommandError("Too little to tell a person by. Give the NIK, the NIB, or name and phone.")
        return name, phone, nik, nib

    def _erase(self, person: Hashes, reason: str) -> None:
        try:
            done = erasing.erase_from_files(person, reason)
        except Refused as refused:
            raise CommandError(said(refused)) from refused
        self.stdout.write(f"Files blanked: {len(done.files)}.")
        for name in done.waiting:
            self.stdout.write(f"Not read so far, so run reapply_erasures again when it is: {name}")
        if done.failed:
            raise CommandError(
                f"Could not be rewritten: {', '.join(done.failed)}. "
                "Withdraw these files and delete them for good."
            )
