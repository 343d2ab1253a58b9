"""Personal data as the law asks for it: what is held and why, whose it is, a copy of it.

Law 27/2022 on personal data protection (UU PDP): art. 20 legal basis, art. 5 to 13 rights of the person,
art. 46 notice of a breach within 3 x 24 hours. A person is found by keyed hashes, then by the opened value.
"""

import io
import json
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import xlsxwriter
from django.db.models import Count
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.events import record
from core.cell_text import clean
from data.contacts import HASHED, hashes_of_value, mask, normal, open_contact
from data.erasing import check_reason, hashes_of
from data.kinds import Column, Said, all_kinds, kind, kind_of
from data.models import Contact, Dataset, Erasure, MarketRow

MOST_FOUND = 200
BASES = (
    (
        gettext_lazy("Art. 20 (2) e"),
        gettext_lazy("A public task: the office keeps the register of enterprises that it serves."),
    ),
    (gettext_lazy("Art. 5 to 7"), gettext_lazy("Information and a copy: search the person, then export.")),
    (gettext_lazy("Art. 8"), gettext_lazy("Erasure: search the person, then erase. Counts never change.")),
    (
        gettext_lazy("Art. 4 (2)"),
        gettext_lazy("Turnover is personal financial data: only shown in sums of five or more."),
    ),
    (
        gettext_lazy("Art. 46"),
        gettext_lazy(
            "A breach is told to people and authority within 3 × 24 hours; the log says what was opened."
        ),
    ),
)


@dataclass(frozen=True)
class Held:
    """One dataset that holds contacts: how many, and the labels of the editions that use it."""

    dataset: Dataset
    contacts: int
    editions: tuple[str, ...]


@dataclass(frozen=True)
class Found:
    """One contact of a person. `shown` are (column, value) pairs, masked unless opened; `row` (of the
    market, with area and category) tells contacts apart that look the same masked."""

    contact: Contact
    dataset: Dataset
    sheet: str
    editions: tuple[str, ...]
    shown: tuple[tuple[Column, str], ...]
    row: MarketRow | None = None


def inventory() -> list[tuple[Any, Column]]:
    """Every personal and financial column that a kind of file declares, as (kind, column)."""
    return [
        (one, column)
        for one in all_kinds().values()
        for column in one.told_columns
        if column.sensitivity != "public"
    ]


def held() -> list[Held]:
    """Datasets with contacts, the newest first."""
    counts = dict(Contact.objects.order_by().values_list("dataset").annotate(n=Count("pk")))
    datasets = Dataset.objects.filter(pk__in=counts).prefetch_related("editions").order_by("-pk")
    return [Held(dataset, counts[dataset.pk], _editions(dataset)) for dataset in datasets]


def erasures() -> list[Erasure]:
    """The last twenty erasures: whose is known only as hashes."""
    return list(Erasure.objects.select_related("by")[:20])


def search(by: Any, purpose: str, text: str) -> list[Found]:
    """Contacts of a person by name, phone, nik or nib; at most 200, masked. KeyError for another purpose.

    The log keeps what was searched by, never for whom: it would become a register of people itself.
    """
    wanted = normal(text.strip(), purpose)
    field = HASHED[purpose]
    hashes = hashes_of_value(text, purpose) if wanted else set()
    found = []
    for contact in _contacts().filter(**{f"{purpose}_hash__in": hashes})[:MOST_FOUND]:
        fields = open_contact(contact)
        # two values may share a hash; the opened value decides
        if normal(fields.get(field, ""), purpose) == wanted:
            found.append((contact, fields))
    record(by, "personal_searched", purpose, len(found))
    return _found(found, masked=True)


def chosen(ids: Iterable[int], masked: bool = True) -> list[Found]:
    """The contacts with these ids, for the steps after a search."""
    held = _contacts().filter(pk__in=list(ids)[:MOST_FOUND])
    return _found([(one, open_contact(one)) for one in held], masked)


def opened(by: Any, ids: Iterable[int]) -> list[Found]:
    """The same, readable; each opening is logged with its place."""
    found = chosen(ids, masked=False)
    for one in found:
        place = {"dataset": one.dataset.pk, "sheet": one.contact.sheet, "row": one.contact.row_number}
        record(by, "personal_opened", one.dataset.file_name, 1, **place)
    return found


def _contacts() -> Any:
    return (
        Contact.objects.select_related("dataset__region").prefetch_related("dataset__editions").order_by("pk")
    )


