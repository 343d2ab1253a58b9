"""The answers to one closed question: counted with their intervals, as bars and as rows that filter."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from django.utils.translation import gettext as _

from analysis import frequencies
from charts import shares, theme
from core import formats
from core.figures import Column, Table
from data import plots

from . import queries
from .questions import Question
from .scope import Params, SurveyReader, option_labels
from .understanding.bands import rising

RESPONDENTS, ANSWERS = "respondents", "answers"
# more bars than this are no figure; the table has them all
MOST_BARS = 20


@dataclass(frozen=True, eq=False)
class Answers:
    """table: index place of the option; n, share, low, high (missing where shares are of answers).

    base: respondents who answered; missing: who did not; marks: answers of all of them together.
    """

    question: Question
    table: pd.DataFrame
    base: int
    missing: int
    marks: int


def counted(reader: SurveyReader, question: Question, of: str = RESPONDENTS, mask: Any = None) -> Answers:
    """Answers of the filter's respondents. of: what shares of several answers are of. mask: only these."""
    assert reader.survey is not None
    kept = reader.kept if mask is None else reader.kept & mask
    if question.type == "multiple":
        picks, there = queries.picks(reader.survey, question.key)
        several = frequencies.several_answers(picks[kept], there[kept])
        table = several.respondents
        if of == ANSWERS:
            table = several.answers.assign(low=np.nan, high=np.nan)
        return Answers(question, table, several.base, several.missing, several.given)
    codes = queries.answers(reader.survey, question.key)[kept]
    one = frequencies.one_answer(codes, len(question.options) + question.has_other)
    return Answers(question, one.table, one.base, one.missing, one.base)


def in_order(answers: Answers) -> list[int]:
    """Places as they are shown: steps and ranges in their own order, else by number; own words last."""
    question = answers.question
    places = list(range(len(question.options)))
    own = [len(question.options)] if question.has_other else []
    if question.type == "likert":
        return places + own
    if question.type == "single" and (order := rising(question.options)) is not None:
        return [question.options.index(text) for text in order] + own
    n = answers.table["n"].to_numpy()
    return sorted(places, key=lambda place: (-n[place], place)) + own


def toggled(params: Params, key: str, place: int) -> str:
    """The address with this answer chosen too, or without it where it is chosen already."""
    chosen = set(dict(params.answers).get(key, ()))
    return params.query(**{key: tuple(sorted(chosen ^ {place}))})


def selected(params: Params, key: str) -> tuple[int, ...]:
    """Answers to a question that the filter has chosen."""
    return dict(params.answers).get(key, ())


def links(reader: SurveyReader, question: Question, order: Iterable[int]) -> list[str]:
    return [toggled(reader.params, question.key, place) for place in order]


def bars(
    reader: SurveyReader, answers: Answers, order: Sequence[int], colours: Sequence[str] = ()
) -> dict[str, Any]:
    """A bar per answer with number, share and interval; a click filters. colours: one per place."""
    question = answers.question
    shown = list(order)[:MOST_BARS]
    names = option_labels(question)
    rows = answers.table.loc[shown]
    rows = rows.assign(
        name=[names[place] for place in shown],
        text=[number_and_share(n, share) for n, share in zip(rows["n"], rows["share"], strict=True)],
    )
    figure = shares.share_bars(
        rows,
        colours=[colours[place] if colours else _colour(question, place) for place in shown],
        highlight=selected(reader.params, question.key),
        links=links(reader, question, shown),
        language=plots.language(),
    )
    return plots.plain(figure)


def _colour(question: Question, place: int) -> str:
    """What people wrote themselves is a rest, not an answer like the others."""
    return theme.MARK if place < len(question.options) else theme.NEITHER


def number_and_share(n: Any, share: Any) -> str:
    """ "65 · 43.3%"."""
    return f"{formats.integer(n)} · {formats.share(share)}"


def table(reader: SurveyReader, answers: Answers, order: Sequence[int]) -> Table:
    """The same as rows, with those who did not answer as the last one."""
    question, names = answers.question, option_labels(answers.question)
    chosen = selected(reader.params, question.key)
    has_interval = answers.table["low"].notna().any()
    columns = (
        Column("name", _("Answer")),
        Column("n", _("Number"), "integer"),
        Column("share", _("Share"), "share"),
        *(interval_columns() if has_interval else ()),
    )
    rows: list[dict[str, Any]] = [
        {
            **values(answers.table, place), "name": names[place], "_selected": place in chosen,
            "_href": toggled(reader.params, question.key, place),
        }
        for place in order
    ]  # fmt: skip
    if answers.missing:
        rows.append({"name": _("without an answer"), "n": answers.missing, "_muted": True})
    return Table(columns, rows, compact=True)


def values(table: pd.DataFrame, key: Any) -> dict[str, Any]:
    """A row as plain values, None where missing."""
    return {str(name): None if pd.isna(one) else one for name, one in table.loc[key].to_dict().items()}


def share_table(first: str, rows: pd.DataFrame) -> Table:
    """Rows of name, n, share, low and high as a table."""
    columns = (
        Column("name", first),
        Column("n", _("Number"), "integer"),
        Column("share", _("Share"), "share"),
        *interval_columns(),
    )
    return Table(columns, [values(rows, place) for place in rows.index], compact=True)


def interval_columns() -> tuple[Column, ...]:
    return (
        Column("low", _("From"), "share", unit=_("95% interval")),
        Column("high", _("To"), "share", unit=_("95% interval")),
    )


def interval(low: float, high: float) -> str:
    """ "95% interval 57.4% – 72.5%"; empty where there is none."""
    if formats.is_missing(low):
        return ""
    return _("95%% interval %(low)s – %(high)s") % {"low": formats.share(low), "high": formats.share(high)}


def rounding_note(answers: Answers) -> str:
    """That shown shares do not add up to a hundred, where they do not; they are never bent to do so."""
    if answers.question.type == "multiple" or not answers.base:
        return ""
    total = round(sum(float(f"{100 * share:.1f}") for share in answers.table["share"]), 1)
    if total == 100:
        return ""
    text = _("The shares add up to %(sum)s because each is rounded; the counts add up to %(n)s.")
    return text % {"sum": formats.share(total / 100), "n": formats.integer(answers.base)}


def how_interval() -> tuple[tuple[Any, Any, Any], ...]:
    """What the lines at the bars mean."""
    meaning = _(
        "Wilson's interval. It holds the true share 19 times in 20 if the respondents were drawn at random; "
        "what the choice of respondents leaves out is not in it."
    )
    formula = "(p + z²/2n ± z·√(p(1 − p)/n + z²/4n²)) ÷ (1 + z²/n), z = 1.96"
    return ((_("95% interval"), formula, meaning),)
