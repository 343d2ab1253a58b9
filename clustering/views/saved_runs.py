"""Saved runs: kept from the clustering page, listed, looked at, compared, deleted and brought back."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext
from django.views.decorators.http import require_POST

from clustering import comparison_content, queries, run_content, saving
from clustering.forms import ClusterForm, CompareForm, NameForm
from clustering.models import SavedRun
from clustering.runs import run
from core.formats import integer
from core.pages import ADMIN, ANALYSTS
from core.roles import allow
from core.views import page
from data.editions import Refused
from data.market import Market
from data.refusals import said

RUNS_PER_PAGE = 50
NO_DATA = gettext_noop("There is nothing to save: no data are loaded yet.")
CHANGED = gettext_noop("The data changed since you opened this page. Look again, then save.")


@require_POST
@allow(ANALYSTS)
def saved_run_save(request: HttpRequest) -> HttpResponse:
    """Keep what the address describes, if it still is what was looked at (`seen`)."""
    try:
        saved, is_new = _save(request)
    except Refused as refused:
        messages.error(request, said(refused))
        return redirect(f"{reverse('clustering')}?{request.GET.urlencode()}")
    messages.success(request, _("Saved.") if is_new else _("This grouping was saved already: here it is."))
    return redirect("saved_run", saved.pk)


def _save(request: HttpRequest) -> tuple[SavedRun, bool]:
    form, named = ClusterForm(request), NameForm(request.POST)
    if form.scope is None:
        raise Refused(NO_DATA)
    if not named.is_valid():
        raise Refused(" ".join(map(str, named.errors["name"])))
    market = Market(form.scope, form.params())
    if request.POST.get("seen") != saving.seen(market):
        raise Refused(CHANGED)
    found = run(market.whole_areas, form.cluster_params)
    if found.levels.result is None:
        raise Refused(found.levels.problem)
    name = named.cleaned_data["name"] or run_content.default_name(market, form.cluster_params)
    return saving.save(market, found, name, request.user)


@allow(ANALYSTS)
def saved_runs(request: HttpRequest) -> HttpResponse:
    """Every run that is kept; `?deleted=ID` offers to bring the one just deleted back."""
    listed = Paginator(queries.listed(), RUNS_PER_PAGE).get_page(request.GET.get("page"))
    count = listed.paginator.count
    heading = ngettext("%(n)s saved grouping", "%(n)s saved groupings", count) % {"n": integer(count)}
    return page(
        request,
        "saved_runs",
        heading=heading if count else _("No grouping is saved yet"),
        listed=listed,
        lines=[run_content.line(one) for one in listed],
        compare=CompareForm() if count > 1 else None,
        deleted=_deleted(request),
        is_demo=any(one.is_demo for one in listed),
    )


def _deleted(request: HttpRequest) -> SavedRun | None:
    asked = request.GET.get("deleted", "")
    if not (asked.isascii() and asked.isdigit() and len(asked) <= 18):
        return None
    found = SavedRun.with_deleted.filter(pk=int(asked), deleted_at__isnull=False).first()
    return found if found is not None and _may_delete(request, found) else None


@allow(ANALYSTS)
def saved_run(request: HttpRequest, run_id: int) -> HttpResponse:
    """One run as it was found."""
    found = queries.run_by_id(run_id)
    if found is None:
        raise Http404(_("This grouping does not exist, or it was deleted. Look under Saved groupings."))
    return page(request, "saved_runs", template="clustering/saved_run.html", **_shown(request, found))


def _shown(request: HttpRequest, found: SavedRun) -> dict[str, Any]:
    content = run_content.content(found)
    return {
        "heading": found.name, "numbers": content.numbers, "figures": content.figures,
        "notices": content.notices, "run": found, "may_delete": _may_delete(request, found),
        "again": run_content.address(found), "is_demo": found.is_demo,
        "edition_line": f"{found.region.name} · {found.edition.period_label}",
    }  # fmt: skip


@allow(ANALYSTS)
def saved_runs_compare(request: HttpRequest) -> HttpResponse:
    """Two runs side by side: `?run=1&with=2`, groups named by the first one."""
    form = CompareForm(request.GET or None)
    reference, other = form.chosen()
    found = comparison_content.content(reference, other) if reference and other else None
    runs = [one for one in (reference, other) if one is not None]
    return page(
        request,
        "saved_runs",
        template="clustering/saved_runs_compare.html",
        heading=found.heading if found else _("Compare two saved groupings"),
        numbers=found.numbers if found else (),
        figures=found.figures if found else (),
        notices=[*form.notices, *(found.notices if found else ())],
        compare=form,
        edition_line=runs[0].region.name if runs else "",
        is_demo=any(one.is_demo for one in runs),
    )


@require_POST
@allow(ANALYSTS)
def saved_run_delete(request: HttpRequest, run_id: int) -> HttpResponse:
    """Take one's own run off the list; an admin may take off anybody's."""
    found = get_object_or_404(SavedRun, pk=run_id)
    saving.delete(_owned(request, found), request.user)
    return redirect(f"{reverse('saved_runs')}?deleted={found.pk}")


@require_POST
@allow(ANALYSTS)
def saved_run_restore(request: HttpRequest, run_id: int) -> HttpResponse:
    """Bring a deleted run back."""
    found = get_object_or_404(SavedRun.with_deleted, pk=run_id)
    saving.restore(_owned(request, found), request.user)
    return redirect("saved_run", found.pk)


def _owned(request: HttpRequest, found: SavedRun) -> SavedRun:
    if not _may_delete(request, found):
        raise PermissionDenied(_("This grouping is somebody else's. Ask them, or an admin of your office."))
    return found


def _may_delete(request: HttpRequest, found: SavedRun) -> bool:
    user: Any = request.user
    return user.role == ADMIN or found.created_by_id == user.pk
