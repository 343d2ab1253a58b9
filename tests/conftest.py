"""What every test may ask for: three people, a client of each, and the real files beside the project."""

import os
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import caches
from django.test import Client
from hypothesis import HealthCheck, settings

from data.cells_cache import RecentlyUsed

PROJECT = Path(__file__).resolve().parent.parent
SHARED_DATA = PROJECT.parent / "shared" / "data"

# No test depends on a time, so a busy machine fails none. CI tries the same examples each time, so that a
# change is judged by what it changed; at a desk new ones are tried with every run.
settings.register_profile(
    "steady",
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
    derandomize=bool(os.environ.get("CI")),
)
settings.load_profile("steady")
DATABASE = {"db", "transactional_db", "live_server"}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Marks what reaches a database: only that is run again on PostgreSQL."""
    for item in items:
        asked = set(getattr(item, "fixturenames", ()))
        if asked & DATABASE or item.get_closest_marker("django_db"):
            item.add_marker("database")


@pytest.fixture(autouse=True)
def _empty_cache() -> Any:
    """Ids start again after a rollback, so what one test cached would look right to the next."""
    yield
    for alias in ("default", "pages"):
        caches[alias].clear()
    RecentlyUsed.forget_all()


@pytest.fixture
def shared_data() -> Path:
    """The folder of real files; the test is skipped where the project stands alone."""
    if not SHARED_DATA.is_dir():
        pytest.skip("the real files (../shared/data beside the project) are not on this machine")
    return SHARED_DATA


@pytest.fixture
def alice(django_user_model: Any, db: None) -> Any:
    """Alice sells."""
    return django_user_model.objects.create_user(
        "alice@example.org", "wisely-2-sell", name="Alice", role="sales"
    )


@pytest.fixture
def bob(django_user_model: Any, db: None) -> Any:
    """Bob analyses."""
    return django_user_model.objects.create_user(
        "bob@example.org", "wisely-2-look", name="Bob", role="analyst"
    )


@pytest.fixture
def carol(django_user_model: Any, db: None) -> Any:
    """Carol is the admin."""
    return django_user_model.objects.create_user(
        "carol@example.org", "wisely-2-rule", name="Carol", role="admin"
    )


def _client(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def sales_client(alice: Any) -> Client:
    return _client(alice)


@pytest.fixture
def analyst_client(bob: Any) -> Client:
    return _client(bob)


@pytest.fixture
def admin_client(carol: Any) -> Client:
    """Replaces pytest-django's: our admins have a role and sign in with an e-mail address."""
    return _client(carol)
