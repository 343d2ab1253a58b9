"""Saved segmentations: kept from the page of segments, named, listed, looked at, deleted and brought back."""

from dataclasses import asdict
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext
from django.views.decorators.http import require_POST

from analysis.refusal import Refusal
from core import formats
from core.pages import ADMIN, ANALYSTS
from core.roles import allow
from core.views import page
from customers import queries, run_content, run_pages, saving
from customers.lost_rows import CannotRead
from customers.models import CustomerRun
from customers.naming import names_of
from customers.problems import words
from customers.shop import jobs as shop_jobs
from customers.shop import segmentation
from customers.shop.content import frame
from customers.shop.facts import Facts, facts
from customers.shop.scope import CustomerReader
from customers.views import keeping
from data.editions import Refused
from data.queries import regions

RUNS_PER_PAGE = 50
NO_DATA = gettext_noop("There is nothing to save: no transactions are loaded yet.")
COUNTING = gettext_noop("The transactions are still being counted. Wait a minute, then save again.")
CHANGED = gettext_noop("The data changed since you opened this page. Look again, then save.")


@require_POST
@allow(ANALYSTS)
def customer_run_save(request: HttpRequest) -> HttpResponse:
    """Keep the segmentation that the address describes."""
    return keeping.save(request, "customers", _known, _keep)


@require_POST
@allow(ANALYSTS)
def customer_words(request: HttpRequest) -> HttpResponse:
    """Name the segments of the address."""
    return keeping.name_segments(request, "customers", _looked, _around)


def _around(request: HttpRequest) -> dict[str, Any]:
    reader = CustomerReader(request.GET, request.user)
    return frame(reader) if reader.shop is not None else {}


def _looked(request: HttpRequest) -> keeping.Looked:
    known = _found(CustomerReader(request.GET, request.user), request)
    reader = known.reader
    assert reader.shop is not None
    result = segmentation.result_of(known.found)
    return keeping.Looked(
        known, reader, reader.shop.editions[0], CustomerRun.Kind.LRFM, result, frame(reader)
    )  # fmt: skip


def _known(request: HttpRequest) -> Facts:
    reader = CustomerReader(request.GET, request.user)
    if reader.shop is not None and request.POST.get("seen") != reader.seen:
        raise Refused(CHANGED)
    return _found(reader, request)


def _found(reader: CustomerReader, request: HttpRequest) -> Facts:
    """The segments of an address. Refused where they are not to be had now."""
    if reader.shop is None:
        raise Refused(NO_DATA)
    if shop_jobs.count_job(reader, request.user) or shop_jobs.segment_job(reader, request.user):
        raise Refused(COUNTING)
    try:
        return facts(reader)
    except Refusal as problem:
        raise Refused(words(problem.text, problem.data)) from problem
    except CannotRead as problem:
        raise Refused(problem.text, **problem.data) from problem


def _keep(known: Facts, name: str, user: Any) -> tuple[CustomerRun, bool]:
    reader = known.reader
    assert reader.shop is not None
    params = reader.params
    asked = {
        "until": reader.reference.isoformat(), "method": params.method, "k": params.k,
        "turned": params.turned, "weights": list(params.scoring.weights),
        "cuts": [list(own) for own in params.scoring.cuts],
        "rules": asdict(params.rules), "seed": known.found.grouping.result.params.seed,
        "n_init": known.found.grouping.result.params.n_init,
    }  # fmt: skip
    result = segmentation.result_of(known.found) | {"families": run_content.families(known)}
    return saving.save(
        CustomerRun.Kind.LRFM, name or run_content.default_name(known), reader.shop.editions, asked, result,
        user, reader.shop.is_demo, names_of(known.segments),
    )  # fmt: skip


def customer_runs(request: HttpRequest) -> HttpResponse:
    """Every segmentation that is kept; `?deleted=ID` offers to bring the one just deleted back."""
    listed = Paginator(queries.listed_runs(), RUNS_PER_PAGE).get_page(request.GET.get("page"))
    count = listed.paginator.count
    heading = ngettext("%(n)s saved segmentation", "%(n)s saved segmentations", count)
    return page(
        request,
        "customer_runs",
        heading=heading % {"n": formats.integer(count)} if count else _("No segmentation is saved yet"),
        listed=listed,
        deleted=_deleted(request),
        # where nothing is saved yet, the page is of the demo's region all the same
        is_demo=any(one.is_demo for one in (listed if count else regions())),
    )


def _deleted(request: HttpRequest) -> CustomerRun | None:
    asked = request.GET.get("deleted", "")
    if not (asked.isascii() and asked.isdigit() and len(asked) <= 18):
        return None
    found = CustomerRun.with_deleted.filter(pk=int(asked), deleted_at__isnull=False).first()
    return found if found is not None and _may_delete(request, found) else None


def customer_run(request: HttpRequest, run_id: int) -> HttpResponse:
    """One segmentation as it was found."""
    found = queries.run_by_id(run_id)
    if found is None:
        raise Http404(
            _("This segmentation does not exist, or it was deleted. Look under Saved segmentations.")
        )
    content = run_pages.content(found, request.user)
    return page(
        request, "customer_runs", template="customers/customer_run.html", heading=found.name, run=found,
        numbers=content.numbers, figures=content.figures, notices=content.notices,
        may_delete=_may_delete(request, found), again=run_pages.address(found), is_demo=found.is_demo,
        edition_line=f"{found.region.name} · {run_content.subject(found)}",
    )  # fmt: skip


@require_POST
@allow(ANALYSTS)
def customer_run_delete(request: HttpRequest, run_id: int) -> HttpResponse:
    """Take one's own run off the list; an admin may take off anybody's."""
    saving.delete(found := _owned(request, CustomerRun.objects.filter(pk=run_id).first()), request.user)
    return redirect(f"{reverse('customer_runs')}?deleted={found.pk}")


@require_POST
@allow(ANALYSTS)
def customer_run_restore(request: HttpRequest, run_id: int) -> HttpResponse:
    """Bring a deleted run back."""
    found = _owned(request, CustomerRun.with_deleted.filter(pk=run_id).first())
    saving.restore(found, request.user)
    return redirect("customer_run", found.pk)


def _owned(request: HttpRequest, found: CustomerRun | None) -> CustomerRun:
    if found is None:
        raise Http404(_("This segmentation does not exist. Look under Saved segmentations."))
    if not _may_delete(request, found):
        raise PermissionDenied(_("This is somebody else's. Ask them, or an admin of your office."))
    return found


def _may_delete(request: HttpRequest, found: CustomerRun) -> bool:
    user: Any = request.user
    return bool(user.role == ADMIN or found.created_by_id == user.pk)
