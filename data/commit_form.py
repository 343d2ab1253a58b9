"""Form of the fifth step: what to do with the file now that every row is checked."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from core.formats import integer
from data.editions import Key, Refused
from data.kinds import kind
from data.models import Dataset
from data.receiving import Period
from data.refusals import said
from data.widgets import Radios

GOOD = "good"
CANCEL = "cancel"  # a file that looks like one that is shown: nothing is imported


class CommitForm(forms.Form):
    """Two questions, each asked only where it arises: wrong rows, and an edition that is already there.

    Wrong rows are answered by the button that imports (`good_rows` is its text): without them there is
    nothing else to import, and all or nothing would be refused each time.
    """

    rows = forms.ChoiceField(
        label=gettext_lazy("Wrong rows"),
        choices=[(GOOD, gettext_lazy("Only the good rows"))],
        error_messages={
            "required": gettext_lazy("Import the good rows only, or correct the file and upload it again."),
            "invalid_choice": gettext_lazy(
                "Import the good rows only, or correct the file and upload it again."
            ),
        },
    )
    mode = forms.ChoiceField(
        label=gettext_lazy("There is already an edition for this period. What should happen to it?"),
        widget=Radios,
        error_messages={"required": gettext_lazy("Choose whether to add to the edition or to replace it.")},
    )

    def __init__(self, dataset: Dataset, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        counts = dataset.report.get("counts", {})
        self.good_rows = _good_rows(counts)
        if not counts.get("rejected") or not counts.get("accepted"):
            del self.fields["rows"]
        edition = Key.of(dataset).current()
        if edition is None or not edition.datasets.exists():
            del self.fields["mode"]
        else:
            has_areas = not kind(dataset.kind).columnar
            choices = _mode_choices(edition, dataset.report.get("looks_like", ""), has_areas)
            self.fields["mode"].choices = choices  # type: ignore[attr-defined]
            # such a file must be decided on by a person, never by what was pre-filled
            is_doubtful = dataset.report.get("covers_fewer") or dataset.report.get("looks_like")
            self.fields["mode"].initial = None if is_doubtful else "replace"

    @property
    def mode_chosen(self) -> str:
        return str(self.cleaned_data.get("mode") or "replace")

    @property
    def accepts_good_rows(self) -> bool:
        return self.cleaned_data.get("rows") == GOOD


class PeriodForm(forms.Form):
    """The period of a file whose days are known only now."""

    period = forms.CharField(
        label=gettext_lazy("Period"),
        help_text=gettext_lazy("A year such as 2023, or two days such as 2023-07-01..2023-12-31."),
        error_messages={"required": gettext_lazy("Say which year or days the file is about.")},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def clean_period(self) -> Period:
        try:
            return Period.parse(self.cleaned_data["period"])
        except Refused as refused:
            raise forms.ValidationError(said(refused)) from refused


def _good_rows(counts: dict[str, int]) -> str:
    """ "Import only the good rows (4; 1 stays out)" """
    good = ngettext(
        "Import only the good rows (%(good)s; %(wrong)s stays out)",
        "Import only the good rows (%(good)s; %(wrong)s stay out)",
        counts.get("rejected", 0),
    )
    return good % {
        "good": integer(counts.get("accepted", 0)),
        "wrong": integer(counts.get("rejected", 0)),
    }


def _mode_choices(edition: Any, looks_like: str, has_areas: bool) -> list[tuple[str, str]]:
    known = {"edition": str(edition), "file": looks_like}
    text = (
        _("Add this file to it: the areas and rows of %(edition)s stay.")
        if has_areas
        else _("Add this file to it: the rows of %(edition)s stay.")
    )
    add = ("add", text % known)
    replace = (
        "replace",
        _("Replace it: only this file counts now. %(edition)s stays in the history.") % known,
    )
    if not looks_like:
        return [add, replace]
    same = _("They are the same rows: keep %(file)s and discard this upload.") % known
    return [(CANCEL, same), replace, ("add", _("They are other rows: add this file to %(edition)s.") % known)]
