"""A small world for tests: one region with two dated sets of areas, its market, people and facts.

Cells are written directly, so that a page's numbers can be worked out by hand. Alice sells in the Centre, Bob
analyses, Carol is admin. Everything is invented.

Since 2021 the city has five sub-districts of two villages each; before there were four: the old "West" became
today's West and Hill, half of its people each, and every other one stayed as it was.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.test import Client

from accounts.models import User
from analysis import histogram
from areas.models import Area, AreaChange, BoundarySet, Region, WorkArea
from data.models import Category, Cell, Dataset, Edition, FigureCell, OutlineRow, SizeClass

PASSWORD = "a long test password"
MICRO, SMALL = SizeClass.MICRO, SizeClass.SMALL
DISTRICTS = ("Centre", "East", "Hill", "North", "West")
OLD_DISTRICTS = ("Centre", "East", "North", "West")
RESIDENTS = {"Centre": 10_000, "East": 20_000, "Hill": 5_000, "North": 40_000, "West": 8_000}
KM2 = {"Centre": 5.0, "East": 20.0, "Hill": 60.0, "North": 30.0, "West": 40.0}
PLACES = {"Centre": (0.5, 101.45), "East": (0.5, 101.52), "Hill": (0.62, 101.38), "North": (0.6, 101.46),
          "West": (0.5, 101.36)}  # fmt: skip
# sub-district: category: size class: number of MSMEs
MARKET: dict[str, dict[str | None, dict[int, int]]] = {
    "Centre": {"Food": {MICRO: 300, SMALL: 40}, "Fashion": {MICRO: 120}, "Crafts": {MICRO: 20}},
    "East": {"Food": {MICRO: 250, SMALL: 20}, "Fashion": {MICRO: 60}},
    "Hill": {"Food": {MICRO: 3}, "Farming": {MICRO: 40}},
    "North": {"Food": {MICRO: 90, SMALL: 6}, "Fashion": {MICRO: 30}, None: {0: 10}},
    "West": {"Food": {MICRO: 40}, "Farming": {MICRO: 60}},
}
# known for the whole city only
UNPLACED = 11
TOTAL = 1_100


@dataclass
class World:
    """What `build` made. `areas`: today's areas by name; `old_areas`: those until 2020."""

    region: Region
    old: BoundarySet
    new: BoundarySet
    areas: dict[str, Area]
    old_areas: dict[str, Area]
    categories: dict[str, Category] = field(default_factory=dict)
    market: Edition | None = None
    population: Edition | None = None
    facts: Edition | None = None
    alice: Any = None
    bob: Any = None
    carol: Any = None


def build(**without: bool) -> World:
    """The whole world; `build(market=False)`, `population=False`, `facts=False` leave that part out."""
    world = ground()
    people(world)
    if without.get("market", True):
        world.market = add_market(world, MARKET, unplaced=UNPLACED)
    if without.get("population", True):
        world.population = add_figures(world, "population", {"residents": RESIDENTS}, series="registry")
    if without.get("facts", True):
        world.facts = add_facts(world)
    return world


def ground(slug: str = "sample", name: str = "Sample City", districts: Iterable[str] = DISTRICTS) -> World:
    """A region with its two sets of areas and how the old ones became today's."""
    region = Region.objects.create(slug=slug, name=name, is_demo=True)
    old = BoundarySet.objects.create(region=region, valid_from=date(2009, 1, 1), valid_to=date(2020, 12, 30))
    new = BoundarySet.objects.create(region=region, valid_from=date(2020, 12, 31))
    world = World(region, old, new, _areas(new, name, districts), _areas(old, name, OLD_DISTRICTS))
    for before, after, share in (
        ("Centre", "Centre", 1.0), ("East", "East", 1.0), ("North", "North", 1.0),
        ("West", "West", 0.5), ("West", "Hill", 0.5),
    ):  # fmt: skip
        if after in world.areas:
            basis = AreaChange.Basis.EXACT if share == 1 else AreaChange.Basis.RESIDENTS
            AreaChange.objects.create(
                from_area=world.old_areas[before], to_area=world.areas[after], share=share, basis=basis
            )
    return world


def _areas(boundary_set: BoundarySet, city: str, districts: Iterable[str]) -> dict[str, Area]:
    def make(name: str, level: int, parent: Area | None) -> Area:
        return Area.objects.create(
            boundary_set=boundary_set, name=name, key=name.casefold(), level=level, parent=parent
        )

    top = make(city, Area.Level.REGENCY, None)
    found = {city: top}
    for district in districts:
        found[district] = make(district, Area.Level.DISTRICT, top)
        for side in ("upper", "lower"):
            name = f"{district} {side}"
            found[name] = make(name, Area.Level.VILLAGE, found[district])
    return found


def people(world: World) -> None:
    for name, role in (("alice", "sales"), ("bob", "analyst"), ("carol", "admin")):
        user = User.objects.create_user(f"{name}@example.org", PASSWORD, name=name.title(), role=role)
        setattr(world, name, user)
    WorkArea.objects.create(user=world.alice, area=world.areas["Centre"], confirmed=True)


# the kind of file that an edition of a subject is made of here
KINDS = {"market": "msme_register", "survey": "questionnaire", "outlines": "area_boundaries"}


