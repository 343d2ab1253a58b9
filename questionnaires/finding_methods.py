"""Other methods such as brochures, and influencers against brochures among the same respondents."""

from dataclasses import dataclass

import pandas as pd
from django.utils.translation import gettext as _

from analysis.proportions import difference_within
from charts import shares, theme
from core import formats
from core.figures import Figure
from data import plots

from . import answer_bars, meaning
from .answer_bars import Answers
from .answer_words import most_chosen, several_words
from .content import base_words, small_base
from .finding_facts import YES, Bools, Facts, Rate
from .finding_shares import asked, rate_rows
from .finding_words import finding
from .questions import Question


def other_methods(facts: Facts) -> Figure | None:
    """A bar per method, brochures in colour; several answers are shares of the respondents."""
    question = _question(facts)
    if question is None:
        return None
    reader = facts.reader
    answers = answer_bars.counted(reader, question)
    order = answer_bars.in_order(answers)
    paper = meaning.brochures(question.options)
    colours = [theme.MARK if place in paper or not paper else theme.NEITHER for place in answers.table.index]
    plot = answer_bars.bars(reader, answers, order, colours)
    return Figure(
        key="other_methods",
        title=_title(facts, question, answers, paper),
        subtitle=asked(question),
        summary=several_words(answers),
        base=base_words(reader, answers.base, answers.missing),
        plot=plot,
        table=answer_bars.table(reader, answers, order),
        warnings=small_base(answers.base),
        how=answer_bars.how_interval(),
        height=plots.height(plot, least=0),
        wide=False,
    )


def _question(facts: Facts) -> Question | None:
    question = facts.question("other_methods")
    return None if question is None or question.type == "number" else question


def _title(facts: Facts, question: Question, answers: Answers, paper: tuple[int, ...]) -> str:
    if paper:
        return finding("brochures", facts.rate(facts.among(question, paper)))
    return most_chosen(answers)


# Influencers against brochures -----------------------------------------------------------------------------


@dataclass(frozen=True)
class Pair:
    """Of n respondents who answered both: how many use both, one only, or neither."""

    both: int
    influencers: int
    brochures: int
    n: int

    @property
    def neither(self) -> int:
        return self.n - self.both - self.influencers - self.brochures

    @property
    def rates(self) -> tuple[Rate, Rate]:
        return Rate(self.both + self.influencers, self.n), Rate(self.both + self.brochures, self.n)


def pair(facts: Facts) -> Pair | None:
    """Use of both by the same respondents; None where either is not asked."""
    question = _question(facts)
    paper = meaning.brochures(question.options) if question else ()
    if question is None or not paper:
        return None
    online = meaning.influencers(question.options)
    if online:
        ours = facts.among(question, online)
    elif facts.counted("used"):
        ours = facts.said("used")
    else:
        return None
    theirs = facts.among(question, paper)
    known: Bools = (ours >= 0) & (theirs >= 0)
    a, b = (ours == YES)[known], (theirs == YES)[known]
    return Pair(int((a & b).sum()), int((a & ~b).sum()), int((~a & b).sum()), int(known.sum()))


def against(facts: Facts) -> Figure | None:
    """Influencers and brochures side by side, with the interval of their difference."""
    found, question = pair(facts), _question(facts)
    if found is None or question is None:
        return None
    rows = _rows(found)
    drawn = rows.iloc[:2]
    figure = shares.share_bars(drawn, colours=[theme.MARK, theme.NEITHER], language=plots.language())
    plot = plots.plain(figure)
    missing = int(facts.reader.kept.sum()) - found.n
    return Figure(
        key="against",
        title=_finding(found),
        subtitle=_("Of the respondents who answered both questions"),
        summary=_sentence(found),
        base=base_words(facts.reader, found.n, missing),
        plot=plot,
        table=answer_bars.share_table(_("Uses"), rows),
        warnings=small_base(found.n),
        how=(*answer_bars.how_interval(), _how_difference()),
        height=plots.height(plot, least=0),
        wide=False,
    )  # fmt: skip


def _rows(found: Pair) -> pd.DataFrame:
    ours, theirs = found.rates
    return rate_rows(
        [
            (_("Influencer marketing"), ours),
            (_("Brochures"), theirs),
            (_("both"), Rate(found.both, found.n)),
            (_("only influencer marketing"), Rate(found.influencers, found.n)),
            (_("only brochures"), Rate(found.brochures, found.n)),
            (_("neither"), Rate(found.neither, found.n)),
        ]
    )


def _limits(found: Pair) -> tuple[float, float]:
    low, high = difference_within(found.influencers, found.brochures, found.n)
    return float(low), float(high)


def _finding(found: Pair) -> str:
    if not found.n:
        return _("None of these respondents answered both")
    ours, theirs = (formats.share(rate.share) for rate in found.rates)
    low, high = _limits(found)
    values = {"ours": ours, "theirs": theirs}
    if low > 0:
        return _("More use influencer marketing (%(ours)s) than brochures (%(theirs)s)") % values
    if high < 0:
        return _("More use brochures (%(theirs)s) than influencer marketing (%(ours)s)") % values
    text = _(
        "Whether influencer marketing (%(ours)s) or brochures (%(theirs)s) are used more cannot be shown"
    )
    return text % values


def _sentence(found: Pair) -> str:
    if not found.n:
        return ""
    low, high = _limits(found)
    gap = found.rates[0].share - found.rates[1].share
    text = _(
        "Difference %(gap)s percentage points, 95%% interval %(low)s to %(high)s. Both are used by %(both)s, "
        "neither by %(neither)s."
    )
    signed = {"gap": gap, "low": low, "high": high}
    values = {name: formats.signed(100 * one) for name, one in signed.items()}
    numbers = {"both": formats.integer(found.both), "neither": formats.integer(found.neither)}
    return text % {**values, **numbers}


def _how_difference() -> tuple[str, str, str]:
    meaning_text = _(
        "Only those who use one of the two tell which is used more. Tango's interval for two shares of the "
        "same respondents."
    )
    return (_("Difference"), _("(only influencers − only brochures) ÷ respondents"), meaning_text)
