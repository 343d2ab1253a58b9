"""What all answers of the API have in common: methods, language, ETags, and problems told in a sentence."""

import hashlib
import math
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotModified, JsonResponse
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.log import log_response
from django.utils.translation import get_language, get_supported_language_variant, ngettext, override
from django.utils.translation import gettext as _
from django.utils.translation.trans_real import parse_accept_lang_header
from django.views.decorators.csrf import csrf_exempt
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, Throttled, ValidationError
from ninja.renderers import JSONRenderer

from core.shown import Unchanged
from core.version import code_version
from customers import waiting
from data.refusals import said

METHODS = ("GET", "HEAD", "OPTIONS")
# of all parameters together: more than any filter takes, and no parser's time
LONGEST_QUERY = 8_000
View = Callable[..., HttpResponse]


class Later(Exception):
    """What is asked for is being computed: `text` says so, and `seconds` when to ask again."""

    def __init__(self, text: str, seconds: int) -> None:
        super().__init__(text)
        self.text, self.seconds = text, seconds


class Numbers(JSONRenderer):
    """JSON as it is meant: a number that is none is an error of ours and never written as NaN."""

    json_dumps_params = {"allow_nan": False, "ensure_ascii": False}


# Every answer --------------------------------------------------------------------------------------------


def answered(view: View) -> View:
    """A view of the API as it is reached: without a session, in the language that is asked for."""

    @csrf_exempt  # nothing is changed here, and no cookie is believed
    @login_not_required  # the key is asked for by the endpoint itself (access.py)
    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        with override(language_of(request)):
            response = _answer(view, request, *args, **kwargs)
            response["Content-Language"] = get_language()
        patch_vary_headers(response, ("Authorization", "Accept-Language"))
        return response

    return answer


def language_of(request: HttpRequest) -> str:
    """The language of Accept-Language; no cookie of a browser counts here."""
    for wanted, _weight in parse_accept_lang_header(request.headers.get("Accept-Language", "")):
        try:
            return get_supported_language_variant(wanted)
        except LookupError:
            continue
    return settings.LANGUAGE_CODE


