"""Pages of the market section."""

from django.utils.translation import gettext_lazy as _

from core.pages import Page

PAGES = [
    Page("overview", _("Overview"), "market", keeps_filters=True, icon="overview"),
    Page("ratio", _("Ratio"), "market", keeps_filters=True, icon="ratio"),
    Page("geography", _("Geography"), "market", keeps_filters=True, icon="geography"),
    Page("categories", _("Business fields"), "market", keeps_filters=True, icon="categories"),
    # listed here and not by its own app: lower apps come first in a menu that the overview must open
    Page("clustering", _("Clustering"), "market", keeps_filters=True, icon="cluster"),
    Page("suitability", _("Where next?"), "market", keeps_filters=True, icon="suitability"),
    Page("card", _("Area card"), "market", keeps_filters=True, icon="card"),
    Page("enterprises", _("Enterprises"), "market", keeps_filters=True, icon="enterprises"),
]
