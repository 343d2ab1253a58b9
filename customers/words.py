"""Words of the pages on customers: shops, variables, scores, rules of counting, the base line."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, npgettext

from core import formats
from core.texts import shown
from data.models import Edition

VARIABLES = {
    "length": gettext_lazy("Length"),
    "recency": gettext_lazy("Recency"),
    "frequency": gettext_lazy("Frequency"),
    "monetary": gettext_lazy("Monetary"),
}
MEANINGS = {
    "length": gettext_lazy("Days from the first to the last purchase."),
    "recency": gettext_lazy("Days from the last purchase to the reference date."),
    "frequency": gettext_lazy("How many times somebody bought."),
    "monetary": gettext_lazy("What somebody spent in all, refunds taken off."),
}
FORMULAS = {
    "length": gettext_lazy("last purchase − first purchase, in days"),
    "recency": gettext_lazy("reference date − last purchase, in days"),
    "frequency": gettext_lazy("number of purchases"),
    "monetary": gettext_lazy("sum of the amounts"),
}
# how many decimals a mean is shown with
DECIMALS = {"length": 1, "recency": 1, "frequency": 1, "monetary": 0}
UNITS = {
    "length": gettext_lazy("Length, days"),
    "recency": gettext_lazy("Recency, days"),
    "frequency": gettext_lazy("Frequency, purchases"),
    "monetary": gettext_lazy("Money in all"),
}
LETTERS = {"length": "L", "recency": "R", "frequency": "F", "monetary": "M"}


def shop_name(series: str) -> str:
    """A shop as people call it."""
    return _("Shop") if series == "main" else series


def table_name(series: str) -> str:
    """A table of customers as people call it."""
    return _("Customers") if series == "main" else series


def method_words(method: str) -> str:
    """How the four variables become comparable."""
    words = {
        "quantile": _("1 to 5 by fifths"), "minmax": _("0 to 1 (min–max)"), "zscore": _("z-scores"),
    }  # fmt: skip
    return words[method]


def weights_listed(weights: Sequence[int]) -> str:
    """ "L 1, R 3, F 1, M 2"."""
    return ", ".join(f"{LETTERS[key]} {weight}" for key, weight in zip(VARIABLES, weights, strict=True))


def weight_words(weights: Sequence[int]) -> str:
    """ "weights L 1, R 3, F 1, M 2"."""
    return _("weights %(weights)s") % {"weights": weights_listed(weights)}


def cut_words(key: str, cuts: Sequence[float]) -> str:
    """ "Recency cut at 30, 90, 180, 365"."""
    # numbers of thousands have commas themselves
    values = {"variable": VARIABLES[key], "cuts": " · ".join(formats.integer(one) for one in cuts)}
    return _("%(variable)s cut at %(cuts)s") % values


def rule_words(name: str) -> tuple[str, dict[str, str]]:
    """A rule of counting: its question and its answers."""
    known: dict[str, tuple[str, dict[str, str]]] = {
        "frequency": (
            _("A purchase is"),
            {"receipts": _("a receipt"), "days": _("a day with purchases"), "rows": _("a row of the file")},
        ),
        "refunds": (
            _("Refunds"),
            {"subtract": _("taken off what was spent"), "leave_out": _("left out")},
        ),
        "zeros": (_("Amounts of zero"), {"count": _("count as a purchase"), "leave_out": _("left out")}),
        "duplicates": (
            _("Equal rows"),
            {"keep": _("all count"), "drop": _("count once")},
        ),
    }
    return known[name]


def customers(n: int) -> str:
    """ "1,228 customers"."""
    return ngettext("%(n)s customer", "%(n)s customers", n) % {"n": formats.integer(n)}


def purchases(n: int) -> str:
    """ "9 purchases"."""
    return ngettext("%(n)s purchase", "%(n)s purchases", n) % {"n": formats.integer(n)}


def transactions(n: int) -> str:
    """ "3,228 transactions"."""
    return ngettext("%(n)s transaction", "%(n)s transactions", n) % {"n": formats.integer(n)}


def edition_words(editions: tuple[Edition, ...]) -> str:
    """ "data of 2022, 2023"."""
    periods = ", ".join(sorted({one.period_label for one in editions}))
    return _("data of %(periods)s") % {"periods": periods}


def source_words(editions: tuple[Edition, ...]) -> str:
    """The sources of the files; those of the demo are stored in English and shown translated."""
    texts = dict.fromkeys(text for one in editions for text in one.source.split("; ") if text)
    return "; ".join(shown(text) for text in texts)


def variable_name(key: str) -> str:
    """ "Recency (R)"."""
    return f"{VARIABLES[key]} ({LETTERS[key]})"


def variables_how() -> tuple[tuple[Any, Any, Any], ...]:
    """(name, formula, meaning) of the four variables, for a figure's `how`."""
    return tuple((variable_name(key), FORMULAS[key], MEANINGS[key]) for key in VARIABLES)


def days(n: Any) -> str:
    """ "51 days"."""
    return ngettext("%(n)s day", "%(n)s days", int(n)) % {"n": formats.integer(n)}


def days_ago(n: Any) -> str:
    """ "51 days ago", "on the reference date": counted back from it, which may be long before today."""
    if int(n) == 0:
        return _("on the reference date")
    return ngettext("%(n)s day ago", "%(n)s days ago", int(n)) % {"n": formats.integer(n)}


def last_bought(n: Any) -> str:
    """ "last 51 days ago", "last on the reference date"."""
    if int(n) == 0:
        return _("last on the reference date")
    return ngettext("last %(n)s day ago", "last %(n)s days ago", int(n)) % {"n": formats.integer(n)}


def whole_days(gap: float) -> int:
    """A gap between purchases as it is told: at least a day."""
    return max(1, round(float(gap)))


def every(gap: float) -> str:
    """ "every 23 days", "every day": a gap between purchases, in whole days."""
    n = whole_days(gap)
    return npgettext("between purchases", "every day", "every %(n)s days", n) % {"n": formats.integer(n)}


def months(n: int) -> str:
    """ "12 months"."""
    return ngettext("%(n)s month", "%(n)s months", n) % {"n": formats.integer(n)}


def change_words(change: str) -> str:
    """What became of a customer, in words."""
    return {
        "rose": _("rose"), "stayed": _("stayed"), "fell": _("fell"), "new": _("new"), "gone": _("gone"),
    }[change]  # fmt: skip
