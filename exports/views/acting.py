"""What the pages of saved views and of schedules have in common: acts that may be refused, and undoing."""

from collections.abc import Callable
from typing import Any, TypeVar

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode

Made = TypeVar("Made")


def unless_refused(form: forms.Form, act: Callable[[], Made]) -> Made | None:
    """What the act makes; None, with the reason in the form, where it is refused."""
    try:
        return act()
    except ValidationError as problem:
        form.add_error(None, problem)
        return None


def brought_back(
    request: HttpRequest,
    found: Callable[..., Any],
    restore: Callable[[Any, Any], None],
    pk: int,
    offer: str,
    missing: str,
) -> HttpResponse:
    """Restore what the person deleted, and go to the list; a refusal is said there, and it is offered again.

    found: looks up a record that the person may change, by its id and whether it is `deleted`; offer: what
    the list's address calls a record whose undoing it offers. Raises Http404 where there is none.
    """
    record = found(request.user, pk, deleted=True)
    listed = reverse("saved_views")
    if record is None:
        if found(request.user, pk) is None:
            raise Http404(missing)
        return redirect(listed)
    try:
        restore(record, request.user)
    except ValidationError as problem:
        messages.error(request, " ".join(problem.messages))
        return redirect(f"{listed}?{urlencode({offer: pk})}")
    return redirect(listed)
