"""`manage.py load_areas FILE.csv --region … --valid-from DATE`: new borders, from a list of villages."""

import sys
from argparse import ArgumentParser
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from areas.borders import Introduced, Village, introduce
from data.reading import textfile, values
from data.reading.errors import Unreadable
from data.reading.names import key
from data.recognition import header_key

from .import_file import region_named

REFUSED, UNREADABLE = 1, 3
# option → headers that are recognised without it
KNOWN = {
    "code": ("code", "kode", "kode kelurahan", "kode desa", "village code"),
    "sub_district": ("sub-district", "kecamatan", "district", "nama kecamatan"),
    "sub_district_code": ("sub-district code", "kode kecamatan"),
    "village": ("village", "kelurahan", "desa", "kelurahan/desa", "desa/kelurahan", "nama kelurahan"),
    "former": ("former sub-district", "kecamatan lama", "kecamatan asal", "kecamatan sebelumnya"),
}
NEEDED = ("sub_district", "village")
WEIGHTS = ("land", "residents")


class Command(BaseCommand):
    help = (
        "Load the sub-districts and villages in force from a day on, end the set before, and propose work "
        "areas. Exit status: 0 done, 1 refused (nothing is changed), 3 unreadable."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--region", required=True, help="slug or name; a new name makes a new region")
        parser.add_argument("--valid-from", required=True, type=date.fromisoformat, help="2020-12-31")
        parser.add_argument("--valid-to", type=date.fromisoformat, help="the last day; left out: in force")
        parser.add_argument("--note", default="", help="the regulation, for example")
        for name in (*KNOWN, *WEIGHTS):
            option = f"--{name.replace('_', '-')}-column"
            parser.add_argument(option, default="", help="the header of this column, where it is another")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            villages = read(options["file"], {name: options[f"{name}_column"] for name in (*KNOWN, *WEIGHTS)})
        except Unreadable as problem:
            self.stderr.write(str(problem))
            sys.exit(UNREADABLE)
        try:
            with transaction.atomic():
                region = region_named(options["region"])
                days = options["valid_from"], options["valid_to"]
                done = introduce(region, *days, villages, key_of=key, note=options["note"])
        except ValidationError as refused:
            raise CommandError(" ".join(refused.messages), returncode=REFUSED) from refused
        self.report(done, len(villages))

    def report(self, done: Introduced, villages: int) -> None:
        text = ngettext("%(set)s: %(n)s village loaded.", "%(set)s: %(n)s villages loaded.", villages)
        self.stdout.write(text % {"set": done.boundary_set, "n": villages})
        if done.before is None:
            return
        text = _("%(before)s ends on %(day)s; %(n)s border changes, %(proposals)s proposed work areas.")
        about = {"before": done.before, "day": done.before.valid_to, "n": done.changes}
        self.stdout.write(text % {**about, "proposals": done.proposals})
        if done.unmapped:
            text = _(
                "These were divided, and nothing says in which shares: %(names)s. Their figures are not "
                "converted and their people get no proposals. Load the areas with --residents-column instead."
            )
            self.stderr.write(text % {"names": ", ".join(done.unmapped)})


def read(path: Path, chosen: dict[str, str]) -> list[Village]:
    """The villages of a CSV file. Raises Unreadable where a column is missing or a number is none."""
    table = _table(path)
    columns = {name: _column(table, name, header) for name, header in chosen.items()}
    texts = {
        name: table[column].str.strip() if column else pd.Series("", index=table.index)
        for name, column in columns.items()
        if name in KNOWN
    }
    missing = [name for name in NEEDED if (texts[name] == "").any()]
    if missing:
        row = texts[missing[0]].eq("").idxmax()
        raise Unreadable(
            _("Row %(row)s names no village or no sub-district. Fill it in.") % {"row": row}, "blank"
        )
    numbers = {name: _numbers(table, columns[name]) for name in WEIGHTS}
    return [
        Village(
            name=texts["village"][row],
            sub_district=texts["sub_district"][row],
            code=texts["code"][row],
            sub_district_code=texts["sub_district_code"][row],
            former=texts["former"][row],
            land=numbers["land"].get(row),
            residents=numbers["residents"].get(row),
        )
        for row in table.index
    ]


def _table(path: Path) -> pd.DataFrame:
    """All cells as text; the index is the line in the file."""
    try:
        encoding = textfile.sniff_encoding(path).name
        delimiter = textfile.sniff_delimiter(textfile.sample_of(path, encoding))[0]
        with textfile.open_text(path, encoding) as lines:
            rows = [(number, cells) for number, cells in textfile.records(lines, delimiter) if any(cells)]
    except OSError as problem:
        raise Unreadable(_("The file cannot be opened: %s") % path, "unopened") from problem
    if not rows:
        raise Unreadable(_("The file is empty. Choose another one."), "empty")
    headers = rows[0][1]
    cells = [[*row, *[""] * (len(headers) - len(row))][: len(headers)] for _number, row in rows[1:]]
    return pd.DataFrame(cells, columns=headers, index=[number for number, _row in rows[1:]], dtype="object")


def _column(table: pd.DataFrame, name: str, chosen: str) -> str:
    """The header of a column: as chosen, else as recognised; "" where an optional one is missing."""
    wanted = {header_key(text) for text in ((chosen,) if chosen else KNOWN.get(name, ()))}
    found = next((header for header in table.columns if header_key(header) in wanted), "")
    if not found and (chosen or name in NEEDED):
        text = _(
            "The file has no column “%(column)s”. It has: %(headers)s. Choose one with --%(option)s-column."
        )
        about = {"column": chosen or KNOWN[name][0], "headers": ", ".join(table.columns)}
        raise Unreadable(text % {**about, "option": name.replace("_", "-")}, "no_column")
    return found


def _numbers(table: pd.DataFrame, column: str) -> dict[int, float]:
    """Positive numbers by row, in the form that the whole column proves; nothing without the column."""
    if not column:
        return {}
    learner = values.FormLearner()
    learner.feed(table[column])
    parsed = values.number(table[column], learner.resolve(whole=False))
    wrong = parsed.values.isna() | (parsed.values.astype("float64") < 0)
    if wrong.any():
        text = _("Row %(row)s of “%(column)s” holds no number from zero on. Correct it.")
        raise Unreadable(text % {"row": wrong.idxmax(), "column": column}, "bad_number")
    return dict(zip(table.index.tolist(), parsed.values.astype("float64").tolist(), strict=True))
