from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from tests.customers.small_shop import add_shop
from tests.world import World, build


@pytest.fixture
def world(db: None, settings: Any, tmp_path: Path) -> World:
    """The small world with its shop, in folders of this test."""
    settings.MEDIA_ROOT = settings.DATA_DIR = tmp_path
    made = build()
    add_shop(made)
    return made


@pytest.fixture
def reader(world: World) -> Client:
    """Bob's browser, in English."""
    client = Client(headers={"accept-language": "en"})
    client.force_login(world.bob)
    return client
