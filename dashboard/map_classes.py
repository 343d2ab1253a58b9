"""Classes of the number on the map: their legend, how well they fit, and the other schemes beside them."""

from dataclasses import dataclass

import pandas as pd
from django.utils.translation import gettext as _

from analysis import classes
from core import formats
from core.figures import Column, Figure, Table
from data.market import Market
from data.market_words import label, listed

from . import area_figures
from .forms import GeographyParams, scheme_names

# a fit of variance below this leaves much of the difference between areas out of sight
GOOD_FIT = 0.8


@dataclass(frozen=True, eq=False)
class Classes:
    """Classes for area_figures: names are the legend's ranges, words the list's numbers (1 is lowest)."""

    key: str
    result: classes.Result

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(self._range(one) for one in self.result.classes)

    @property
    def words(self) -> tuple[str, ...]:
        return tuple(str(place) for place in range(1, len(self.result.classes) + 1))

    def of(self, index: pd.Index) -> pd.Series:
        """Class per area id, Int64, missing where the number is."""
        return self.result.labels.reindex(index).rename("level")

    def _range(self, one: classes.Class) -> str:
        lower, upper = (area_figures.written(self.key, end) for end in (one.lower, one.upper))
        return lower if lower == upper else _("%(lower)s to %(upper)s") % {"lower": lower, "upper": upper}


def divided(market: Market, table: pd.DataFrame, key: str) -> Classes | None:
    """The classes of the number, as the address asks; None where it is not known for any area."""
    params = market.params
    if not isinstance(params, GeographyParams) or table[key].isna().all():
        return None
    return Classes(key, classes.run(table[key], params.dividing))


def quality(found: Classes) -> str:
    """Scheme, number of classes and goodness of fit in a sentence."""
    result = found.result
    values = {
        "scheme": scheme_names()[result.params.scheme], "k": len(result.classes),
        "gvf": formats.number(result.gvf, 2),
    }  # fmt: skip
    if formats.is_missing(result.gvf):
        return _("All known values are equal, so there is one class.")
    text = _("%(scheme)s, %(k)s classes: goodness of variance fit %(gvf)s (1 is perfect).")
    return text % values


def cautions(found: Classes) -> tuple[str, ...]:
    """What makes these classes hide or invent a difference."""
    result = found.result
    said = []
    asked = result.params.classes
    if len(result.classes) < asked:
        text = _("There are only %(found)s classes, because too few values differ; %(asked)s were asked for.")
        said.append(text % {"found": len(result.classes), "asked": asked})
    empty = sum(not one.count for one in result.classes)
    if empty:
        said.append(
            _("Classes without an area: %(n)s. Equal steps suit values that lie evenly.") % {"n": empty}
        )
    if result.gvf < GOOD_FIT:
        text = _("The classes fit poorly (below %(limit)s): areas of one colour differ much.")
        said.append(text % {"limit": formats.number(GOOD_FIT, 1)})
    return tuple(said)


def schemes(market: Market, table: pd.DataFrame, found: Classes) -> Figure | None:
    """How well each scheme fits with this number of classes; opening one uses it."""
    if formats.is_missing(found.result.gvf):
        return None
    compared = classes.compare(table[found.key], found.result.params.classes)
    names = scheme_names()
    rows = [
        {"name": names[scheme], "gvf": row["gvf"], "gadf": row["gadf"],
         "_href": market.params.query(classes=scheme), "_selected": scheme == found.result.params.scheme}
        for scheme, row in ((str(one), compared.loc[one]) for one in compared.index)
    ]  # fmt: skip
    best = compared.index[compared["gvf"] >= compared["gvf"].max() - 1e-9]
    values = {
        "schemes": listed(names[one] for one in best), "gvf": formats.number(compared["gvf"].max(), 2),
    }  # fmt: skip
    columns = (
        Column("name", _("Classes")),
        Column("gvf", _("GVF"), "number", decimals=2),
        Column("gadf", _("GADF"), "number", decimals=2),
    )
    return Figure(
        key="fit",
        title=_("Best fit: %(schemes)s (%(gvf)s)") % values,
        subtitle=_("How well each way to make classes fits: %(label)s") % {"label": label(found.key)},
        summary=_(
            "Of one number, K-Means and natural breaks look for the same best classes, so they agree. "
            "Quantiles hold equally many areas, equal steps are equally wide."
        ),
        table=Table(columns, rows, sort="-gvf", compact=True),
        how=how_well(),
        part="aside",
    )


def how_well() -> tuple[tuple[str, str, str], ...]:
    """The two measures of fit, for "how is this computed"."""
    return (
        (
            _("Goodness of variance fit (GVF)"),
            _("1 − squared distances to the class means ÷ squared distances to the mean of all"),
            _("1: all areas of a class have the same value; 0: the classes say nothing."),
        ),
        (
            _("Goodness of absolute deviation fit (GADF)"),
            _("1 − distances to the class medians ÷ distances to the median of all"),
            _("As GVF, but a single extreme area counts for less."),
        ),
    )
