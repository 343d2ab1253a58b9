"""The figures of a scale check: a table of its questions, and how each goes with the others."""

from urllib.parse import urlencode

import numpy as np
import pandas as pd
from django.utils.translation import gettext as _

from charts.correlations import correlations
from core import formats
from core.figures import Column, Figure, Table
from data.plots import height, language, plain

from .carrying import carried
from .content import base_words
from .question_groups import item
from .scale_check import LEAST_ITEMS, Row, Scale
from .scale_words import ITEM_ENOUGH, how, summary, warnings
from .scope import SurveyReader

OWN = ("item",)


def figures(scale: Scale, reader: SurveyReader) -> tuple[Figure, ...]:
    base = base_words(reader, scale.result.n, scale.result.left_out)
    table = Figure(
        "items",
        _table_title(scale),
        subtitle=_("Each question against the others; “alpha without it” leads to the scale without it"),
        summary=summary(scale),
        base=base,
        table=_table(scale, reader),
        warnings=warnings(scale),
        how=how(),
        part="main",
    )
    return (table, _bars(scale, base))


def _table_title(scale: Scale) -> str:
    if scale.is_small:
        return _("Too few answered to judge single questions")
    if weak := sum(one.item_total < ITEM_ENOUGH for one in scale.rows):
        text = _("%(n)s of %(all)s questions hardly go with the others")
        return text % {"n": formats.integer(weak), "all": formats.integer(len(scale.rows))}
    if unknown := sum(np.isnan(one.item_total) for one in scale.rows):
        text = _("For %(n)s of %(all)s questions it cannot be told whether they go with the others")
        return text % {"n": formats.integer(unknown), "all": formats.integer(len(scale.rows))}
    return _("Every question goes with the others")


def _table(scale: Scale, reader: SurveyReader) -> Table:
    columns = (
        Column("item", _("Question")),
        Column("mean", _("Mean, 1 to %(n)s") % {"n": len(scale.items[0].options)}, "number"),
        Column("sd", _("Standard deviation"), "number", decimals=2),
        Column("item_total", _("With the others"), "number", decimals=2),
        Column("dropped", _("Alpha without it"), "number", decimals=2, link="_without"),
        Column("sign", _("In short")),
    )
    rows = [
        {
            "item": item(one.question), "mean": one.mean, "sd": one.sd, "item_total": one.item_total,
            "dropped": one.alpha_dropped, "sign": _sign(scale, one), "_without": _without(scale, one, reader),
            "_muted": scale.is_small,
        }
        for one in scale.rows
    ]  # fmt: skip
    return Table(columns, rows)


def _sign(scale: Scale, one: Row) -> str:
    if scale.is_small:
        return ""
    if np.isnan(one.item_total):
        # the others add up to the same for everybody
        return _("cannot be told")
    if one.against:
        return _("looks reversed")
    return _("hardly related") if one.item_total < ITEM_ENOUGH else _("fits")


def _without(scale: Scale, left_out: Row, reader: SurveyReader) -> str:
    """The address of the page without this question; none where fewer than two would be left."""
    rest = [one.key for one in scale.items if one != left_out.question]
    pairs = [*carried(reader, OWN), *(("item", key) for key in rest)]
    return "?" + urlencode(pairs) if len(rest) >= LEAST_ITEMS else ""


def _bars(scale: Scale, base: str) -> Figure:
    # some are known: all could be unknown only if nobody's sum differed, which is no scale at all
    known = [one for one in scale.rows if not np.isnan(one.item_total)]
    rows = sorted(known, key=lambda one: -one.item_total)
    table = pd.DataFrame(
        {
            "name": [item(one.question) for one in rows],
            "text": [formats.number(one.item_total, 2) for one in rows],
            "value": [one.item_total for one in rows],
        }
    )
    against = [at for at, one in enumerate(rows) if one.against and not scale.is_small]
    label = _("usual least %(n)s") % {"n": formats.number(ITEM_ENOUGH, 1)}
    plot = correlations(
        table, reference=ITEM_ENOUGH, reference_label=label, highlight=tuple(against), language=language()
    )
    title = _("“%(name)s” goes best with the others") % {"name": item(rows[0].question)}
    columns = (Column("name", _("Question")), Column("value", _("With the others"), "number", decimals=2))
    listed = [{"name": item(one.question), "value": one.item_total} for one in rows]
    return Figure(
        "correlations",
        _("Correlations, of too few to be read") if scale.is_small else title,
        subtitle=_("Correlation with the sum of the other questions, from −1 to 1"),
        base=base,
        plot=(shown := plain(plot)),
        table=Table(columns, listed, compact=True),
        height=height(shown),
        part="aside",
    )
