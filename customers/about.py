"""What a page of customers is on, as a report of it says: the shop with its days, or the table."""

from django.utils.translation import gettext as _

from core import formats
from core.shown import About

from .shop.scope import CustomerReader
from .table.queries import CustomerTable
from .words import edition_words, shop_name, table_name


def of_shop(reader: CustomerReader) -> About:
    """A shop: its name, the days of the purchases that count and the periods of its files."""
    shop = reader.shop
    assert shop is not None
    name = shop_name(shop.series)
    title = (
        _("Customers of the shop") if shop.series == "main" else _("Customers of %(shop)s") % {"shop": name}
    )
    days = _("%(first)s to %(last)s") % {
        "first": formats.date(shop.first_day), "last": formats.date(min(reader.reference, shop.last_day)),
    }  # fmt: skip
    period = f"{days} ({edition_words(shop.editions)})"
    return About(name, title, ((_("Shop"), name), (_("Period"), period)))


def of_table(table: CustomerTable) -> About:
    """A table of customers: its name and its period."""
    name, label = table_name(table.series), table.edition.period_label
    title = _("Customers") if table.series == "main" else _("Customers: %(table)s") % {"table": name}
    return About(name, f"{title}, {label}", ((_("Table"), name), (_("Period"), label)))
