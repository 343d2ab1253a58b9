"""Transactions of a shop: one row per purchase or refund, or per line of a receipt."""

from collections.abc import Mapping
from typing import Any

import pandas as pd
from django.utils.translation import gettext_lazy as _

from core import formats
from core.texts import keep
from data import writing
from data.checking import Checker
from data.kinds import Column, Columnar, Kind, Said
from data.models import Dataset
from data.queries import current_editions

from .. import queries, rows
from .people import NAME, PHONE
from .transactions_tally import TransactionsTally, facts


class Transactions(Columnar):
    """Rows of purchases in columns, and what is told of them."""

    def tally(self, dataset: Dataset) -> TransactionsTally:
        return TransactionsTally(dataset.period_start)

    def facts(self, dataset: Dataset, checker: Checker) -> list[str]:
        assert isinstance(checker.tally, TransactionsTally)
        return [*facts(checker.tally, checker), *_known_days(dataset, checker.tally)]

    def copy_of(
        self, dataset: Dataset, sheet: int, row_number: int, written: Mapping[str, str]
    ) -> list[Said]:
        """Every purchase that stands under the customer of this row in the file."""
        customer = rows.customer_at(dataset, sheet, row_number)
        if customer is None:
            return []
        bought = rows.of_dataset(dataset, [customer])
        said = [Said(str(CUSTOMER.label), dataset.mapping.get("customer", ""), customer)]
        label = str(_("Transaction"))
        return [*said, *(Said(label, "", _purchase(one)) for one in bought.to_dict("records"))]


def _known_days(dataset: Dataset, tally: TransactionsTally) -> list[str]:
    """That files of other periods hold days of this one; those of its own period are asked about below."""
    if not tally.rows or dataset.region is None:
        return []
    first, last = tally.first.astype(object), tally.last.astype(object)
    own = (dataset.period_start, dataset.period_end)
    held = queries.holding(current_editions(dataset.region), dataset.series, first, last)
    others = [one.period_label for one in held if (one.period_start, one.period_end) != own]
    return [keep(_DAYS_ARE_KNOWN, {"periods": ", ".join(others)})] if others else []


_DAYS_ARE_KNOWN = _(
    "The files of %(periods)s of this shop hold days of this file, too: a purchase that stands in both "
    "counts twice on the pages. Import it only if its purchases are others; else discard it, or give it that "
    "period and replace what is there."
)


def _purchase(row: dict[Any, Any]) -> str:
    """A purchase in one line: day, amount and whatever else the file says of it."""
    amount = float(row["amount"])
    parts = [f"{row['day']:%Y-%m-%d}", formats.number(amount, 0 if amount.is_integer() else 2)]
    more = (row[name] for name in ("receipt", "payment", "outlet"))
    return " · ".join([*parts, *(str(one) for one in more if pd.notna(one))])


CUSTOMER = Column(
    "customer",
    _("Customer number"),
    "identifier",
    (
        "no. member",
        "no member",
        "nomor member",
        "id member",
        "kode member",
        "member id",
        "member no",
        "member number",
        "member",
        "no anggota",
        "nomor anggota",
        "id anggota",
        "kode anggota",
        "id pelanggan",
        "kode pelanggan",
        "no pelanggan",
        "nomor pelanggan",
        "id konsumen",
        "kode konsumen",
        "kode customer",
        "id customer",
        "customer id",
        "customer no",
        "customer number",
        "customer code",
        "no kartu",
        "nomor kartu",
        "card number",
        "client id",
    ),
    required=True,
    example="00001",
    help=_("Kept as text: 00001 and 1 are two customers."),
)

KIND = Kind(
    key="transactions",
    label=_("Transactions of a shop"),
    description=_(
        "One row per purchase: who bought, on which day, for how much. Refunds are amounts below zero."
    ),
    subject="transactions",
    rows=writing.rows_of_people,
    requires=(("customer",), ("day",), ("amount",)),
    signs=("customer", "day", "amount", "receipt", "payment"),
    series_label=_("Name of the shop"),
    series_help=_(
        "The same name for every period of a shop: its customers are followed through all of them."
    ),
    area_optional=True,
    columnar=Transactions(),
    columns=(
        CUSTOMER,
        Column(
            "day",
            _("Date"),
            "date",
            (
                "tanggal transaksi",
                "tgl transaksi",
                "tanggal pembelian",
                "tanggal belanja",
                "tanggal penjualan",
                "tanggal struk",
                "tanggal nota",
                "tanggal",
                "tgl",
                "waktu transaksi",
                "transaction date",
                "purchase date",
                "order date",
                "invoice date",
                "sales date",
                "date",
                # the day and its time; beside a column of days it is the time alone
                "waktu",
            ),
            required=True,
            example="31/12/2023",
            help=_("A time of day behind it is left out."),
        ),
        Column(
            "amount",
            _("Amount"),
            "number",
            (
                "total belanja",
                "total transaksi",
                "nilai transaksi",
                "jumlah bayar",
                "jumlah belanja",
                "jumlah (rp)",
                "total bayar",
                "total pembayaran",
                "total pembelian",
                "total harga",
                "harga total",
                "total penjualan",
                "grand total",
                "nominal",
                "total",
                "dollar_value",
                "amount",
                "total amount",
                "transaction amount",
                "sales amount",
                "total price",
                "sales",
                "revenue",
                "omzet",
                # of a line of a receipt
                "subtotal",
                "jumlah",
            ),
            # then it counts goods
            unless={"jumlah": ("harga", "total", "nilai", "omzet", "bayar", "qty", "barang")},
            required=True,
            is_money=True,
            example="125.000",
            help=_("What was paid; a refund is below zero: -125.000 or (125.000)."),
        ),
        Column(
            "receipt",
            _("Receipt number"),
            "identifier",
            (
                "no struk",
                "nomor struk",
                "struk",
                "no nota",
                "nomor nota",
                "nota",
                "no faktur",
                "nomor faktur",
                "faktur",
                "no transaksi",
                "nomor transaksi",
                "id transaksi",
                "kode transaksi",
                "no pesanan",
                "receipt no",
                "receipt number",
                "receipt",
                "transaction id",
                "transaction no",
                "invoice no",
                "invoice number",
                "invoice",
                "order id",
                "order number",
            ),
            example="S-000123",
            help=_("Lines of one receipt count as one visit."),
        ),
        Column(
            "payment",
            _("Payment method"),
            "text",
            (
                "metode pembayaran",
                "metode bayar",
                "cara bayar",
                "cara pembayaran",
                "jenis pembayaran",
                "tipe pembayaran",
                "pembayaran",
                "payment method",
                "payment type",
                "payment",
            ),
            example="Tunai",
        ),
        Column(
            "outlet",
            _("Outlet"),
            "text",
            (
                "outlet",
                "cabang",
                "gerai",
                "toko",
                "nama toko",
                "lokasi",
                "branch",
                "store",
                "shop",
                "store id",
            ),
            example="Cabang Sudirman",
        ),
        NAME,
        PHONE,
    ),
)
