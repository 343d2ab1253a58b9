"""Form of the third step: which header is which column. Guesses are pre-filled, marked, and confirmed."""

from collections.abc import Iterable, Iterator
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from data.kinds import Column, Kind, kind
from data.models import Dataset
from data.reading.header import is_made_up
from data.recognition import SHEET

EXAMPLES = 3
LONGEST_EXAMPLE = 20
WHY = {
    "exact": gettext_lazy("guess: the header says so"),
    "remembered": gettext_lazy("guess: so it was the last time"),
    "similar": gettext_lazy("guess: similar to a known header, please check"),
}
UNITS = ((1, gettext_lazy("single persons")), (1000, gettext_lazy("thousands (88.4 means 88,400)")))
# how dates and amounts are written, where the file does not show it or shows it wrongly
DATES = (
    ("", gettext_lazy("as the whole file shows")),
    ("dmy", gettext_lazy("day/month/year: 31/12/2023")),
    ("mdy", gettext_lazy("month/day/year: 12/31/2023")),
    ("ymd", gettext_lazy("year/month/day: 23/12/31")),
)
NUMBERS = (
    ("", gettext_lazy("as the whole file shows")),
    ("indonesian", gettext_lazy("a point before thousands: 1.234,5")),
    ("english", gettext_lazy("a comma before thousands: 1,234.5")),
)
WRITTEN = ("dates", "numbers")
# kinds whose publications often state numbers in thousands
KINDS_IN_THOUSANDS = frozenset({"population"})


