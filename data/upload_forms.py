"""Form of the first step of an upload: the file, with what is known about it."""

import csv
import io
from typing import Any

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile, UploadedFile
from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, override

from areas.models import Region
from data import importing, known_names
from data.kinds import Kind
from data.models import Dataset
from data.refusals import said
from data.widgets import Offering, Radios

PASTED_ROWS = 50
MOST_PASTED = 100_000  # bytes
# kinds small enough to be pasted from a spreadsheet or typed
PASTED_KINDS = frozenset({"population"})
FILE_TYPES = ".xlsx,.xls,.ods,.csv,.tsv,.txt,.zip,.gz"
MAP_TYPES = ".geojson,.json,.zip"
NEW_REGION = "=new"
# checked by the browser too, so that nobody has to pick the file a second time
PERIOD = r"\s*(\d{4}(-\d\d)?|\d{4}-\d\d-\d\d\.\.\d{4}-\d\d-\d\d)\s*"


class UploadForm(forms.Form):
    """What a person says about a file before it is read."""

    file = forms.FileField(label=gettext_lazy("File"), required=False)
    pasted = forms.CharField(
        label=gettext_lazy("Or paste up to 50 rows"),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 5, "spellcheck": "false"}),
        help_text=gettext_lazy(
            "Copy the rows with their headers from a spreadsheet, or type them: one row per line, "
            "semicolons between the columns."
        ),
    )
    region = forms.ChoiceField(label=gettext_lazy("Region"), required=False)
    period = forms.CharField(
        label=gettext_lazy("Period"),
        help_text=gettext_lazy("A year such as 2023, or two days such as 2023-07-01..2023-12-31."),
        error_messages={"required": gettext_lazy("Say which year or days the file is about.")},
        widget=forms.TextInput(attrs={"autocomplete": "off", "pattern": PERIOD}),
    )
    series = forms.CharField(label=gettext_lazy("Series"), max_length=40, initial="main")
    new_region = forms.CharField(
        label=gettext_lazy("Name of a new region"),
        required=False,
        max_length=120,
        help_text=gettext_lazy("Only for a region that is not in the list yet, for example Kota Dumai."),
    )
    definition = forms.CharField(
        label=gettext_lazy("What is counted (optional)"),
        required=False,
        max_length=200,
        help_text=gettext_lazy("For example: all MSMEs with a business licence."),
    )
    source = forms.CharField(
        label=gettext_lazy("Source (optional)"),
        required=False,
        max_length=200,
        help_text=gettext_lazy("Who published it, and when. It is shown with the figures."),
    )

    def __init__(self, kind: Kind, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind = kind
        self.fields["file"].help_text = self._file_help()
        self.fields["file"].widget.attrs["accept"] = MAP_TYPES if self.is_map else FILE_TYPES
        self.fields["period"].widget.attrs["title"] = self.fields["period"].help_text
        if kind.key not in PASTED_KINDS:
            del self.fields["pasted"]
            self.fields["file"].widget.attrs["required"] = True
        if kind.series:
            self.fields["series"] = forms.ChoiceField(
                label=_("Basis"),
                choices=kind.series,
                widget=Radios,
                help_text=_("Never mix bases: the civil registry and the census count different people."),
                error_messages={
                    "required": _("Choose the basis. It stands in the title or the notes of the table.")
                },
            )
        elif kind.series_label:
            self.fields["series"].label = kind.series_label
            self.fields["series"].initial = ""
            self.fields["series"].help_text = kind.series_help or _(
                "The same name for every wave: then waves stand together."
            )
            self.fields["series"].widget = Offering(self._known_names(), {"maxlength": "40"})
            self.fields["series"].widget.is_required = True
        else:
            self.fields["series"].help_text = _("Leave it at main unless you keep two sources apart.")
        self._offer_regions()
        self.order_fields(["file", "pasted", "region", "new_region"])

    def _known_names(self) -> list[tuple[str, str]]:
        """(name, region) of all regions: which one is chosen in the same form."""
        return [(one, region.name) for region in Region.objects.all() for one in self._known(region)]

    def _known(self, region: Region) -> list[str]:
        return known_names.known(self.kind, region)

    def _file_help(self) -> str:
        if self.is_map:
            text = _("GeoJSON or a zipped shapefile, up to %(size)s MB.")
        else:
            text = _("Excel, OpenDocument, .csv, .tsv or .txt, also in a .zip or .gz; up to %(size)s MB.")
        return text % {"size": settings.UPLOAD_LIMIT_MB}

    def _offer_regions(self) -> None:
        regions = [(region.slug, region.name) for region in Region.objects.all()]
        if not regions:
            del self.fields["region"]
            self.fields["new_region"].label = _("Region")
            self.fields["new_region"].help_text = _("The city, regency or province, for example Kota Dumai.")
            self.fields["new_region"].widget.attrs["required"] = True
            return
        new = (NEW_REGION, _("A new region, named below"))
        self.fields["region"].choices = [("", _("Choose …")), *regions, new]  # type: ignore[attr-defined]
        self.fields["region"].widget.attrs["required"] = True
        self.fields["new_region"].widget.attrs |= {"data-chooses": "id_region", "data-chosen": NEW_REGION}
        if len(regions) == 1:
            self.initial.setdefault("region", regions[0][0])

    @property
    def is_map(self) -> bool:
        return any(column.type == "geometry" for column in self.kind.columns)

    def clean_file(self) -> UploadedFile | None:
        file: UploadedFile | None = self.cleaned_data.get("file")
        if file is not None and (file.size or 0) > settings.UPLOAD_LIMIT_MB * 1_000_000:
            text = _("This file is larger than %(size)s MB. Split it, or save it as .csv and zip it.")
            raise forms.ValidationError(text % {"size": settings.UPLOAD_LIMIT_MB})
        return file

    def clean_pasted(self) -> str:
        text: str = self.cleaned_data.get("pasted", "")
        rows = [line for line in text.splitlines() if line.strip()]
        if len(rows) > PASTED_ROWS + 1:
            message = ngettext(
                "%(n)s row is too many to paste. Save it as a file and upload the file.",
                "%(n)s rows are too many to paste. Save them as a file and upload the file.",
                len(rows) - 1,
            )
            raise forms.ValidationError(message % {"n": len(rows) - 1})
        if len(rows) == 1:
            raise forms.ValidationError(_("Paste the row of headers and at least one row below it."))
        return "\n".join(rows)

    def clean_period(self) -> Any:
        try:
            return importing.Period.parse(self.cleaned_data["period"])
        except importing.Refused as refused:
            raise forms.ValidationError(said(refused)) from refused

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        given = [name for name in ("file", "pasted") if cleaned.get(name)]
        if not given and not self.errors.keys() & {"file", "pasted"}:
            if "pasted" in self.fields:
                self.add_error("pasted", _("Paste or type the rows here, or choose a file."))
            else:
                self.add_error("file", _("Choose a file."))
        if len(given) == 2:
            self.add_error("pasted", _("Either choose a file or paste rows, not both. Empty one of them."))
        self._check_region(cleaned)
        return cleaned

    def _check_region(self, cleaned: dict[str, Any]) -> None:
        name, chosen = cleaned.get("new_region", "").strip(), cleaned.get("region")
        if name and not slugify(name):
            self.add_error("new_region", _("Write the name of the region in letters."))
        elif chosen == NEW_REGION and not name:
            self.add_error("new_region", _("Write the name of the new region."))
        elif name and chosen not in ("", None, NEW_REGION) and "region" in self.changed_data:
            # a region that was only pre-filled gives way to the name that was written
            self.add_error("new_region", _("Choose a region or name a new one, not both."))
        elif not name and not chosen and "region" not in self.errors:
            field = "region" if "region" in self.fields else "new_region"
            self.add_error(field, _("Say which region the file is about."))

    def receive(self, user: Any) -> Dataset | None:
        """Store the file and begin to read it; None, with an error in the form, where it is refused."""
        cleaned = self.cleaned_data
        file = cleaned.get("file") or pasted_file(cleaned["pasted"])
        try:
            with transaction.atomic():
                region = self._region()
                return importing.receive(
                    file,
                    name=str(file.name),
                    kind=self.kind.key,
                    region=region,
                    period=cleaned["period"],
                    series=self._series(region),
                    user=user,
                    definition=cleaned["definition"],
                    source=cleaned["source"],
                )
        except importing.Refused as refused:
            self.add_error(None, said(refused))
            return None

    def _series(self, region: Region) -> str:
        """A name that differs from a known one by case and spaces only is that one."""
        written = " ".join(str(self.cleaned_data["series"]).split())
        return known_names.same(written, self._known(region)) if self.kind.series_label else written

    def _region(self) -> Region:
        name = self.cleaned_data.get("new_region", "").strip()
        if not name:
            return Region.objects.get(slug=self.cleaned_data["region"])
        found = Region.objects.filter(slug=slugify(name)).first()
        return found or Region.objects.create(slug=slugify(name), name=name)


def pasted_file(text: str) -> SimpleUploadedFile:
    """Pasted or typed rows as a file: tabs come from a spreadsheet, semicolons from a keyboard."""
    delimiter = "\t" if "\t" in text else ";"
    rows = csv.reader(io.StringIO(text), delimiter=delimiter)
    written = io.StringIO()
    csv.writer(written, delimiter="\t", lineterminator="\n").writerows(
        [cell.strip() for cell in row] for row in rows
    )
    return SimpleUploadedFile(_("Pasted rows.tsv"), written.getvalue().encode())


def pasted_text(dataset: Dataset) -> str:
    """The rows of a dataset that was pasted, to go on with; "" where it was a file or is not kept."""
    names = {_in(language, "Pasted rows.tsv") for language, _name in settings.LANGUAGES}
    if dataset.kind not in PASTED_KINDS or dataset.file_name not in names or not dataset.original.is_file():
        return ""
    return dataset.original.read_bytes()[:MOST_PASTED].decode(errors="replace")


def _in(language: str, text: str) -> str:
    with override(language):
        return _(text)
