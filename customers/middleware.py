"""Says on any page, also on one that is not on customers, why what it needs of them is not to be had now."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from core.views import page
from data.refusals import said

from .answers import TOO_MANY, UNAVAILABLE
from .lost_rows import CannotRead
from .problems import words
from .waiting import ASK_AGAIN_SECONDS, TooMany


class CannotReadSaid:
    """Answers a view that raised CannotRead or TooMany, such as a form or a number followed to its rows."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """None for any other exception."""
        if isinstance(exception, TooMany):
            answer = _said(request, TOO_MANY, said(exception), (_("Activity"), reverse("activity")))
            answer["Retry-After"] = str(ASK_AGAIN_SECONDS)
            return answer
        if isinstance(exception, CannotRead):
            heading, text = _("The imported rows cannot be read"), words(exception.text, exception.data)
            return _said(request, heading, text, (_("To the editions"), reverse("editions")))
        return None


def _said(request: HttpRequest, heading: Any, text: str, way: tuple[str, str]) -> HttpResponse:
    return page(
        request, "", heading=heading, status=UNAVAILABLE, template="dashboard/missing.html", text=text,
        ways=[way, (_("To the overview"), reverse("overview"))],
    )  # fmt: skip