def _found(opened: list[tuple[Contact, dict[str, str]]], masked: bool) -> list[Found]:
    rows = _rows_of([contact for contact, _fields in opened])
    columns: dict[int, tuple[Column, ...]] = {}  # by dataset: those of a survey are made of all its questions
    found = []
    for contact, fields in opened:
        dataset = contact.dataset
        if dataset.pk not in columns:
            columns[dataset.pk] = kind_of(dataset).personal_columns
        shown = tuple(_shown(columns[dataset.pk], fields, masked))
        names = dataset.layout.get("sheets") or []
        sheet = names[contact.sheet] if contact.sheet < len(names) else ""
        found.append(Found(contact, dataset, sheet, _editions(dataset), shown, rows.get(_place(contact))))
    return found


def _shown(columns: tuple[Column, ...], fields: dict[str, str], masked: bool) -> Iterator[tuple[Column, str]]:
    for column in columns:
        for name in column.reader.stored if column.reader else (column.key,):
            if fields.get(name):
                yield column, mask(fields[name], column.key) if masked else fields[name]


def _place(one: Contact | MarketRow) -> tuple[int, int, int]:
    return one.dataset_id, one.sheet, one.row_number


def _rows_of(contacts: list[Contact]) -> dict[tuple[int, int, int], MarketRow]:
    """The rows of the market at the places of contacts, in one query: rows have no index by their number."""
    places = {_place(one) for one in contacts}
    rows = MarketRow.objects.filter(
        dataset__in={pk for pk, _sheet, _row in places}, row_number__in={row for _pk, _sheet, row in places}
    )
    return {_place(row): row for row in rows.select_related("area", "category") if _place(row) in places}


def _editions(dataset: Dataset) -> tuple[str, ...]:
    past = _("%(edition)s (past)")
    return tuple(str(one) if one.is_current else past % {"edition": one} for one in dataset.editions.all())


# A copy for the person -----------------------------------------------------------------------------------


def export(by: Any, ids: Iterable[int], reason: str, form: str) -> bytes:
    """Everything held about these contacts, as `json` or `xlsx`. Logged with its reason."""
    found = chosen(ids, masked=False)
    check_reason(reason, {hashes_of(one.contact) for one in found})
    rows = [_copy_of(one) for one in found]
    record(by, "personal_exported", reason, len(rows), form=form)
    return _json(rows, reason) if form == "json" else _xlsx(rows, reason)


def _copy_of(found: Found) -> dict[str, Any]:
    """One contact with where it is from and what the row says besides, by label."""
    contact, dataset = found.contact, found.dataset
    headers = dataset.mapping
    said = [
        Said(_("File"), "", dataset.file_name),
        Said(_("Received on"), "", dataset.created_at.date().isoformat()),
        Said(_("Sheet"), "", found.sheet),
        Said(_("Row in the file"), "", contact.row_number),
        Said(_("Editions"), "", "; ".join(found.editions)),
        *(Said(str(column.label), headers.get(column.key, ""), value) for column, value in found.shown),
        *_market_row(found.row),
    ]
    if own := kind(dataset.kind).own:
        said += own.copy_of(dataset, contact.sheet, contact.row_number, open_contact(contact))
    return _by_label(said)


def _market_row(row: MarketRow | None) -> list[Said]:
    if row is None:
        return []
    return [
        Said(_("Area"), "", str(row.area)),
        Said(_("Business category"), "", str(row.category or "")),
        Said(_("Size class"), "", str(row.get_size_class_display())),
        Said(_("Yearly turnover (Rp)"), "", row.turnover),
        Said(_("Employees"), "", row.employees),
        Said(_("Started in (year)"), "", row.start_year),
    ]


def _by_label(said: list[Said]) -> dict[str, Any]:
    """Values by label; where several have the same, with the header of the file, at last with a number."""
    labels = Counter(one.label for one in said)
    row: dict[str, Any] = {}
    for one in said:
        is_told = labels[one.label] == 1 or not one.header or one.header == one.label
        name = label = one.label if is_told else f"{one.label} ({one.header})"
        number = 1
        while name in row:
            number += 1
            name = f"{label} ({number})"
        row[name] = one.value
    return row


def _json(rows: list[dict[str, Any]], reason: str) -> bytes:
    content = {"made_at": timezone.now().isoformat(), "reason": reason, "rows": rows}
    return json.dumps(content, ensure_ascii=False, indent=1).encode()


def _xlsx(rows: list[dict[str, Any]], reason: str) -> bytes:
    """One sheet, a row per contact. Texts stay texts: no formula and no link is made of them."""
    target = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(target, options) as book:
        sheet = book.add_worksheet()
        sheet.write_string(0, 0, clean(f"{reason} · {timezone.now():%Y-%m-%d %H:%M} UTC"))
        headers = list(dict.fromkeys(label for row in rows for label in row))
        for at, label in enumerate(headers):
            sheet.write_string(2, at, clean(label))
            for down, row in enumerate(rows, start=3):
                value = row.get(label)
                if isinstance(value, int | float):
                    sheet.write_number(down, at, value)
                elif value:
                    sheet.write_string(down, at, clean(value))
    return target.getvalue()
