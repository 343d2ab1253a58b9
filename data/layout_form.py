"""Form of the second step: where the table lies in the file, pre-filled with the reader's guesses."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from core.formats import integer
from data.models import Dataset
from data.reading import spaces
from data.widgets import Checkboxes

ENCODINGS = {
    "utf-8": "UTF-8",
    "utf-8-sig": "UTF-8 (BOM)",
    "cp1252": "Windows-1252",
    "iso-8859-1": "ISO-8859-1 (Latin-1)",
    "utf-16": "UTF-16",
}
# words instead of the signs themselves: a tab does not survive every browser and proxy
DELIMITERS = {"comma": ",", "semicolon": ";", "tab": "\t", "bar": "|", "spaces": spaces.DELIMITER}
DELIMITER_LABELS = (
    ("comma", gettext_lazy("comma ,")),
    ("semicolon", gettext_lazy("semicolon ;")),
    ("tab", gettext_lazy("tab")),
    ("bar", gettext_lazy("bar |")),
    ("spaces", gettext_lazy("spaces, one or more")),
)
HEADER_ROWS = ((0, gettext_lazy("no header row")), (1, "1"), (2, "2"), (3, "3"))
TEXT_FORMATS = frozenset({"csv", "tsv"})
SHEET_FORMATS = frozenset({"xlsx", "xls", "ods"})
MOST_TITLE_ROWS = 200


class LayoutForm(forms.Form):
    """Sheets, header, encoding and delimiter: only the fields that this format of file has."""

    sheets = forms.MultipleChoiceField(
        label=gettext_lazy("Sheets"),
        widget=Checkboxes,
        help_text=gettext_lazy("Sheets with the same headers go in together."),
        error_messages={"required": gettext_lazy("Choose at least one sheet.")},
    )
    header_row = forms.IntegerField(
        label=gettext_lazy("Row of the headers"),
        min_value=1,
        max_value=MOST_TITLE_ROWS,
        help_text=gettext_lazy("Without a header row: the first row of the table."),
    )
    header_rows = forms.TypedChoiceField(
        label=gettext_lazy("Rows that make up the headers"), coerce=int, choices=HEADER_ROWS
    )
    encoding = forms.ChoiceField(label=gettext_lazy("Character set"))
    delimiter = forms.ChoiceField(label=gettext_lazy("Sign between the columns"), choices=DELIMITER_LABELS)

    def __init__(self, dataset: Dataset, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.dataset = dataset
        self.now: dict[str, Any] = dataset.layout or dataset.guess.get("layout", {})
        self._keep_fields()
        words = {sign: word for word, sign in DELIMITERS.items()}
        self.initial = {name: self.now[name] for name in self.fields if name in self.now}
        self.initial["delimiter"] = words.get(self.now.get("delimiter", ""))

    def _keep_fields(self) -> None:
        """Drop what this format does not have, and fill the choices from the file."""
        file_format = self.now.get("format", "")
        sheets = self.dataset.guess.get("sheets", [])
        if file_format not in SHEET_FORMATS or len(sheets) < 2:
            del self.fields["sheets"]
        else:
            choices = [(sheet["name"], sheet_label(sheet)) for sheet in sheets]
            self.fields["sheets"].choices = choices  # type: ignore[attr-defined]
        if file_format not in TEXT_FORMATS:
            del self.fields["encoding"], self.fields["delimiter"]
        else:
            guessed = self.now.get("encoding", "utf-8")
            known = {guessed: guessed, **ENCODINGS}
            self.fields["encoding"].choices = list(known.items())  # type: ignore[attr-defined]
        if file_format not in TEXT_FORMATS | SHEET_FORMATS:
            del self.fields["header_row"], self.fields["header_rows"]

    @property
    def rows(self) -> list[dict[str, Any]]:
        """Each field with the reason of its guess (translated by the page), for the template."""
        reasons = self.dataset.guess.get("reasons", {})
        return [{"field": self[name], "why": reasons.get(name, "")} for name in self.fields]

    @property
    def layout(self) -> dict[str, Any]:
        """The chosen layout in the reader's form (data.reading.layout.Layout as JSON)."""
        chosen = {name: self.cleaned_data[name] for name in self.fields}
        if "delimiter" in chosen:
            chosen["delimiter"] = DELIMITERS[chosen["delimiter"]]
        if chosen.get("header_row") != self.now.get("header_row"):
            chosen |= {"header_row_of": [], "number_row": False}  # guesses that went with the other row
        if chosen.get("header_rows") == 0:
            chosen["number_row"] = False  # what is below no header numbers nothing
        return {**self.now, **chosen}

    @property
    def is_new(self) -> bool:
        """Whether the file must be read again."""
        return any(self.layout[name] != self.now.get(name) for name in self.fields)


def sheet_label(sheet: dict[str, Any]) -> str:
    """ "Ciputat – 23 rows" """
    rows = int(sheet.get("rows", 0))
    counted = ngettext("%(n)s row", "%(n)s rows", rows) % {"n": integer(rows)}
    return _("%(name)s – %(rows)s") % {"name": sheet["name"], "rows": counted}
