"""Fonts for the tests that draw."""

from pathlib import Path

import pytest

from charts import fonts

PACKAGES = Path(__file__).resolve().parents[2] / "node_modules"


@pytest.fixture(scope="session")
def _fonts() -> None:
    fonts.load(PACKAGES)
