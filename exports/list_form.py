"""The form that asks for a list as a file: in which format, with whom in it, and what for."""

from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.formats import integer
from core.texts import is_kept
from data.widgets import Radios

from .list_kinds import ListKind

FORMATS = {
    "csv": gettext_lazy("CSV – for any program, of any length"),
    "xlsx": gettext_lazy("Excel – with widths, filters and a printed heading"),
}
# a workbook of 300,000 rows takes a spreadsheet some 500 MB to open; a sheet ends at 1,048,576
MOST_SHEET_ROWS = 300_000
OTHER = "other"
LONGEST_PURPOSE = 200


class ListFileForm(forms.Form):
    """Format, contacts (only for who may read them) and purpose. `purpose_text` is what is kept of it."""

    format = forms.ChoiceField(
        label=gettext_lazy("Format"), choices=list(FORMATS.items()), initial="csv", widget=Radios,
        error_messages={"invalid_choice": gettext_lazy("There is no such format. Choose one of these.")},
    )  # fmt: skip
    contacts = forms.BooleanField(required=False, widget=forms.CheckboxInput({"class": "form-check-input"}))
    purpose = forms.ChoiceField(
        label=gettext_lazy("What is it for?"),
        help_text=gettext_lazy("It is written into the file with your name, and into the log."),
        widget=Radios,
        error_messages={
            "required": gettext_lazy("Say what the list is for."),
            "invalid_choice": gettext_lazy("Choose one of these purposes, or write your own."),
        },
    )
    other = forms.CharField(
        label=gettext_lazy("Another purpose, in your own words"),
        required=False,
        max_length=LONGEST_PURPOSE,
        widget=forms.TextInput({"autocomplete": "off"}),
    )

    def __init__(
        self, kind: ListKind, data: Any = None, *, rows: int, with_contacts: bool, format: str = ""
    ) -> None:
        super().__init__(data, initial={"format": format if format in FORMATS else "csv"})
        self.kind, self.rows = kind, rows
        self.fields["contacts"].label = kind.contacts
        if self.is_long:
            self.initial["format"], self.fields["format"].help_text = "csv", self.too_long
        purpose: Any = self.fields["purpose"]
        purpose.choices = [(key, capfirst(_(text))) for key, text in kind.purposes.items()]
        purpose.choices += [(OTHER, _("Another purpose"))]
        if not with_contacts:
            del self.fields["contacts"]

    def clean_format(self) -> str:
        """A workbook that is too long for a spreadsheet is refused with advice."""
        chosen = str(self.cleaned_data["format"])
        if chosen == "xlsx" and self.is_long:
            raise forms.ValidationError(self.too_long)
        return chosen

    def clean_other(self) -> str:
        """On one line, without what nobody sees: blanks of any kind are no purpose."""
        words = "".join(sign if sign.isprintable() else " " for sign in self.cleaned_data["other"])
        plain = " ".join(words.split())
        if is_kept(plain):  # it would be read as a text of ours, and show other words, or none
            raise forms.ValidationError(_("Write what the list is for, in plain words."))
        return plain

    def clean(self) -> dict[str, Any]:
        if self.cleaned_data.get("purpose") == OTHER and self.cleaned_data.get("other") == "":
            self.add_error("other", _("Write what the list is for."))
        return self.cleaned_data

    @property
    def is_long(self) -> bool:
        """Whether it is too long for a workbook."""
        return self.rows > MOST_SHEET_ROWS

    @property
    def too_long(self) -> str:
        return _(self.kind.too_long) % {"n": integer(self.rows), "most": integer(MOST_SHEET_ROWS)}

    @property
    def with_contacts(self) -> bool:
        return bool(self.cleaned_data.get("contacts"))

    @property
    def purpose_text(self) -> str:
        chosen = self.cleaned_data["purpose"]
        return str(self.cleaned_data["other"] if chosen == OTHER else self.kind.purposes[chosen])
