"""Location quotients: in which business fields a sub-district is specialised, and how sure that is."""

from typing import Any

import pandas as pd
from django.utils.translation import gettext as _

from charts import intervals
from core import formats
from core.figures import Column, Figure, Table
from data import area_rows, plots
from data.market_words import how, place, places

from .category_facts import Facts

# points that can be read one below the other, and the clearest of a whole region
MOST_POINTS, CLEAREST = 24, 12
MOST_TABLE_ROWS = 300


def quotients(facts: Facts) -> Figure:
    """The quotients with their intervals: all of one area or one field, else the clearest specialities."""
    table = quotient_table(facts)
    drawn = _drawn(facts, table)
    plot = _plot(facts, drawn) if len(drawn) else None
    found = facts.quotients
    warnings = []
    if found.judged:
        text = _(
            "Each interval is right 19 times in 20: of %(n)s judged in the whole region, about %(chance)s "
            "lie off 1 by chance alone."
        )
        values = {"n": formats.integer(found.judged), "chance": formats.integer(found.by_chance)}
        warnings.append(text % values)
    return Figure(
        key="quotients",
        title=_title(facts, table),
        subtitle=_("Location quotient with its 95%% interval: 1 is the field's share in %(region)s")
        % {"region": facts.market.scope.region.name},
        summary=_summary(facts, table),
        base=facts.base(int(facts.counts.to_numpy().sum())),
        plot=plot,
        table=_table(facts, table),
        warnings=tuple(warnings),
        how=(*how("location_quotient"), _interval_how()),
        height=plots.height(plot) if plot else 0,
    )


def _interval_how() -> tuple[str, str, str]:
    meaning = _(
        "How far the quotient could be moved by chance alone, had each enterprise chosen its field and place "
        "by itself. An interval that holds 1 is not clear. With fewer than 5 expected and fewer than 30 "
        "counted nothing is judged."
    )
    return (_("95% interval"), _("score interval of the ratio of two shares (Koopman 1984)"), meaning)


def quotient_table(facts: Facts) -> pd.DataFrame:
    """A row per shown area and field: area, field, n, expected, quotient, low, high, verdict, small."""
    found, areas, fields = facts.quotients, facts.areas, facts.region_fields
    frames = {
        "n": facts.counts, "expected": found.expected, "quotient": found.quotient, "low": found.low,
        "high": found.high, "verdict": found.verdict, "small": found.small,
    }  # fmt: skip
    index = pd.MultiIndex.from_product([areas, fields], names=["area", "field"])
    table = pd.DataFrame(
        {key: frame.loc[areas, fields].to_numpy().ravel() for key, frame in frames.items()}, index=index
    ).reset_index()
    # none there and hardly any expected: nothing to tell
    return table[(table["n"] > 0) | ~table["small"].astype(bool)].reset_index(drop=True)


def _clear(facts: Facts, table: pd.DataFrame) -> pd.DataFrame:
    """Those clearly above 1, the surest first: by the lower limit, which a small number cannot lift."""
    rest = table["field"].map(facts.is_rest)
    clear = table[(table["verdict"] == 1) & ~rest]
    return clear.sort_values(["low", "area", "field"], ascending=[False, True, True], kind="stable")


def _drawn(facts: Facts, table: pd.DataFrame) -> pd.DataFrame:
    judged = table[table["low"].notna()]
    is_one = len(facts.areas) == 1 or len(facts.region_fields) == 1
    if is_one or len(judged) <= MOST_POINTS:
        # of very many only the largest, so that the chart ends
        drawn = judged.sort_values(["n", "area", "field"], ascending=[False, True, True]).head(MOST_POINTS)
    else:
        drawn = _clear(facts, table).head(CLEAREST)
    return drawn.sort_values(["quotient", "area", "field"], ascending=[False, True, True])