def add_edition(
    world: World, subject: str, year: int = 2023, *, series: str = "main", old: bool = False, **values: Any
) -> Edition:
    """A current edition with one ready dataset."""
    period = {
        "period_start": date(year, 1, 1), "period_end": date(year, 12, 31), "period_label": str(year),
    }  # fmt: skip
    boundary_set = world.old if old else world.new
    number = Edition.objects.filter(subject=subject, series=series, region=world.region, **period).count() + 1
    edition = Edition.objects.create(
        subject=subject, series=series, region=world.region, boundary_set=boundary_set, number=number,
        action=Edition.Action.REPLACE, is_current=values.pop("is_current", True), **period, **values,
    )  # fmt: skip
    dataset = Dataset.objects.create(
        kind=KINDS.get(subject, subject), region=world.region, boundary_set=boundary_set, series=series,
        size=1, sha256="0" * 64, folder=f"test-{edition.pk}", file_name=f"{subject}-{year}.csv",
        state=Dataset.State.READY, is_demo=world.region.is_demo, **period,
    )  # fmt: skip
    edition.datasets.add(dataset)
    return edition


def category(world: World, name: str | None) -> Category | None:
    if name is None:
        return None
    if name not in world.categories:
        world.categories[name] = Category.objects.create(region=world.region, name=name, key=name.casefold())
    return world.categories[name]


def add_market(
    world: World,
    market: dict[str, dict[str | None, dict[int, int]]],
    year: int = 2023,
    *,
    unplaced: int = 0,
    turnover: bool = True,
    **values: Any,
) -> Edition:
    """A market edition; `unplaced` MSMEs of Food are known for the city only. North's are in its villages."""
    edition = add_edition(world, "market", year, **values)
    areas = world.old_areas if values.get("old") else world.areas
    for place, fields in market.items():
        for name, sizes in fields.items():
            for size, n in sizes.items():
                parts = {areas[place]: n}
                if place == "North" and n > 1:
                    parts = {areas["North upper"]: n - n // 3, areas["North lower"]: n // 3}
                for area, count in parts.items():
                    Cell.objects.create(**cell(edition, area, category(world, name), size, count, turnover))
    if unplaced:
        top = areas[world.region.name]
        Cell.objects.create(**cell(edition, top, category(world, "Food"), MICRO, unplaced, turnover))
    return edition


def cell(
    edition: Edition, area: Area, field_of_business: Category | None, size: int, n: int, turnover: bool
) -> dict[str, Any]:
    """One cell of n enterprises, all but a tenth of them reporting: 100, 101, 102 … million rupiah, micro;
    ten times that, small. Each employs two people."""
    known = n - n // 10 if turnover and size else 0
    amounts = [(100_000_000 + 1_000_000 * place) * (10 if size == SMALL else 1) for place in range(known)]
    return {
        "edition": edition, "area": area, "category": field_of_business, "size_class": size, "n": n,
        "n_turnover": known, "turnover_sum": sum(amounts) if amounts else None,
        "turnover_min": min(amounts, default=None), "turnover_max": max(amounts, default=None),
        "n_employees": n, "employees": 2 * n, "histogram": histogram.pack(*histogram.count(amounts)),
    }  # fmt: skip


def add_figures(
    world: World, subject: str, figures: dict[str, dict[str, float]], year: int = 2023, **values: Any
) -> Edition:
    """An edition of population or area facts: figure name → area name → value."""
    edition = add_edition(world, subject, year, **values)
    areas = world.old_areas if values.get("old") else world.areas
    for name, by_area in figures.items():
        for area, value in by_area.items():
            FigureCell.objects.create(edition=edition, area=areas[area], name=name, value=value)
    return edition


def add_facts(world: World) -> Edition:
    """Land of sub-districts, and the centres and land of their villages (for approximate outlines)."""
    lat, lon, km2 = {}, {}, dict(KM2)
    for district, (north, east) in PLACES.items():
        for side, step in (("upper", 0.015), ("lower", -0.015)):
            name = f"{district} {side}"
            lat[name], lon[name], km2[name] = north + step, east, KM2[district] / 2
    return add_figures(world, "area_facts", {"km2": km2, "lat": lat, "lon": lon}, year=2021)


def add_outlines(world: World) -> Edition:
    """Exact outlines: a square around each sub-district's centre."""
    edition = add_edition(world, "outlines", 2021)
    dataset = edition.datasets.get()
    for row, (name, (lat, lon)) in enumerate(PLACES.items(), start=1):
        ring = [[lon - 0.03, lat - 0.03], [lon - 0.03, lat + 0.03], [lon + 0.03, lat + 0.03],
                [lon + 0.03, lat - 0.03], [lon - 0.03, lat - 0.03]]  # fmt: skip
        OutlineRow.objects.create(
            dataset=dataset, sheet=1, row_number=row, area=world.areas[name],
            geometry={"type": "Polygon", "coordinates": [ring]},
        )  # fmt: skip
    return edition


def english(user: Any) -> Client:
    """A signed-in person who reads English."""
    client = Client(headers={"accept-language": "en"})
    client.force_login(user)
    return client
