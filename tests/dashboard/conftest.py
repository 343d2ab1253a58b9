"""The small world, and clients that read English."""

import pytest
from django.test import Client

from tests import world as worlds


@pytest.fixture
def world(db: None) -> worlds.World:
    return worlds.build()


@pytest.fixture
def reader(world: worlds.World) -> Client:
    """Bob, who analyses and has no areas of his own."""
    return worlds.english(world.bob)