def _plot(facts: Facts, drawn: pd.DataFrame) -> dict[str, Any]:
    pairs = list(zip(drawn["area"].tolist(), drawn["field"].tolist(), strict=True))
    rows = pd.DataFrame(
        {
            "name": [_name(facts, area, field) for area, field in pairs],
            "value": drawn["quotient"].to_numpy(dtype=float),
            "low": drawn["low"].to_numpy(dtype=float),
            "high": drawn["high"].to_numpy(dtype=float),
        },
        index=[f"{area}-{field}" for area, field in pairs],
    )
    unclear = tuple(rows.index[(drawn["verdict"] == 0).to_numpy(dtype=bool)])
    figure = intervals.intervals(
        rows, reference=1.0, reference_label=f"{facts.market.scope.region.name} = 1", muted=unclear,
        x_title=_("Location quotient"), language=plots.language(),
    )  # fmt: skip
    links = {
        one: area_rows.toggled(facts.market, "area", int(one.split("-")[0])) for one in rows.index.tolist()
    }
    return plots.plain(figure, links)


def _name(facts: Facts, area: int, field: int) -> str:
    """Two lines where both change; the field alone where there is one area, and the other way round."""
    name, where = _short(facts.name(field)), facts.market.names[area]
    if len(facts.areas) == 1:
        return name
    return where if len(facts.region_fields) == 1 else f"{name}<br>{where}"


def _short(name: str, most: int = 34) -> str:
    return name if len(name) <= most else f"{name[: most - 1].rstrip()}…"


def _title(facts: Facts, table: pd.DataFrame) -> str:
    clear = _clear(facts, table)
    if clear.empty:
        return _("No clear speciality: no business field is clearly above its share in the region")
    first = clear.iloc[0]
    values = {
        "field": facts.name(int(first["field"])), "area": facts.market.names[int(first["area"])],
        "times": formats.number(first["quotient"], 1), "region": facts.market.scope.region.name,
    }  # fmt: skip
    return (
        _("%(field)s in %(area)s has %(times)s times its share in %(region)s: the clearest speciality")
        % values
    )


def _summary(facts: Facts, table: pd.DataFrame) -> str:
    counted = table["verdict"].value_counts()
    above, unclear, below = (formats.integer(int(counted.get(one, 0))) for one in (1, 0, -1))
    text = _("Clearly above 1: %(above)s; clearly below: %(below)s; not clear: %(unclear)s.")
    said = text % {"above": above, "below": below, "unclear": unclear}
    small = int(table["small"].astype(bool).sum())
    if not small:
        return said
    text = _(
        "Too small to judge: %(n)s combinations with fewer than 5 enterprises expected (grey in the table)."
    )
    return f"{said} {text % {'n': formats.integer(small)}}"


def _table(facts: Facts, table: pd.DataFrame) -> Table:
    columns = (
        Column("name", place(facts.market.scope.level).capitalize()), Column("field", _("Business field")),
        Column("quotient", _("Location quotient"), "number", decimals=2),
        Column("low", _("From"), "number", decimals=2), Column("high", _("To"), "number", decimals=2),
        Column("verdict", _("Finding")), Column("n", _("MSMEs"), "integer"),
        Column("expected", _("Expected"), "number"),
    )  # fmt: skip
    ordered = table.sort_values(["small", "quotient", "area", "field"], ascending=[True, False, True, True])
    rows = [_row(facts, row) for row in ordered.head(MOST_TABLE_ROWS).to_dict("records")]
    caption = ""
    if len(table) > len(rows):
        text = _(
            "The %(n)s largest quotients of %(all)s: choose %(places)s or fields in the filter for more."
        )
        values = {"n": len(rows), "all": formats.integer(len(table))}
        caption = text % {**values, "places": places(facts.market.scope.level)}
    return Table(columns, rows, caption=caption, sort="-quotient")


def _row(facts: Facts, row: dict[Any, Any]) -> dict[str, Any]:
    return {
        "name": facts.market.names[row["area"]],
        "_href": area_rows.toggled(facts.market, "area", row["area"]),
        "field": facts.name(row["field"]),
        "verdict": _verdict(row),
        "_muted": bool(row["small"]),
        **{key: row[key] for key in ("quotient", "low", "high", "n", "expected")},
    }


def _verdict(row: dict[Any, Any]) -> str:
    if row["small"]:
        return _("too small to judge")
    if pd.isna(row["verdict"]):
        return _("one area only")
    return {1: _("above 1"), 0: _("not clear"), -1: _("below 1")}[int(row["verdict"])]
