"""A scale check in sentences: whether the questions hang together, and what may not be concluded."""

from collections.abc import Iterable, Iterator

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from analysis.reliability import EQUAL_TOTALS, LEAST_RESPONDENTS, TOO_FEW_ITEMS, TOO_FEW_RESPONDENTS
from core import formats
from core.figures import Number

from .content import small_base
from .question_groups import item
from .questions import Question
from .scale_check import CONFIDENCE, Scale

# Nunnally & Bernstein, "Psychometric Theory", 3rd ed. 1994, p. 264: 0.7 will do for a first look; above 0.9
# questions mostly repeat one another (Streiner, J. Personality Assessment 80(1), 2003). Items: p. 304 there
ENOUGH, VERY_HIGH, ITEM_ENOUGH = 0.7, 0.9, 0.3
# a rise of alpha below this is none to speak of
CLEARLY = 0.01
MOST_NAMED = 3


def named(questions: Iterable[Question]) -> str:
    """ "“A”, “B”, “C” and 2 more"."""
    texts = [_("“%(text)s”") % {"text": item(one)} for one in questions]
    if len(texts) > MOST_NAMED:
        more = formats.integer(len(texts) - MOST_NAMED)
        return _("%(names)s and %(n)s more") % {"names": ", ".join(texts[:MOST_NAMED]), "n": more}
    return ", ".join(texts)


def heading(scale: Scale) -> str:
    """The finding, or why there is none."""
    found = scale.result
    values = {
        "n": formats.integer(found.n),
        "k": formats.integer(len(found.items)),
        "alpha": formats.number(found.alpha, 2),
        "names": named(scale.reversed[:1]),
    }
    if found.problem:
        return _problem(found.problem)
    if scale.is_small:
        text = _("Only %(n)s answered all %(k)s questions: too few to say whether they are one scale")
    elif scale.reversed:
        text = _against(scale)
    elif found.low >= ENOUGH:
        text = _("These %(k)s questions hang together: alpha %(alpha)s")
    elif found.high < ENOUGH:
        text = _("These %(k)s questions do not hang together well enough: alpha %(alpha)s")
    else:
        text = _("Whether these %(k)s questions hang together well enough is not sure: alpha %(alpha)s")
    return text % values


def _against(scale: Scale) -> str:
    if len(scale.reversed) == len(scale.result.items):
        return _("These %(k)s questions run against one another: alpha %(alpha)s")
    if len(scale.reversed) > 1:
        return _("Some of these %(k)s questions run against the others: alpha %(alpha)s")
    return _("%(names)s runs against the other questions of this scale: alpha %(alpha)s")


def _problem(code: str) -> str:
    return {
        TOO_FEW_ITEMS: _("Fewer than two of these questions have different answers, so there is no scale"),
        TOO_FEW_RESPONDENTS: _("Fewer than %(n)s respondents answered all of these questions")
        % {"n": LEAST_RESPONDENTS},
        EQUAL_TOTALS: _("Everybody has the same sum over these questions, so nothing can be computed"),
    }[code]


def summary(scale: Scale) -> str:
    """What alpha of this size is usually taken for, and the questions that weaken it."""
    if scale.result.problem or scale.is_small:
        return ""
    return " ".join([_rule(scale), *_weak(scale), *_better_without(scale)])


def _rule(scale: Scale) -> str:
    found = scale.result
    values = {
        "alpha": formats.number(found.alpha, 2), "low": formats.number(found.low, 2),
        "high": formats.number(found.high, 2), "least": formats.number(ENOUGH, 1),
        "most": formats.number(VERY_HIGH, 1), "sure": formats.share(CONFIDENCE, 0),
    }  # fmt: skip
    if found.alpha < ENOUGH:
        text = _(
            "Alpha is %(alpha)s (%(sure)s interval %(low)s to %(high)s); usually %(least)s is asked for."
        )
    elif found.alpha <= VERY_HIGH:
        text = _("Alpha is %(alpha)s (%(sure)s interval %(low)s to %(high)s), above the usual %(least)s.")
    else:
        text = _(
            "Alpha is %(alpha)s (%(sure)s interval %(low)s to %(high)s); above %(most)s questions mostly "
            "repeat one another, so fewer might do."
        )
    return text % values


