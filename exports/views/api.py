"""The API for people: their key to it, and its documentation."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe
from ninja.errors import AuthenticationError, Throttled

from core.formats import integer
from core.views import never_kept, page
from exports import tokens
from exports.api.access import PersonalKey, count
from exports.api.answers import answered
from exports.api.endpoints import api


@require_safe
def api_token(request: HttpRequest) -> HttpResponse:
    """Whether the person has a key, how it is used, and the way to a new one."""
    return _page(request)


@require_POST
def api_token_make(request: HttpRequest) -> HttpResponse:
    """Make a key and show it, this once."""
    return never_kept(_page(request, token=tokens.make(request.user)))


@require_POST
def api_token_revoke(request: HttpRequest) -> HttpResponse:
    """Take the key back."""
    if tokens.revoke(request.user):
        messages.success(request, _("The key is revoked: programs that use it get no answer any more."))
    return redirect("api_token")


def _page(request: HttpRequest, token: str = "") -> HttpResponse:
    example = f"{reverse('api:page', args=['ratio'])}?year=2023"
    return page(
        request,
        "api_token",
        heading=_("This is your new key") if token else _("Read the numbers by a program"),
        token=token,
        known=tokens.token_of(request.user),
        rate=_rate(),
        address=request.build_absolute_uri(example),
        first=request.build_absolute_uri(reverse("api:list_pages")),
    )


def _rate() -> str:
    """How often a person's programs may ask (settings.API_RATE)."""
    n, _sign, unit = settings.API_RATE.partition("/")
    texts = {
        "s": _("At most %(n)s requests a second"),
        "m": _("At most %(n)s requests a minute"),
        "h": _("At most %(n)s requests an hour"),
        "d": _("At most %(n)s requests a day"),
    }
    return texts[unit] % {"n": integer(int(n))}


@require_safe
def api_docs(request: HttpRequest) -> HttpResponse:
    """All endpoints with their parameters, to be tried with one's key."""
    request.auth = request.user  # type: ignore[attr-defined]
    try:
        count(request)
    except Throttled as problem:
        return api.on_exception(request, problem)
    shown = {"url": reverse("api_schema"), "layout": "BaseLayout", "deepLinking": True}
    return render(request, "exports/api_docs.html", {"swagger": shown})


@answered
def api_schema(request: HttpRequest) -> HttpResponse:
    """What the endpoints take and answer, as OpenAPI; for who is signed in, and for programs with a key."""
    try:
        person: Any = request.user if request.user.is_authenticated else PersonalKey()(request)
        if person is None:
            raise AuthenticationError
        request.auth = person  # type: ignore[attr-defined]
        count(request)
    except (Throttled, AuthenticationError) as problem:
        return api.on_exception(request, problem)
    return JsonResponse(api.get_openapi_schema())
