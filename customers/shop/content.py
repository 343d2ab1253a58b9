"""A customer page: address → shop → content (kept by editions, choices, language) → answer."""

from collections.abc import Callable, Hashable, Iterable
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from analysis.maximum_likelihood import CannotFit
from analysis.refusal import Refusal
from core.models import Job
from core.shown import PageRequest
from data.content import Content, Empty, kept_page

from .. import about, answers
from ..lost_rows import CannotRead
from ..problems import words
from ..waiting import TooMany
from ..words import shop_name
from . import jobs, ungrouped
from .forms import CustomerForm
from .scope import CustomerReader
from .summaries import CUSTOMERS

Build = Callable[[CustomerReader], Content]
Days = Callable[[CustomerReader], Iterable[date]]
Waiting = Callable[[CustomerReader, Any], Job | None]
ONCE = gettext_lazy(
    "This happens once for each reference date and each way of counting; afterwards the page opens at once."
)
UNGROUPED = gettext_lazy("These customers cannot be grouped this way")


def no_days(_reader: CustomerReader) -> Iterable[date]:
    """The reference date is enough."""
    return ()


def customer_page(
    request: HttpRequest,
    name: str,
    build: Build,
    *,
    own: Iterable[str] = (),
    variant: Hashable | Callable[[CustomerReader], Hashable] = (),
    with_scores: bool = True,
    form: CustomerForm | None = None,
    around: Callable[[CustomerReader], dict[str, Any]] = lambda _reader: {},
    days: Days = no_days,
    needs: Iterable[str] = (CUSTOMERS,),
    waits: Iterable[Waiting] = (jobs.segment_job,),
) -> HttpResponse:
    """Answer with one page on a shop's customers.

    own: names of the address that belong to this page; variant: what else its content depends on, or a
    function of the reader that tells it; form: the filter, where it is not the plain one; around:
    what stands beside the content and is not kept with it; days, needs, waits: as of `answered`.
    """
    form = form or CustomerForm(request, own, with_scores)
    return answered(
        request, name, form, lambda: _kept(request, name, build, form, variant, around), days, needs, waits
    )


def answered(
    request: HttpRequest,
    name: str,
    form: CustomerForm,
    make: Callable[[], HttpResponse],
    days: Days = no_days,
    needs: Iterable[str] = (CUSTOMERS,),
    waits: Iterable[Waiting] = (jobs.segment_job,),
) -> HttpResponse:
    """What `make` answers with a shop whose customers are counted, or why there is nothing to show.

    days: those on which customers must be counted besides the reference date; needs: what of the reference
    date (summaries.OF_A_DAY); waits: the jobs of what else must be there, in their order.
    """
    reader = form.reader
    if reader.shop is None:
        return _without_shop(request, name, form)
    try:
        reader.shop.check()
        if job := _waiting(request, reader, days(reader), needs, waits):
            return answers.working(request, name, form, job, jobs.HEADINGS[job.kind], ONCE, frame(reader))
        return make()
    except Refusal as problem:
        empty = {"title": _("No segments"), "text": words(problem.text, problem.data), **_sales(reader)}
        heading, numbers = ungrouped.about(reader, UNGROUPED)
        return answers.nothing(request, name, form, heading, empty, frame(reader), numbers=numbers)
    except TooMany as problem:
        return answers.too_many(request, name, form, problem, frame(reader))
    except CannotRead as problem:
        return answers.cannot_read(request, name, form, problem, reader.shop.editions, frame(reader))


def _waiting(
    request: HttpRequest,
    reader: CustomerReader,
    days: Iterable[date],
    needs: Iterable[str],
    waits: Iterable[Waiting],
) -> Job | None:
    """The job that makes what the page needs. A job that asks for a page, of a report, waits for none."""
    if isinstance(request, PageRequest) and request.waits:
        return None
    if job := jobs.count_job(reader, request.user, needs, days):
        return job
    return next((job for one in waits if (job := one(reader, request.user))), None)


def _kept(
    request: HttpRequest,
    name: str,
    build: Build,
    form: CustomerForm,
    variant: Any,
    around: Callable[[CustomerReader], dict[str, Any]],
) -> HttpResponse:
    reader = form.reader
    return kept_page(
        request,
        name,
        _key(name, reader, variant(reader) if callable(variant) else variant),
        lambda: _built(reader, build),
        lambda: {**frame(reader), **around(reader)},
        form=SimpleLazyObject(form.filled),
        notices=form.notices,
        chips=form.chips(),
        is_filtered=not reader.params.is_usual or bool(reader.params.carried),
    )


def _built(reader: CustomerReader, build: Build) -> Content:
    """The content, or why these customers cannot be put into segments."""
    try:
        return build(reader)
    except Refusal as problem:
        text, heading, title = words(problem.text, problem.data), str(UNGROUPED), _("No segments")
        if isinstance(problem, CannotFit):
            heading, title = _("What these customers will bring cannot be told"), _("No lifetime value")
        said, numbers = ungrouped.about(reader, heading)
        way = _sales(reader)
        return Content(said, numbers, empty=Empty(title, text, action=way["action"], href=way["href"]))


def _sales(reader: CustomerReader) -> dict[str, str]:
    """The page that needs no segments."""
    return {"href": reverse("customer_sales") + reader.params.query(), "action": _("Look at the sales")}


def _key(name: str, reader: CustomerReader, variant: Hashable) -> str:
    shops = tuple(one.series for one in reader.shops)
    return answers.content_key("customers", name, variant, reader.cache_key, shops)


def frame(reader: CustomerReader) -> dict[str, Any]:
    """What stands around the content of every page: source, edition, whether it is demo data."""
    shop = reader.shop
    assert shop is not None
    assert reader.region is not None
    name = shop_name(shop.series)
    return answers.frame(reader.region, name, name, shop.editions, shop.is_demo, about.of_shop(reader))


def _without_shop(request: HttpRequest, name: str, form: CustomerForm) -> HttpResponse:
    """The page before the first file of transactions."""
    region = form.reader.region
    text = _(
        "A file of transactions has a row per purchase: who, when, how much. Once it is loaded, this page "
        "shows which customers are alike, what each group is worth and what to do for it."
    )
    heading, action = _("No transactions are loaded yet"), _("Upload transactions")
    return answers.without_data(request, name, form, heading, text, action, region)
