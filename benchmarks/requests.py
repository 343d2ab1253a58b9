"""Times of single pages through Django's test client: middleware, view, templates, no network."""

import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import numpy as np
from django.conf import settings
from django.core.cache import caches
from django.test import Client, override_settings

from data.cells_cache import RecentlyUsed

COLD = 5
WARM_UP = 3


@contextmanager
def signed_in(**others: Any) -> Iterator[Client]:
    """A client signed in as an analyst, under other settings if need be."""
    from accounts.models import User

    user = User.objects.create_user("bench@example.org", "a long benchmark password", role="analyst")
    # files are served by their plain names, so that no build of them is needed
    plain = {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
    with override_settings(STORAGES={**settings.STORAGES, **plain}, **others):
        client = Client(HTTP_HOST="localhost")
        client.force_login(user)
        yield client


def measure(client: Client, addresses: Mapping[str, str], requests: int) -> dict[str, dict[str, Any]]:
    """Milliseconds of each page by its name: `cold` is the median of requests after all was forgotten."""
    return {name: _page(client, address, requests) for name, address in addresses.items()}


def _page(client: Client, address: str, requests: int) -> dict[str, Any]:
    cold = np.array([_time(client, address, emptied=True) for _ in range(COLD)])
    for _ in range(WARM_UP):
        _time(client, address)
    warm = np.array([_time(client, address) for _ in range(requests)])
    return {
        "cold": float(np.median(cold[:, 0])),
        "p50": float(np.median(warm[:, 0])),
        "p95": float(np.quantile(warm[:, 0], 0.95)),
        "cpu_p50": float(np.median(warm[:, 1])),
        "cpu_p95": float(np.quantile(warm[:, 1], 0.95)),
        "kb": round(len(client.get(address).content) / 1000),
    }


def _time(client: Client, address: str, emptied: bool = False) -> tuple[float, float]:
    """Wall and processor milliseconds of one request."""
    if emptied:
        forget()
    started, own = time.perf_counter(), time.process_time()
    response = client.get(address)
    seconds, cpu = time.perf_counter() - started, time.process_time() - own
    if response.status_code != 200:
        raise RuntimeError(f"{address}: {response.status_code}")
    return seconds * 1000, cpu * 1000


def forget() -> None:
    """Empty the cache of pages and every table that is kept in memory, whoever keeps it."""
    caches["pages"].clear()
    RecentlyUsed.forget_all()
