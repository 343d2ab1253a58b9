"""Forms of saved views and of their schedules."""

from datetime import time
from typing import Any

from django import forms
from django.conf import settings
from django.utils.dates import WEEKDAYS
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from core.formats import is_indonesian
from data.widgets import Checkboxes, Radios

from .models import Schedule
from .schedule_times import LAST_DAY
from .schedule_words import person_words
from .schedules import MOST_RECIPIENTS, Rule
from .view_words import NAME_LENGTH

OWN, SHARED = "own", "shared"


class ViewForm(forms.Form):
    """Name and who sees it; `newest` only where the address names a year or a day that is shown anyway."""

    name = forms.CharField(
        label=_("Name"),
        max_length=NAME_LENGTH,
        error_messages={"required": _("Give the view a name.")},
    )
    seen_by = forms.ChoiceField(
        label=_("Who sees it in the list"),
        choices=[(OWN, _("only I")), (SHARED, _("everyone here, each within what they may see"))],
        initial=OWN,
        widget=Radios,
    )
    newest = forms.BooleanField(
        required=False,
        initial=True,
        widget=forms.CheckboxInput({"class": "form-check-input"}),
    )

    def __init__(self, *args: Any, newest: str = "", **kwargs: Any) -> None:
        """newest: what it would follow, in words."""
        super().__init__(*args, **kwargs)
        if newest:
            self.fields["newest"].label = newest
        else:
            del self.fields["newest"]

    @property
    def is_shared(self) -> bool:
        return bool(self.cleaned_data["seen_by"] == SHARED)


class Recipients(forms.ModelMultipleChoiceField):
    """People, each with their role: two may have one name, and the role says what they will get."""

    def label_from_instance(self, obj: Any) -> str:
        return person_words(obj)


class ScheduleForm(forms.Form):
    """When, how and to whom. people: whom this person may choose; without a choice there is no field."""

    every = forms.ChoiceField(
        label=_("How often"), choices=Schedule.Every.choices, initial="week", widget=Radios
    )
    weekday = forms.TypedChoiceField(label=_("Day of the week"), choices=list(WEEKDAYS.items()), coerce=int)
    day = forms.TypedChoiceField(
        label=_("Day of the month"), choices=[(one, one) for one in range(1, LAST_DAY + 1)], coerce=int
    )
    hour = forms.TypedChoiceField(label=_("Hour"), coerce=int, initial=7)
    format = forms.ChoiceField(
        label=_("Attached as"),
        choices=[("pdf", _("PDF – to read and print")), ("xlsx", _("Excel – the tables with their numbers"))],
        initial="pdf",
        widget=Radios,
    )
    language = forms.ChoiceField(label=_("Language of the mail"), choices=settings.LANGUAGES, widget=Radios)
    recipients: Any = Recipients(
        label=_("To whom"),
        queryset=None,
        widget=Checkboxes,
        help_text=_("Everybody gets what they themselves may see."),
        error_messages={
            "required": _("Choose at least one person."),
            "invalid_choice": _("This person may not sign in, or may not open this page. Choose again."),
        },
    )

    def __init__(self, people: Any, user: Any, zone_name: str, *args: Any, **kwargs: Any) -> None:
        kwargs["initial"] = {"language": _language(), "recipients": [user.pk], **kwargs.get("initial", {})}
        super().__init__(*args, **kwargs)
        hours: Any = self.fields["hour"]
        sign = "." if is_indonesian() else ":"
        hours.choices = [(one, f"{time(one):%H}{sign}00 {zone_name}") for one in range(24)]
        recipients: Any = self.fields["recipients"]
        recipients.queryset = people
        if list(people) == [user]:
            del self.fields["recipients"]

    def clean_recipients(self) -> Any:
        people = self.cleaned_data["recipients"]
        if len(people) > MOST_RECIPIENTS:
            text = _("A schedule can have %(n)s people at most.")
            raise forms.ValidationError(text % {"n": MOST_RECIPIENTS})
        return people

    def rule(self) -> Rule:
        """What was chosen, as the schedule keeps it."""
        names = ("every", "weekday", "day", "hour", "format", "language")
        return Rule(**{name: self.cleaned_data[name] for name in names})

    def people(self, user: Any) -> list[Any]:
        """Those chosen; the person alone where there was nobody else to choose."""
        return list(self.cleaned_data.get("recipients", [user]))


def _language() -> str:
    return (get_language() or "id").partition("-")[0]
