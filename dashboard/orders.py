"""By what the pages that answer "where first?" order the areas, and the way from each to the others.

Three pages answer it, each by something else: without a word a reader takes the second answer for an error.
"""

from typing import Any

from django.utils.translation import gettext as _

from data.content import page_title
from data.forms import reading_of
from data.market import Market


def said(market: Market, here: str, weights: str = "") -> dict[str, Any]:
    """For templates/dashboard/_orders.html. here: the page's name; weights: those in use, on the page of
    weights."""
    return {"here": _here(market, here, weights), "others": _others(here)}


def _here(market: Market, name: str, weights: str) -> str:
    if name == "suitability":
        return _("“Where first?” is answered here by a score of: %(weights)s.") % {"weights": weights}
    if name == "overview":
        return _("“Where first?” is answered here by the number of MSMEs.")
    if reading_of(market.params) == "competition":
        return _(
            "“Where first?” is answered here by MSMEs per 1,000 residents, lowest first, and by number "
            "and ratio together."
        )
    return _(
        "“Where first?” is answered here by MSMEs per 1,000 residents, highest first, and by number and "
        "ratio together."
    )


def _others(here: str) -> list[tuple[str, str]]:
    """Name of each other page, with what its link says."""
    words = {
        "overview": _("by the number of MSMEs"),
        "ratio": _("by MSMEs per 1,000 residents"),
        "suitability": _("by a score of your own weights"),
    }
    text = _("%(page)s – %(words)s")
    return [
        (name, text % {"page": page_title(name), "words": by}) for name, by in words.items() if name != here
    ]
