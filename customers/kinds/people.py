"""Columns of people, the same in both kinds of customer files: found and erased as in the register."""

from dataclasses import replace

from django.utils.translation import gettext_lazy as _

from data.kinds import Column
from data.kinds.msme_register import KIND as REGISTER

_PURPOSE = _("To know a customer again who asks what is held, and to call one whom the team decides on.")


def _of_register(key: str, label: object, aliases: tuple[str, ...], example: str) -> Column:
    """A column of the register under the names that files of customers have for it."""
    column = REGISTER.column(key)
    return replace(
        column, label=label, aliases=(*aliases, *column.aliases), purpose=_PURPOSE, example=example
    )


NAME = _of_register(
    "owner_name",
    _("Name of the customer"),
    (
        "nama pelanggan",
        "nama member",
        "nama customer",
        "nama konsumen",
        "nama",
        "customer name",
        "member name",
        "full name",
        "name",
    ),
    "Nama Contoh",
)
PHONE = _of_register(
    "phone", _("Phone"), ("no hp pelanggan", "telepon pelanggan", "customer phone"), "0800-000-0000"
)
ADDRESS = _of_register(
    "address", _("Address"), ("alamat pelanggan", "alamat rumah", "home address"), "Jl. Contoh 1"
)
NIK = _of_register("nik", _("Population number (NIK)"), (), "9900000000000001")
