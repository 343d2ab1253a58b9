"""Axes that several kinds of figure share."""

from collections.abc import Sequence
from typing import Any


def of_names(ids: Sequence[str], names: Sequence[str], **more: Any) -> dict[str, Any]:
    """A row per item, the first on top; places by id, since two areas of different parents may have one name.

    more: what differs from the rule, in Plotly's names.
    """
    return {
        "type": "category",
        "categoryorder": "array",
        "categoryarray": list(ids)[::-1],
        "tickmode": "array",
        "tickvals": list(ids),
        "ticktext": list(names),
        "fixedrange": True,
        "showgrid": False,
        **more,
    }
