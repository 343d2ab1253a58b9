"""What can be said of customers that cannot be put into segments: how many, what they bought, when last."""

from typing import Any

from django.utils.translation import gettext as _

from analysis.lrfm import CannotSummarise
from core import formats
from core.figures import Number

from ..words import customers, days_ago, purchases
from . import summaries
from .scope import CustomerReader

# more customers than this are always different enough for some segments
FEW = 1_000


def about(reader: CustomerReader, fallback: Any) -> tuple[str, tuple[Number, ...]]:
    """(heading, numbers); the fallback and none where the shop is too large to count for this, or empty.

    One customer is nobody to compare with, and needs no word about groups.
    """
    shop = reader.shop
    assert shop is not None
    if shop.rows > FEW:
        return str(fallback), ()
    try:
        table = summaries.table(shop, reader.reference, reader.params.rules)
    except CannotSummarise:
        return str(fallback), ()
    n, times, money = len(table), int(table["frequency"].sum()), float(table["monetary"].sum())
    values = {"customers": customers(n), "purchases": purchases(times), "money": formats.number(money, 0)}
    alone = _("%(customers)s made %(purchases)s for %(money)s; there is nobody to compare them with")
    few = _("%(customers)s made %(purchases)s for %(money)s; they are too few or too alike to be grouped")
    recency = int(table["recency"].min())
    last = formats.date(table["last_day"].max())
    return (alone if n == 1 else few) % values, (
        Number(_("Customers"), n, kind="integer"),
        Number(_("Purchases"), times, kind="integer"),
        Number(_("Money"), money, kind="number", decimals=0, note=_("in all")),
        Number(_("Last purchase"), last, note=days_ago(recency)),
    )
