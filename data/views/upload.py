"""Data → Upload: the first step. Which kind of file, then the file and what is known about it."""

from contextlib import suppress
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from core.pages import ADMINS
from core.roles import allow
from core.views import page
from data import importing
from data.kinds import Kind, all_kinds
from data.models import Dataset
from data.upload_forms import UploadForm, pasted_text

from .steps import first_step


@allow(ADMINS)
def upload(request: HttpRequest) -> HttpResponse:
    kind = all_kinds().get(request.GET.get("kind", ""))
    if kind is None:
        return page(request, "upload", heading=_("What do you want to upload?"), kinds=all_kinds().values())
    before = _pasted_before(request, kind)
    form = UploadForm(kind, request.POST or None, request.FILES or None, initial=_known(request, before))
    if request.method == "POST" and form.is_valid() and (dataset := form.receive(request.user)):
        _replace(before, request.user)
        _say_taken(request, form.cleaned_data["series"].strip(), dataset.series)
        return redirect("dataset", dataset.pk)
    return page(
        request,
        "upload",
        heading=_("Upload: %(kind)s") % {"kind": kind.label},
        kind=kind,
        form=form,
        more=_later(form, kind),
        steps=first_step(),
        status=422 if form.is_bound else 200,
    )


def _pasted_before(request: HttpRequest, kind: Kind) -> Dataset | None:
    """The pasted rows that the person came back to change."""
    number = request.GET.get("pasted", "")
    if not (number.isascii() and number.isdigit() and len(number) < 19):
        return None
    return Dataset.objects.select_related("region").filter(pk=number, kind=kind.key).first()


def _known(request: HttpRequest, before: Dataset | None) -> dict[str, str]:
    """What the page that sent the person here knew already ("upload the corrected file")."""
    known = {name: request.GET[name] for name in ("region", "period", "series") if request.GET.get(name)}
    if before is None:
        return known
    return {
        "pasted": pasted_text(before),
        "region": before.region.slug,
        "period": before.period_label,
        "series": before.series,
        "definition": before.definition,
        "source": before.source,
    }


def _replace(before: Dataset | None, user: Any) -> None:
    """The changed rows take the place of those pasted before, unless these went on meanwhile."""
    if before is None or not pasted_text(before):
        return
    # imported or discarded by now, or just being imported: then both stay as they are
    with suppress(importing.Refused):
        importing.discard(before, user)


def _say_taken(request: HttpRequest, written: str, taken: str) -> None:
    """Another way of writing a known name is that name; the person must see it."""
    if written != taken:
        text = _("You wrote “%(written)s”. It is taken as “%(taken)s”, the name that is known here.")
        messages.warning(request, text % {"written": written, "taken": taken})


def _later(form: UploadForm, kind: Kind) -> list[str]:
    """Fields that most uploads leave alone: they wait behind "More"."""
    series = [] if kind.series or kind.series_label else ["series"]
    return [*series, "definition", "source"]
