"""A small world whose numbers have rows: market, residents and land, each in a file of its own."""

from collections.abc import Iterable
from typing import Any, NamedTuple

from data import building
from data.models import Cell, Dataset, Edition, FigureCell, FigureRow, MarketRow
from data.writing import write
from tests import world as worlds
from tests.world import World

LAYOUT = {"format": "xlsx", "sheets": ["Data"], "header_row": 3, "header_rows": 1}


class One(NamedTuple):
    """A row of a register (n = 1), or of counts."""

    area: str
    category: str | None
    size: int
    turnover: int | None = None
    employees: int | None = None
    n: int = 1


def build(rows: Iterable[One], **values: Any) -> World:
    """A world of today's areas with these market rows, and residents and land of every sub-district."""
    world = worlds.ground()
    worlds.people(world)
    world.market = market(world, rows, **values)
    world.population = figures(world, "population", "residents", worlds.RESIDENTS, series="registry")
    world.facts = figures(world, "area_facts", "km2", worlds.KM2)
    return world


def market(world: World, rows: Iterable[One], year: int = 2023, **values: Any) -> Edition:
    """A market edition whose cells are counted from its rows, as an import does."""
    edition = worlds.add_edition(world, "market", year, **values)
    dataset = _read(edition.datasets.get(), ["No", "Kecamatan", "Bidang", "Skala", "Omzet"],
                    {"sub_district": "Kecamatan", "category": "Bidang", "size_class": "Skala",
                     "turnover": "Omzet"})  # fmt: skip
    areas = world.old_areas if values.get("old") else world.areas
    MarketRow.objects.bulk_create(
        MarketRow(
            dataset=dataset, sheet=0, row_number=4 + at, area=areas[one.area],
            category=worlds.category(world, one.category), size_class=one.size, n=one.n,
            turnover=one.turnover, employees=one.employees,
        )
        for at, one in enumerate(rows)
    )  # fmt: skip
    cells = building.market_cells(building.market_rows([dataset]))
    if len(cells):
        known = cells["category_id"].where(cells["category_id"] != 0)
        write(Cell, cells.assign(edition_id=edition.pk, category_id=known.astype("Int64")))
    return edition


def figures(
    world: World, subject: str, name: str, by_area: dict[str, float], year: int = 2023, **values: Any
) -> Edition:
    """Figures of areas as cells and as the rows they come from."""
    edition = worlds.add_figures(world, subject, {name: by_area}, year, **values)
    dataset = _read(edition.datasets.get(), ["No", "Kecamatan", "Jumlah"],
                    {"sub_district": "Kecamatan", name: "Jumlah"})  # fmt: skip
    found = FigureCell.objects.filter(edition=edition).order_by("area__name")
    FigureRow.objects.bulk_create(
        FigureRow(dataset=dataset, sheet=0, row_number=4 + at, column="Jumlah", area_id=one.area_id,
                  name=name, value=one.value)
        for at, one in enumerate(found)
    )  # fmt: skip
    return edition


def _read(dataset: Dataset, headers: list[str], mapping: dict[str, str]) -> Dataset:
    dataset.guess, dataset.layout, dataset.mapping = {"headers": headers}, LAYOUT, mapping
    dataset.save()
    return dataset
