"""The market filter of pages that have choices of their own; all of them live in the address."""

from dataclasses import dataclass, fields
from functools import cached_property
from typing import Any, TypeVar

from django.http import HttpRequest
from django.utils.translation import gettext as _

from analysis.classes import MAX_CLASSES, MIN_CLASSES, SCHEMES
from analysis.classes import Params as Dividing
from data.forms import MarketForm
from data.market_words import label
from data.params import MarketParams
from data.scope import Scope

SEGMENT, QUOTIENT = "segment", "location_quotient"
INDICATORS = (
    "n", "share_msme", "density_per_km2", "ratio_per_1000", "population_density", "average_turnover", "km2",
    "distance_km",
)  # fmt: skip
DEFAULT_CLASSES = 5
Own = TypeVar("Own", bound=MarketParams)


@dataclass(frozen=True)
class GeographyParams(MarketParams):
    """The filter with how the map's number is divided: empty and 0 mean the default."""

    classes: str = ""
    steps: int = 0

    @property
    def dividing(self) -> Dividing:
        """Scheme and number of classes in use."""
        scheme: Any = self.classes or SCHEMES[0]
        return Dividing(scheme, self.steps or DEFAULT_CLASSES)


def scheme_names() -> dict[str, str]:
    """Scheme → what it is called."""
    return {
        "kmeans": _("K-Means"),
        "natural": _("Natural breaks"),
        "quantile": _("Quantiles"),
        "equal": _("Equal steps"),
    }


def extended(params: MarketParams, kind: type[Own], **own: Any) -> Own:
    """The cleaned filter with a page's own choices."""
    return kind(**{field.name: getattr(params, field.name) for field in fields(MarketParams)} | own)


def say_ignored(form: MarketForm, found: list[str]) -> None:
    """One notice of the page's own parameters that are not possible, as they stand in the address."""
    if found:
        text = _("Part of the filter in this address is not known here and was ignored: %(what)s.")
        form.notices.append(text % {"what": ", ".join(one[:40] for one in found[:3])})


class GeographyForm(MarketForm):
    """The market filter, the number on the map, and how it is divided into classes."""

    # beside one another eight fields would take two rows of a laptop's screen
    more_names = ("classes", "steps")
    more_title = ""

    def __init__(self, request: HttpRequest) -> None:
        choices = [(SEGMENT, _("Level")), *((key, label(key)) for key in (*INDICATORS, QUOTIENT))]
        super().__init__(request, choices)

    def params(self) -> GeographyParams:
        return self._own_params

    @cached_property
    def _own_params(self) -> GeographyParams:
        asked, query = super().params(), self.reader.query
        scheme, steps = query.get("classes", ""), query.get("steps", "")
        known_steps = steps in {str(one) for one in _steps()}
        say_ignored(self, [
            f"{name}={text}"
            for name, text, fits in (
                ("classes", scheme, scheme in SCHEMES), ("steps", steps, known_steps),
            )
            if text and not fits
        ])  # fmt: skip
        return extended(
            asked,
            GeographyParams,
            indicator=self._indicator(asked),
            classes=scheme if scheme in SCHEMES else "",
            steps=int(steps) if known_steps else 0,
        )

    def _indicator(self, asked: MarketParams) -> str:
        """The number asked for; a location quotient belongs to one business field alone."""
        if asked.indicator == QUOTIENT and len(asked.category) != 1:
            text = _(
                "The location quotient is of one business field: choose one to see it. Levels are shown."
            )
            self.notices.append(text)
            return ""
        return asked.indicator

    def _add_fields(self, scope: Scope) -> None:
        params = self.params()
        if len(params.category) != 1:
            self.indicators = [(key, text) for key, text in self.indicators if key != QUOTIENT]
        super()._add_fields(scope)
        if params.indicator in ("", SEGMENT):
            self._carry("classes", params.classes)
            self._carry("steps", params.steps)
            return
        dividing = params.dividing
        self._choose("classes", _("Classes"), list(scheme_names().items()), dividing.scheme)
        self._choose("steps", _("Number of classes"), [(one, one) for one in _steps()], dividing.classes)
        self.more_title = f"{_('Classes')}: {scheme_names()[dividing.scheme]}, {dividing.classes}"


def _steps() -> range:
    return range(MIN_CLASSES, MAX_CLASSES + 1)
