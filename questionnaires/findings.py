"""The findings page: what the office wants to know of MSMEs, from the questions that stand for it."""

from dataclasses import replace
from functools import partial

from django.utils.translation import gettext as _

from analysis.proportions import LEAST_BASE, difference_within
from core import formats
from core.figures import Figure, Number
from data.content import Content, Empty

from . import finding_fields, finding_general, finding_methods, finding_shares, finding_words
from .content import respondents
from .finding_budget import budget
from .finding_facts import YES, Facts, Rate
from .finding_register import Register, register_of
from .scope import SurveyReader

COUNTED = ("awareness", "used", "importance")


def build(reader: SurveyReader) -> Content:
    """The content of the page; `more["missing"]`: what this survey does not say, a line each."""
    facts = Facts(reader)
    figures = _figures(facts, register_of(reader))
    more = {"missing": finding_words.missing(facts), "edition_id": facts.survey.edition.pk}
    if not figures:
        general = finding_general.build(reader) or _nothing(reader)
        return replace(general, more={**general.more, **more})
    return Content(_heading(facts), _numbers(facts), figures, more=more)


def _figures(facts: Facts, register: Register) -> tuple[Figure, ...]:
    makers = (
        finding_shares.awareness,
        finding_shares.importance,
        finding_shares.used,
        finding_shares.frequency,
        partial(finding_fields.used_by_field, register=register),
        finding_fields.effect_by_field,
        budget,
        finding_methods.other_methods,
        finding_methods.against,
    )
    return tuple(figure for make in makers if (figure := make(facts)) is not None)


def _nothing(reader: SurveyReader) -> Content:
    """No question stands for anything the page asks about."""
    text = _(
        "This page shows who knows and uses influencer marketing. No question of this survey has been given "
        "the part of telling it; every question with its answers is under Questions."
    )
    address = finding_general.questions_address(reader)
    empty = Empty(_("No question says it yet"), text, action=_("See the questions"), href=address)
    heading = _("This survey says nothing about influencer marketing so far")
    return Content(heading, empty=empty)


def _heading(facts: Facts) -> str:
    """The page's finding: how many know it and how many have used it, as far as it was asked."""
    rates = {role: facts.rate(facts.said(role)) for role in COUNTED if facts.counted(role)}
    known = {role: rate for role, rate in rates.items() if rate.n}
    if "awareness" in known and "used" in known:
        return _known_and_used(facts, known["awareness"], known["used"])
    if not known:
        n = int(facts.reader.kept.sum())
        return _("What %(respondents)s say about marketing") % {"respondents": respondents(n)}
    role = next(iter(known))
    return finding_words.finding(role, known[role])


def _known_and_used(facts: Facts, aware: Rate, used: Rate) -> str:
    values = {
        "aware": formats.share(aware.share, 0), "used": formats.share(used.share, 0),
        "n": formats.integer(int(facts.reader.kept.sum())), "know": formats.integer(aware.yes),
        "have": formats.integer(used.yes),
    }  # fmt: skip
    if min(aware.n, used.n) < LEAST_BASE:
        # shares of so few would look like more than they are
        return _("Of %(n)s respondents %(know)s know influencer marketing and %(have)s have used it") % values
    if _fewer_use_it(facts):
        return _("%(aware)s know influencer marketing, but only %(used)s have used it") % values
    return _("%(aware)s know influencer marketing, %(used)s have used it") % values


def _fewer_use_it(facts: Facts) -> bool:
    """Whether fewer have used it than know it by more than chance, among those who answered both."""
    aware, used = facts.said("awareness"), facts.said("used")
    both = (aware >= 0) & (used >= 0)
    more, less = (aware == YES) & (used != YES) & both, (used == YES) & (aware != YES) & both
    low, _high = difference_within(int(more.sum()), int(less.sum()), int(both.sum()))
    return bool(low > 0)


def _numbers(facts: Facts) -> tuple[Number, ...]:
    kept, whole = int(facts.reader.kept.sum()), facts.survey.n
    of = _("of %(n)s") % {"n": formats.integer(whole)} if kept < whole else ""
    labels = {
        "awareness": _("Know influencer marketing"),
        "used": _("Have used it"),
        "importance": _("Find it important"),
    }
    return (
        Number(_("Respondents"), kept, kind="integer", note=of),
        *(_number(facts, role, labels[role]) for role in COUNTED),
    )


def _number(facts: Facts, role: str, label: str) -> Number:
    """A share with its interval and base; a dash where the survey does not say it."""
    counted = facts.counted(role)
    if counted is None:
        note = _("cannot be told") if facts.question(role) else _("not asked")
        return Number(label, None, kind="share", note=note)
    rate = facts.rate(facts.said(role))
    low, high = rate.limits
    values = {"n": formats.integer(rate.n), "low": formats.share(low, 0), "high": formats.share(high, 0)}
    note = _("95%% interval %(low)s – %(high)s, n = %(n)s") % values
    if rate.is_small:
        note += " · " + _("small base")
    return Number(label, rate.share, kind="share", note=note, how=finding_words.counted_words(role, counted))
