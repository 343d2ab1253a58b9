from typing import Any

from django.apps import AppConfig


class CustomersConfig(AppConfig):
    name = "customers"

    def ready(self) -> None:
        from data.signals import person_erased, rows_purged, rows_rewritten

        rows_purged.connect(_forget, dispatch_uid="customers")
        rows_rewritten.connect(_forget_texts, dispatch_uid="customers")
        person_erased.connect(_forget_person, dispatch_uid="customers")


def _forget(sender: Any, **kwargs: Any) -> None:
    """What was counted of rows goes with them."""
    from .kept import TABLES, VALUES

    TABLES.forget()
    VALUES.forget()


def _forget_texts(sender: Any, **kwargs: Any) -> None:
    """What was counted of tables repeats texts; what was counted of transactions holds none."""
    from .kept import VALUES

    VALUES.forget()


def _forget_person(sender: Any, said: Any, **kwargs: Any) -> int:
    from .forgetting import forget

    return forget(said)
