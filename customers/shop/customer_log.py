"""What is written down of looking at customers: whose name and number was opened, and by whom."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from accounts.events import record

from .listing import Asked
from .scope import CustomerReader

if TYPE_CHECKING:  # with charts, which a process that writes a list has no room for
    from .card import Customer


def seen(user: Any, action: str, one: Customer) -> None:
    """One customer; the number is the shop's own, no name."""
    shop = one.known.reader.shop
    assert shop is not None
    record(user, action, shop.series, 1, customer=one.number)


def searched(reader: CustomerReader, asked: Asked) -> None:
    """A search among names: how many it found, never for whom. The log would become a list of people."""
    assert reader.shop is not None
    record(reader.user, "customers_searched", reader.shop.series, len(asked.named))
