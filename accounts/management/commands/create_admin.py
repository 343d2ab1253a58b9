"""Makes an admin from the command line: no page of the site can (features.md h8)."""

import getpass
import os
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.core.validators import validate_email

from accounts import people
from accounts.models import User


class Command(BaseCommand):
    help = "Make an admin. The password comes from --password-file, ADMIN_PASSWORD, or a prompt."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email")
        parser.add_argument("--name", default="")
        parser.add_argument("--password-file", type=Path, help="file whose first line is the password")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            validate_email(options["email"])
            password = self._password(options["password_file"])
            person = people.create(
                None, email=options["email"], name=options["name"], role=User.Role.ADMIN, password=password
            )
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        self.stdout.write(f"{person.email} may now sign in as admin.")

    def _password(self, file: Path | None) -> str:
        if file is not None:
            return self._from_file(file)
        if "ADMIN_PASSWORD" in os.environ:
            return os.environ["ADMIN_PASSWORD"]
        password = getpass.getpass("Password: ")
        if password != getpass.getpass("The same password again: "):
            raise CommandError("The two passwords differ. Start the command again.")
        return password

    def _from_file(self, file: Path) -> str:
        try:
            lines = file.read_text().splitlines()
        except OSError as error:
            raise CommandError(
                f"{file} cannot be read. Give a text file with the password in its first line."
            ) from error
        if not lines or not lines[0]:
            raise CommandError(f"{file} is empty. Write the password in its first line.")
        return lines[0]
