"""Lifetime value of a shop's customers."""

from functools import partial

from django.http import HttpRequest, HttpResponse

from customers.shop import jobs as shop_jobs
from customers.shop import value_content
from customers.shop.content import customer_page
from customers.shop.value_form import ValueForm


def customer_value(request: HttpRequest) -> HttpResponse:
    """What today's customers will bring, and whether the model foresaw what came."""
    form = ValueForm(request)
    build = partial(value_content.build, params=form.value)
    return customer_page(
        request,
        "customer_value",
        build,
        form=form,
        variant=form.value,
        waits=(shop_jobs.segment_job, shop_jobs.fit_job),
    )