def _answer(view: View, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
    asked = request.method
    if asked not in METHODS:
        return _allowing(problem(405, _("Everything here is only read: use GET.")))
    if asked == "OPTIONS":
        return _allowing(HttpResponse(status=204))
    if not _is_readable(request):
        text = _("The address has signs or parameters that nothing here has. Write it anew.")
        return problem(400, text)
    request.method = "GET"
    response = _with_etag(request, view(request, *args, **kwargs))
    return _without_body(response) if asked == "HEAD" else response


def _allowing(response: HttpResponse) -> HttpResponse:
    response["Allow"] = ", ".join(METHODS)
    return response


def _is_readable(request: HttpRequest) -> bool:
    """Whether an address can be asked at all: PostgreSQL refuses a text with a NUL, whatever it is for."""
    if len(request.META.get("QUERY_STRING", "")) > LONGEST_QUERY:
        return False
    try:
        texts = [text for name, values in request.GET.lists() for text in (name, *values)]
    except SuspiciousOperation:
        return False
    return not any("\0" in text for text in (request.path_info, *texts))


def _with_etag(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """An answer that has no ETag of its page gets one of its content, or becomes 304 by it."""
    if response.status_code != 200 or "ETag" in response:
        return response
    person: Any = request.auth  # type: ignore[attr-defined]
    seen = (person.pk, person.permission_revision, get_language(), request.get_full_path(), code_version())
    digest = hashlib.sha256(repr(seen).encode() + response.content).hexdigest()
    response["ETag"] = f'W/"{digest[:32]}"'
    if "If-None-Match" not in request.headers:
        return response
    held = get_conditional_response(request, etag=response["ETag"], response=response)
    return held if held is not None and held.status_code == 304 else response


def _without_body(response: HttpResponse) -> HttpResponse:
    length = len(response.content)
    response.content = b""
    if response.status_code != 304:
        response["Content-Length"] = str(length)
    return response


# Problems ------------------------------------------------------------------------------------------------


def problem(status: int, sentence: str) -> JsonResponse:
    """An answer that says what is wrong and what to do."""
    content = {"detail": sentence}
    return JsonResponse(content, status=status, json_dumps_params={"ensure_ascii": False})


def tell_problems(api: NinjaAPI) -> None:
    """Let the endpoints answer their exceptions by `problem`."""
    told_by: dict[type[Exception], Any] = {
        AuthenticationError: _unknown,
        Throttled: _too_often,
        PermissionDenied: _forbidden,
        Http404: _missing,
        ValidationError: _unfit,
        SuspiciousOperation: _suspicious,
        Unchanged: _unchanged,
        Later: _later,
        waiting.TooMany: _too_many,
        Exception: _failed,
    }
    for kind, told in told_by.items():
        api.add_exception_handler(kind, told)


def _unknown(request: HttpRequest, _exception: Any) -> HttpResponse:
    text = _(
        "Send your key in the header “Authorization: Bearer …”. You make it on the site: Account → "
        "Key to the API."
    )
    kind, _space, key = request.headers.get("Authorization", "").partition(" ")
    if kind.casefold() == "bearer" and key.strip():
        text = _(
            "This key is not known, or it was revoked, or a new password ended it. Make a new one on the "
            "site: Account → Key to the API."
        )
    response = problem(401, text)
    response["WWW-Authenticate"] = "Bearer"
    return response


def _too_often(request: HttpRequest, exception: Throttled) -> HttpResponse:
    wait = max(1, math.ceil(exception.wait or 1))
    text = ngettext(
        "These are too many requests. Ask again in %(n)s second.",
        "These are too many requests. Ask again in %(n)s seconds.", wait,
    )  # fmt: skip
    response = problem(429, text % {"n": wait})
    response["Retry-After"] = str(wait)
    return response


def _later(request: HttpRequest, exception: Later) -> HttpResponse:
    response = problem(503, exception.text)
    response["Retry-After"] = str(exception.seconds)
    return response


def _too_many(request: HttpRequest, exception: waiting.TooMany) -> HttpResponse:
    return _later(request, Later(said(exception), waiting.ASK_AGAIN_SECONDS))


def _forbidden(request: HttpRequest, exception: Any) -> HttpResponse:
    return problem(403, str(exception) or _("Your role may not read this. Ask an admin of your office."))


def _missing(request: HttpRequest, exception: Any) -> HttpResponse:
    return problem(404, str(exception) or not_there())


def not_there() -> str:
    """What is said of an address that is none."""
    return _("There is nothing at this address. /api/v1/docs lists what there is.")


def _suspicious(request: HttpRequest, _exception: Any) -> HttpResponse:
    return problem(400, _("This request cannot be answered. Write its address anew."))


def _unchanged(request: HttpRequest, exception: Unchanged) -> HttpResponse:
    return HttpResponseNotModified(headers={"ETag": exception.etag})


def _failed(request: HttpRequest, exception: Any) -> HttpResponse:
    text = _("The server failed at this. Try again; if it fails again, tell an admin of your office when.")
    response = problem(500, text)
    log_response("API: %s", request.path, response=response, request=request, exception=exception)
    return response


def _unfit(request: HttpRequest, exception: ValidationError) -> HttpResponse:
    """422: each parameter that does not fit, with what it has to be; never the value that was sent."""
    said = dict.fromkeys(f"{_parameter(one['loc'])}: {_fault(one)}" for one in exception.errors)
    return problem(422, "; ".join(list(said)[:5]) + ".")


def _parameter(location: Any) -> str:
    """("query", "paging", "limit") → limit; ("query", "filters", "area", 3) → area."""
    return next((str(part) for part in reversed(location) if isinstance(part, str)), "")


def _fault(error: Any) -> str:
    limits, kind = error.get("ctx", {}), error["type"]
    if kind.startswith("int_"):
        return _("must be a whole number")
    if kind.startswith("bool_"):
        return _("must be true or false")
    if kind == "greater_than_equal":
        return _("must be at least %(n)s") % {"n": limits["ge"]}
    if kind == "less_than_equal":
        return _("must be at most %(n)s") % {"n": limits["le"]}
    if kind == "string_too_long":
        return _("may have at most %(n)s characters") % {"n": limits["max_length"]}
    if kind == "too_long":
        return _("may be given at most %(n)s times") % {"n": limits["max_length"]}
    return _("is not possible")