def _weak(scale: Scale) -> Iterator[str]:
    weak = [one.question for one in scale.rows if one.item_total < ITEM_ENOUGH and not one.against]
    if weak:
        text = _("Hardly related to the others (below %(least)s): %(names)s.")
        yield text % {"least": formats.number(ITEM_ENOUGH, 1), "names": named(weak)}


def _better_without(scale: Scale) -> Iterator[str]:
    """The one question without which alpha rises most, where that is more than a last digit."""
    known = [one for one in scale.rows if one.alpha_dropped > scale.result.alpha + CLEARLY]
    if known:
        best = max(known, key=lambda one: one.alpha_dropped)
        text = _("Without %(name)s alpha would be %(alpha)s.")
        yield text % {"name": named([best.question]), "alpha": formats.number(best.alpha_dropped, 2)}


def warnings(scale: Scale) -> tuple[str, ...]:
    """What makes the figure unsafe to read."""
    found = [] if scale.result.problem else list(small_base(scale.result.n))
    if scale.reversed and not scale.is_small:
        text = ngettext(
            "%(names)s looks reversed: who agrees with it disagrees with the rest. If it is worded the other "
            "way round, an admin can say so where the survey's questions are read; else leave it out.",
            "%(names)s look reversed: who agrees with them disagrees with the rest. If they are worded the "
            "other way round, an admin can say so where the survey's questions are read; else leave them "
            "out.",
            len(scale.reversed),
        )
        found.append(text % {"names": named(scale.reversed)})
    if scale.constant:
        text = _("Left out, because all who remain answered alike or nobody did: %(names)s.")
        found.append(text % {"names": named(scale.constant)})
    if turned := [one for one in scale.items if one.reverse]:
        text = _("Turned round before adding up, as the survey's reading says: %(names)s.")
        found.append(text % {"names": named(turned)})
    return tuple(found)


def numbers(scale: Scale) -> tuple[Number, ...]:
    """Alpha with its interval, standardised alpha, who is counted, and how many questions."""
    found = scale.result
    note = _("%(n)s left out: an answer is missing") % {"n": formats.integer(found.left_out)}
    counted = Number(_("Respondents"), found.n, note=note if found.left_out else "", kind="integer")
    asked = Number(_("Questions"), len(found.items) or len(scale.items), kind="integer")
    if found.problem:
        return (counted, asked)
    interval = _("%(sure)s interval %(low)s to %(high)s") % {
        "sure": formats.share(CONFIDENCE, 0), "low": formats.number(found.low, 2),
        "high": formats.number(found.high, 2),
    }  # fmt: skip
    return (
        Number(_("Cronbach's alpha"), formats.number(found.alpha, 2), note=interval),
        Number(
            _("Standardised alpha"), formats.number(found.standardised, 2),
            note=_("as if all questions varied alike"),
        ),
        counted,
        asked,
    )  # fmt: skip


def how() -> tuple[tuple[str, str, str], ...]:
    """(label, formula, meaning) of what the figures show."""
    return (
        (
            _("Cronbach's alpha"),
            _("k ÷ (k − 1) × (1 − sum of the questions' variances ÷ variance of their sum)"),
            _(
                "How much of the sum is common to the questions: 1 where they say the same, about 0 where "
                "they have nothing in common. It rises with the number of questions, and it does not show "
                "that they measure one thing rather than two."
            ),
        ),
        (
            _("With the others"),
            _("correlation of the question with the sum of the other ones"),
            _("Below 0.3 a question is usually left out; below 0 it runs the other way round."),
        ),
        (
            _("Alpha without it"),
            _("alpha of the other questions"),
            _("Where it is clearly higher than alpha, the scale is better without the question."),
        ),
        (
            _("Steps as numbers"),
            _("1, 2, 3 … from the lowest step"),
            _("Taken as equally far apart, which words do not promise. Reversed questions are turned first."),
        ),
    )
