"""The form of what segments are made of: features, scale, components, order. Whole in the address."""

from typing import Any

from django import forms
from django.http import HttpRequest
from django.utils.html import escape
from django.utils.translation import gettext as _

from analysis.column_types import Column
from analysis.encoding import MOST_VALUES, SCALINGS
from analysis.kmeans import CannotCluster
from data.widgets import Checkboxes

from ..lost_rows import CannotRead
from . import asked as table_asked
from . import features as table_features
from .asked import Asked
from .form import TableForm, lists
from .prepared import Prepared, name_of
from .scope import COMPONENTS, LONGEST_LEVELS
from .words import SCALES, components_words, label, label_of

OWN = ("attribute", "scale", "components", "ordered_by", "levels")


class FeaturesForm(forms.Form):
    """Never bound: what the address says stands in it, and what does not fit is said on the page."""

    def __init__(self, asked: Asked) -> None:
        super().__init__(auto_id="features-%s")
        known, params = asked.prepared(), asked.params
        self.chosen = _chosen(known, asked)
        columns = [one for one in known.columns if _is_possible(known, one)]
        columns.sort(key=lambda one: one.told != "derived")
        choices = [(name_of(one), _words(known, one)) for one in columns]
        self.fields["attribute"] = forms.MultipleChoiceField(
            label=_("Features"), choices=choices, required=False, widget=Checkboxes,
            initial=[name_of(known.by_key[key]) for key in self.chosen],
        )  # fmt: skip
        self._choose("scale", _("Scale"), [(one, SCALES[one]) for one in SCALINGS], params.scale)
        kept = [(one, components_words(one)) for one in COMPONENTS]
        self._choose("components", _("Components"), kept, params.components)
        self._order_by(known, asked, columns)
        self.fields["levels"] = forms.CharField(
            label=_("Order of the values of a text"), required=False, initial=params.levels,
            max_length=LONGEST_LEVELS,
            help_text=escape(_("Lowest first, such as “Education: Basic < Graduation < Master”. Without an "
                               "order each value is a feature of its own.")),
        )  # fmt: skip
        self.carried = [
            (name, value) for name, values in lists(params).items() for value in values if name not in OWN
        ]
        self.labels = ", ".join(label_of(known, key) for key in self.chosen)

    def _choose(self, name: str, text: str, choices: list[tuple[str, Any]], initial: str) -> None:
        self.fields[name] = forms.ChoiceField(label=text, choices=choices, initial=initial, required=False)

    def _order_by(self, known: Prepared, asked: Asked, columns: list[Column]) -> None:
        numbers = [(name_of(one), label(one)) for one in columns if one.is_numeric]
        try:
            key = table_features.chosen(known, asked.params).key
        except CannotCluster:
            key = ""
        initial = name_of(known.by_key[key]) if key else ""
        self._choose("ordered_by", _("Segments in the order of"), numbers, initial)


class GroupedForm(TableForm):
    """The filter of a page that shows segments: with their number, and in words what they are made of."""

    def __init__(self, request: HttpRequest) -> None:
        super().__init__(request, with_k=True)

    @property
    def said(self) -> tuple[tuple[str, str], ...]:
        """(what, words) of features, scale, components and order, which stand in a form of their own."""
        if self.reader.table is None:
            return ()
        try:
            features = FeaturesForm(table_asked.of_reader(self.reader))
        except (CannotCluster, CannotRead):
            return ()
        ordered: Any = features.fields["ordered_by"]
        params = self.params()
        return (
            (_("Features"), features.labels or _("none")),
            (_("Scale"), str(SCALES[params.scale])),
            (_("Components"), components_words(params.components)),
            (_("Segments in the order of"), str(dict(ordered.choices).get(ordered.initial, _("none")))),
        )


def _chosen(known: Prepared, asked: Asked) -> list[str]:
    try:
        return [one.key for one in table_features.chosen(known, asked.params).features]
    except CannotCluster:
        return []


def _is_possible(known: Prepared, column: Column) -> bool:
    """Whether a column can be a feature: no date, no constant, no text of many values."""
    n = known.table[column.key].nunique()
    return column.type != "date" and n > 1 and (column.is_numeric or n <= MOST_VALUES)


def _words(known: Prepared, column: Column) -> str:
    if column.is_numeric:
        return label(column)
    n = known.table[column.key].nunique()
    return _("%(name)s (text of %(n)s values)") % {"name": label(column), "n": n}
