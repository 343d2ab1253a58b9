"""Says on any page, also on one that is not on customers, that the rows it needs cannot be read now."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from core.views import page

from .answers import UNAVAILABLE
from .lost_rows import CannotRead
from .problems import words


class CannotReadSaid:
    """Answers a view that raised CannotRead: a form that was sent, a number followed to its rows."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """None for any other exception."""
        if not isinstance(exception, CannotRead):
            return None
        ways = [(_("To the editions"), reverse("editions")), (_("To the overview"), reverse("overview"))]
        return page(
            request, "", heading=_("The imported rows cannot be read"), status=UNAVAILABLE,
            template="dashboard/missing.html", text=words(exception.text, exception.data), ways=ways,
        )  # fmt: skip
