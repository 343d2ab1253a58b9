"""The weights of the suitability score, whole in the address: `w=n:3&w=distance_km:-1`."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _

from data.forms import MarketForm
from data.market_words import label
from data.params import MarketParams
from data.scope import Scope

from .forms import extended, say_ignored

# what a suitability score can be made of, and the weights at first: below zero, less is better
CRITERIA = ("n", "ratio_per_1000", "density_per_km2", "average_turnover", "residents", "distance_km")
USUAL_WEIGHTS = {"n": 3, "ratio_per_1000": 3}
MOST_WEIGHT = 5
# an address that takes every weight away; without any the usual ones hold
NO_WEIGHTS = "none"


@dataclass(frozen=True)
class SuitabilityParams(MarketParams):
    """The filter with the weights: `w=n:3&w=distance_km:-1`; empty means the usual ones."""

    w: tuple[str, ...] = ()

    @property
    def weights(self) -> dict[str, int]:
        """Criterion → weight, those without one left out; in the order of CRITERIA."""
        if not self.w:
            return dict(USUAL_WEIGHTS)
        return {key: int(weight) for key, _colon, weight in (one.partition(":") for one in self.w) if weight}

    @property
    def is_one_of_many(self) -> bool:
        return super().is_one_of_many or bool(self.w)


class SuitabilityForm(MarketForm):
    """The market filter, carrying the weights; they have a form of their own on the page."""

    def params(self) -> SuitabilityParams:
        return self._own_params

    @cached_property
    def _own_params(self) -> SuitabilityParams:
        asked = self.reader.query.getlist("w")
        found, ignored = read_weights(asked)
        say_ignored(self, [f"w={one}" for one in ignored])
        usual = not asked or len(ignored) == len(asked) or found == USUAL_WEIGHTS
        w = () if usual else tuple(f"{key}:{weight}" for key, weight in found.items()) or (NO_WEIGHTS,)
        return extended(super().params(), SuitabilityParams, w=w)

    def _add_fields(self, scope: Scope) -> None:
        super()._add_fields(scope)
        self._carry("w", *self.params().w)


def read_weights(texts: list[str]) -> tuple[dict[str, int], list[str]]:
    """Criterion → weight other than 0 from `n:3` and the like, and the texts that are no weight."""
    allowed = {str(one): one for one in range(-MOST_WEIGHT, MOST_WEIGHT + 1)}
    found: dict[str, int] = {}
    ignored = []
    for text in texts:
        key, _colon, weight = text.partition(":")
        if text != NO_WEIGHTS and (key not in CRITERIA or weight not in allowed or key in found):
            ignored.append(text)
        elif text != NO_WEIGHTS:
            found[key] = allowed[weight]
    return {key: found[key] for key in CRITERIA if found.get(key)}, ignored


def choices(params: SuitabilityParams) -> list[dict[str, Any]]:
    """The criteria with the weight in use, for the form of weights."""
    steps = range(1, MOST_WEIGHT + 1)
    more, less = _("%(n)s, more is better"), _("%(n)s, less is better")
    groups = [
        {"label": _("More is better"), "options": [(one, more % {"n": one}) for one in steps]},
        {"label": _("Less is better"), "options": [(-one, less % {"n": one}) for one in steps]},
    ]
    return [
        {"key": key, "label": label(key), "weight": params.weights.get(key, 0), "groups": groups}
        for key in CRITERIA
    ]


def carried(params: SuitabilityParams) -> list[tuple[str, str]]:
    """What the form of weights must not lose: the market filter."""
    lists = params.lists()
    return [(name, value) for name, values in lists.items() if name != "w" for value in values]
