"""Whether two editions count the same MSMEs and residents, and what to know where they may be compared."""

from collections.abc import Iterable

from django.utils.text import Truncator
from django.utils.translation import gettext as _

from analysis import changes, size_classes
from core import formats
from core.texts import shown
from data.market import Market
from data.market_words import basis, listed, place
from data.models import Edition
from data.params import NOT_STATED

# above this share of MSMEs without an area, their placing could pass for growth
UNPLACED = 0.01
# of a definition or source
MOST_LETTERS = 90


def counts_differ(now: Market, before: Market) -> tuple[str, ...]:
    """Why the MSMEs of two editions cannot be compared; empty where they can."""
    new, old = now.edition, before.edition
    found = []
    if new.notes.get("grain") != old.notes.get("grain"):
        found.append(_("one is a list of enterprises and the other a table of counts"))
    found += _descriptions_differ(new, old)
    laws = [size_classes.rule_for(one.period_end) for one in (old, new)]
    if now.params.size and laws[0] != laws[1]:
        text = _("size classes follow another law (%(old)s, then %(new)s)")
        found.append(text % {"old": laws[0].source, "new": laws[1].source})
    return tuple(found)


def people_differ(now: Market, before: Market) -> tuple[str, ...]:
    """Why the residents of two editions cannot be compared; empty where they can."""
    new, old = now.population_edition, before.population_edition
    if new is None or old is None or new.pk == old.pk:
        return ()
    found = []
    if new.series != old.series:
        text = _("the residents are of another basis (%(old)s, then %(new)s)")
        found.append(text % {"old": basis(old), "new": basis(new)})
    return tuple(found + _descriptions_differ(new, old))


def _descriptions_differ(new: Edition, old: Edition) -> list[str]:
    """Sentences about definition and source where both are stated and do not say the same."""
    found = []
    values = {"old": old.period_label, "new": new.period_label}
    if new.definition and old.definition and not changes.same_words(new.definition, old.definition):
        text = _("what is counted differs (%(old)s: “%(then)s”; %(new)s: “%(now)s”)")
        found.append(text % {**values, "then": _short(old.definition), "now": _short(new.definition)})
    if new.source and old.source and not changes.same_words(new.source, old.source):
        text = _("the sources differ (%(old)s: %(then)s; %(new)s: %(now)s)")
        found.append(text % {**values, "then": _short(old.source), "now": _short(new.source)})
    return found


def _short(stored: str) -> str:
    """The beginning of a description; all of it stands with the edition."""
    return Truncator(shown(stored).rstrip(". ")).chars(MOST_LETTERS)


def cautions(now: Market, before: Market) -> tuple[str, ...]:
    """What to know where the editions may be compared, but not without care."""
    found = []
    silent = [one.period_label for one in (before.edition, now.edition) if not one.definition]
    if silent:
        text = _(
            "What is counted is not stated for %(periods)s: compare with care. It can be given with an "
            "upload."
        )
        found.append(text % {"periods": listed(silent)})
    for market in (before, now):
        whole, n = float(market.cells["n"].sum()), unplaced(market)
        if whole and n / whole > UNPLACED:
            text = _(
                "%(share)s of the MSMEs of %(period)s are in no stated %(place)s: they are a row of their "
                "own."
            )
            values = {"share": formats.share(n / whole), "place": place(now.scope.level)}
            found.append(text % {**values, "period": market.edition.period_label})
    return tuple(found)


def unplaced(market: Market) -> float:
    """MSMEs that no area is stated for."""
    return float(market.cells.loc[market.cells["area_id"] == NOT_STATED, "n"].sum())


def not_comparable(now: Market, before: Market, reasons: Iterable[str]) -> str:
    """ "2021 and 2023 cannot be compared: …" """
    values = {"old": before.edition.period_label, "new": now.edition.period_label, "why": "; ".join(reasons)}
    return _("%(old)s and %(new)s cannot be compared: %(why)s.") % values
