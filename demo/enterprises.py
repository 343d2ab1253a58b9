"""The invented enterprises behind the registers: some close, new ones open, the others grow or shrink.

An enterprise keeps its number, place, trade and contacts through the years, so that linking the registers by
NIB finds real histories. Counts by sub-district, the number of culinary enterprises and the size classes
meet `demo.market` exactly.
"""

from dataclasses import dataclass, field

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.special import ndtr, ndtri

from demo.apportion import apportion
from demo.market import (
    CATEGORIES,
    EDITIONS,
    PROFILE,
    PROFILES,
    SIZE_BY_CATEGORY,
    SIZE_BY_PROFILE,
    TURNOVER_LEAST,
    TURNOVER_MEDIAN,
    TURNOVER_SPREAD,
    Edition,
)
from demo.pekanbaru import VILLAGES, boundary_set
from demo.population import by_village

# Share of a register's enterprises found again in the next one; invented.
SURVIVAL = {2021: 0.92, 2023: 0.85}
FIRST_START_YEAR = 1985
# Rupiah amounts are reported in round figures.
ROUND_TO = 100_000


@dataclass
class _World:
    """The enterprises that exist at one moment, and how many there ever were."""

    rng: np.random.Generator
    alive: pd.DataFrame = field(default_factory=pd.DataFrame)
    founded: int = 0


def registers(seed: int) -> dict[int, pd.DataFrame]:
    """The clean registers of 2020, 2021 and 2023 by year.

    Each has one row per enterprise, index `number` (the same enterprise through the years), and the columns
    village (position in `VILLAGES`), category, start_year, size (latent), size_class, employees, turnover
    (int64, Rp; the year's own) and, where earlier years are asked for, turnover_<year> (NaN before the
    start). Raises ValueError when more enterprises survive in a sub-district than its register holds.
    """
    world = _World(np.random.default_rng(seed))
    return {year: _register(world, edition) for year, edition in EDITIONS.items()}


def _register(world: _World, edition: Edition) -> pd.DataFrame:
    survivors = _survivors(world, edition.year)
    founded = _founded(world, edition, survivors)
    world.alive = pd.concat([survivors, founded])
    table = world.alive.copy()
    table["size"] += world.rng.normal(0, 0.15, len(table))
    table["size_class"], table["turnover"] = _turnover(table["size"], edition)
    table["employees"] = _employees(world.rng, table["size_class"])
    if edition.year == 2023:
        _add_earlier_turnover(world.rng, table, (2022, 2021))
    return table


def _survivors(world: _World, year: int) -> pd.DataFrame:
    if world.alive.empty:
        return world.alive
    return world.alive[world.rng.random(len(world.alive)) < SURVIVAL[year]]


def _founded(world: _World, edition: Edition, survivors: pd.DataFrame) -> pd.DataFrame:
    """New rows that bring every sub-district and the culinary trade to the edition's figures."""
    village = _villages_of_the_new(edition, survivors)
    culinary_before = int((survivors["category"] == "Kuliner").sum()) if len(survivors) else 0
    category = _categories(world.rng, village, edition.culinary - culinary_before)
    numbers = np.arange(world.founded + 1, world.founded + 1 + len(village))
    world.founded += len(village)
    return pd.DataFrame(
        {
            "village": village,
            "category": category,
            "start_year": _start_years(world.rng, len(village), edition.year),
            "size": _sizes(world.rng, village, category),
        },
        index=pd.Index(numbers, name="number"),
    )


def _villages_of_the_new(edition: Edition, survivors: pd.DataFrame) -> NDArray[np.int64]:
    """Positions in `VILLAGES`, one per new enterprise; villages share by residents, tempered."""
    borders = boundary_set(edition.boundary_set)
    areas = np.array([borders.of(village) for village in VILLAGES])
    before = np.bincount(survivors["village"] if len(survivors) else [], minlength=len(VILLAGES))
    weight = by_village(2020).to_numpy() ** 0.8
    found = np.zeros(len(VILLAGES), dtype=np.int64)
    for area, count in edition.counts.items():
        inside = areas == area
        missing = count - before[inside].sum()
        if missing < 0:
            raise ValueError(f"{area} {edition.year}: {-missing} more survivors than the register holds")
        found[inside] = apportion(missing, weight[inside])
    return np.repeat(np.arange(len(VILLAGES)), found)


