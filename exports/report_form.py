"""The form that asks for the whole report: which pages, in which format."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from core.pages import SECTIONS, page_named
from data.widgets import Checkboxes, Radios

from .report import page_names

FORMATS = {
    "pdf": gettext_lazy("PDF – to read, print and send"),
    "xlsx": gettext_lazy("Excel – every figure’s table, with its numbers and their sources"),
    "pptx": gettext_lazy("PowerPoint – a slide for each figure, with charts that can be edited"),
}


class ReportForm(forms.Form):
    """Format and pages; `query` (the filters of the page it was opened from) is in the address."""

    format = forms.ChoiceField(
        label=gettext_lazy("Format"), choices=list(FORMATS.items()), initial="pdf", widget=Radios
    )
    pages = forms.MultipleChoiceField(
        label=gettext_lazy("Pages"),
        widget=Checkboxes,
        error_messages={
            "required": gettext_lazy("Choose at least one page."),
            "invalid_choice": gettext_lazy("Your role may not open one of these pages. Choose again."),
        },
    )

    def __init__(self, user: Any, data: Any = None, subject: str = "") -> None:
        """subject: what the page is on from which somebody came (core.pages.Page); its pages are
        chosen, all where it is none that is known."""
        super().__init__(data)
        names = page_names(user)
        pages: Any = self.fields["pages"]
        pages.choices = [(name, _title(name)) for name in names]
        of_subject = [name for name in names if subject and page_named(name).subject == subject]
        pages.initial = of_subject or names


def _title(name: str) -> str:
    """The page's name; those of the survey say so where the name does not."""
    page = page_named(name)
    section = str(SECTIONS[page.section])
    is_plain = page.section != "survey" or str(page.title).startswith(section)
    return str(page.title) if is_plain else f"{section}: {page.title}"
