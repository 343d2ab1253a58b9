"""Sales of a shop month by month, and its events."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from core.pages import ANALYSTS
from core.roles import allow
from core.views import page
from customers import queries, saving
from customers.shop import sales_content
from customers.shop.content import customer_page, frame
from customers.shop.forms import EventForm, focus_first
from customers.shop.scope import CustomerReader
from customers.shop.summaries import MONTHS
from data.editions import Refused
from data.refusals import said


def customer_sales(request: HttpRequest) -> HttpResponse:
    """Money per month with the events that people wrote down."""
    return customer_page(
        request,
        "customer_sales",
        sales_content.build,
        variant=_events_key,
        around=_events,
        with_scores=False,
        needs=(MONTHS,),
        waits=(),
    )


def _events_key(reader: CustomerReader) -> tuple[object, ...]:
    """Events never change: they are added and removed. A restored database may use an id again."""
    events = queries.events(reader.shop) if reader.shop else []
    return tuple((one.pk, one.created_at.isoformat()) for one in events)


def _events(reader: CustomerReader) -> dict[str, Any]:
    assert reader.shop is not None
    may_change = reader.user.role in ANALYSTS
    return {
        "events": queries.events(reader.shop), "may_change": may_change,
        "event_form": EventForm() if may_change else None,
    }  # fmt: skip


@require_POST
@allow(ANALYSTS)
def customer_event_add(request: HttpRequest) -> HttpResponse:
    """Write an event of the shop down. Where that cannot be, the form comes again with all that was typed."""
    reader, form = CustomerReader(request.GET, request.user), EventForm(request.POST)
    if reader.shop is None or reader.region is None:
        raise Http404(_("There is no shop to add an event to. Upload transactions first."))
    if form.is_valid():
        try:
            saving.add_event(reader.region, reader.shop.series, **form.cleaned_data, user=request.user)
        except Refused as refused:
            form.add_error(None, said(refused))
    if form.errors:
        focus_first(form)
        return page(
            request, "customer_sales", heading=_("The event is not added yet"), status=422,
            template="customers/customer_event.html", event_form=form, without_tools=True, **frame(reader),
        )  # fmt: skip
    messages.success(request, _("The event is added."))
    return redirect(f"{reverse('customer_sales')}?{request.GET.urlencode()}#events")


@require_POST
@allow(ANALYSTS)
def customer_event_remove(request: HttpRequest, event_id: int) -> HttpResponse:
    """Take an event away; what it said stands in the message, so that it can be written again."""
    found = queries.event_by_id(event_id)
    if found is None:
        raise Http404(_("This event is gone already. Look at the list of events."))
    saving.remove_event(found, request.user)
    text = _("“%(name)s” is removed. It was from %(first)s to %(last)s.")
    values = {"name": found.name, "first": found.first_day.isoformat(), "last": found.last_day.isoformat()}
    messages.success(request, text % values)
    return redirect(f"{reverse('customer_sales')}?{request.GET.urlencode()}#events")
