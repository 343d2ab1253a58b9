"""What is known of a customer who is not in the files yet."""

from datetime import date
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from data.reading.numbers import LARGEST
from data.reading.parsed import MESSAGES

from .scope import CustomerReader

_DAY = {"type": "date"}
_REQUIRED = {"required": gettext_lazy("Fill this in.")}
_TOO_LARGE = MESSAGES["too_large"]


class PlaceForm(forms.Form):
    """First and last purchase, how many, how much in all. Bound where the address has any of them."""

    OWN = ("first", "last", "times", "money")

    first = forms.DateField(
        label=gettext_lazy("First purchase"),
        widget=forms.DateInput(_DAY, "%Y-%m-%d"),
        error_messages=_REQUIRED,
    )
    last = forms.DateField(
        label=gettext_lazy("Last purchase"),
        widget=forms.DateInput(_DAY, "%Y-%m-%d"),
        error_messages=_REQUIRED,
    )
    times = forms.IntegerField(
        label=gettext_lazy("Number of purchases"), min_value=1, max_value=100_000, error_messages=_REQUIRED
    )
    # as far as files are read: beyond it the scores overflow
    money = forms.FloatField(
        label=gettext_lazy("Money in all"), min_value=-LARGEST, max_value=LARGEST,
        error_messages={**_REQUIRED, "min_value": _TOO_LARGE, "max_value": _TOO_LARGE},
    )  # fmt: skip

    def __init__(self, reader: CustomerReader, query: QueryDict) -> None:
        asked = any(query.get(name) for name in self.OWN)
        super().__init__(query if asked else None, auto_id="place-%s")
        self.reader = reader

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        first, last, times = found.get("first"), found.get("last"), found.get("times")
        if isinstance(first, date) and isinstance(last, date) and last < first:
            self.add_error("last", _("The last purchase lies before the first. Correct one of the two."))
        if isinstance(last, date) and last > self.reader.reference:
            self.add_error("last", _("This is after the reference date. Choose an earlier day."))
        if times == 1 and first != last:
            self.add_error("times", _("Who bought once has the same first and last day."))
        return found

    @property
    def values(self) -> dict[str, float]:
        """Length, recency, frequency and money."""
        found = self.cleaned_data
        return {
            "length": (found["last"] - found["first"]).days,
            "recency": (self.reader.reference - found["last"]).days,
            "frequency": found["times"],
            "monetary": found["money"],
        }
