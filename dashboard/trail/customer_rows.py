"""The rows of transactions behind a number on customers: in which files, which columns, from which row on."""

from collections.abc import Iterable
from datetime import date
from typing import Any
from urllib.parse import urlencode

import pandas as pd
from django.urls import reverse
from django.utils.translation import gettext as _

from core import formats
from core.figures import Column, Table
from customers.shop import row_sums, summaries
from customers.words import rule_words
from data.models import Edition
from data.sources import Source, UsedColumn

from .base import CustomerPart
from .customer_numbers import Book
from .inputs import FileRows, Files, Input

PAGE_ROWS = 50
_COLUMNS = ("customer", "day", "amount")


def inputs(book: Book, part: CustomerPart, files: Files) -> Iterable[Input]:
    """An input per period of the shop: its files with their rows, and whether they add up to the money."""
    found, said = book.rows(part), _said(book, part)
    agrees: bool | None = _agrees(book, part)
    if len(book.shop.editions) > 1:
        said = _("All files together: %(text)s") % {"text": said}
    taken: set[int] = set()
    for edition in book.shop.editions:
        known = {pk: one for pk, one in files.of(edition).items() if pk not in taken}
        taken |= set(known)
        rows = found[found["dataset"].isin(known)]
        if rows.empty and len(book.shop.editions) > 1:
            continue
        yield Input(
            "rows", _("Rows of transactions"), formats.integer(rows["rows"].sum()), edition,
            files=tuple(_file_rows(book, rows, known)), agrees=agrees, said=said,
        )  # fmt: skip
        agrees, said = None, _("See above: the files count together.")


def _file_rows(book: Book, found: pd.DataFrame, known: dict[int, Source]) -> Iterable[FileRows]:
    groups = found.groupby(["dataset", "sheet"], sort=True)
    for (dataset, sheet), rows in groups:
        source = known[int(str(dataset))]
        yield FileRows(
            source, source.sheet(int(str(sheet))), columns_of(source, book), int(rows["rows"].sum()),
            int(rows["first"].min()), int(rows["last"].max()), _money(float(rows["amount"].sum())),
        )  # fmt: skip


def columns_of(source: Source, book: Book) -> tuple[UsedColumn, ...]:
    """Customer, day and amount; the receipt where purchases are told apart by it."""
    keys = set(_COLUMNS) | ({"receipt"} if book.reader.params.rules.frequency == "receipts" else set())
    return tuple(one for one in source.columns if one.key in keys)


def _money(amount: float) -> str:
    return formats.number(amount, 0 if amount.is_integer() else 2)


def _expected(book: Book, part: CustomerPart) -> float:
    """The money of the same customers, or month, as the pages count it."""
    reader = book.reader
    if book.groups is None:
        table = summaries.months(book.shop, reader.reference, reader.params.rules)
        at = pd.to_datetime(table["month"]).dt.strftime("%Y-%m")
        return float(table["amount"][(at == part.month) if part.month else slice(None)].sum())
    money = book.customers["monetary"].reindex(book.groups.index)
    return float(money[book.groups.isin(book.codes(part) or [])].sum())


def _agrees(book: Book, part: CustomerPart) -> bool:
    shown, counted = _expected(book, part), book.money(part)
    return abs(shown - counted) <= 1e-9 * max(abs(shown), abs(counted)) + 1e-3


def _said(book: Book, part: CustomerPart) -> str:
    """What the rows add up to, what is special among them, and what is left out."""
    found = book.rows(part)
    values = {"rows": formats.integer(found["rows"].sum()), "sum": _money(book.money(part))}
    said = [_("%(rows)s rows add up to %(sum)s: the money that is shown.") % values]
    if not _agrees(book, part):
        values["shown"] = _money(_expected(book, part))
        said = [_("%(rows)s rows add up to %(sum)s, not to %(shown)s.") % values]
    for column, rule in (("refunds", "refunds"), ("zeros", "zeros")):
        if n := int(found[column].sum()):
            said.append(_rule(book, rule, n))
    return " ".join([*said, *(_left_out(book) if part.is_whole else ())])


