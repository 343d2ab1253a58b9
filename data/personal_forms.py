"""Forms of the pages of personal data."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from data.contacts import HASHED, hash_value, normal
from data.erasure_ledger import Hashes

PURPOSES = (
    ("nik", _("Population number (NIK)")),
    ("nib", _("Business number (NIB)")),
    ("phone", _("Phone")),
    ("name", _("Full name of the owner")),
)
DIGITS = {"nik": 16, "nib": 13}
WRONG_LENGTH = _("This number has %(n)s digits, not %(wanted)s. Check it and type it again.")
TOO_LITTLE = _("Too little to tell a person by. Give the NIK, the NIB, or name and phone.")


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
                self.add_error("text", WRONG_LENGTH % {"n": len(value), "wanted": DIGITS[purpose]})
        return self.cleaned_data


class FilesForm(forms.Form):
    """Who is looked for in the stored files: enough to tell one person from another."""

    nik = forms.CharField(label=PURPOSES[0][1], max_length=40, required=False)
    nib = forms.CharField(label=PURPOSES[1][1], max_length=40, required=False)
    name = forms.CharField(label=PURPOSES[3][1], max_length=200, required=False)
    phone = forms.CharField(label=PURPOSES[2][1], max_length=40, required=False)

    def __init__(self, data: Any = None, **kwargs: Any) -> None:
        # both forms stand on one page
        super().__init__(data, auto_id="files_%s", **kwargs)
        for field in self.fields.values():
            field.widget.attrs["autocomplete"] = "off"

    def clean(self) -> dict[str, Any]:
        known = {what for what in HASHED if normal(self.cleaned_data.get(what) or "", what)}
        for what, wanted in DIGITS.items():
            value = normal(self.cleaned_data.get(what) or "", what)
            if value and len(value) != wanted:
                self.add_error(what, WRONG_LENGTH % {"n": len(value), "wanted": wanted})
        if not known & {"nik", "nib"} and not {"name", "phone"} <= known:
            raise forms.ValidationError(TOO_LITTLE)
        return self.cleaned_data

    @property
    def person(self) -> Hashes:
        """Keyed hashes of who was written; what was left empty is None."""
        told = {what: self.cleaned_data.get(what) or "" for what in HASHED}
        name, phone, nik, nib = (hash_value(told[what], what) for what in HASHED)
        return name, phone, nik, nib


class ErasureForm(forms.Form):
    """An erasure cannot be undone, so it is asked for twice."""

    reason = forms.CharField(
        label=_("Reason"), max_length=180, help_text=_("For example the date of the request.")
    )
    sure = forms.BooleanField(
        label=_("I have checked that this is the person who asked. An erasure cannot be undone.")
    )


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


class EraseForm(ErasureForm, ChosenForm):
    """The erasure of contacts ticked in a result."""
