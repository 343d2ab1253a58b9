"""Server time of the market pages through Django's test client: middleware, view, templates, no network."""

import time
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
from django.core.cache import caches
from django.test import Client, override_settings
from django.urls import reverse

from benchmarks import empty_page, world
from data import market, outlines, queries, scope
from data.cells_cache import RecentlyUsed

PAGES = {
    "overview": "/", "ratio": "/ratio/", "geography": "/geography/", "categories": "/categories/",
    "clustering": "/clustering/", "suitability": "/suitability/",
}  # fmt: skip
COLD = 5
# the tables that stay in memory beside the pages
KEPT: tuple[RecentlyUsed[Any], ...] = (
    queries._cells, queries._figures, outlines._kept, market._blocked, scope._occurring, scope._ordered,
)  # fmt: skip
WARM_UP = 3


def measure(path: Path, requests: int) -> dict[str, Any]:
    """Import the register in `path` and the demo's people and land, then ask for each page many times."""
    from accounts.models import User
    from data.models import Cell, MarketRow

    world.import_file(path)
    _people_and_land()
    user = User.objects.create_user("bench@example.org", "a long benchmark password", role="analyst")
    # files are served by their plain names, so that no build of them is needed
    plain = {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
    with override_settings(ROOT_URLCONF="benchmarks.empty_page", STORAGES={**_storages(), **plain}):
        client = Client(HTTP_HOST="localhost")
        client.force_login(user)
        found = {"empty": _page(client, empty_page.ADDRESS, requests)}
        for name, address in {**PAGES, "card": _card()}.items():
            found[name] = _page(client, address, requests)
    return {"pages": found, "rows": MarketRow.objects.count(), "cells": Cell.objects.count()}


def _card() -> str:
    """The address of the first sub-district's card: which number it has depends on the import."""
    from areas.models import Area

    area = Area.objects.filter(level=Area.Level.DISTRICT).order_by("name").first()
    if area is None:
        raise RuntimeError("There is no sub-district to show.")
    return reverse("card", args=[area.pk])


def _storages() -> dict[str, Any]:
    from django.conf import settings

    return dict(settings.STORAGES)


def _people_and_land() -> None:
    from demo.files import write

    with TemporaryDirectory() as folder:
        for file in write(Path(folder)):
            if file.path.name in ("penduduk_2023.xlsx", "luas_kecamatan_2021.xlsx"):
                world.import_file(
                    file.path, file.kind, file.decisions, period=file.period_label, series=file.series
                )


def _page(client: Client, address: str, requests: int) -> dict[str, Any]:
    """Milliseconds: median of requests after every cache was emptied, then warm ones."""
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
        caches["pages"].clear()
        for kept in KEPT:
            kept._values.clear()
    started, own = time.perf_counter(), time.process_time()
    response = client.get(address)
    seconds, cpu = time.perf_counter() - started, time.process_time() - own
    if response.status_code != 200:
        raise RuntimeError(f"{address}: {response.status_code}")
    return seconds * 1000, cpu * 1000
