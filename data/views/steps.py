"""The steps of an upload: which are open, which is shown, and what stands between a person and a step."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core import jobs
from core.models import Job
from core.pages import ADMINS
from core.roles import allow
from core.views import page
from data import importing, known_names
from data.kinds import Kind, kind
from data.mapping_form import is_confirmed
from data.models import Dataset, Edition
from data.refusals import said
from data.upload_forms import pasted_text

JOBS = ["read", "check", "import", "purge"]
State = Dataset.State
STEPS = (
    ("file", gettext_lazy("File")),
    ("layout", gettext_lazy("Layout")),
    ("columns", gettext_lazy("Columns")),
    ("names", gettext_lazy("Names")),
    ("check", gettext_lazy("Check")),
    ("result", gettext_lazy("Result")),
)
KEYS = [key for key, _title in STEPS]
# the furthest step that a state has reached
FURTHEST = {
    State.RECEIVED: "file",
    State.READING: "file",
    State.NEEDS_MAPPING: "columns",
    State.NEEDS_NAMES: "names",
    State.CHECKED: "check",
    State.IMPORTING: "result",
    State.READY: "result",
    State.FAILED: "result",
    State.DISCARDED: "result",
}
# what a ready dataset still shows: how it was checked; nothing of it can be changed
READ_ONLY = ["check", "result"]


def open_steps(dataset: Dataset) -> list[str]:
    """Steps a person may open now. Until the import begins every step reached stays open."""
    if dataset.state == State.READY:
        return READ_ONLY
    if dataset.state == State.FAILED:
        # a wrong guess may be the cause: another sheet, header or character set is tried without a new upload
        return ["layout"] if dataset.guess.get("layout") else []
    furthest = FURTHEST[State(dataset.state)]
    return [] if furthest in ("file", "result") else KEYS[1 : KEYS.index(furthest) + 1]


def current(dataset: Dataset) -> str:
    """The step where the dataset waits: the furthest open one; the layout until someone went on from it."""
    furthest = FURTHEST[State(dataset.state)]
    went_on = is_confirmed(dataset) or dataset.guess.get(importing.WENT_ON)
    return "layout" if furthest == "columns" and not went_on else furthest


def step_list(dataset: Dataset, shown: str) -> list[dict[str, Any]]:
    """For core/_steps.html: title, state (done, current, todo) and the address of a step that is open."""
    reached = max(KEYS.index(current(dataset)), KEYS.index(shown))
    if dataset.state == State.FAILED:
        reached = KEYS.index(shown)
    finished = dataset.state == State.READY
    available = open_steps(dataset)
    return [
        {
            "title": title,
            "state": "current" if key == shown else "done" if place < reached or finished else "todo",
            "href": step_url(dataset, key) if key in available else "",
        }
        for place, (key, title) in enumerate(STEPS)
    ]


def first_step() -> list[dict[str, Any]]:
    """The step list before there is a dataset."""
    return [{"title": title, "state": "current" if key == "file" else "todo"} for key, title in STEPS]


def step_url(dataset: Dataset, key: str) -> str:
    own = kind(dataset.kind).open
    if key == "columns" and own:
        return reverse(own.step, args=[dataset.pk])
    return reverse("dataset" if key == "file" else f"dataset_{key}", args=[dataset.pk])


def dataset_or_404(dataset_id: int) -> Dataset:
    known = Dataset.objects.select_related("region", "boundary_set", "created_by")
    found: Dataset = get_object_or_404(known, pk=dataset_id)
    return found


def running_job(dataset: Dataset) -> Job | None:
    """The job that works on the dataset now."""
    job = jobs.latest(JOBS, dataset.pk)
    return job if job is not None and not job.is_over else None


def step(key: str) -> Callable[..., Any]:
    """Open a view as one step of a dataset: progress instead while a job runs, the current step where it is
    not open yet. The view gets the dataset instead of its number."""

    def decorate(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        @allow(ADMINS)
        @wraps(view)
        def shown(request: HttpRequest, dataset_id: int) -> HttpResponse:
            dataset = dataset_or_404(dataset_id)
            if job := running_job(dataset):
                return working(request, dataset, job)
            if key not in open_steps(dataset):
                return redirect("dataset", dataset.pk)
            return view(request, dataset)

        return shown

    return decorate


def working(request: HttpRequest, dataset: Dataset, job: Job) -> HttpResponse:
    """How far the job is; the page moves on by itself and can be left."""
    headings = {
        "read": _("The file is being read"),
        "check": _("Every row is being checked"),
        "import": _("The rows are being imported"),
        "purge": _("The rows of this file are being deleted"),
    }
    shown = {"read": "file", "check": "check"}.get(job.kind, "result")
    # a file that is read again goes back to its preview, even where its columns were confirmed before
    to_layout = job.kind == "read" and not dataset.guess.get(importing.READ_FOR)
    following = step_url(dataset, "layout" if to_layout else "file")
    return dataset_page(
        request,
        dataset,
        shown,
        headings[job.kind],
        template="data/dataset_working.html",
        job=job,
        next_url=following,
    )


def dataset_page(
    request: HttpRequest, dataset: Dataset, shown: str, heading: Any, **context: Any
) -> HttpResponse:
    """One page of a dataset with its step list."""
    declared = kind(dataset.kind)
    return page(
        request,
        "datasets",
        heading=heading,
        dataset=dataset,
        kind=declared,
        series_label=dict(declared.series).get(dataset.series, dataset.series),
        name_note=name_note(dataset),
        steps=step_list(dataset, shown),
        edition_line=f"{dataset.region.name} · {dataset.period_label}",
        is_demo=dataset.is_demo,
        paste_url=paste_url(dataset),
        **context,
    )


def name_note(dataset: Dataset) -> str:
    """Whether the name of a shop, a table or a survey is known or new, until its rows are imported."""
    declared = kind(dataset.kind)
    if not declared.series_label or FURTHEST[State(dataset.state)] == "result":
        return ""
    names = known_names.known(declared, dataset.region, but=dataset)
    values = {"name": dataset.series, "region": dataset.region.name}
    if dataset.series in names:
        return _("“%(name)s” is known in %(region)s: this file adds to it.") % values
    text = _new_words(declared) % values
    if near := known_names.near(dataset.series, names):
        quoted = ", ".join(f"“{one}”" for one in near)
        text += " " + _("Did you mean %(names)s? Then upload the file again under that name.") % {
            "names": quoted
        }
    return text


def _new_words(declared: Kind) -> str:
    if declared.subject == Edition.Subject.TRANSACTIONS:
        return _("“%(name)s” is a new shop in %(region)s.")
    return _("“%(name)s” is a new name in %(region)s.")


def paste_url(dataset: Dataset) -> str:
    """The paste box with these rows in it; "" for a file, and once the rows are imported."""
    if dataset.state in (State.READY, State.IMPORTING) or not pasted_text(dataset):
        return ""
    return f"{reverse('upload')}?kind={dataset.kind}&pasted={dataset.pk}"


def go_back(dataset: Dataset, state: str, user: Any) -> None:
    """Take a dataset that is further on back to `state`; what was chosen on the way is kept."""
    order = [State.NEEDS_MAPPING, State.NEEDS_NAMES, State.CHECKED]
    if dataset.state in order and order.index(State(dataset.state)) > order.index(State(state)):
        importing.back_to(dataset, state, user)


def chosen(
    request: HttpRequest, dataset: Dataset, state: str, choose: Callable[[], None], then: str = "dataset"
) -> HttpResponse:
    """Take what a person chose on the step of `state`, then lead to `then`; where it is refused, say why."""
    try:
        go_back(dataset, state, request.user)
        choose()
    except importing.Refused as refused:
        return refuse(request, dataset, refused)
    return redirect(then, dataset.pk)


def refuse(request: HttpRequest, dataset: Dataset, refused: importing.Refused) -> HttpResponse:
    """Say why nothing was done, on the step where the dataset is now."""
    messages.error(request, said(refused))
    return redirect("dataset", dataset.pk)
