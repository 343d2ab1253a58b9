"""Who may ask the API, and how often."""

import math
import threading
import time
from typing import Any

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.http import HttpRequest
from ninja.errors import Throttled
from ninja.security import HttpBearer
from ninja.throttling import SimpleRateThrottle

from exports.tokens import person_of

# a key is 48 letters; whatever is much longer is none
LONGEST_TOKEN = 200


class Rate(SimpleRateThrottle):
    """At most so many requests in a while, counted from the first of them.

    The count is no lock: of requests at the very same moment one may go uncounted. ninja's own keeps the
    request that it looks at in itself, where our threads would mix up two people.
    """

    def __init__(self) -> None:
        self._waits = threading.local()

    def limit(self) -> str:
        """`120/m`."""
        raise NotImplementedError

    def allow_request(self, request: HttpRequest) -> bool:
        most, seconds = self.parse_rate(self.limit())
        assert most is not None
        assert seconds is not None
        key, now = self.get_cache_key(request), time.time()
        begun, n = self.cache.get(key) or (now, 0)
        if now >= begun + seconds:
            begun, n = now, 0
        self._waits.seconds = begun + seconds - now
        if n >= most:
            return False
        self.cache.set(key, (begun, n + 1), self._waits.seconds)
        return True

    def wait(self) -> float:
        return float(self._waits.seconds)


class PersonRate(Rate):
    """Of one person, by whatever key."""

    def limit(self) -> str:
        return str(settings.API_RATE)

    def get_cache_key(self, request: HttpRequest) -> str:
        return f"api-person-{request.auth.pk}"  # type: ignore[attr-defined]


_people = PersonRate()


def count(request: HttpRequest) -> None:
    """Count a request of `request.auth` that no endpoint counts. Raises Throttled for one too many."""
    if not _people.allow_request(request):
        raise Throttled(wait=math.ceil(_people.wait()))


class FailureRate(Rate):
    """Of one network address, with keys that are none."""

    def limit(self) -> str:
        return str(settings.API_FAILURE_RATE)

    def get_cache_key(self, request: HttpRequest) -> str:
        # counted behind as many proxies as sign-ins are (settings.TRUSTED_PROXIES)
        return f"api-failure-{get_adapter().get_client_ip(request)}"


_failures = FailureRate()


class PersonalKey(HttpBearer):
    """`Authorization: Bearer …`, and nothing else: a key in an address would stand in logs and histories."""

    def authenticate(self, request: HttpRequest, token: str) -> Any:
        """The person, or None. A right key is let in whatever others of the same office tried before."""
        person = person_of(token) if len(token) <= LONGEST_TOKEN else None
        if person is not None:
            return person
        if not _failures.allow_request(request):
            raise Throttled(wait=math.ceil(_failures.wait()))
        return None
