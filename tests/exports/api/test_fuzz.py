"""The whole schema, fuzzed in this process: what is valid and what is not, with a key and without."""

from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    ignored_auth,
    response_schema_conformance,
    status_code_conformance,
)

from exports import tokens
from exports.api.endpoints import api
from tests import world as worlds

from .test_pages import NAMES

CHECKS: list[Any] = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
    ignored_auth,
]
EXAMPLES = 8
PATHS = sorted(api.get_openapi_schema()["paths"])


@pytest.fixture(autouse=True)
def _one_connection() -> Iterator[None]:
    """A server closes its connection behind each request, which would end the test's own transaction."""
    signals = (request_started, request_finished)
    for signal in signals:
        signal.disconnect(close_old_connections)
    yield
    for signal in signals:
        signal.connect(close_old_connections)


@pytest.fixture
def key(world: worlds.World, settings: Any) -> dict[str, str]:
    settings.API_FAILURE_RATE = "100000/m"  # ignored_auth tries wrong keys on purpose
    # schemathesis asks for gzip and does not open it where no network is between
    return {"Authorization": f"Bearer {tokens.make(world.carol)}", "Accept-Encoding": "identity"}


@pytest.mark.parametrize("mode", list(GenerationMode))
@pytest.mark.parametrize("path", PATHS)
def test_every_answer_is_as_documented(path: str, mode: GenerationMode, key: dict[str, str]) -> None:
    schema = schemathesis.openapi.from_wsgi(reverse("api_schema"), get_wsgi_application(), headers=key)
    operation = schema[path]["GET"]

    @settings(
        max_examples=EXAMPLES,
        suppress_health_check=[HealthCheck.filter_too_much, HealthCheck.too_slow],
        database=None,
    )
    @given(case=operation.as_strategy(generation_mode=mode), page=st.sampled_from(["", *NAMES]))
    def answers(case: Any, page: str) -> None:
        if page and "name" in case.path_parameters:  # made up names are hardly ever those of pages
            case.path_parameters["name"] = page
        case.call_and_validate(headers=key, checks=CHECKS)

    answers()