class MappingForm(forms.Form):
    """One choice of header per column of the kind, the unit where the kind has one, and how dates and amounts
    are written."""

    def __init__(self, dataset: Dataset, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.dataset = dataset
        self.kind: Kind = kind(dataset.kind)
        self.headers: list[str] = list(dataset.guess.get("headers", []))
        self.by_year: dict[str, dict[str, str]] = dataset.guess.get("by_year", {})
        self.guessed: dict[str, str] = dataset.guess.get("mapping", {})
        self.now: dict[str, str] = dataset.mapping or self.guessed
        for column in self.kind.columns:
            self.fields[column.key] = self._field(column)
        options = dataset.decisions.get("options", {})
        for name, label, choices in _how_written(self.kind):
            asked = name in dataset.report.get("asks", ())
            self.fields[name] = forms.ChoiceField(
                label=label,
                # what the file does not show cannot be the answer
                choices=[("", _("Choose …")), *choices[1:]] if asked else choices,
                initial=options.get(name, ""),
                required=asked,
                error_messages={"required": _("Say how they are written: the file does not show it.")},
            )
        if self.kind.key in KINDS_IN_THOUSANDS:
            self.fields["unit"] = forms.TypedChoiceField(
                label=_("The numbers are"), choices=UNITS, coerce=int, initial=options.get("unit", 1)
            )

    def _field(self, column: Column) -> forms.ChoiceField:
        return forms.ChoiceField(
            label=column.label,
            required=column.required,
            initial=self.now.get(column.key, ""),
            choices=self._choices(column),
            error_messages={"required": _("Choose the header that holds this.")},
        )

    def _choices(self, column: Column) -> list[Any]:
        years = self.by_year.get(column.key, {})
        choices: list[Any] = [("", _("Not in this file"))]
        if column.type == "area" and self.dataset.layout.get("sheets"):
            choices.append((SHEET, _("The name of the sheet")))
        others = [(header, self._told(header)) for header in self.headers if header not in years.values()]
        if not years:
            return choices + others
        by_year = [(header, f"{year}: {header}") for year, header in years.items()]
        return [*choices, (_("One column per year"), by_year), (_("Columns of the file"), others)]

    def _told(self, header: str) -> str:
        """A header as a choice; the number of a column that has none says nothing, so its first values do."""
        values = self._examples(header, personal=False) if is_made_up(header) else []
        shown = ", ".join(value[:LONGEST_EXAMPLE] for value in values)
        return f"{header}: {shown}" if shown else header

    @property
    def rows(self) -> list[dict[str, Any]]:
        """For the template: each column with its field, why it was guessed, its years and example values."""
        return [self._row(column) for column in self.kind.columns]

    def _row(self, column: Column) -> dict[str, Any]:
        header = self[column.key].value() or ""
        is_guess = header and self.guessed.get(column.key) == header and not is_confirmed(self.dataset)
        why = self.dataset.guess.get("mapping_why", {}).get(column.key, "")
        return {
            "column": column,
            "field": self[column.key],
            "why": WHY.get(why, "") if is_guess else "",
            "years": list(self.by_year.get(column.key, {})),
            "examples": self._examples(header, column.sensitivity == "personal"),
        }

    def _examples(self, header: str, personal: bool) -> list[str]:
        if header == SHEET:
            return list(self.dataset.layout.get("sheets", []))[:EXAMPLES]
        if header not in self.headers:
            return []
        place = self.headers.index(header) + 1
        rows = self.dataset.guess.get("preview", {}).get("rows", [])
        values = [str(row[place]) for row in rows if len(row) > place and str(row[place]).strip()]
        distinct = list(dict.fromkeys(values))[:EXAMPLES]
        return [masked(value) for value in distinct] if personal else distinct

    @property
    def how_written(self) -> list[Any]:
        """The questions of how dates and amounts are written."""
        return [self[name] for name in WRITTEN if name in self.fields]

    @property
    def is_asked(self) -> bool:
        """Whether the file could not be checked before one of them is answered."""
        return bool(self.dataset.report.get("asks"))

    @property
    def not_imported(self) -> list[str]:
        """Headers that no column uses; the other years of a chosen column are among them."""
        used = {self[column.key].value() for column in self.kind.columns}
        return [header for header in self.headers if header not in used]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        seen: dict[str, Column] = {}
        for column in self.kind.columns:
            header = cleaned.get(column.key)
            if header and header in seen:
                message = _(
                    "%(header)s is already chosen for %(other)s. Choose another header here or there."
                )
                self.add_error(column.key, message % {"header": header, "other": seen[header].label})
            elif header:
                seen[header] = column
        self._check_groups({column.key for column in seen.values()})
        return cleaned

    def _check_groups(self, chosen: set[str]) -> None:
        for group in self.kind.requires:
            if not chosen & set(group) and not self.errors.keys() & set(group):
                labels = ", ".join(str(self.kind.column(key).label) for key in group)
                self.add_error(group[0], _("Choose at least one of these: %(labels)s.") % {"labels": labels})

    @property
    def mapping(self) -> dict[str, str]:
        return {c.key: self.cleaned_data[c.key] for c in self.kind.columns if self.cleaned_data.get(c.key)}

    @property
    def options(self) -> dict[str, Any]:
        """What goes with the mapping: the unit, and the year chosen where a file holds several."""
        options = {"unit": self.cleaned_data["unit"]} if "unit" in self.fields else {}
        options |= {name: self.cleaned_data[name] for name in WRITTEN if name in self.fields}
        for key, years in self.by_year.items():
            year = next((year for year, header in years.items() if header == self.mapping.get(key)), None)
            if year:
                options[f"{key}_year"] = int(year)
        return options


def _how_written(kind: Kind) -> Iterator[tuple[str, Any, Any]]:
    if any(column.type == "date" for column in kind.columns):
        yield "dates", _("Dates are written"), DATES
    if any(column.is_money for column in kind.columns):
        yield "numbers", _("Amounts are written"), NUMBERS


def is_confirmed(dataset: Dataset) -> bool:
    """Whether a person has confirmed the columns; until then the mapping is the reader's guess."""
    return "options" in dataset.decisions


def masked(value: str) -> str:
    """The first letters of a personal value: enough to recognise its column, not the person.

    What was masked when it was stored stays as it is.
    """
    if "*" in value:
        return value
    return value[:2] + "•" * min(6, max(0, len(value) - 2))


def masked_preview(dataset: Dataset, columns: Iterable[Column]) -> dict[str, Any]:
    """The preview with the cells of personal columns masked: headers, rows, before."""
    preview = dataset.guess.get("preview", {})
    mapping = dataset.mapping or dataset.guess.get("mapping", {})
    hidden = {mapping.get(column.key) for column in columns}
    places = {place for place, header in enumerate(preview.get("headers", []), start=1) if header in hidden}
    rows = [
        [masked(str(cell)) if place in places else cell for place, cell in enumerate(row)]
        for row in preview.get("rows", [])
    ]
    return {**preview, "rows": rows, "is_masked": bool(places) or bool(preview.get("is_masked"))}
