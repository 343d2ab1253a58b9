"""Figures of areas (land, distance, residents) to the cells that state them, also over other borders."""

import math
from dataclasses import dataclass
from typing import Any

import pandas as pd
from django.utils.translation import gettext as _

from areas.queries import ancestors_at, descendants
from core import formats
from data import crossing, figure_places
from data.market_words import label
from data.models import Edition
from data.sources import Source

from .. import area_figures
from .inputs import FileCell, Files, Input, Share, is_close
from .numbers import written

# cells of a file that are listed one by one; of more the sum is told
MOST_CELLS = 200


def of_areas(
    key: str, edition: Edition, tree: pd.DataFrame, level: int, areas: list[int], value: float, files: Files
) -> Input:
    """Land, distance, or residents of the page's own borders: cells, or those of the areas inside."""
    cells = _cells(edition, tree, level, areas, key, files)
    summed = sum(one.number for one in cells if one.is_part)
    agrees = None if not cells or formats.is_missing(value) else is_close(summed, value)
    if key == "distance_km" and len(areas) > 1:
        value, agrees = math.nan, None  # distances of several areas are no sum
    return Input(
        key, label(key), written(key, value), edition,
        cells=tuple(one.cell for one in cells[:MOST_CELLS]), n_cells=len(cells), agrees=agrees,
        said=_stated_words(key, cells, value, agrees),
    )  # fmt: skip


def converted(
    key: str, edition: Edition, over: crossing.Crossing, parts: pd.DataFrame, value: float, files: Files
) -> Input:
    """A number of other borders: what each area of then gives, and the cells of these areas."""
    column = "n" if key == "n" else key
    areas = sorted({int(one) for one in parts["from_id"]})
    cells = _cells(edition, over.old, over.level, areas, key, files) if key != "n" else []
    summed = float(parts[column].sum(skipna=False)) if len(parts) else math.nan
    agrees = None if formats.is_missing(value) or formats.is_missing(summed) else abs(summed - value) < 1
    said = _("The parts add up to %(sum)s.") % {"sum": formats.integer(summed)}
    if agrees is None:
        said = _("It is not known for all of these areas in which areas of today their people live.")
    return Input(
        key, label(key), formats.integer(value), edition,
        cells=tuple(one.cell for one in cells[:MOST_CELLS]), n_cells=len(cells),
        shares=tuple(_share(over.old, one, column) for one in parts.to_dict("records")),
        agrees=agrees, said=said,
    )  # fmt: skip


def _share(old: pd.DataFrame, part: dict[Any, Any], column: str) -> Share:
    share, given = part["share"], part.get(column, math.nan)
    stated = given / share if not formats.is_missing(given) and share else math.nan
    return Share(
        str(old.at[part["from_id"], "name"]), formats.integer(stated), formats.number(share, 4),
        formats.number(given, 0 if float(given or 0).is_integer() else 1), basis_words(str(part["basis"])),
    )  # fmt: skip


def basis_words(basis: str) -> str:
    """What a share between borders rests on."""
    words = {"exact": _("whole villages"), "residents": _("residents"), "land": _("land")}
    return words.get(basis, basis or _("not known"))


@dataclass(frozen=True)
class _Found:
    cell: FileCell
    number: float
    is_part: bool


def _cells(
    edition: Edition, tree: pd.DataFrame, level: int, areas: list[int], key: str, files: Files
) -> list[_Found]:
    """The cells behind a figure of areas: their own, else those of the areas inside."""
    below = sorted(descendants(tree, set(areas)))
    names = [key, "male", "female"] if key == "residents" else [key]
    stated = figure_places.stated(edition, below, names)
    whole = {one.area for one in stated if one.area in areas and one.name == key}
    home = ancestors_at(tree, level)
    known = files.of(edition)
    derived = {(one.area, one.dataset) for one in stated if one.name == key and not one.column}
    found = []
    for one in stated:
        above = home.get(one.area)
        inside = one.area in whole or (not pd.isna(above) and int(above) not in whole)
        is_cell = one.column and (one.name == key or (one.area, one.dataset) in derived)
        # the sum of men and women stands in no cell of its own: theirs are listed in its place
        if inside and (is_cell or (one.name == key and not one.column)):
            found.append(_found(tree, known[one.dataset], one, is_part=one.name == key and one.counts))
    return found


def _found(tree: pd.DataFrame, source: Source, one: figure_places.Stated, is_part: bool) -> _Found:
    column = source.column(one.name)
    letter = column.letter if column else ""
    cell = FileCell(
        str(tree.at[one.area, "name"]), source, source.sheet(one.sheet), one.row_number,
        one.column or _("sum of male and female"), f"{letter}{one.row_number}" if letter else "",
        area_figures.written(one.name, one.value) if one.name in ("km2", "distance_km") else
        formats.integer(one.value),
        one.counts,
    )  # fmt: skip
    return _Found(cell, one.value, is_part)


def _stated_words(key: str, cells: list[_Found], value: float, agrees: bool | None) -> str:
    if not cells:
        return _("No file states it, or its rows were deleted for good.")
    if key == "distance_km" and agrees is None:
        return _("Distances are no sum: each area has its own cell.")
    if agrees:
        n = sum(one.is_part for one in cells)
        if n == 1:
            return _("The cell states the number that is used.")
        values = {"n": formats.integer(n), "sum": written(key, value)}
        return _("%(n)s cells add up to %(sum)s: the number that is used.") % values
    return _("It is not known for every area inside, so no number is used where one lacks.")
