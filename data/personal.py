"""Personal data as the law asks for it: what is held and why, whose it is, a copy of it.

Law 27/2022 on personal data protection (UU PDP): art. 20 legal basis, art. 5 to 13 rights of the person,
art. 46 notice of a breach within 3 x 24 hours. A person is found by keyed hashes, then by the opened value.
"""

import io
import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import xlsxwriter
from django.db.models import Count
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.events import record
from data.contacts import HASHED, hashes_of_value, mask, normal, open_contact
from data.erasing import check_reason, hashes_of
from data.kinds import Column, all_kinds, kind_of
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
            found.append(_found(contact, fields, masked=True))
    record(by, "personal_searched", purpose, len(found))
    return found


def chosen(ids: Iterable[int], masked: bool = True) -> list[Found]:
    """The contacts with these ids, for the steps after a search."""
    return [
        _found(one, open_contact(one), masked) for one in _contacts().filter(pk__in=list(ids)[:MOST_FOUND])
    ]


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


def _found(contact: Contact, fields: dict[str, str], masked: bool) -> Found:
    dataset = contact.dataset
    columns = kind_of(dataset).personal_columns
    shown = tuple(
        (column, mask(fields[name], column.key) if masked else fields[name])
        for column in columns
        for name in (column.reader.stored if column.reader else (column.key,))
        if fields.get(name)
    )
    names = dataset.layout.get("sheets") or []
    sheet = names[contact.sheet] if contact.sheet < len(names) else ""
    return Found(contact, dataset, sheet, _editions(dataset), shown, _row_of(contact))


def _row_of(contact: Contact) -> MarketRow | None:
    place = {"dataset": contact.dataset_id, "sheet": contact.sheet, "row_number": contact.row_number}
    return MarketRow.objects.filter(**place).select_related("area", "category").first()


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
    contact = found.contact
    row = {
        _("File"): found.dataset.file_name,
        _("Received on"): found.dataset.created_at.date().isoformat(),
        _("Sheet"): found.sheet,
        _("Row in the file"): contact.row_number,
        _("Editions"): "; ".join(found.editions),
        **{str(column.label): value for column, value in found.shown},
    }
    market = found.row
    if market is not None:
        row |= {
            _("Area"): str(market.area),
            _("Business category"): str(market.category or ""),
            _("Size class"): str(market.get_size_class_display()),
            _("Yearly turnover (Rp)"): market.turnover,
            _("Employees"): market.employees,
            _("Started in (year)"): market.start_year,
        }
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
        sheet.write_string(0, 0, f"{reason} · {timezone.now():%Y-%m-%d %H:%M} UTC")
        headers = list(dict.fromkeys(label for row in rows for label in row))
        for at, label in enumerate(headers):
            sheet.write_string(2, at, label)
            for down, row in enumerate(rows, start=3):
                value = row.get(label)
                if isinstance(value, int):
                    sheet.write_number(down, at, value)
                elif value:
                    sheet.write_string(down, at, str(value))
    return target.getvalue()
