"""Says what is missing, in place of the common page for addresses that do not exist."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from core.views import page


def said_when_missing(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Answer 404 with the sentence of the view's own Http404, and the way to the list."""

    @wraps(view)
    def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except Http404 as problem:
            return page(
                request, "saved_views", template="exports/view_missing.html", status=404,
                heading=_("This is not here"), why=str(problem),
            )  # fmt: skip

    return answered
