"""One question as a figure: the bars of its answers, or the histogram of its numbers."""

import math
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from analysis import frequencies, likert
from analysis.frequencies import Numbers
from charts import histogram, theme
from core import formats
from core.figures import Column, Figure, Table
from data import plots

from . import answer_bars, queries
from .answer_words import most_chosen, several_words
from .content import base_words, small_base
from .question_groups import Group
from .questions import Question
from .scope import SurveyReader


def closed(reader: SurveyReader, group: Group, of: str) -> Figure:
    """Bars of the answers to one closed question. of: what shares of several answers are of."""
    question = group.questions[0]
    answers = answer_bars.counted(reader, question, of)
    order = answer_bars.in_order(answers)
    is_scale = question.type == "likert"
    plot = answer_bars.bars(reader, answers, order, _steps(question) if is_scale else ())
    said = [several_words(answers), net_words(reader, question) if is_scale else "", _not_drawn(order)]
    return Figure(
        key=group.key,
        title=most_chosen(answers),
        subtitle=capfirst(group.form),
        summary=" ".join(part for part in (*said, answer_bars.rounding_note(answers)) if part),
        base=base_words(reader, answers.base, answers.missing),
        plot=plot,
        table=answer_bars.table(reader, answers, order),
        warnings=small_base(answers.base),
        height=plots.height(plot, least=0),
    )


def _steps(question: Question) -> tuple[str, ...]:
    """Colours of a scale's steps by place; own words belong to neither side."""
    if len(question.options) < 2:
        return (theme.MARK,) * (len(question.options) + question.has_other)
    return (*theme.sided_colours(len(question.options)), *([theme.OTHERS] * question.has_other))


def _not_drawn(order: list[int]) -> str:
    if len(order) <= answer_bars.MOST_BARS:
        return ""
    text = _("The chart shows the first %(n)s of %(all)s answers; the table has them all.")
    return text % {"n": answer_bars.MOST_BARS, "all": formats.integer(len(order))}


def net_words(reader: SurveyReader, question: Question) -> str:
    """Upper half of a scale less the lower half, with its interval; own words are no step."""
    steps = len(question.options)
    if steps < 2:
        return ""
    assert reader.survey is not None
    codes = queries.answers(reader.survey, question.key)[reader.kept]
    found = likert.run(codes[codes < steps], likert.Params(steps))
    if not found.n:
        return ""
    text = _(
        "Upper half %(agree)s, lower half %(disagree)s: net %(net)s points (95%% interval %(low)s to "
        "%(high)s)."
    )
    values = {"net": found.net, "low": found.net_low, "high": found.net_high}
    shown = {name: formats.signed(100 * value) for name, value in values.items()}
    return text % {
        "agree": formats.share(found.agree),
        "disagree": formats.share(found.disagree),
        **shown,
    }


# Numbers ---------------------------------------------------------------------------------------------------


def numbers(reader: SurveyReader, group: Group) -> Figure:
    """Histogram of the answers to a question for a number."""
    assert reader.survey is not None
    found = frequencies.numbers(queries.answers(reader.survey, group.key)[reader.kept])
    drawn = histogram.histogram(
        found.bins,
        mean=found.mean,
        median=found.median,
        quartiles=(found.lower_quartile, found.upper_quartile),
        mean_label=_("mean %(n)s") % {"n": amount(found.mean)},
        median_label=_("median %(n)s") % {"n": amount(found.median)},
        unit=_("respondents"),
        language=plots.language(),
    )
    plot = plots.plain(drawn) if found.n else None
    return Figure(
        key=group.key,
        title=_middle(found),
        subtitle=capfirst(group.form),
        summary=_statistics(found),
        base=base_words(reader, found.n, found.missing),
        plot=plot,
        table=_bins(found),
        warnings=small_base(found.n),
        height=plots.height(plot, least=0) if plot else 0,
    )


def amount(value: float) -> str:
    """A number of an unknown unit with as many decimals as its size deserves."""
    if formats.is_missing(value) or value == math.floor(value) or abs(value) >= 1000:
        return formats.integer(value)
    return formats.number(value, 1 if abs(value) >= 1 else 2)


def _middle(found: Numbers) -> str:
    if not found.n:
        return _("None of these respondents answered this")
    values = {
        "n": formats.integer(found.n), "median": amount(found.median), "low": amount(found.lower_quartile),
        "high": amount(found.upper_quartile),
    }  # fmt: skip
    if found.minimum == found.maximum:
        return _("All %(n)s answered %(median)s") % values
    return _("Median %(median)s; the middle half answered %(low)s to %(high)s") % values


def _statistics(found: Numbers) -> str:
    if not found.n:
        return ""
    text = _("Mean %(mean)s%(interval)s; from %(least)s to %(most)s.")
    interval = ""
    if not formats.is_missing(found.mean_low):
        limits = {"low": amount(found.mean_low), "high": amount(found.mean_high)}
        interval = " " + _("(95%% interval %(low)s – %(high)s)") % limits
    values = {"mean": amount(found.mean), "interval": interval}
    return text % {**values, "least": amount(found.minimum), "most": amount(found.maximum)}


def _bins(found: Numbers) -> Table:
    edges = [*found.bins["low"], *found.bins["high"]]
    decimals = 0 if all(float(edge).is_integer() for edge in edges) else 2
    columns = (
        Column("low", _("From"), "number", decimals=decimals),
        Column("high", _("to below"), "number", decimals=decimals),
        Column("n", _("Number"), "integer"),
        Column("share", _("Share"), "share"),
    )
    rows: list[dict[str, Any]] = [answer_bars.values(found.bins, at) for at in found.bins.index]
    if found.missing:
        rows.append({"n": found.missing, "_muted": True})
    return Table(columns, rows, compact=True)
