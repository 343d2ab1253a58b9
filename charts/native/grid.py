"""A heat map as the rows of a table: what stands in each cell, on which colour."""

from collections.abc import Sequence
from dataclasses import dataclass

from charts import printed
from charts.native.map_shapes import between
from charts.native.reading import Trace


@dataclass(frozen=True)
class Grid:
    """columns: names; rows: (name, numbers, colours), None for an empty cell; key: (name, colour); form: of
    the numbers, as the figure writes them (charts.written)."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, tuple[float | None, ...], tuple[str | None, ...]], ...]
    key: tuple[tuple[str, str], ...]
    form: str = ",.0f"


def read(data: Sequence[Trace]) -> Grid | None:
    """The grid of a printed figure, or None where it has no heat map."""
    heat = next((one for one in data if one.get("type") == "heatmap"), None)
    if heat is None:
        return None
    low, high = heat.get("zmin", 0), heat.get("zmax", 1)
    rows = tuple(
        (
            str(name),
            tuple(heat["customdata"][place]),
            tuple(None if z is None else between(heat["colorscale"], (z - low) / (high - low)) for z in line),
        )
        for place, (name, line) in enumerate(zip(heat["y"], heat["z"], strict=True))
    )
    return Grid(tuple(map(str, heat["x"])), rows, tuple(_key(data)), _form(data))


def _form(data: Sequence[Trace]) -> str:
    """How the layer of numbers writes them."""
    templates = [one["texttemplate"] for one in data if one.get("mode") == "text" and one.get("texttemplate")]
    return templates[0].removeprefix("%{customdata:").removesuffix("}") if templates else Grid.form


def _key(data: Sequence[Trace]) -> list[tuple[str, str]]:
    return [
        (str(one["name"]), printed.on_paper((one.get("marker") or {})["color"]))
        for one in data
        if one.get("type") == "scatter" and one.get("showlegend")
    ]
