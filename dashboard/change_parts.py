"""What the figures about a change share: names of causes, base line, rows."""

from typing import Any

import pandas as pd
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from core import formats
from data import area_rows
from data.market_words import base, edition_words
from data.params import NOT_STATED

from .comparison import Comparison

CAUSES = {
    "borders": lambda: _("borders"),
    "msme": lambda: _("number of MSMEs"),
    "population": lambda: _("number of residents"),
    "reclustering": lambda: _("limits of the levels"),
    "not_comparable": lambda: _("not comparable"),
}


def said(cause: str) -> str:
    """A cause as a label; capitalize() would make "Number of msmes"."""
    return capfirst(CAUSES[cause]())


def base_words(comparison: Comparison) -> str:
    """Both editions: "n = 25,074 MSMEs · data of 2023 … · compared with n = 17,420 · data of 2021 …"."""
    old = comparison.before
    n = formats.integer(old.cells["n"].sum())
    text = _("compared with n = %(n)s, %(edition)s") % {"n": n, "edition": edition_words(old)}
    return f"{base(comparison.now, comparison.now.cells['n'].sum())} · {text}"


def how_causes() -> tuple[str, str, str]:
    return (
        _("Causes"),
        _("before + causes = now, exactly"),
        _(
            "The older numbers are first put on today's borders; the difference is the cause “borders”. The "
            "other causes act together: each gets its mean part over every order in which they can come "
            "(Shapley)."
        ),
    )


def by_id(table: pd.DataFrame, names: dict[int, str]) -> dict[int, dict[str, Any]]:
    """Plain values per row that says anything, in the order of the names."""
    shown = table[(table.fillna(1) != 0).any(axis=1)]
    return {one: area_rows.values(shown, one) for one in names if one in shown.index}


def row_of(comparison: Comparison, one: int, values: dict[str, Any]) -> dict[str, Any]:
    row = {"name": comparison.names[one], **values, "_id": one}
    if one == NOT_STATED or one not in comparison.now.names:
        return row | {"_muted": True}
    is_marked = one in comparison.now.marked
    return row | {"_href": area_rows.toggled(comparison.now, "area", one), "_selected": is_marked}
