"""Definition of every number shown per area: label, unit, formula, meaning. Computed in `indicators`."""

from dataclasses import dataclass

from analysis.marks import N_


@dataclass(frozen=True)
class Indicator:
    """Definition of one number. Texts are English and marked; decimals: how many are shown."""

    key: str
    label: str
    unit: str
    formula: str
    meaning: str
    decimals: int
    source: str


_COUNTED = N_("Counted from the uploaded files.")
_COMPUTED = N_("Computed from the uploaded files.")
_QUOTIENT = N_("Location quotient: Isard, Methods of Regional Analysis, 1960.")
_SATURATION = N_(
    "Index of retail saturation: La Londe, The Logistics of Retail Location, 1961; here turned round."
)
_MALCZEWSKI = N_("Weighted linear combination: Malczewski, GIS and Multicriteria Decision Analysis, 1999.")
_HIRSCHMAN = N_("Index of concentration: Hirschman, American Economic Review 54(5), 1964.")

DEFINITIONS = (
    Indicator(
        "n",
        N_("MSMEs"),
        N_("MSMEs"),
        N_("number of MSMEs"),
        N_("How many micro, small and medium enterprises there are."),
        0,
        _COUNTED,
    ),
    Indicator(
        "n_turnover",
        N_("MSMEs with known turnover"),
        N_("MSMEs"),
        N_("number of MSMEs with turnover"),
        N_("How many MSMEs stated a turnover: the base of the average."),
        0,
        _COUNTED,
    ),
    Indicator(
        "turnover_sum",
        N_("Total turnover"),
        N_("rupiah a year"),
        N_("sum of yearly turnover"),
        N_("What the MSMEs with known turnover take in a year, together."),
        0,
        _COUNTED,
    ),
    Indicator(
        "average_turnover",
        N_("Average turnover"),
        N_("rupiah a year"),
        N_("total turnover ÷ MSMEs with known turnover"),
        N_("What one MSME takes in a year on average. A few large ones raise it."),
        0,
        _COMPUTED,
    ),
    Indicator(
        "employees",
        N_("Employees"),
        N_("people"),
        N_("sum of employees"),
        N_("How many people the MSMEs employ, as far as stated."),
        0,
        _COUNTED,
    ),
    Indicator(
        "residents",
        N_("Residents"),
        N_("people"),
        N_("number of residents"),
        N_("How many people live there, by the named population source."),
        0,
        _COUNTED,
    ),
    Indicator("km2", N_("Land area"), N_("km²"), N_("land area"), N_("How large the area is."), 1, _COUNTED),
    Indicator(
        "distance_km",
        N_("Distance to the centre"),
        N_("km"),
        N_("straight line to the centre"),
        N_("How far the area lies from the centre."),
        1,
        _COUNTED,
    ),
    Indicator(
        "ratio_per_1000",
        N_("MSMEs per 1,000 residents"),
        N_("per 1,000 residents"),
        N_("MSMEs ÷ residents × 1,000"),
        N_("How dense MSMEs are among the people: many customers for a supplier, more rivals for an MSME."),
        1,
        _COMPUTED,
    ),
    Indicator(
        "residents_per_msme",
        N_("Residents per MSME"),
        N_("people"),
        N_("residents ÷ MSMEs"),
        N_("How many people there are for each MSME."),
        1,
        _COMPUTED,
    ),
    Indicator(
        "density_per_km2",
        N_("MSMEs per km²"),
        N_("per km²"),
        N_("MSMEs ÷ land area"),
        N_("How close together the MSMEs are."),
        1,
        _COMPUTED,
    ),
    Indicator(
        "population_density",
        N_("Residents per km²"),
        N_("per km²"),
        N_("residents ÷ land area"),
        N_("How close together the people live."),
        0,
        _COMPUTED,
    ),
    Indicator(
        "share_msme",
        N_("Share of MSMEs"),
        N_("share of the region"),
        N_("MSMEs ÷ MSMEs of the region"),
        N_("Which part of the region's MSMEs is here."),
        1,
        _COMPUTED,
    ),
    Indicator(
        "share_residents",
        N_("Share of residents"),
        N_("share of the region"),
        N_("residents ÷ residents of the region"),
        N_("Which part of the region's people lives here."),
        1,
        _COMPUTED,
    ),
    Indicator(
        "share_land",
        N_("Share of land"),
        N_("share of the region"),
        N_("land area ÷ land of the region"),
        N_("Which part of the region's land this is."),
        1,
        _COMPUTED,
    ),
    Indicator(
        "index_100",
        N_("Ratio index"),
        N_("region = 100"),
        N_("MSMEs per 1,000 residents ÷ the same of the region × 100"),
        N_("Above 100: more MSMEs for its people than the region as a whole."),
        0,
        _COMPUTED,
    ),
    Indicator(
        "rank",
        N_("Rank by ratio"),
        N_("rank"),
        N_("place by MSMEs per 1,000 residents, highest first"),
        N_("1 has the most MSMEs for its people; equal ratios share a rank."),
        0,
        _COMPUTED,
    ),
    Indicator(
        "saturation_100",
        N_("Saturation index"),
        N_("region = 100"),
        N_("average turnover of the region ÷ average turnover of the area × 100"),
        N_(
            "Above 100: more MSMEs for the money spent than in the region as a whole. What people spend is "
            "not known, so the turnover of the MSMEs stands in for it."
        ),
        0,
        _SATURATION,
    ),
    Indicator(
        "suitability",
        N_("Suitability score"),
        N_("0 to 100"),
        N_("sum of (weight × points of the criterion) ÷ sum of the weights"),
        N_(
            "Points of a criterion: 100 for the best area of the region, 0 for the least, in between by the "
            "value. A score orders areas by your own weights; it measures nothing by itself."
        ),
        0,
        _MALCZEWSKI,
    ),
    Indicator(
        "location_quotient",
        N_("Location quotient"),
        N_("region = 1"),
        N_("(category ÷ all MSMEs in the area) ÷ (category ÷ all MSMEs in the region)"),
        N_("Above 1: the area is specialised in this category."),
        2,
        _QUOTIENT,
    ),
    Indicator(
        "hhi",
        N_("Concentration (HHI)"),
        N_("0 to 1"),
        N_("sum of squared shares"),
        N_("1: everything in one place; 1 ÷ number of places: spread evenly."),
        2,
        _HIRSCHMAN,
    ),
)
