"""Rights on a view: `@allow(ADMINS)`. Everything else needs a sign-in by middleware."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _


def allow(roles: frozenset[str]) -> Callable[..., Any]:
    """Let only these roles open the view; others get 403 with a sentence that says whom to ask."""

    def decorate(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        @wraps(view)
        def checked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if getattr(request.user, "role", None) not in roles:
                raise PermissionDenied(_("Your role may not open this page. Ask an admin of your office."))
            return view(request, *args, **kwargs)

        checked.roles = roles  # type: ignore[attr-defined]
        return checked

    return decorate
