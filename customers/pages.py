"""Pages of the customers section. The first opens it: who is alike, and what each group is worth."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.pages import SALES, Page

from .shop.scope import OWN, TABLE_OWN

PAGES = [
    Page(
        "customers",
        _("Segments"),
        "customers",
        subject="shop",
        keeps_filters=True,
        icon="customers",
        parameters=OWN,
        in_report=True,
    ),
    Page(
        "customer_k",
        _("Number of segments"),
        "customers",
        subject="shop",
        keeps_filters=True,
        icon="cluster",
        in_report=True,
    ),
    Page(
        "customer_list",
        _("Whom to call"),
        "customers",
        subject="shop",
        keeps_filters=True,
        icon="phone",
        # a sales person's phone opens the section with those to call, not with an analysis
        opens_for=frozenset({SALES}),
        parameters=("segment", "order", "was", "change", "customer", "first", "last", "times", "money"),
    ),
    Page(
        "customer_movement",
        _("Movement"),
        "customers",
        subject="shop",
        keeps_filters=True,
        icon="swap",
        parameters=("earlier",),
        in_report=True,
    ),
    Page(
        "customer_value",
        _("Lifetime value"),
        "customers",
        subject="shop",
        keeps_filters=True,
        icon="ratio",
        parameters=("margin", "months", "discount"),
        in_report=True,
    ),
    Page(
        "customer_sales",
        # “Sales” alone is the role
        pgettext_lazy("what was sold", "Sales"),
        "customers",
        subject="shop",
        keeps_filters=True,
        icon="activity",
        in_report=True,
    ),
    Page(
        "attribute_segments",
        _("Attribute segments"),
        "customers",
        subject="table",
        keeps_filters=True,
        icon="cluster",
        parameters=TABLE_OWN,
        in_report=True,
    ),
    Page(
        "attribute_relations",
        _("Attribute relations"),
        "customers",
        subject="table",
        keeps_filters=True,
        icon="link",
        in_report=True,
    ),
    Page(
        "attribute_quality",
        _("Attribute quality"),
        "customers",
        subject="table",
        keeps_filters=True,
        icon="table",
        in_report=True,
    ),
    Page("customer_runs", _("Saved segmentations"), "customers", icon="history", is_last=True),
]
