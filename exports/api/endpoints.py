"""The API as a whole, and its addresses below /api/v1/."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, re_path
from ninja import NinjaAPI

from . import customers, editions, enterprises, pages, places
from .access import PersonalKey, PersonRate
from .answers import Numbers, answered, not_there, problem, tell_problems

NAMESPACE = "api"
DESCRIPTION = """
The numbers of the site's pages, with the same words, filters, warnings and rights. Everything is only read.

Make your key on the page *Key to the API* of your account and send it as `Authorization: Bearer …`.

Texts are in the language of `Accept-Language` (`id` or `en`); numbers are unrounded, shares are fractions,
money is in rupiah (of customers, in the currency of the file), and a missing number is `null`.

Send an answer's `ETag` back as `If-None-Match`: what has not changed since is answered with 304. Too many
requests are answered with 429, and `Retry-After` says when to ask again.

The customers of a large shop are counted once for each reference date and each way of counting. Until that is
done they are answered with 503, and `Retry-After` says when to ask again; asking has begun the work.
Who waits for five such counts already is answered with 503 as well, and none is begun.
"""

api = NinjaAPI(
    title="MSME market segmentation",
    version="1",
    description=DESCRIPTION.strip(),
    urls_namespace=NAMESPACE,
    # both are views of ours, for people who are signed in (exports/views/api.py)
    docs_url=None,
    openapi_url=None,
    auth=PersonalKey(),
    throttle=[PersonRate()],
    renderer=Numbers(),
)
for part in (pages, places, editions, enterprises, customers):
    api.add_router("", part.router)
tell_problems(api)


def _nothing(request: HttpRequest, **_parts: Any) -> HttpResponse:
    return problem(404, not_there())


def addresses() -> list[URLPattern]:
    """Every endpoint as it is reached, and one answer for all that is none of them."""
    found: list[URLPattern] = [one for one in api.urls[0] if isinstance(one, URLPattern)]
    for one in found:
        one.callback = answered(_nothing if one.name == "api-root" else one.callback)
    return [*found, re_path("", answered(_nothing), name="nothing")]
