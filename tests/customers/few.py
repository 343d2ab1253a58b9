"""Purchases of a few customers who cannot be grouped."""

from datetime import date, timedelta
from typing import Any


def bought(customers: int, purchases: int = 3) -> list[Any]:
    """Customers A0, A1 …, each as many purchases 20 days apart."""
    return [
        (f"A{n}", date(2023, 1, 5) + timedelta(days=20 * at + n), 10_000.0 * (n + 1), f"A{n}-{at}")
        for n in range(customers)
        for at in range(purchases)
    ]
