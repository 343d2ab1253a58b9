"""How pages, lists and exports reach rows and contacts: limited to the areas that a person works in.

Figures per area are common to everyone (data/queries.py); enterprises and the people behind them are not
(design.md, A page).
"""

from typing import Any

from django.db.models import Q, QuerySet

from areas.queries import limit
from data.models import Edition, MarketRow


def visible_rows(edition: Edition, user: Any) -> "QuerySet[MarketRow]":
    """The enterprises of a market edition that the person may see."""
    return limit(counted_rows(edition), user, edition.boundary_set)


def counted_rows(edition: Edition) -> "QuerySet[MarketRow]":
    """Every row that the edition counts, whoever asks: for sums only, which are common to everyone."""
    rows = MarketRow.objects.filter(dataset__in=edition.datasets.values("pk"))
    return rows.exclude(_dropped(edition)) if edition.notes.get("duplicates_across") else rows


def visible_row(edition: Edition, user: Any, row_id: int) -> MarketRow | None:
    """One of `visible_rows` with its file; None for a row that is not there or not to be seen."""
    rows = visible_rows(edition, user).select_related("dataset__region", "area", "category")
    return rows.filter(pk=row_id).first()


def edition_of(row_id: int, asked: int = 0) -> Edition | None:
    """The market edition that a row is looked at in: the one asked for where it has the row, else the current
    one; None where its file is in no current edition any more."""
    dataset = MarketRow.objects.filter(pk=row_id).values("dataset")
    editions = Edition.objects.filter(subject=Edition.Subject.MARKET, datasets__in=dataset)
    known = editions.select_related("boundary_set__region", "region").order_by("-pk")
    return known.filter(pk=asked).first() if asked else known.filter(is_current=True).first()


def _dropped(edition: Edition) -> Q:
    """Rows of later files that name an enterprise of an earlier one: the cells leave them out as well."""
    found = Q(pk__in=[])
    for dataset_id in edition.datasets.values_list("pk", flat=True):
        earlier = edition.datasets.filter(pk__lt=dataset_id).values("pk")
        keys = MarketRow.objects.filter(dataset__in=earlier, duplicate_key__isnull=False)
        found |= Q(dataset=dataset_id, duplicate_key__in=keys.values("duplicate_key"))
    return found
