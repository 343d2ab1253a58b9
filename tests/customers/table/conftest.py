from pathlib import Path
from typing import Any

import pytest

from tests.customers.small_table import add_table
from tests.world import World, build


@pytest.fixture
def world(db: None, settings: Any, tmp_path: Path) -> World:
    """The small world with a table of customers."""
    settings.MEDIA_ROOT = settings.DATA_DIR = tmp_path
    made = build()
    add_table(made)
    return made