def _categories(rng: np.random.Generator, village: NDArray[np.int64], culinary: int) -> NDArray[np.object_]:
    """Category by the place's profile, of which exactly `culinary` are Kuliner."""
    profiles = np.array([PROFILES[PROFILE[place.sub_district_2021]] for place in VILLAGES], dtype=float)
    weights = profiles[village] / profiles[village].sum(axis=1, keepdims=True)
    # The `culinary` largest of log-odds plus logistic noise: an exact number that still follows the profile.
    appeal = np.log(weights[:, 0] / (1 - weights[:, 0])) + rng.logistic(size=len(village))
    chosen = np.argsort(-appeal, kind="stable")[:culinary]
    steps = weights[:, 1:].cumsum(axis=1)
    draw = rng.random(len(village))[:, None] * steps[:, -1:]
    codes = 1 + (draw > steps).sum(axis=1)
    codes[chosen] = 0
    categories: NDArray[np.object_] = np.array(CATEGORIES, dtype=object)[codes]
    return categories


def _start_years(rng: np.random.Generator, n: int, year: int) -> NDArray[np.int64]:
    """Mostly young enterprises: the age is exponential with a mean of six years."""
    age = np.floor(rng.exponential(6.0, n)).astype(np.int64)
    return np.maximum(year - age, FIRST_START_YEAR)


def _sizes(
    rng: np.random.Generator, village: NDArray[np.int64], category: NDArray[np.object_]
) -> NDArray[np.float64]:
    place = np.array([SIZE_BY_PROFILE[PROFILE[found.sub_district_2021]] for found in VILLAGES])
    trade = pd.Series(category).map(SIZE_BY_CATEGORY).fillna(0.0).to_numpy()
    sizes: NDArray[np.float64] = rng.standard_normal(len(village)) + place[village] + trade
    return sizes


def _turnover(size: pd.Series, edition: Edition) -> tuple[NDArray[np.object_], NDArray[np.int64]]:
    """Size class and yearly turnover (Rp) by the rank of `size`: the quotas exactly, the bounds kept."""
    order = np.argsort(size.to_numpy(), kind="stable")
    classes = np.empty(len(size), dtype=object)
    turnover = np.empty(len(size), dtype=np.int64)
    least, start = TURNOVER_LEAST, 0
    for name, quota in edition.size_quota.items():
        rows = order[start : start + quota]
        classes[rows] = name
        turnover[rows] = _lognormal_between(least, edition.bounds[name], quota)
        least, start = edition.bounds[name], start + quota
    return classes, turnover


def _lognormal_between(least: float, most: float, n: int) -> NDArray[np.int64]:
    """`n` ascending quantiles of the turnover lognormal cut to (least, most], in steps of `ROUND_TO`."""
    low, high = ndtr(np.log(np.array([least, most]) / TURNOVER_MEDIAN) / TURNOVER_SPREAD)
    quantile = low + (high - low) * (np.arange(n) + 0.5) / n
    rupiah = TURNOVER_MEDIAN * np.exp(TURNOVER_SPREAD * ndtri(quantile))
    steps = np.clip(np.round(rupiah / ROUND_TO), least // ROUND_TO + 1, most // ROUND_TO)
    whole: NDArray[np.int64] = steps.astype(np.int64) * ROUND_TO
    return whole


def _employees(rng: np.random.Generator, classes: pd.Series) -> NDArray[np.int64]:
    least = classes.map({"micro": 1, "small": 5, "medium": 20}).to_numpy()
    most = classes.map({"micro": 5, "small": 20, "medium": 100}).to_numpy()
    # The square of a uniform draw: more enterprises at the lower end of their class.
    return (least + np.floor(rng.random(len(classes)) ** 2 * (most - least))).astype(np.int64)


def _add_earlier_turnover(rng: np.random.Generator, table: pd.DataFrame, years: tuple[int, ...]) -> None:
    """Columns turnover_<year>, walking back from the edition's own year; NaN before the start."""
    later = table["turnover"].astype(float)
    for year in years:
        growth = np.exp(rng.normal(0.06, 0.22, len(table)))
        later = np.maximum(np.round(later / growth / ROUND_TO), 1) * ROUND_TO
        table[f"turnover_{year}"] = later.where(table["start_year"] <= year)
