"""Where figures of areas (residents, land, distance) stand in the files: file, sheet, row, and cell."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from .models import Edition, FigureRow

# ids that one statement takes
_BATCH = 5_000


@dataclass(frozen=True)
class Stated:
    """One figure of one area as a file states it.

    column: the header in the file, "" where it is the sum of others (male and female). counts: whether
    it is the one that counts; a later file that states the same figure takes its place.
    """

    area: int
    name: str
    dataset: int
    sheet: int
    row_number: int
    column: str
    value: float
    counts: bool


def stated(edition: Edition, areas: Iterable[int], names: Iterable[str]) -> tuple[Stated, ...]:
    """The figures of these names and areas in the files of an edition, in the order of the files' rows."""
    wanted, named = list(areas), list(names)
    found: list[Any] = []
    rows = FigureRow.objects.filter(dataset__in=edition.datasets.values("pk"), name__in=named)
    columns = ("area_id", "name", "dataset_id", "sheet", "row_number", "column", "value")
    for start in range(0, len(wanted), _BATCH):
        part = rows.filter(area_id__in=wanted[start : start + _BATCH])
        found += list(part.order_by("dataset_id", "sheet", "row_number", "name").values_list(*columns))
    last: dict[tuple[int, str], int] = {}
    for area, name, dataset, *_place in found:
        last[area, name] = max(dataset, last.get((area, name), 0))
    return tuple(Stated(*(*one, last[one[0], one[1]] == one[2])) for one in found)
