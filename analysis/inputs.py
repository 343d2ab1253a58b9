"""What every number is made of: the sums behind each indicator of `definitions`, down to what files state.

So a number can be followed to its rows: an indicator is a sum, or one sum divided by another.
"""

from dataclasses import dataclass

from analysis.indicators import INPUTS, PER


@dataclass(frozen=True)
class Made:
    """An indicator as top ÷ bottom × times; without `bottom` it is `top` itself.

    top, bottom: keys of INPUTS, or of other indicators. region_top, region_bottom: that part is the whole
    region's. needs: what a number rests on that is no such quotient (a rank, a score); it has no top.
    """

    top: str = ""
    bottom: str = ""
    times: float = 1
    region_top: bool = False
    region_bottom: bool = False
    needs: tuple[str, ...] = ()


MADE: dict[str, Made] = {
    **{key: Made(key) for key in INPUTS},
    "average_turnover": Made("turnover_sum", "n_turnover"),
    "ratio_per_1000": Made("n", "residents", PER),
    "residents_per_msme": Made("residents", "n"),
    "density_per_km2": Made("n", "km2"),
    "population_density": Made("residents", "km2"),
    "share_msme": Made("n", "n", region_bottom=True),
    "share_residents": Made("residents", "residents", region_bottom=True),
    "share_land": Made("km2", "km2", region_bottom=True),
    "index_100": Made("ratio_per_1000", "ratio_per_1000", 100, region_bottom=True),
    "saturation_100": Made("average_turnover", "average_turnover", 100, region_top=True),
    "rank": Made(needs=("ratio_per_1000",)),
    # of the criteria that a reader gives a weight: the page says which, these are the usual ones
    "suitability": Made(needs=("n", "ratio_per_1000")),
    "location_quotient": Made(needs=("n",)),
    "hhi": Made(needs=("n",)),
    "median_turnover": Made(needs=("turnover_sum",)),
}


def inputs_of(*keys: str) -> tuple[str, ...]:
    """The inputs (of INPUTS) that these indicators are made of, each once, in the order of INPUTS.

    Raises KeyError for what is no indicator.
    """
    found: set[str] = set()
    for key in keys:
        made = MADE[key]
        if made.top == key:
            found.add(key)
        else:
            found |= set(inputs_of(*filter(None, (made.top, made.bottom, *made.needs))))
    return tuple(key for key in INPUTS if key in found)


def result(made: Made, top: float, bottom: float) -> float:
    """The number of its parts; NaN where the bottom is zero or unknown."""
    if not made.bottom:
        return top
    return top / bottom * made.times if bottom > 0 else float("nan")
