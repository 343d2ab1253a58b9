"""Findings of one question each: importance, awareness in its levels, use, and how often a month."""

from collections.abc import Iterable
from typing import Any

import numpy as np
import pandas as pd
from django.utils.translation import gettext as _

from analysis.answers import NO_ANSWER
from charts import shares, theme
from core import formats
from core.figures import Figure
from data import plots

from . import answer_bars, meaning
from .content import base_words, small_base
from .finding_facts import NO, YES, Bools, Codes, Facts, Rate
from .finding_words import counted_words, finding, quoted
from .meaning import Counted, Seldom
from .questions import Question
from .scope import option_label


def importance(facts: Facts) -> Figure | None:
    return _counted(facts, "importance")


def awareness(facts: Facts) -> Figure | None:
    return _counted(facts, "awareness")


def used(facts: Facts) -> Figure | None:
    return _counted(facts, "used")


def _counted(facts: Facts, role: str) -> Figure | None:
    """A bar per answer, those that count in colour; None where no question asks or no rule can tell."""
    question, counted = facts.question(role), facts.counted(role)
    if question is None or counted is None:
        return None
    return of_answers(facts, role, question, counted, facts.rate(facts.said(role)))


def of_answers(
    facts: Facts,
    role: str,
    question: Question,
    counted: Counted,
    rate: Rate,
    mask: Bools | None = None,
    notes: Iterable[str] = (),
) -> Figure:
    """The figure of a question whose counted answers are `rate`, of all respondents or of `mask`."""
    reader = facts.reader
    answers = answer_bars.counted(reader, question, mask=mask)
    order = answer_bars.in_order(answers)
    if role == "used":
        order.sort(key=lambda place: place not in counted.places)
    plot = answer_bars.bars(reader, answers, order, colours(answers.table.index, counted))
    said = [counted_words(role, counted), sentence(answer_bars.interval(*rate.limits))]
    return Figure(
        key=role,
        title=finding(role, rate),
        subtitle=asked(question),
        summary=" ".join(part for part in (*said, answer_bars.rounding_note(answers)) if part),
        base=base_words(reader, answers.base, answers.missing),
        plot=plot,
        table=answer_bars.table(reader, answers, order),
        warnings=(*small_base(answers.base), *notes),
        how=answer_bars.how_interval(),
        height=plots.height(plot, least=0),
        wide=False,
    )


def colours(places: Iterable[Any], counted: Counted) -> list[str]:
    """Blue for the answers that count, grey for the others."""
    return [theme.MARK if place in counted.places else theme.NEITHER for place in places]


def asked(question: Question, of: str = "") -> str:
    """The question as it was asked, and of whom where not of all."""
    text = _("Asked: “%(label)s”") % {"label": question.label}
    return f"{text} · {of}" if of else text


def sentence(text: str) -> str:
    """A text with the full stop of a sentence, if there is any."""
    return f"{text}." if text else ""


# How often a month -----------------------------------------------------------------------------------------


def frequency(facts: Facts) -> Figure | None:
    """How often a month it is used, of those who use it; None where no answer names a number of times."""
    question = facts.question("frequency")
    if question is None:
        return None
    if question.type == "number":
        return _times(facts, question)
    found = meaning.seldom(question)
    if found is None:
        return None
    counted = Counted(found.under, tuple(question.options[place] for place in found.under))
    said = facts.among(question, found.under)
    notes = (*_unclear(question, found), *_untold(facts, question, found), *strangers(facts, said))
    return of_answers(
        facts, "frequency", question, counted, facts.rate(said, facts.users), everyone(facts), notes
    )


def _unclear(question: Question, found: Seldom) -> tuple[str, ...]:
    if not found.unclear:
        return ()
    text = _("May be less than three times or more, counted as more: %(words)s.")
    return (text % {"words": quoted(question.options[place] for place in found.unclear)},)


def _untold(facts: Facts, question: Question, found: Seldom) -> tuple[str, ...]:
    """How many of the base named no number of times, so that the rest is not taken for three and more."""
    rate = facts.rate(facts.among(question, found.untold), facts.users)
    if not rate.yes:
        return ()
    text = _(
        "%(n)s of %(all)s named no number of times (%(words)s): they count among all, but not among the less "
        "than three times."
    )
    given = [place for place in found.untold if facts.rate(facts.among(question, (place,)), facts.users).yes]
    values = {
        "n": formats.integer(rate.yes), "all": formats.integer(rate.n),
        "words": quoted(option_label(question, place) for place in given),
    }  # fmt: skip
    return (text % values,)


def everyone(facts: Facts) -> Bools | None:
    """Users among all respondents of the survey, as a mask over all; None where use is not known."""
    if facts.users is None:
        return None
    mask = np.zeros(facts.survey.n, dtype=bool)
    mask[np.flatnonzero(facts.reader.kept)[facts.users]] = True
    return mask


def strangers(facts: Facts, said: Codes) -> tuple[str, ...]:
    """That some answered a question for users without being one: they are left out."""
    if facts.users is None:
        return ()
    n = int(((said != NO_ANSWER) & ~facts.users).sum())
    if not n:
        return ()
    text = _("Left out because they have not used influencers or did not say so: %(n)s who answered this.")
    return (text % {"n": formats.integer(n)},)


def _times(facts: Facts, question: Question) -> Figure:
    """Answers in numbers, parted at three times."""
    values = facts.codes(question)
    said = np.where(np.isnan(values), NO_ANSWER, np.where(values < meaning.SELDOM, YES, NO)).astype(np.int64)
    rate = facts.rate(said, facts.users)
    rest = Rate(rate.n - rate.yes, rate.n)
    rows = rate_rows([(_("less than three times"), rate), (_("three times or more"), rest)])
    plot = plots.plain(
        shares.share_bars(rows, colours=[theme.MARK, theme.NEITHER], language=plots.language())
    )
    return Figure(
        key="frequency",
        title=finding("frequency", rate),
        subtitle=asked(question),
        summary=sentence(answer_bars.interval(*rate.limits)),
        base=base_words(facts.reader, rate.n, rate.missing),
        plot=plot,
        table=answer_bars.share_table(_("Answer"), rows),
        warnings=(*small_base(rate.n), *strangers(facts, said)),
        how=answer_bars.how_interval(),
        height=plots.height(plot, least=0),
        wide=False,
    )


def rate_rows(named: Iterable[tuple[str, Rate]]) -> pd.DataFrame:
    """Rates under their names, as bars and as rows of `answer_bars.share_table`."""
    return pd.DataFrame(
        [
            {"name": name, "n": one.yes, "share": one.share, "low": one.limits[0], "high": one.limits[1],
             "text": answer_bars.number_and_share(one.yes, one.share)}
            for name, one in named
        ]
    )  # fmt: skip
