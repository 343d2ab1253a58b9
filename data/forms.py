"""The market filter: one GET form for every market page, whole in the address."""

from typing import Any

from django import forms
from django.http import HttpRequest, QueryDict
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from areas.models import Area
from core.figures import Chip

from .models import Edition, SizeClass
from .params import MarketParams
from .queries import of_subject
from .scope import READINGS, Reader, Scope

Choices = list[tuple[Any, Any]]


class MarketForm(forms.Form):
    """Edition, level, areas, categories and size classes from the address, and the fields to change them.

    indicators: (key, label) of the numbers that the page lets people choose. The form is never bound: what
    does not fit is ignored and said in `notices`, so no address is an error.
    """

    def __init__(self, request: HttpRequest, indicators: Choices | None = None) -> None:
        super().__init__(auto_id="filter-%s")
        self.indicators = indicators or []
        self.reader = Reader(request.GET, request.user, tuple(key for key, _label in self.indicators))
        self.notices = self.reader.notices
        if self.scope is not None:
            self._add_fields(self.scope)
        else:
            self._choose_region()

    @property
    def scope(self) -> Scope | None:
        """What the page stands on; None where there are no market data at all."""
        return self.reader.scope

    def params(self) -> MarketParams:
        """The cleaned filter."""
        return self.reader.params

    def _add_fields(self, scope: Scope) -> None:
        self._choose_region()
        self._choose("year", _("Year"), self._years(scope), scope.edition.period_label)
        if len(scope.levels) > 1:
            names = {value: label.capitalize() for value, label in Area.Level.choices}
            self._choose("level", _("Shown by"), [(one, names[one]) for one in scope.levels], scope.level)
        params = self.params()
        self._choose_many("area", Area.Level(scope.level).label.capitalize(), scope.areas, params.area)
        self._choose_many("category", _("Business field"), scope.categories, params.category)
        self._choose_many("size", _("Size"), dict(SizeClass.choices), params.size)
        if self.indicators:
            chosen = params.indicator or self.indicators[0][0]
            self._choose("indicator", _("Number shown"), self.indicators, chosen)
        # an edition is left by choosing a year
        for name in ("reading", "population", "category_k"):
            self._carry(name, getattr(params, name))

    def _choose_region(self) -> None:
        """Also where the region has no market data: it is the only way to another one."""
        regions, shown = self.reader.regions, self.reader.region
        if len(regions) > 1 and shown is not None:
            self._choose("region", _("Region"), [(one.slug, one.name) for one in regions], shown.slug)

    def _years(self, scope: Scope) -> Choices:
        market = of_subject(scope.editions, Edition.Subject.MARKET)
        labels = dict.fromkeys([scope.edition.period_label, *(e.period_label for e in market)])
        newest_first = sorted(labels, reverse=True)
        return [(label, label) for label in newest_first]

    def _choose(self, name: str, label: str, choices: Choices, initial: Any) -> None:
        self.fields[name] = forms.ChoiceField(label=label, choices=choices, initial=initial, required=False)

    def _choose_many(self, name: str, label: str, choices: dict[int, Any], chosen: tuple[int, ...]) -> None:
        """Several values by check boxes behind one button (templates/dashboard/_choices.html)."""
        field = forms.MultipleChoiceField(
            label=label, choices=list(choices.items()), initial=list(chosen), required=False
        )
        field.widget = Choosing(label, list(choices.items()), [str(choices[one]) for one in chosen])
        self.fields[name] = field

    def _carry(self, name: str, *values: Any) -> None:
        """What the form shows no field for but must not lose; empty values are none."""
        kept = [str(one) for one in values if one]
        self.fields[name] = forms.Field(initial=kept, widget=forms.MultipleHiddenInput, required=False)

    def carried(self) -> QueryDict:
        """What the menu takes along to other pages: the address without what was found not to fit.

        What belongs to a single page (its own choices) is carried as it stands, for the way back.
        """
        found, params, region = self.reader.query.copy(), self.params(), self.reader.region
        for name in self.reader.unknown:
            found.pop(name, None)
        if self.scope is None and region is not None and found.get("region") == region.slug:
            params = MarketParams(region=region.slug)
        for name, values in params.lists().items():
            if name != "indicator" or self.indicators:
                found.setlist(name, values)
        return found

    def chips(self) -> list[Chip]:
        """One per filter in use; opening it removes that value."""
        if self.scope is None:
            return []
        params, scope = self.params(), self.scope
        sizes = dict(SizeClass.choices)
        # the form always names the year: only one that is not shown anyway is a filter
        shown_anyway = scope.edition == next(iter(of_subject(scope.editions, Edition.Subject.MARKET)), None)
        found = [] if shown_anyway or not params.year else [Chip(params.year, params.query(year=""))]
        for name, names in (("area", scope.areas), ("category", scope.categories), ("size", sizes)):
            chosen = getattr(params, name)
            found += [Chip(str(names[value]), params.less(name, value)) for value in chosen]
        return found


class Choosing(forms.SelectMultiple):
    """Check boxes behind a summary that says what is chosen; opens without JavaScript."""

    def __init__(self, label: str, choices: Choices, chosen: list[str]) -> None:
        super().__init__(choices=choices)
        self.label = label
        self.chosen = chosen

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        marked = {str(one) for one in value or ()}
        options = [(key, label, str(key) in marked) for key, label in self.choices]
        content = {
            "name": name,
            "options": options,
            "chosen": self.chosen,
            "label": self.label,
            "id": (attrs or {}).get("id", name),
        }
        return SafeString(render_to_string("dashboard/_choices.html", content))


def reading_of(params: MarketParams) -> str:
    """How a high ratio is read: as customers for a supplier (default), or as rivals."""
    return params.reading or READINGS[0]