def _rule(book: Book, rule: str, n: int) -> str:
    """ "Refunds: 12, taken off what was spent."."""
    label, words = rule_words(rule)
    return f"{label}: {formats.integer(n)}, {words[getattr(book.reader.params.rules, rule)]}."


def _left_out(book: Book) -> Iterable[str]:
    """What the files hold besides, whatever the rules."""
    counts = summaries.counts(book.shop, book.reader.reference)
    if counts.duplicates:
        yield _rule(book, "duplicates", counts.duplicates)
    if book.groups is not None and (n := int(book.nobody()["rows"].sum())):
        text = _("In no segment, as nothing was bought: %(n)s rows of refunds alone.")
        yield text % {"n": formats.integer(n)}
    if counts.after:
        yield _("After the reference date and left out: %(n)s rows.") % {"n": formats.integer(counts.after)}
    if counts.incomplete:
        text = _("Without customer, day or amount and left out: %(n)s rows.")
        yield text % {"n": formats.integer(counts.incomplete)}


# For files, and the list of rows -------------------------------------------------------------------------


def by_part(book: Book, parts: Iterable[tuple[str, CustomerPart]], files: Files) -> Iterable[Table]:
    """Per row of the figure and file: how many rows, from which to which, and their sum."""
    known = {pk: one for edition in book.shop.editions for pk, one in files.of(edition).items()}
    rows = [
        {"name": name, "file": one.source.file_name, "sheet": one.sheet, "rows": one.rows,
         "first": one.first, "last": one.last, "amount": one.amount}
        for name, part in dict(parts).items() if not part.is_whole
        for one in _file_rows(book, book.rows(part), known)
    ]  # fmt: skip
    columns = (
        Column("name", _("Group")), Column("file", _("File")), Column("sheet", _("Sheet")),
        Column("rows", _("Rows"), "integer"), Column("first", _("First row"), "integer"),
        Column("last", _("Last row"), "integer"), Column("amount", _("They add up to")),
    )  # fmt: skip
    if rows:
        yield Table(columns, rows, caption=_("Rows of transactions by group and file"))


def bought(book: Book, part: CustomerPart, after: int) -> dict[str, Any]:
    """Rows behind the place `after`, with the way to the cells of each."""
    reader, codes = book.reader, book.codes(part)
    inside = None if book.groups is None else book.groups.isin(codes or []).astype("int64")
    month = date.fromisoformat(f"{part.month}-01") if part.month else None
    found = row_sums.purchases(
        book.shop, reader.reference, reader.params.rules,
        inside, most=PAGE_ROWS + 1,
        group=None if inside is None else 1, month=month, after=after,
    )  # fmt: skip
    shown = found.head(PAGE_ROWS)
    names = {pk: one for edition in book.shop.editions for pk, one in _names(edition).items()}
    return {
        "lines": [_line(reader, one, names) for one in shown.to_dict("records")],
        "all": int(book.rows(part)["rows"].sum()),
        "shows_files": len(names) > 1,
        "is_later": bool(after),
        "last": int(shown["place"].iloc[-1]) if len(shown) else 0,
        "has_more": len(found) > len(shown),
    }


def _names(edition: Edition) -> dict[int, str]:
    return dict(edition.datasets.values_list("pk", "file_name"))


def _line(reader: Any, row: dict[Any, Any], names: dict[int, str]) -> dict[str, Any]:
    place = [int(row[name]) for name in ("dataset", "sheet", "row_number")]
    query = urlencode([*reader.params.pairs(), ("customer", row["customer"])])
    return {
        "row": place[2], "file": names.get(place[0], ""), "customer": row["customer"],
        "day": formats.date(pd.Timestamp(row["day"]).date()), "amount": _money(float(row["amount"])),
        "href": f"{reverse('customer_row', args=place)}?{query}",
        "customer_href": f"{reverse('customer')}?{query}",
    }  # fmt: skip
