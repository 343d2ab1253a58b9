"""What a segment of a table of customers is like, in words made by a rule (S3-12)."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from analysis.personality_profiles import LARGE, MEDIUM, Trait
from core import formats

from .facts import TableFacts
from .features import USUAL
from .words import amount, label_of

# of each what a line has room for
MOST_MEDIANS, MOST_TRAITS = 4, 3


def middle(facts: TableFacts, place: int) -> str:
    """The customer in the middle of a segment: "Income 80,300 · Spending 993"."""
    keys = [facts.known.roles[role] for role in USUAL if role in facts.known.roles]
    keys = [key for key in keys if key in facts.found.profiles.overall.index] or [facts.found.chosen.key]
    numbers = facts.found.profiles.numbers
    parts = [
        f"{label_of(facts.known, key)} {amount(numbers.at[(place, key), 'median'], facts.known.by_key[key])}"
        for key in keys[:MOST_MEDIANS]
    ]
    return " · ".join(parts)


def apart(facts: TableFacts, place: int) -> str:
    """What sets a segment apart from all customers, as a sentence."""
    found = [one for one in facts.found.profiles.traits(place) if one.size != "none"][:MOST_TRAITS]
    if not found:
        return _("Hardly anything sets them apart from all customers.")
    said = "; ".join(_traits(facts, found))
    return f"{said[:1].upper()}{said[1:]}."


def _traits(facts: TableFacts, found: Iterable[Trait]) -> Iterable[str]:
    for one in found:
        column = facts.known.by_key[one.variable]
        name = label_of(facts.known, one.variable)
        if one.value:
            text = _("%(word)s “%(value)s” in %(name)s (%(own)s, of all %(all)s)")
            shares = formats.share(one.mean, 0), formats.share(one.overall_mean, 0)
        else:
            text = _("%(word)s %(name)s (%(own)s, of all %(all)s)")
            shares = amount(one.mean, column), amount(one.overall_mean, column)
        yield text % {"word": word(one), "value": one.value, "name": name, "own": shares[0], "all": shares[1]}


def word(one: Trait) -> str:
    """How much more or less, after Cohen."""
    apart = abs(one.difference)
    if one.difference > 0:
        return _("much more") if apart >= LARGE else _("more") if apart >= MEDIUM else _("somewhat more")
    return _("much less") if apart >= LARGE else _("less") if apart >= MEDIUM else _("somewhat less")
