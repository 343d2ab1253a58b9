"""Fields in the look of our forms: groups of choices, whose errors lead to the first, and offered names."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString


class Radios(forms.RadioSelect):
    def __init__(self, attrs: dict[str, Any] | None = None, choices: Any = ()) -> None:
        super().__init__({"class": "form-check-input", **(attrs or {})}, choices)

    def id_for_label(self, id_: str, index: str | None = None) -> str:
        # Django gives a group no id of its own, and the error summary would link to nothing
        return super().id_for_label(id_, "0" if index is None else index)


class Checkboxes(forms.CheckboxSelectMultiple):
    def __init__(self, attrs: dict[str, Any] | None = None, choices: Any = ()) -> None:
        super().__init__({"class": "form-check-input", **(attrs or {})}, choices)

    def id_for_label(self, id_: str, index: str | None = None) -> str:
        return super().id_for_label(id_, "0" if index is None else index)


class Offering(forms.TextInput):
    """A text field that offers what is known (text, what it belongs to), and takes anything else too."""

    def __init__(self, offered: Sequence[tuple[str, str]], attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"autocomplete": "off", **(attrs or {})})
        self.offered = offered

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        if not self.offered:
            return super().render(name, value, attrs, renderer)
        place = f"known-{name}"
        field = super().render(name, value, {**(attrs or {}), "list": place}, renderer)
        options = format_html_join("", '<option value="{}">{}</option>', self.offered)
        return format_html('{}<datalist id="{}">{}</datalist>', field, place, options)
