"""The form of remedies: one choice for each thing that was found in a table of customers."""

from collections.abc import Iterator
from typing import Any

import pandas as pd
from django import forms
from django.utils.translation import gettext as _

from analysis.column_types import to_dates, to_flags, to_numbers
from analysis.remedies import Recipe

from . import remedy_choices
from .asked import Asked
from .quality import reports
from .remedy_choices import WAYS, Place
from .words import action, said

OWN_VALUE = "fill_constant"
READERS: dict[str, Any] = {"number": to_numbers, "flag": to_flags, "date": to_dates}
LEAST_IQR, MOST_IQR = 0.5, 10


class RemedyForm(forms.Form):
    """A choice per place, the value of one's own beside it, and how far outliers lie."""

    def __init__(self, asked: Asked, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": "remedy-%s", **kwargs})
        known = asked.prepared()
        self.columns, self.kept = known.raw_columns, known.chosen.recipe
        self.is_first = asked.kept is None
        before, after = reports(asked)
        seen = (before, self.columns), (after, known.applied.columns if after is not before else self.columns)
        self.places = remedy_choices.places(*seen, self.kept, self.is_first)
        for place in self.places:
            self._add(place)
        self.fields["iqr"] = forms.FloatField(
            label=_("Outliers lie beyond the quartiles by so many boxes"), initial=self.kept.iqr,
            min_value=LEAST_IQR, max_value=MOST_IQR,
            widget=forms.NumberInput({"step": "0.1", "inputmode": "decimal"}),
            error_messages={"required": _("Write how many boxes, usually 1.5."),
                            "invalid": _("Write a number, such as 1.5.")},
        )  # fmt: skip

    def _add(self, place: Place) -> None:
        choices = [("", _("Leave it as it is")), *_choices(place)]
        field = forms.ChoiceField(choices=choices, required=False, initial=_initial(place))
        field.label = title(place)
        self.fields[place.key] = field
        if OWN_VALUE in place.answers:
            label = _("Value of your own: %(column)s") % {"column": place.column}
            value = place.value if place.answer == OWN_VALUE else ""
            self.fields[f"{place.key}-value"] = forms.CharField(
                label=label, max_length=100, required=False, initial=value
            )  # fmt: skip

    @property
    def rows(self) -> Iterator[dict[str, Any]]:
        """For the template: each place with its findings and fields."""
        for place in self.places:
            value = f"{place.key}-value"
            yield {
                "title": title(place),
                "findings": [said(one.text, one.data) for one in place.findings] or [_without(place)],
                "step": self[place.key],
                "value": self[value] if value in self.fields else None,
            }

    def clean(self) -> dict[str, Any]:
        """A value of one's own must be there and fit its column."""
        cleaned = super().clean() or {}
        for place in self.places:
            if cleaned.get(place.key) == OWN_VALUE and (problem := _wrong(place, self._value(place))):
                self.add_error(f"{place.key}-value", problem)
        return cleaned

    def _value(self, place: Place) -> str:
        return str(self.cleaned_data.get(f"{place.key}-value") or "").strip()

    @property
    def recipe(self) -> Recipe:
        """What was chosen."""
        chosen = []
        for place in self.places:
            step, _colon, way = self.cleaned_data[place.key].partition(":")
            if step:
                chosen.append((place, step, self._value(place) if step == OWN_VALUE else way))
        return remedy_choices.recipe(chosen, self.cleaned_data["iqr"], self.columns)


def title(place: Place) -> str:
    """What a row of the form is about."""
    return place.column or _("Rows")


def _without(place: Place) -> str:
    if place.column and not place.type:
        return _("The column is not in these data; the step stays for data that have it.")
    return _("Nothing of the kind in these data; the step stays for data that have it.")


def _choices(place: Place) -> Iterator[tuple[str, str]]:
    for one in place.answers:
        words = action(one)
        for way in WAYS.get(one, ("",)):
            more = f" ({_way(way)})" if way else ""
            text = f"{words}{more}"
            proposed = one == place.proposed and way == WAYS.get(one, ("",))[0]
            yield (
                f"{one}:{way}" if way else one,
                _("%(step)s – proposed") % {"step": text} if proposed else text,
            )


def _way(way: str) -> str:
    return {
        ".": _("1,234.5"), ",": _("1.234,5"), "dmy": _("day, month, year"), "mdy": _("month, day, year"),
        "ymd": _("year, month, day"),
    }[way]  # fmt: skip


def _initial(place: Place) -> str:
    way = place.value or WAYS[place.answer][0] if place.answer in WAYS else ""
    return f"{place.answer}:{way}" if way else place.answer


def _wrong(place: Place, value: str) -> str:
    """Why a value cannot fill a gap; "" where it can."""
    if not value:
        return _("Write the value that fills the gaps.")
    reader = READERS.get(place.type)
    if reader is None or not pd.isna(reader(pd.Series([value])).iloc[0]):
        return ""
    text = {
        "number": _("“%(value)s” is no number. Write it like 1234.5."),
        "flag": _("“%(value)s” is neither yes nor no. Write 1 or 0."),
        "date": _("“%(value)s” is no date. Write it like 2023-12-31."),
    }[place.type]
    return text % {"value": value[:40]}
