"""Answers requests for what is not there: with the view's own words where it gives some."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """The page for 404: why, in words of ours, or that there is no such page."""
    return render(request, "404.html", {"why": own_words(exception)}, status=404)


def own_words(exception: Exception) -> str:
    """What one of our views says by its Http404; "" for what Django says, which is about models and paths."""
    text = exception.args[0] if exception.args else ""
    trace = exception.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    raised_in = str(trace.tb_frame.f_globals.get("__name__", "")) if trace is not None else ""
    return str(text) if raised_in.partition(".")[0] in settings.OUR_APPS else ""
