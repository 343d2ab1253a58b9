"""Several questions with the same answers as one figure: diverging bars, shares by row, or a heat table."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from analysis import likert
from analysis.likert import Items
from charts import segments, theme
from core import formats
from core.figures import Column, Figure, Table
from data import plots

from . import answer_bars, queries
from .answer_bars import Answers, values
from .content import base_words, small_base
from .question_groups import Group, item
from .questions import Question
from .scope import SurveyReader, option_labels
from .understanding.bands import rising

# more rows than this are no figure; the table has them all
MOST_ROWS = 20
# as many answers as have colours of their own
MOST_PARTS = 8
# steps of the heat table's colours
_HEAT = 10
# a question that is worded against the others
TURNED = "↺ "


def of_group(reader: SurveyReader, group: Group, of: str) -> Figure:
    """The figure of a grid, or of neighbours on one scale."""
    kind = group.questions[0].type
    answers = [answer_bars.counted(reader, one, of) for one in group.questions]
    if kind == "multiple" or (kind == "single" and len(answers[0].table) > MOST_PARTS):
        return _heat(reader, group, answers)
    if kind == "likert" and len(group.questions[0].options) > 1:
        return _scale(reader, group, answers)
    return _stacked(reader, group, answers)


# Scales ----------------------------------------------------------------------------------------------------


def _scale(reader: SurveyReader, group: Group, answers: list[Answers]) -> Figure:
    """Diverging bars, the highest net agreement on top; answers as they were given, none turned round."""
    found = _compared(reader, group)
    order = [int(place) for place in found.table.index]
    shown = order[:MOST_ROWS]
    steps = option_labels(group.questions[0])[: len(group.questions[0].options)]
    figure = segments.diverging(
        found.shares.loc[shown].set_axis(steps, axis=1),
        names=[_turned(group.questions[place]) for place in shown],
        ends=[_net(values(found.table, place)) for place in shown],
        links=[answer_bars.links(reader, group.questions[place], range(len(steps))) for place in shown],
        language=plots.language(),
    )
    plot = plots.plain(figure)
    said = [_unsure(found), _reversed(group), _cut(order, shown)]
    return _figure(
        reader, group, answers, plot,
        title=_sides(found),
        subtitle=_("Net: upper half of the steps less the lower half, in percentage points; sorted by it"),
        summary=" ".join(part for part in said if part),
        table=_long_table(reader, group, answers, order, found),
    )  # fmt: skip


def _compared(reader: SurveyReader, group: Group) -> Items:
    assert reader.survey is not None
    steps = len(group.questions[0].options)
    columns = [queries.answers(reader.survey, one.key)[reader.kept] for one in group.questions]
    codes = np.array(columns, dtype=np.int64).reshape(len(columns), -1).T
    # own words are no step
    return likert.compare(np.where(codes < steps, codes, -1), likert.Params(steps))


def _net(found: dict[str, Any]) -> str:
    """The net agreement; in brackets where its interval holds 0."""
    if found["net"] is None:
        return formats.MISSING
    text = formats.signed(100 * found["net"], 0)
    return f"({text})" if found["net_low"] <= 0 <= found["net_high"] else text


def _sides(found: Items) -> str:
    """For how many questions one side clearly has more answers than the other."""
    more, less = (found.table["net_low"] > 0).sum(), (found.table["net_high"] < 0).sum()
    text = _(
        "Clearly more answers in the upper half of the scale for %(more)s of %(all)s, in the lower half for "
        "%(less)s"
    )
    return text % {
        "more": formats.integer(more),
        "less": formats.integer(less),
        "all": formats.integer(len(found.table)),
    }


def _turned(question: Question) -> str:
    return (TURNED if question.reverse else "") + item(question)


def _unsure(found: Items) -> str:
    """That for some neither side can be shown to have more."""
    table = found.table
    n = int(((table["net_low"] <= 0) & (table["net_high"] >= 0)).sum())
    if not n:
        return ""
    text = ngettext(
        "In brackets: for %(n)s question neither half is shown to have more, because the interval holds 0.",
        "In brackets: for %(n)s questions neither half is shown to have more, because the intervals hold 0.",
        n,
    )
    return text % {"n": formats.integer(n)}


def _reversed(group: Group) -> str:
    """That questions which are worded against the others are shown as they were answered."""
    if not any(one.reverse for one in group.questions):
        return ""
    return _("%(mark)s Worded the other way round, and shown as it was answered.") % {"mark": TURNED.strip()}


def _cut(order: Sequence[int], shown: Sequence[int]) -> str:
    if len(shown) == len(order):
        return ""
    text = _("The chart shows the first %(n)s of %(all)s; the table has them all.")
    return text % {"n": formats.integer(len(shown)), "all": formats.integer(len(order))}


# Other grids -----------------------------------------------------------------------------------------------


def _stacked(reader: SurveyReader, group: Group, answers: list[Answers]) -> Figure:
    """A bar of 100 percent per row of the grid, in its order."""
    options = group.questions[0].options
    order = answer_bars.in_order(answers[0]) if rising(options) else list(range(len(answers[0].table)))
    names = option_labels(group.questions[0])
    places = list(range(len(answers)))[:MOST_ROWS]
    shares = pd.DataFrame([answers[at].table.loc[order, "share"].to_numpy() for at in places])
    own = int(group.questions[0].has_other)
    colours = theme.level_colours(len(options)) if rising(options) else theme.OKABE_ITO[: len(options)]
    figure = segments.stacked(
        shares.set_axis([names[one] for one in order], axis=1),
        names=[item(group.questions[at]) for at in places],
        ends=[_("n = %(n)s") % {"n": formats.integer(answers[at].base)} for at in places],
        colours=(*colours, *([theme.OTHERS] * own)),
        links=[answer_bars.links(reader, group.questions[at], order) for at in places],
        language=plots.language(),
    )
    return _figure(
        reader, group, answers, plots.plain(figure),
        title=_largest(group, answers),
        subtitle=_("Share of each answer, row by row"),
        summary=_cut(range(len(answers)), places),
        table=_long_table(reader, group, answers, list(range(len(answers))), None),
    )  # fmt: skip


def _largest(group: Group, answers: list[Answers]) -> str:
    """The cell of the grid with the highest share."""
    known = [(place, one) for place, one in enumerate(answers) if one.base]
    if not known:
        return _("None of these respondents answered this")
    best, top = max(known, key=lambda pair: float(pair[1].table["share"].max()))
    counts = top.table["n"].tolist()
    n = max(counts)
    at = counts.index(n)
    text = _("Highest: “%(answer)s” for “%(item)s”, %(n)s of %(base)s (%(share)s)")
    return text % {
        "answer": option_labels(group.questions[best])[at],
        "item": item(group.questions[best]),
        "n": formats.integer(n),
        "base": formats.integer(top.base),
        "share": formats.share(n / top.base),
    }


def _heat(reader: SurveyReader, group: Group, answers: list[Answers]) -> Figure:
    """A table with the share of each answer per row, coloured by it: several answers, or many."""
    names = option_labels(group.questions[0])
    is_of_answers = answers[0].table["low"].isna().all() and answers[0].base > 0
    rows = []
    for question, one in zip(group.questions, answers, strict=True):
        shares = [None if pd.isna(share) else float(share) for share in one.table["share"]]
        heat = {f"o{place}": _colour(share) for place, share in enumerate(shares) if share is not None}
        cells = {f"o{place}": share for place, share in enumerate(shares)}
        rows.append({"name": item(question), "n": one.base, **cells, "_heat": heat})
    columns = (
        Column("name", _("Row")), Column("n", _("Respondents"), "integer"),
        *(Column(f"o{place}", name, "share", decimals=0) for place, name in enumerate(names)),
    )  # fmt: skip
    return _figure(
        reader, group, answers, None,
        title=_largest(group, answers),
        subtitle=_("Share of the answers in the row")
        if is_of_answers
        else _("Share of those who answered the row; each row has its own base"),
        summary="",
        table=Table(columns, rows),
    )  # fmt: skip


def _colour(share: float) -> tuple[int, str]:
    """How far a share's colour lies from low, 0, to high, 100, and what it says."""
    step = min(_HEAT - 1, int(_HEAT * share))
    text = _("%(low)s to %(high)s")
    values = {"low": formats.share(step / _HEAT, 0), "high": formats.share((step + 1) / _HEAT, 0)}
    return round(100 * step / (_HEAT - 1)), text % values


