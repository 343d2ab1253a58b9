"""Data → Files: what was uploaded, by whom, and where it stands."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.formats import integer
from core.pages import ADMIN, ANALYSTS
from core.roles import allow
from core.views import page
from data.kinds import all_kinds
from data.models import Dataset

FILES_PER_PAGE = 50
State = Dataset.State
FINISHED = (State.READY, State.FAILED, State.DISCARDED)


@allow(ANALYSTS)
def datasets(request: HttpRequest) -> HttpResponse:
    is_admin = getattr(request.user, "role", None) == ADMIN
    known = Dataset.objects.select_related("region", "created_by").prefetch_related("editions")
    under_way = [row(dataset, is_admin) for dataset in known.exclude(state__in=FINISHED)]
    state = request.GET.get("state", State.READY)
    state = state if state in FINISHED else State.READY
    finished = Paginator(known.filter(state=state), FILES_PER_PAGE).get_page(request.GET.get("page"))
    is_empty = not under_way and not Dataset.objects.exists()
    return page(
        request,
        "datasets",
        heading=_("No file has been uploaded yet") if is_empty else _heading(len(under_way)),
        under_way=under_way,
        finished=finished,
        rows=[row(dataset, is_admin) for dataset in finished],
        state=state,
        states=[(choice.value, choice.label) for choice in FINISHED],
        is_admin=is_admin,
        is_empty=is_empty,
    )


def _heading(under_way: int) -> str:
    if not under_way:
        return _("All files are finished")
    text = ngettext("%(n)s file is under way", "%(n)s files are under way", under_way)
    return text % {"n": integer(under_way)}


def row(dataset: Dataset, is_admin: bool) -> dict[str, Any]:
    """One line of the list."""
    counts = dataset.report.get("counts", {})
    opens = is_admin and dataset.state != State.DISCARDED
    return {
        "dataset": dataset,
        "href": reverse("dataset", args=[dataset.pk]) if opens else "",
        "kind": all_kinds()[dataset.kind].label,
        # of several shops, tables and surveys the name tells which
        "series": dataset.series if all_kinds()[dataset.kind].series_label else "",
        "rows": counts.get("accepted" if dataset.state == State.READY else "rows", dataset.guess.get("rows")),
        "is_shown": any(edition.is_current for edition in dataset.editions.all()),
    }
