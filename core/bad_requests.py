"""Answers requests that Django refuses before any page sees them."""

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

TOO_MUCH = (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Say what was wrong with the request as a whole. 413 for too much of a form, else 400.

    Drawn without the request: it may be one that no part of a page should trust (a false host name).
    """
    if isinstance(exception, TOO_MUCH):
        heading = _("This is more than one form can take")
        text = _(
            "Nothing was changed. Put the rows into a file and upload the file; where thousands of names are "
            "not known, correct them in the file first."
        )
        return _answer(heading, text, 413)
    text = _("Nothing was changed. Open the site at its usual address and try again.")
    return _answer(_("This request cannot be answered"), text, 400)


def _answer(heading: str, text: str, status: int) -> HttpResponse:
    return HttpResponse(render_to_string("400.html", {"heading": heading, "text": text}), status=status)
