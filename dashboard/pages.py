"""Pages of the market section, and the survey by the market's areas."""

from django.utils.translation import gettext_lazy as _

from core.pages import Page

PAGES = [
    Page("overview", _("Overview"), "market", keeps_filters=True, icon="overview", in_report=True),
    Page("ratio", _("Ratio"), "market", keeps_filters=True, icon="ratio", in_report=True),
    Page(
        "geography",
        _("Geography"),
        "market",
        keeps_filters=True,
        icon="geography",
        parameters=("classes", "steps"),
        in_report=True,
    ),
    Page(
        "categories",
        _("Business fields"),
        "market",
        keeps_filters=True,
        icon="categories",
        in_report=True,
    ),
    # listed here and not by its own app: lower apps come first in a menu that the overview must open
    Page(
        "clustering",
        _("Clustering"),
        "market",
        keeps_filters=True,
        icon="cluster",
        parameters=("feature", "scaling", "k"),
        in_report=True,
    ),
    Page(
        "suitability",
        _("Where next?"),
        "market",
        keeps_filters=True,
        icon="suitability",
        parameters=("w",),
        in_report=True,
    ),
    Page(
        "card",
        _("Area card"),
        "market",
        keeps_filters=True,
        icon="card",
        parameters=("all",),
        has_trail=True,
    ),
    Page(
        "enterprises",
        _("Enterprises"),
        "market",
        keeps_filters=True,
        icon="enterprises",
        parameters=("q", "page"),
        in_bar=True,
    ),
    # it needs the market and the survey; what it carries of the survey is named by the survey's own pages
    Page(
        "survey_areas",
        _("Survey by area"),
        "survey",
        keeps_filters=True,
        icon="geography",
        is_last=True,
        in_report=True,
    ),
]
