"""Geometries of uploaded outlines: what a GeoJSON or shapefile feature becomes before it is stored."""

import json
from typing import Any

from analysis import geometry


def outline(cell: Any) -> str | None:
    """A feature's geometry as normalised GeoJSON text, or None where nothing usable is left of it."""
    try:
        shape = json.loads(cell) if isinstance(cell, str) and cell else None
        return json.dumps(geometry.normalise(shape)) if shape else None
    except (ValueError, TypeError, KeyError, IndexError, AttributeError):
        return None
