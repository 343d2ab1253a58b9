"""Numbers per area: one definition each, used by every page.

`INDICATORS` holds label, unit, formula and meaning of every number shown per area; `run` computes them,
`totals` gives the region's. Missing stays missing (NaN) and never becomes zero; nothing is ever infinite.
"""

import pandas as pd

from analysis.definitions import DEFINITIONS, Indicator

INPUTS = ("n", "n_turnover", "turnover_sum", "employees", "residents", "km2", "distance_km")
PER = 1000

INDICATORS: dict[str, Indicator] = {indicator.key: indicator for indicator in DEFINITIONS}


def run(area_table: pd.DataFrame) -> pd.DataFrame:
    """Every indicator per area.

    area_table: unique index area id; columns of `INPUTS` (turnover_sum in rupiah, km2, distance_km in km);
    NaN means unknown. Returns the inputs as float64 with the computed columns beside them, rows in the
    order given; `rank` is Int64. A zero or unknown denominator gives NaN (rank: missing).
    Raises ValueError on a missing column, a repeated index value or a negative number.
    """
    table = _checked(area_table)
    region = totals(area_table)
    result = table.assign(
        ratio_per_1000=_divide(table["n"], table["residents"]) * PER,
        residents_per_msme=_divide(table["residents"], table["n"]),
        density_per_km2=_divide(table["n"], table["km2"]),
        population_density=_divide(table["residents"], table["km2"]),
        average_turnover=_divide(table["turnover_sum"], table["n_turnover"]),
        share_msme=shares(table["n"]),
        share_residents=shares(table["residents"]),
        share_land=shares(table["km2"]),
    )
    result["index_100"] = result["ratio_per_1000"] / _nan_if_zero(region["ratio_per_1000"]) * 100
    result["rank"] = result["ratio_per_1000"].rank(method="min", ascending=False).astype("Int64")
    return result


def totals(area_table: pd.DataFrame) -> pd.Series:
    """The region's numbers: sums, and ratios of sums (never means of ratios).

    area_table: as for `run`. Returns float64 with the keys of the summed inputs, the ratios, and
    `areas`, `areas_with_residents`, `areas_with_km2`. An area whose denominator is unknown or zero counts
    in neither part of that ratio, so the ratio is the mean of the areas' ratios weighted by denominator.
    A sum of which every part is unknown is NaN.
    """
    table = _checked(area_table)
    summed = table.drop(columns="distance_km").sum(min_count=1)
    ratios = {
        "ratio_per_1000": _ratio_of_sums(table, "n", "residents") * PER,
        "residents_per_msme": _ratio_of_sums(table, "residents", "n"),
        "density_per_km2": _ratio_of_sums(table, "n", "km2"),
        "population_density": _ratio_of_sums(table, "residents", "km2"),
        "average_turnover": _ratio_of_sums(table, "turnover_sum", "n_turnover"),
        "areas": float(len(table)),
        "areas_with_residents": float((table["residents"] > 0).sum()),
        "areas_with_km2": float((table["km2"] > 0).sum()),
    }
    return pd.concat([summed, pd.Series(ratios, dtype="float64")])


def _checked(area_table: pd.DataFrame) -> pd.DataFrame:
    missing = [column for column in INPUTS if column not in area_table]
    if missing:
        raise ValueError(f"columns are missing: {', '.join(missing)}")
    if not area_table.index.is_unique:
        raise ValueError("the index must name every area once")
    table = area_table[list(INPUTS)].astype("float64")
    if (table < 0).any(axis=None):
        raise ValueError("no input may be negative")
    return table


def _nan_if_zero(value: float) -> float:
    return value if value else float("nan")


def _divide(numerator: pd.Series, denominator: pd.Series) -> pd.Series:
    return numerator / denominator.where(denominator > 0)


def _ratio_of_sums(table: pd.DataFrame, numerator: str, denominator: str) -> float:
    known = table[table[numerator].notna() & (table[denominator] > 0)]
    return float(known[numerator].sum() / _nan_if_zero(known[denominator].sum()))


def shares(values: pd.Series) -> pd.Series:
    """Share of each value in the sum of the known ones, 0 .. 1; NaN where unknown or where the sum is 0."""
    return values / _nan_if_zero(float(values.sum()))


def saturation(average_turnover: pd.Series, region: float) -> pd.Series:
    """MSMEs for the money spent, region = 100: region's average turnover ÷ the area's × 100 (float64).

    The index of retail saturation divides spending by supply (La Londe 1961); this is its inverse, MSMEs ÷
    spending, against the region's. What people spend is not known, so the turnover of the MSMEs stands in for
    it. average_turnover, region: in rupiah; unknown or zero gives NaN.
    """
    return _nan_if_zero(region) / average_turnover.where(average_turnover > 0).astype("float64") * 100


def location_quotient(counts: pd.DataFrame, mask_small: bool = True) -> pd.DataFrame:
    """(n_ac / n_a) / (n_c / N) per area (index) and category (columns), float64; 1 = as in the region.

    counts: numbers of MSMEs, missing means none. mask_small: NaN where `small_cells` says that the number
    is too small to conclude from. An area or category without MSMEs gives NaN.
    """
    table = counts.astype("float64").fillna(0)
    by_area, by_category = table.sum(axis=1), table.sum(axis=0)
    expected = _expected(table)
    quotient = table / expected.where(expected > 0)
    quotient = quotient.where(by_area > 0, axis=0).where(by_category > 0, axis=1)
    return quotient.where(~small_cells(counts)) if mask_small else quotient


def small_cells(counts: pd.DataFrame, least: float = 5, enough: float = 30) -> pd.DataFrame:
    """True where a cell is too small to judge its quotient: fewer than `least` are expected without any
    specialisation, and fewer than `enough` are there. Area x category, bool.

    Five is the usual least expected number of a contingency table (Cochran, Biometrics 10(4), 1954); with
    fewer than 5 expected chance does not bring 30, so that judging these picks no lucky cells.
    """
    table = counts.astype("float64").fillna(0)
    return ~((_expected(table) >= least) | (table >= enough))


def _expected(table: pd.DataFrame) -> pd.DataFrame:
    total = _nan_if_zero(float(table.to_numpy().sum()))
    by_area = table.sum(axis=1).to_numpy()[:, None]
    by_category = table.sum(axis=0).to_numpy()[None, :]
    return pd.DataFrame(by_area * by_category / total, index=table.index, columns=table.columns)


def hhi(shares: pd.Series) -> float:
    """Herfindahl-Hirschman index, 1/n .. 1: sum of squared shares (1 / hhi is the effective number).

    shares: sum to 1, missing ones left out. Raises ValueError otherwise; NaN without any share.
    """
    known = _known_shares(shares)
    return float((known**2).sum()) if len(known) else float("nan")


def top_share(shares: pd.Series, places: int = 3) -> float:
    """Sum of the largest `places` shares, 0 .. 1; errors and NaN as `hhi`."""
    known = _known_shares(shares)
    return float(known.nlargest(places).sum()) if len(known) else float("nan")


def _known_shares(shares: pd.Series) -> pd.Series:
    known = shares.dropna().astype("float64")
    if len(known) and ((known < 0).any() or abs(float(known.sum()) - 1) > 1e-6):
        raise ValueError("shares must be from 0 to 1 and sum to 1")
    return known
