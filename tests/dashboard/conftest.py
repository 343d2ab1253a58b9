"""The small world, and clients that read English."""

from typing import Any

import pytest
from django.test import Client

from tests import world as worlds


@pytest.fixture
def world(db: None) -> worlds.World:
    return worlds.build()


@pytest.fixture
def reader(world: worlds.World) -> Client:
    """Bob, who analyses and has no areas of his own."""
    return english(world.bob)


def english(user: Any) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(user)
    return client
