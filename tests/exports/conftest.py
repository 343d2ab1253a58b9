"""The small world, and clients that read English."""

from pathlib import Path
from typing import Any

import pytest

from tests import world as worlds
from tests.customers.small_shop import add_shop
from tests.customers.small_table import add_table


@pytest.fixture(autouse=True)
def _own_folder(settings: Any, tmp_path: Path) -> None:
    """Files that are made lie in a folder of the test's own."""
    settings.DATA_DIR = tmp_path


@pytest.fixture
def world(db: None) -> worlds.World:
    return worlds.build()


@pytest.fixture
def with_customers(db: None, settings: Any, tmp_path: Path) -> worlds.World:
    """The small world with a shop and a table of customers."""
    settings.MEDIA_ROOT = settings.DATA_DIR = tmp_path
    made = worlds.build()
    add_shop(made)
    add_table(made)
    return made
