"""Maps as tables: a feature is a row, its properties the columns, its geometry the last one as GeoJSON."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pandas as pd
import shapely
from django.utils.translation import gettext_lazy as _

from data.kinds.area_boundaries import GEOMETRY
from data.reading import grids
from data.reading.chunks import Chunk
from data.reading.errors import Unreadable
from data.reading.limits import DEFAULT

FORMATS = ("geojson", "shapefile")
_WGS84 = ("EPSG:4326", "OGC:CRS84", "4326")


def read(path: Path, file_format: str) -> pd.DataFrame:
    """All features of a map. Columns: the properties in the order they occur, then `geometry`; index from 1.

    Raises Unreadable where the file is no map, or lies in another coordinate system than WGS84.
    """
    table = _geojson(path) if file_format == "geojson" else _shapefile(path)
    if table.empty:
        raise Unreadable(_("The map holds no areas. Export it again with its areas."), "empty_map")
    table.index = pd.RangeIndex(1, len(table) + 1)
    return table


def chunks(path: Path, file_format: str) -> Iterator[Chunk]:
    """The features as one chunk of object cells, columns numbered like those of any other file."""
    table = read(path, file_format)
    yield Chunk("", table.set_axis(range(table.shape[1]), axis=1).astype(object))


def _geojson(path: Path) -> pd.DataFrame:
    try:
        content = json.loads(path.read_text("utf-8-sig"))
        features = content["features"]
        rows = [{**(f.get("properties") or {}), GEOMETRY: json.dumps(f.get("geometry"))} for f in features]
        # each feature may name properties of its own, and all would become columns of all
        grids.check_extent(len(rows), len(set().union(*rows)), DEFAULT)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as problem:
        raise Unreadable(
            _("This is no GeoJSON file of areas. Export the areas as a GeoJSON feature collection."),
            "geojson",
        ) from problem
    if not _is_wgs84(str(((content.get("crs") or {}).get("properties") or {}).get("name", ""))):
        raise _other_crs()
    table = pd.DataFrame(rows)
    table = table[[c for c in table.columns if c != GEOMETRY] + [GEOMETRY]] if len(table) else table
    return table.map(_text)


def _shapefile(path: Path) -> pd.DataFrame:
    # GDAL: 28 MB that a process which reads no map is spared
    import pyogrio.raw

    try:
        meta, _ids, geometry, fields = pyogrio.raw.read(path)
    except (pyogrio.errors.DataSourceError, ValueError) as problem:
        raise Unreadable(
            _("The shapefile cannot be read. Zip its .shp, .shx, .dbf and .prj together and try again."),
            "shapefile",
        ) from problem
    if not _is_wgs84(str(meta.get("crs") or "")):
        raise _other_crs()
    table = pd.DataFrame(dict(zip(meta["fields"], fields, strict=True)))
    shapes = shapely.from_wkb(geometry)
    table[GEOMETRY] = [shapely.to_geojson(shape) if shape is not None else "" for shape in shapes]
    return table.map(_text)


def _is_wgs84(crs: str) -> bool:
    return not crs or any(name in crs.upper().replace("::", ":") for name in _WGS84)


def _other_crs() -> Unreadable:
    return Unreadable(
        _("The map is not in WGS84 (longitude and latitude). Export it again in WGS84, EPSG:4326."), "crs"
    )


def _text(value: Any) -> str:
    return "" if value is None or value != value else str(value).strip()