# What all share --------------------------------------------------------------------------------------------


def _figure(
    reader: SurveyReader, group: Group, answers: list[Answers], plot: dict[str, Any] | None, **more: Any
) -> Figure:
    bases = [one.base for one in answers]
    least, most = min(bases), max(bases)
    base = base_words(reader, most, int(reader.kept.sum()) - most)
    if least < most:
        base = _("%(least)s to %(most)s answered each row") % {
            "least": formats.integer(least), "most": formats.integer(most),
        } + " · " + base  # fmt: skip
    return Figure(
        key=group.key,
        base=base,
        plot=plot,
        warnings=small_base(least),
        height=plots.height(plot, least=0) if plot else 0,
        **more,
    )


def _long_table(
    reader: SurveyReader, group: Group, answers: list[Answers], order: list[int], net: Items | None
) -> Table:
    """A line per question and answer, with its interval; of scales a line for the net agreement too."""
    columns = (
        Column("name", _("Question")),
        Column("answer", _("Answer"), link="_answer"),
        Column("n", _("Number"), "integer"),
        Column("share", _("Share"), "share"),
        *answer_bars.interval_columns(),
    )
    rows: list[dict[str, Any]] = []
    for at in order:
        question, one = group.questions[at], answers[at]
        if net is not None:
            rows.append(_net_row(values(net.table, at), item(question)))
        rows += _answer_rows(reader, one)
    return Table(columns, rows)


def _net_row(found: dict[str, Any], name: str) -> dict[str, Any]:
    return {
        "name": name,
        "answer": _("net: upper less lower half"),
        "n": int(found["n"]),
        "share": found["net"],
        "low": found["net_low"],
        "high": found["net_high"],
    }


def _answer_rows(reader: SurveyReader, one: Answers) -> list[dict[str, Any]]:
    question, names = one.question, option_labels(one.question)
    rows: list[dict[str, Any]] = [
        {
            **values(one.table, place), "name": item(question), "answer": names[place],
            "_answer": answer_bars.toggled(reader.params, question.key, place),
            "_selected": place in answer_bars.selected(reader.params, question.key),
        }
        for place in range(len(names))
    ]  # fmt: skip
    if one.missing:
        missing = _("without an answer")
        rows.append({"name": item(question), "answer": missing, "n": one.missing, "_muted": True})
    return rows
