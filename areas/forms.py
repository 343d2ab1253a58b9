"""The form of one person: who they are, what they may do, and where they work."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accounts import people
from accounts.models import User

from . import queries
from .models import Area, BoundarySet

AREA_FIELD = "areas_"


@dataclass(frozen=True)
class RegionAreas:
    """The fields of one region's sets of borders: those in force, and the former ones."""

    name: str
    current: list[forms.BoundField]
    former: list[forms.BoundField]
    chosen: int
    is_wrong: bool


class PersonForm(forms.Form):
    """Without `person` it makes one. Each set of borders has its own field of work areas."""

    email = forms.EmailField(label=_("Email address"), max_length=254)
    name = forms.CharField(label=_("Name"), max_length=120, required=False)
    role = forms.ChoiceField(label=_("Role"), choices=User.Role.choices, initial=User.Role.SALES)
    is_active = forms.BooleanField(
        label=_("May sign in"),
        required=False,
        initial=True,
        help_text=_("Untick it to close the account. Nothing is lost."),
    )
    password = forms.CharField(
        label=_("Password"),
        required=False,
        strip=False,
        widget=forms.TextInput(attrs={"autocomplete": "new-password", "spellcheck": "false"}),
    )

    def __init__(self, *args: Any, person: User | None = None, **kwargs: Any) -> None:
        self.person = person
        if person is not None:
            kwargs["initial"] = {
                name: getattr(person, name) for name in ("email", "name", "role", "is_active")
            }
        super().__init__(*args, **kwargs)
        self.fields["password"].help_text = (
            _("Leave empty to keep the present one. A new one ends all the person's sessions.")
            if person is not None
            else _("Leave empty and the system makes one, which is shown once.")
        )
        self._add_area_fields()

    def _add_area_fields(self) -> None:
        held: set[int] = set()
        if self.person is not None:
            held = set(queries.work_areas(self.person).values_list("pk", flat=True))
        by_set: dict[BoundarySet, list[Area]] = {}
        for area in queries.choosable_areas():
            # villages are many: they are offered where the person has one already
            if area.level < Area.Level.VILLAGE or area.pk in held:
                by_set.setdefault(area.boundary_set, []).append(area)
        for boundary_set, areas in by_set.items():
            self.fields[f"{AREA_FIELD}{boundary_set.pk}"] = forms.TypedMultipleChoiceField(
                label=_("Work areas: %(set)s") % {"set": boundary_set},
                choices=[(area.pk, _path(area)) for area in areas],
                coerce=int,
                required=False,
                initial=[area.pk for area in areas if area.pk in held],
                widget=forms.CheckboxSelectMultiple({"class": "form-check-input"}),
            )
        self._sets = list(by_set)

    @property
    def own_fields(self) -> list[forms.BoundField]:
        """The fields about the person, without the work areas."""
        return [self[name] for name in self.fields if not name.startswith(AREA_FIELD)]

    @property
    def regions(self) -> list[RegionAreas]:
        """Work areas by region: the office's own first, which was there before any other was tried out."""
        by_region: dict[int, list[BoundarySet]] = {}
        for one in self._sets:
            by_region.setdefault(one.region_id, []).append(one)
        return [self._region_areas(by_region[pk]) for pk in sorted(by_region)]

    def _region_areas(self, sets: list[BoundarySet]) -> RegionAreas:
        fields = {one.pk: self[f"{AREA_FIELD}{one.pk}"] for one in sets}
        now = [one.pk for one in sets if one.valid_to is None] or [sets[0].pk]
        return RegionAreas(
            name=sets[0].region.name,
            current=[fields[pk] for pk in now],
            former=[field for pk, field in fields.items() if pk not in now],
            chosen=sum(len(field.value() or ()) for field in fields.values()),
            is_wrong=any(field.errors for field in fields.values()),
        )

    def clean_email(self) -> str:
        return str(self.cleaned_data["email"]).strip().lower()

    def clean(self) -> dict[str, Any]:
        try:
            people.check_email(self.cleaned_data.get("email", ""), self.person)
        except ValidationError as error:
            self.add_error(None, error)
        password = self.cleaned_data.get("password")
        if password:
            who = self.person or User(
                email=self.cleaned_data.get("email", ""), name=self.cleaned_data.get("name", "")
            )
            try:
                validate_password(password, who)
            except ValidationError as error:
                self.add_error("password", error)
        return self.cleaned_data

    @property
    def chosen_areas(self) -> list[Area]:
        """Work areas of all sets together."""
        ids = [pk for name, value in self.cleaned_data.items() if name.startswith(AREA_FIELD) for pk in value]
        return list(Area.objects.filter(pk__in=ids).order_by("pk"))


def _path(area: Area) -> str:
    return f"{area.parent.name} › {area.name}" if area.parent else area.name
