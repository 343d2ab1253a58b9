"""Where somebody belongs who is not in the files yet: by the segments as they are, without another fit."""

from typing import Any

import pandas as pd
from django.utils.translation import gettext as _

from core.figures import Number

from .facts import Facts
from .place_form import PlaceForm


def of_place(known: Facts, asked: PlaceForm) -> dict[str, Any]:
    """Where somebody new belongs, or what to fill in."""
    if not asked.is_bound or not asked.is_valid():
        return {"heading": _("Where does a new customer belong?"), "numbers": ()}
    segment, near, following = place_new(known, asked.values)
    numbers = (
        Number(_("Segment"), known.segments[segment].name, note=known.segments[segment].strategy),
        Number(_("From the border"), near, kind="share", decimals=0,
               note=_("next: “%(segment)s”") % {"segment": known.segments[following].name}),
    )  # fmt: skip
    heading = _("A customer like this belongs to “%(segment)s”") % {"segment": known.segments[segment].name}
    return {"heading": heading, "numbers": numbers}


def place_new(known: Facts, values: dict[str, float]) -> tuple[int, float, int]:
    """(segment, closeness to its centre, next segment) of somebody who is not in the files yet."""
    table = pd.DataFrame([values], index=["new"])
    _cells, placed = known.found.placed(table)
    row = placed.iloc[0]
    return int(row["segment"]), float(row["border"]), int(row["next"])
