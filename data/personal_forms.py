"""Forms of the pages of personal data."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from data.contacts import normal

PURPOSES = (
    ("nik", _("Population number (NIK)")),
    ("nib", _("Business number (NIB)")),
    ("phone", _("Phone")),
    ("name", _("Full name of the owner")),
)
DIGITS = {"nik": 16, "nib": 13}


class SearchForm(forms.Form):
    """Sent by POST: an address with a person's number in it would stay in histories and logs."""

    purpose = forms.ChoiceField(label=_("Search by"), choices=PURPOSES)
    text = forms.CharField(
        label=_("Value"), max_length=200, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )

    def clean(self) -> dict[str, Any]:
        purpose, text = self.cleaned_data.get("purpose"), self.cleaned_data.get("text")
        if purpose and text:
            value = normal(text, purpose)
            if not value:
                self.add_error(
                    "text", _("Nothing in this value can be searched. Check it and type it again.")
                )
            elif purpose in DIGITS and len(value) != DIGITS[purpose]:
                message = _("This number has %(n)s digits, not %(wanted)s. Check it and type it again.")
                self.add_error("text", message % {"n": len(value), "wanted": DIGITS[purpose]})
        return self.cleaned_data


class ChosenForm(forms.Form):
    """Contacts ticked in a result."""

    contact = forms.TypedMultipleChoiceField(coerce=int, widget=forms.MultipleHiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        given = self.data.getlist("contact") if hasattr(self.data, "getlist") else []
        ids = [one for one in given if one.isdecimal() and len(one) <= 18]
        self.fields["contact"].choices = [(one, one) for one in ids]  # type: ignore[attr-defined]


class ExportForm(ChosenForm):
    """A copy of what is held, and why it is made."""

    reason = forms.CharField(
        label=_("Reason"), max_length=180, help_text=_("For example the date of the request.")
    )
    form = forms.ChoiceField(label=_("Form"), choices=(("xlsx", "XLSX"), ("json", "JSON")))


class EraseForm(ChosenForm):
    """An erasure cannot be undone, so it is asked for twice."""

    reason = forms.CharField(
        label=_("Reason"), max_length=180, help_text=_("For example the date of the request.")
    )
    sure = forms.BooleanField(
        label=_("I have checked that this is the person who asked. An erasure cannot be undone.")
    )
