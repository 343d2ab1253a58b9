"""Form of the third step of a table of customers: what each column is, with guesses filled in."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from core.formats import integer
from data.mapping_form import DATES, NUMBERS, is_confirmed
from data.models import Dataset
from data.widgets import Radios

from .attribute_columns import REPEATS, TYPES, Attribute, attributes_of, repeats_of
from .attribute_guess import CUSTOMER, DATE, NUMBER, PEOPLE
from .attribute_words import REPEAT_WORDS, TYPE_WORDS, WHY


class AttributesForm(forms.Form):
    """The type of each column, how its dates and numbers are written, and what repeated customers mean."""

    def __init__(self, dataset: Dataset, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.dataset = dataset
        self.attributes = attributes_of(dataset)
        self.is_guess = not is_confirmed(dataset)
        for one in self.attributes:
            self._add(one)
        self.fields["repeats"] = forms.ChoiceField(
            label=_("Rows of one and the same customer"),
            choices=REPEAT_WORDS,
            initial=repeats_of(dataset),
            widget=Radios,
            help_text=self._repeated(),
        )

    def _add(self, one: Attribute) -> None:
        types = [(key, TYPE_WORDS[key]) for key in TYPES]
        self.fields[f"{one.key}-type"] = _choice(_("Kind of value"), types, one.type)
        if one.type == DATE and DATE in one.ways:
            self.fields[f"{one.key}-dates"] = _choice(_("Dates are written"), DATES[1:], one.date.order)
        if one.type == NUMBER and NUMBER in one.ways:
            self.fields[f"{one.key}-numbers"] = _choice(_("Numbers are written"), NUMBERS[1:], one.signs)

    def _repeated(self) -> str:
        """How many rows the question is about."""
        found = next((one for one in self.attributes if one.type == CUSTOMER), None)
        if found is None:
            return ""
        return _("Rows whose customer number stands in an earlier row: %(n)s.") % {
            "n": integer(found.repeated)
        }

    @property
    def rows(self) -> Iterator[dict[str, Any]]:
        """For the template: each column with its fields, its values and what to look at."""
        seen = self.dataset.guess.get("answers", {})
        for one in self.attributes:
            form = f"{one.key}-dates" if one.type == DATE else f"{one.key}-numbers"
            yield {
                "column": one,
                "type": self[f"{one.key}-type"],
                "form": self[form] if form in self.fields else None,
                "examples": seen.get(one.key, []),
                "look": self.is_guess and not one.sure,
                "why": WHY.get(one.why, "") if self.is_guess else "",
            }

    @property
    def to_look_at(self) -> int:
        """How many guesses a person should look at."""
        return sum(not one.sure for one in self.attributes) if self.is_guess else 0

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        taken: dict[str, Attribute] = {}
        for one in self.attributes:
            chosen = cleaned.get(f"{one.key}-type")
            if chosen in taken:
                text = _("%(header)s is already chosen as this. Choose another kind here or there.")
                self.add_error(f"{one.key}-type", text % {"header": taken[chosen].header})
            elif chosen in (CUSTOMER, *PEOPLE):
                taken[chosen] = one
        if CUSTOMER not in taken and not self.errors:
            self.add_error(None, _("Choose the column that holds the customer number."))
        return cleaned

    @property
    def decisions(self) -> dict[str, Any]:
        """What was chosen, in the form of a decisions file: only what differs from the guess is kept."""
        before = self.dataset.decisions.get("columns", {})
        chosen = {one.header: self._decision(one) for one in self.attributes}
        decided = {header: {**before.get(header, {}), **one} for header, one in chosen.items() if one}
        repeats = self.cleaned_data.get("repeats") or REPEATS[0]
        return {"columns": {**before, **decided}, "repeats": repeats}

    def _decision(self, one: Attribute) -> dict[str, Any]:
        now = {"type": one.type, "dates": one.date.order, "numbers": one.signs}
        names = (name for name in now if f"{one.key}-{name}" in self.fields)
        chosen = {name: self.cleaned_data.get(f"{one.key}-{name}") or now[name] for name in names}
        return {name: value for name, value in chosen.items() if value != now[name]}


def _choice(label: str, choices: Any, initial: str) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=choices, initial=initial, required=False)
