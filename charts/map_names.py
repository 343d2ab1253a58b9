"""Names of areas on a map: on one line or two where they fit their area, else left to hover and table."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd
import shapely
from shapely.geometry import shape

# pixels: a letter and a line of 12 px type, and the map as measured on a phone and on a laptop
_LETTER, _LINE = 7.0, 16.0
_SIZES = ((0, (300, 300)), (600, (600, 415)))
# places tried per area, along each side of its box
_GRID = 9


def trace(
    names: pd.Series, inks: list[str], outlines: dict[Any, dict[str, Any]], bold: Sequence[bool] = ()
) -> dict[str, Any]:
    """A layer of text; `meta.looks` holds it per least width of the figure, for the browser to choose.

    names: area id → name; inks: the text colour on each; outlines: area id → GeoJSON geometry; bold:
    per name, whether its area is a chosen one.
    """
    areas = [shape(outlines[one]) for one in names.index]
    weights = ["bold" if one else "normal" for one in bold] or ["normal"] * len(areas)
    looks = [(least, _look(names.tolist(), inks, weights, areas, room)) for least, room in _SIZES]
    return {
        "type": "scattergeo",
        "mode": "text",
        "hoverinfo": "skip",
        "showlegend": False,
        **looks[-1][1],
        "meta": {"looks": looks},
    }


def _look(
    names: list[str], inks: list[str], weights: list[str], areas: list[Any], room: tuple[int, int]
) -> dict[str, Any]:
    degrees = _degrees_per_pixel(areas, room)
    found = [_written(area, name, degrees) for area, name in zip(areas, names, strict=True)]
    written = {place: one for place, one in enumerate(found) if one is not None}
    return {
        "lon": [round(spot.x, 5) for _text, spot in written.values()],
        "lat": [round(spot.y, 5) for _text, spot in written.values()],
        "text": [text for text, _spot in written.values()],
        "textfont": {
            "size": 12,
            "color": [inks[place] for place in written],
            "weight": [weights[place] for place in written],
        },
    }


def _degrees_per_pixel(areas: list[Any], room: tuple[int, int]) -> float:
    if not areas:
        return 1.0
    west, south, east, north = shapely.total_bounds(np.array(areas))
    return float(max((east - west) / room[0], (north - south) / room[1], 1e-9))


def _written(area: Any, name: str, degrees: float) -> tuple[str, Any] | None:
    """The name as it is written and its place: whole, else on the two lines of the least width, else None."""
    for lines in _ways(name):
        spot = _spot(area, max(map(len, lines)), len(lines), degrees)
        if spot is not None:
            return "<br>".join(lines), spot
    return None


def _ways(name: str) -> list[list[str]]:
    words = name.split()
    pairs = [[" ".join(words[:cut]), " ".join(words[cut:])] for cut in range(1, len(words))]
    return [[name], *sorted(pairs, key=lambda pair: max(map(len, pair)))[:1]]


def _spot(area: Any, letters: int, lines: int, degrees: float) -> Any:
    """The place deepest inside the area where a block of letters × lines fits, or None."""
    west, south, east, north = area.bounds
    width, height = letters * _LETTER * degrees / 2, lines * _LINE * degrees / 2
    if east - west < 2 * width or north - south < 2 * height:
        return None
    across, up = np.meshgrid(
        np.linspace(west + width, east - width, _GRID), np.linspace(south + height, north - height, _GRID)
    )
    x, y = across.ravel(), up.ravel()
    shapely.prepare(area)
    fits = shapely.covers(area, shapely.box(x - width, y - height, x + width, y + height))
    if not fits.any():
        return None
    points = shapely.points(x[fits], y[fits])
    return points[int(np.argmax(np.round(shapely.distance(area.boundary, points), 9)))]
