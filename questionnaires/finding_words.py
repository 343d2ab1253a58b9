"""What the findings page says: of each role its finding, or that no question asks for it."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core import formats

from .finding_facts import Facts, Rate
from .meaning import Counted, seldom
from .questions import Question
from .scope import CLOSED

NOT_ASKED: dict[str, Any] = {
    "importance": gettext_lazy("No question of this survey says whether influencer marketing is important."),
    "awareness": gettext_lazy("No question of this survey says how well influencer marketing is known."),
    "used": gettext_lazy("No question of this survey says who has used influencer marketing."),
    "field": gettext_lazy(
        "No question of this survey says in which business field the respondents are, so nothing is shown by "
        "field."
    ),
    "budget": gettext_lazy("No question of this survey says how much may be spent on influencers."),
    "effect": gettext_lazy("No question of this survey says what influencers did for brand awareness."),
    "frequency": gettext_lazy("No question of this survey says how often influencers are used in a month."),
    "other_methods": gettext_lazy(
        "No question of this survey says which other methods, such as brochures, are used."
    ),
}
# roles whose answers are counted by a rule
COUNTED = ("importance", "awareness", "used", "effect")
# role → types of question that its figure cannot be made of
NOT_SHOWN = {"field": ("number",), "budget": ("multiple",), "other_methods": ("number",)}


def missing(facts: Facts) -> list[str]:
    """A line per thing that this survey does not say."""
    return [line for role in NOT_ASKED if (line := _missing(facts, role))]


def _missing(facts: Facts, role: str) -> str:
    question = facts.question(role)
    if question is None:
        return str(NOT_ASKED[role])
    if role in COUNTED and facts.counted(role) is None:
        return untold(question)
    if role == "frequency" and question.type in CLOSED and seldom(question) is None:
        text = _("“%(label)s”: its answers name no number of times a month.")
    elif question.type in NOT_SHOWN.get(role, ()):
        text = _("“%(label)s”: answered in a form that cannot be shown here; it is under Questions.")
    else:
        return ""
    return text % {"label": question.label}


def untold(question: Question) -> str:
    """That no rule can tell which answers of a question count."""
    text = _("“%(label)s”: it cannot be told which of its answers mean yes, so none is counted.")
    return text % {"label": question.label}


def finding(role: str, rate: Rate) -> str:
    """What a share says, in a sentence with its numbers."""
    if not rate.n:
        return _("None of these respondents answered this")
    texts = {
        "importance": _("%(yes)s of %(n)s find influencer marketing important (%(share)s)"),
        "awareness": _("%(yes)s of %(n)s know influencer marketing (%(share)s)"),
        "used": _("%(yes)s of %(n)s have used influencer marketing (%(share)s)"),
        "effect": _("%(yes)s of %(n)s who used influencers gained brand awareness (%(share)s)"),
        "effect_of_all": _("%(yes)s of %(n)s say that influencers raise brand awareness (%(share)s)"),
        "frequency": _("%(yes)s of %(n)s use influencers less than three times a month (%(share)s)"),
        "brochures": _("%(yes)s of %(n)s use brochures (%(share)s)"),
    }
    return texts[role] % rate_words(rate)


def rate_words(rate: Rate) -> dict[str, str]:
    return {
        "yes": formats.integer(rate.yes),
        "n": formats.integer(rate.n),
        "share": formats.share(rate.share),
    }


def counted_words(role: str, counted: Counted) -> str:
    """Which answers were counted, as the figure prints it; empty where none does."""
    if not counted.words:
        return ""
    texts = {
        "importance": _("Counted as important: %(words)s."),
        "awareness": _("Counted as aware: %(words)s."),
        "used": _("Counted as having used it: %(words)s."),
        "effect": _("Counted as a gain in brand awareness: %(words)s."),
        "frequency": _("Counted as less than three times: %(words)s."),
    }
    return texts[role] % {"words": quoted(counted.words)}


def quoted(words: Iterable[str]) -> str:
    """ "“A”, “B”"."""
    return ", ".join(f"“{word}”" for word in words)
