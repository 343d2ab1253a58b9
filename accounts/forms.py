"""What of the log is shown."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from . import queries
from .events import label
from .models import User


class EventFilter(forms.Form):
    """Lives in the URL; every field may be empty."""

    action = forms.ChoiceField(label=_("Act"), required=False)
    person = forms.ModelChoiceField(
        label=_("Person"), queryset=User.objects.all(), required=False, empty_label=_("all")
    )
    first = forms.DateField(
        label=_("From"), required=False, widget=forms.DateInput({"type": "date"}, "%Y-%m-%d")
    )
    last = forms.DateField(
        label=_("Until"), required=False, widget=forms.DateInput({"type": "date"}, "%Y-%m-%d")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        found = [(action, label(action)) for action in queries.actions()]
        self.fields["action"].choices = [("", _("all")), *found]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        first, last = self.cleaned_data.get("first"), self.cleaned_data.get("last")
        if first and last and last < first:
            self.add_error("last", _("This day is before the first one. Choose a later day."))
        return self.cleaned_data
