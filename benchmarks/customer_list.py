"""One list of a shop's customers, written by the job to disk."""

from typing import Any

from benchmarks import list_file


def count() -> dict[str, Any]:
    """Count the customers, as the page has it done before a list of them can be asked for."""
    from django.http import QueryDict

    from customers.shop import summaries
    from customers.shop.scope import CustomerReader

    reader = CustomerReader(QueryDict(""), _person())
    assert reader.shop is not None
    return {"customers": len(summaries.table(reader.shop, reader.reference, reader.params.rules))}


def group(query: str) -> dict[str, Any]:
    """Put the customers into segments and keep these."""
    from django.http import QueryDict

    from customers.shop import segmentation
    from customers.shop.scope import CustomerReader

    found = segmentation.filed(CustomerReader(QueryDict(query), _person()), segmentation.SEGMENTS)
    return {"segments": found.result.params.k}


def measure(format: str, contacts: bool, query: str) -> dict[str, Any]:
    """Seconds, rows and size of the file of every customer of the newest shop, in the order of `query`."""
    from data.models import Edition
    from exports import files

    edition = Edition.objects.filter(subject=Edition.Subject.TRANSACTIONS).latest("pk")
    export = files.ask(
        _person(), "customers", format, query, "id", options={"editions": [edition.pk], "contacts": contacts},
        purpose="check of the customers", is_personal=True,
    )  # fmt: skip
    return list_file.written(export)


def _person() -> Any:
    from accounts.models import User

    return User.objects.get_or_create(email="lists@example.org", defaults={"role": "admin"})[0]
