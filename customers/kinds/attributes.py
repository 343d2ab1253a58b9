"""A table of customers: an identifier and any other columns, one row per customer."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import pandas as pd
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from core import formats
from core.texts import keep
from data import columnar, personal_preview, tables, writing
from data.checking import Checker
from data.duplicates import Keys, hashed
from data.kinds import Column, Columnar, Kind, OpenColumns, Said, Tally
from data.models import Dataset
from data.personal_preview import without_rows
from data.plan import Plan
from data.receiving import remembered_headers
from data.skipping import DUPLICATE, reasons
from data.skipping import kept as data_rows

from .. import rows
from . import attribute_refusing, attribute_remembering
from .attribute_columns import ALL, LAST, REFUSE, attributes_of, columns_of, kept, mapping_of, repeats_of
from .attribute_guess import CUSTOMER as CUSTOMER_TYPE
from .attribute_guess import DATE, FLAG, NUMBER, PEOPLE, SKIP, TEXT, Seen, guess
from .people import ADDRESS, NAME, NIK, PHONE
from .transactions import CUSTOMER as CUSTOMER_NUMBER
from .transactions_tally import zoned

# the most frequent values of a column that a person chooses its type by
EXAMPLES = 4
CUSTOMER = replace(
    CUSTOMER_NUMBER, aliases=(*CUSTOMER_NUMBER.aliases, "id", "nomor", "kode"), example="00001"
)
integer = lazy(formats.integer, str)


class Customers(Tally):
    """How many customers the rows are of."""

    def __init__(self) -> None:
        self.keys, self.again = Keys(), 0

    def add(self, rows: pd.DataFrame) -> None:
        self.again += int(self.keys.again(hashed(rows["customer"])).sum())


class Attributes(OpenColumns, Columnar):
    """The columns of a table of customers, known from its file only."""

    step = "customer_columns"
    decisions = ("columns", "repeats")
    examples = (
        Column("income", _("Yearly income (Rp)"), "number", ("pendapatan setahun",), example="58.000.000"),
        Column("member_since", _("Member since"), "date", ("tanggal daftar",), example="21/08/2021"),
        Column("education", _("Education"), "text", ("pendidikan",), example="Sarjana"),
        Column(
            "response", _("Accepted the last offer (yes or no)"), "text", ("menerima promo",), example="Ya",
            help=_("These four are examples: any columns may stand beside the customer number."),
        ),
    )  # fmt: skip

    def guess(self, dataset: Dataset, found: dict[str, Any], at: Callable[[int], None]) -> dict[str, Any]:
        seen = _seen(dataset, found, at)
        sure = {key: one for key, one in found["mapping"].items() if found["mapping_why"][key] != "similar"}
        before = remembered_headers(dataset)
        columns = guess(found["headers"], seen, sure, before)
        for one in columns:
            one["forms"][DATE]["zone"] = dataset.region.time_zone
        read = {
            **found,
            "columns": columns,
            "answers": {
                one["key"]: column.most_common(EXAMPLES) for one, column in zip(columns, seen, strict=True)
            },
            "repeats": attribute_remembering.repeats(before),
            "looks_like": found.get("looks_like", ""),
        }
        dataset.guess = self.without_answers(read, dataset.decisions)
        mapping = self.mapping(dataset)
        left_out = {one.header for one in attributes_of(dataset) if one.type == SKIP}
        shown = personal_preview.masked(found["preview"], KIND, mapping)
        preview = personal_preview.hidden(shown, left_out)
        # people are searched for in columns that were guessed too, whatever was decided about them
        people = {one["type"]: one["header"] for one in columns if one["type"] in PEOPLE}
        return {**dataset.guess, "mapping": {**people, **mapping}, "mapping_why": {}, "preview": preview}

    def mapping(self, dataset: Dataset) -> dict[str, str]:
        return mapping_of(attributes_of(dataset))

    def without_answers(self, guess: dict[str, Any], decisions: dict[str, Any]) -> dict[str, Any]:
        decided = decisions.get("columns", {})
        types = {
            one["key"]: decided.get(one["header"], {}).get("type", one["type"]) for one in guess["columns"]
        }
        apart = {key for key, of in types.items() if of in (*PEOPLE, SKIP, CUSTOMER_TYPE)}
        hidden = {one["header"] for one in guess["columns"] if types[one["key"]] in (*PEOPLE, SKIP)}
        answers = {key: found for key, found in guess.get("answers", {}).items() if key not in apart}
        preview = personal_preview.hidden(guess.get("preview", {}), hidden)
        return {**guess, "answers": answers, "preview": preview}

    def columns(self, dataset: Dataset) -> tuple[Column, ...]:
        customer = replace(CUSTOMER, unique=repeats_of(dataset) == REFUSE)
        return (customer, *columns_of(attributes_of(dataset)))

    def check_decisions(self, found: dict[str, Any]) -> None:
        attribute_refusing.check_decisions(found)

    def check(self, dataset: Dataset) -> None:
        attribute_refusing.check_columns(attributes_of(dataset))

    def together(self, datasets: list[Dataset]) -> None:
        attribute_refusing.check_together([kept(attributes_of(one)) for one in datasets])

    def tally(self, dataset: Dataset) -> Customers:
        return Customers()

    def settle(self, dataset: Dataset, checker: Checker) -> None:
        """Leave out the earlier rows of a customer where the last one counts."""
        assert isinstance(checker.tally, Customers)
        if repeats_of(dataset) != LAST or not checker.tally.again:
            return
        wanted = ["customer", "row_number"]
        found = pd.concat(tables.batches(dataset.directory / columnar.CHECKED, 200_000, wanted))
        gone = hashed(found["customer"]).duplicated(keep="last").to_numpy()
        columnar.keep_rows(dataset.directory, gone)
        checker.leave_out(found["row_number"][gone].astype("int64").tolist(), DUPLICATE)

    def facts(self, dataset: Dataset, checker: Checker) -> list[str]:
        assert isinstance(checker.tally, Customers)
        found = attributes_of(dataset)
        n = {name: sum(one.type == name for one in found) for name in (NUMBER, FLAG, DATE, TEXT, SKIP)}
        said = [keep(_("Customers: %(n)s"), {"n": integer(len(checker.tally.keys))}), keep(_COLUMNS, n)]
        if checker.tally.again and repeats_of(dataset) == ALL:
            said.append(keep(_REPEATED, {"n": integer(checker.tally.again)}))
        said += zoned(sum(one.zoned for one in found if one.type == DATE), dataset.region.time_zone)
        unclear = [one.header for one in found if one.type == DATE and one.why == "day_first"]
        return [*said, *(keep(_DAY_FIRST, {"header": header}) for header in unclear)]

    def ready(self, dataset: Dataset) -> None:
        attribute_remembering.remember(dataset)
        # the values beside the columns were for choosing; what was chosen stays
        chosen = [one.to_json() for one in attributes_of(dataset)]
        guess = {**without_rows(dataset.guess), "columns": chosen, "repeats": repeats_of(dataset)}
        Dataset.objects.filter(pk=dataset.pk).update(guess=guess)

    def without_names(self, dataset: Dataset, without: Callable[[str], str]) -> dict[str, Any]:
        answers = {
            key: [[without(text), n] for text, n in found]
            for key, found in dataset.guess.get("answers", {}).items()
        }
        return {"guess": {**dataset.guess, "answers": answers}} if answers else {}

    def copy_of(
        self, dataset: Dataset, sheet: int, row_number: int, written: Mapping[str, str]
    ) -> list[Said]:
        """Everything that the row says besides."""
        row = rows.row_at(dataset, sheet, row_number)
        if row is None:
            return []
        headers = {one.key: one.header for one in kept(attributes_of(dataset))}
        said = [Said(str(CUSTOMER.label), dataset.mapping.get("customer", ""), row["customer"])]
        return [*said, *(Said(header, header, _said(row[key])) for key, header in headers.items())]

    def to_fill_in(self, dataset: Dataset) -> dict[str, Any]:
        said = {
            one.header: {"type": one.type, "dates": one.date.order, "numbers": one.signs}
            for one in attributes_of(dataset)
        }
        return {"columns": said, "repeats": repeats_of(dataset)}


def _said(value: Any) -> str | int | float:
    """A value as the copy tells it; "" where there is none."""
    if value is None or value != value:
        return ""
    if isinstance(value, float):
        return int(value) if value.is_integer() else value
    return f"{value:%Y-%m-%d}" if isinstance(value, pd.Timestamp) else str(value)


def _seen(dataset: Dataset, found: dict[str, Any], at: Callable[[int], None]) -> list[Seen]:
    """What the whole file holds, column by column; titles, notes and repeated headers left out."""
    dataset.guess, dataset.layout, dataset.mapping = {**found, "columns": []}, found["layout"], {}
    plan = Plan.of(dataset)
    every = tuple(Column(f"c{place}", header, "open") for place, header in enumerate(plan.headers))
    plan.kind = replace(plan.kind, columns=every)
    plan.positions = {column.key: place for place, column in enumerate(every)}
    seen = [Seen() for _header in plan.headers]
    done = 0
    for chunk in plan.chunks():
        part = data_rows(chunk, reasons(plan, chunk))
        for column, one in zip(every, seen, strict=True):
            one.feed(plan.cells(part, column.key))
        done += len(chunk.table)
        at(done)
    return seen


_COLUMNS = _(
    "Columns: %(number)s of numbers, %(flag)s of yes or no, %(date)s of dates, %(text)s of texts; "
    "left out: %(skip)s"
)
_REPEATED = _("Rows of a customer who has an earlier row: %(n)s. All of them are kept.")
_DAY_FIRST = _("Dates of “%(header)s” could be day or month first: they were read as day first.")

_ATTRIBUTES = Attributes()

KIND = Kind(
    key="customer_attributes",
    label=_("Table of customers"),
    description=_(
        "One row per customer: a customer number and whatever is known besides, such as age or income."
    ),
    subject="customer_table",
    rows=writing.rows_of_people,
    requires=(("customer",),),
    series_label=_("Name of the table"),
    series_help=_("The same name for every period: what was chosen for its columns is offered again."),
    area_optional=True,
    again=gettext_noop("The same customer again further down: the last row counts"),
    open=_ATTRIBUTES,
    columnar=_ATTRIBUTES,
    columns=(CUSTOMER, NAME, PHONE, ADDRESS, NIK),
)
