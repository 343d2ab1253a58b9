"""Imports a survey and asks for its pages through Django's test client."""

import time
from pathlib import Path
from typing import Any

import numpy as np
from django.core.cache import caches
from django.test import Client, override_settings

from benchmarks import world

COLD = 5
WARM_UP = 3


def measure(path: Path, requests: int) -> dict[str, Any]:
    """Seconds of the import by stage, and milliseconds of each survey page, cold and warm."""
    from accounts.models import User
    from questionnaires import queries

    imported = world.import_file(path, "questionnaire", series="benchmark")
    user = User.objects.create_user("bench@example.org", "a long benchmark password", role="analyst")
    survey = queries.survey(queries.surveys(_region())[0])
    with override_settings(STORAGES=_plain()):
        client = Client(HTTP_HOST="localhost")
        client.force_login(user)
        pages = {name: _page(client, address, requests) for name, address in _addresses(survey).items()}
    return {**imported, "pages": pages, "respondents": survey.n, "questions": len(survey.questions)}


def _region() -> Any:
    from areas.models import Region

    return Region.objects.get(slug=world.SLUG)


def _plain() -> dict[str, Any]:
    """Files served by their plain names, so that no build of them is needed."""
    from django.conf import settings

    plain = {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
    return {**settings.STORAGES, **plain}


def _addresses(survey: Any) -> dict[str, str]:
    aware, field = survey.with_role("awareness"), survey.with_role("field")
    return {
        "findings": "/survey/",
        "questions": "/survey/questions/",
        "crosstab": f"/survey/crosstab/?row={aware.key}&column={field.key}",
        "scale": "/survey/scale/",
        "filtered findings": f"/survey/?a={aware.key}-3",
    }


def _page(client: Client, address: str, requests: int) -> dict[str, float]:
    """Milliseconds: median of requests after every cache was emptied, then of warm ones."""
    cold = [_time(client, address, emptied=True) for _ in range(COLD)]
    for _ in range(WARM_UP):
        _time(client, address)
    warm = [_time(client, address) for _ in range(requests)]
    return {
        "cold": float(np.median(cold)),
        "p50": float(np.median(warm)),
        "p95": float(np.quantile(warm, 0.95)),
        "kb": round(len(client.get(address).content) / 1000),
    }


def _time(client: Client, address: str, emptied: bool = False) -> float:
    from questionnaires import queries

    if emptied:
        caches["pages"].clear()
        for kept in (queries._asked, queries._arrays):
            kept._values.clear()
    started = time.perf_counter()
    response = client.get(address)
    seconds = time.perf_counter() - started
    if response.status_code != 200:
        raise RuntimeError(f"{address}: {response.status_code}")
    return seconds * 1000
