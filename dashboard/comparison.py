"""The edition shown beside the one before it: put on one set of borders, and whether they count the same."""

from dataclasses import dataclass, replace
from typing import Any

import pandas as pd
from django.utils.translation import gettext as _

from analysis import changes, conversion
from areas.queries import ancestors_at, area_tree
from clustering.levels import Levels, area_levels
from data import cell_tables, crossing, queries
from data.market import Market
from data.market_words import places
from data.models import Edition
from data.params import NOT_STATED, MarketParams

from . import countable
from .countable import unplaced
from .left_out import LeftOut


@dataclass(frozen=True, eq=False)
class Comparison:
    """Two editions compared (analysis.changes).

    table: its input, with today's areas, former ones and a row of what no area is stated for. names: id →
    name of all of these. moved: today's areas that are not the same ground as one area before. lacking:
    today's areas that are not known in both editions. counts_differ, people_differ: why the editions cannot
    be compared, empty where they can. left_out: wrong rows that were not imported. cautions: what to know
    besides.
    """

    now: Market
    before: Market
    table: pd.DataFrame
    result: changes.Result
    names: dict[int, str]
    left_out: LeftOut
    moved: tuple[int, ...] = ()
    lacking: tuple[int, ...] = ()
    counts_differ: tuple[str, ...] = ()
    people_differ: tuple[str, ...] = ()
    cautions: tuple[str, ...] = ()

    @property
    def whole(self) -> tuple[float, float]:
        """MSMEs of all areas, before and now."""
        return _n(self.before), _n(self.now)

    @property
    def is_hidden(self) -> bool:
        """Whether it cannot be told if MSMEs rose or fell: rows that were left out may be all of it."""
        return self.left_out.hides(*self.whole)

    @property
    def growth_is_known(self) -> bool:
        """Whether the difference in MSMEs is growth, in bars, words and causes."""
        return self.result.params.counts_comparable

    @property
    def period(self) -> str:
        """The label of the edition before."""
        return self.before.edition.period_label

    @property
    def same_borders(self) -> bool:
        return self.now.edition.boundary_set_id == self.before.edition.boundary_set_id

    @property
    def today(self) -> list[int]:
        """Today's areas, chosen ones only where some are chosen."""
        chosen = self.now.params.area
        return [one for one in self.now.names if not chosen or one in chosen]


def compare(market: Market, levels: Levels) -> Comparison | str:
    """The comparison with the edition before, or the sentence why there is none."""
    earlier = market.earlier
    if earlier is None:
        text = _(
            "There are no data before %(period)s: once an older or a newer edition is uploaded, what changed "
            "stands here."
        )
        return text % {"period": market.edition.period_label}
    if queries.any_demo([earlier.pk]) != queries.any_demo([market.edition.pk]):
        return _("Demo data are compared with demo data only, and the edition before is of the other kind.")
    before = _market(market, earlier)
    if market.scope.level not in before.scope.levels:
        values = {"period": earlier.period_label, "places": places(market.scope.level)}
        return _("The data of %(period)s are not known by %(places)s, so nothing is compared.") % values
    if earlier.boundary_set_id == market.edition.boundary_set_id:
        return _result(market, before, levels, None)
    over = crossing.crossing(earlier.boundary_set, market.edition.boundary_set, market.scope.level)
    if not over.is_known:
        text = _(
            "The data of %(period)s have other borders, and it is not known what became of these areas: "
            "nothing is compared. Load the villages with their former sub-districts."
        )
        return text % {"period": earlier.period_label}
    return _result(market, before, levels, over)


def _market(market: Market, edition: Edition) -> Market:
    """The market of another edition, with the business fields and sizes of this one's filter."""
    tree = area_tree(edition.boundary_set)
    known = queries.levels_known(queries.cells(edition), tree)
    scope = replace(market.scope, edition=edition, tree=tree, levels=known, highlight=())
    return Market(scope, MarketParams(category=market.params.category, size=market.params.size))


def _result(now: Market, before: Market, levels: Levels, over: crossing.Crossing | None) -> Comparison:
    table, moved = _table(now, before, levels, over)
    counts, people = countable.counts_differ(now, before), countable.people_differ(now, before)
    out = LeftOut.of(before, now)
    told = not counts and not out.hides(_n(before), _n(now))
    wanted = levels.params if levels.result is not None else None
    known = table.loc[list(now.names), ["before", "after"]].notna().all(axis=1)
    return Comparison(
        now=now,
        before=before,
        table=table,
        result=changes.run(table, changes.Params(told, not people, wanted)),
        names=_names(now, before, table),
        moved=moved,
        lacking=tuple(one for one in now.names if not known[one]),
        counts_differ=counts,
        people_differ=people,
        left_out=out,
        cautions=(*out.cautions(before, now), *countable.cautions(now, before)),
    )


def _n(market: Market) -> float:
    return float(market.cells["n"].sum())


def _names(now: Market, before: Market, table: pd.DataFrame) -> dict[int, str]:
    until = before.edition.boundary_set.valid_to
    former = _("%(name)s (borders until %(year)s)")
    found = {
        one: former
        % {"name": before.names[one], "year": until.year if until else before.edition.period_label}
        for one in table.index.tolist()
        if one in before.names and one not in now.names
    }
    return {**now.names, **found, NOT_STATED: _("area not stated")}


# Numbers on one set of borders ---------------------------------------------------------------------------


def _table(
    now: Market, before: Market, levels: Levels, over: crossing.Crossing | None
) -> tuple[pd.DataFrame, tuple[int, ...]]:
    """The input of analysis.changes, and today's areas that are not the same ground as one before."""
    after, own = now.area_table(), before.area_table()
    old_levels = area_levels(own, levels.params).of(own.index).astype("Float64")
    if over is None:
        ground = {one: one for one in after.index.tolist()}
        old, people = own["n"].astype("float64"), own["residents"]
    else:
        counted = crossing.counts(over, deep_counts(before, own["n"])).table["n"]
        old = changes.whole(counted.reindex(after.index))
        # where it is unknown what else may have joined an area, it is not known to be the same ground
        ground = {
            one: new for one, new in conversion.same_ground(over.shares).items() if pd.notna(old.get(new))
        }
        people = _people(over, before)
    back = pd.Series({new: one for one, new in ground.items()}, dtype="Int64").reindex(after.index)
    table = pd.DataFrame(
        {
            "own_before": _taken(own["n"], back, 0.0),
            "before": old,
            "after": after["n"].astype("float64"),
            "own_after": after["n"].astype("float64"),
            "residents_before": people.reindex(after.index),
            "residents_after": after["residents"],
            "level_before": _taken(old_levels, back, float("nan")),
            "level_after": levels.of(after.index).astype("Float64"),
        }
    ).astype("float64")
    moved = tuple(int(one) for one in after.index[back.isna()])
    former = own.loc[~own.index.isin(list(ground)), "n"]
    extra = pd.DataFrame(
        {"own_before": former.astype("float64"), "before": 0.0, "after": 0.0, "own_after": 0.0}
    )
    was, is_now = unplaced(before), unplaced(now)
    nowhere = pd.DataFrame(
        {"own_before": was, "before": was, "after": is_now, "own_after": is_now}, index=[NOT_STATED]
    )
    every = [table.assign(today=True), extra.assign(today=False), nowhere.assign(today=False)]
    return pd.concat([one for one in every if len(one)]).reindex(columns=[*table.columns, "today"]), moved


def _taken(values: "pd.Series[Any]", back: "pd.Series[Any]", otherwise: float) -> "pd.Series[Any]":
    """The value of the area before, per area of today; `otherwise` where there is none."""
    found = values.astype("float64").reindex(back.fillna(-1).astype("int64")).to_numpy()
    return pd.Series(found, index=back.index).where(back.notna(), otherwise)


def deep_counts(before: Market, own: "pd.Series[Any]") -> "pd.Series[Any]":
    """MSMEs of the filter by the deepest area known, from the page's level down; NaN where not covered.

    own: the same by area of the page's level.
    """
    params = before.params
    cells = cell_tables.narrowed(
        queries.cells(before.edition), category_id=params.category, size_class=params.size
    )
    home = ancestors_at(before.scope.tree, before.scope.level)
    found = cells.groupby("area_id")["n"].sum().astype("float64")
    found = found[home.reindex(found.index).notna().to_numpy()]
    rest = own.index.difference(found.index)
    # an area that the files cover has 0 where nothing of it is left by the filter or all is in its villages
    return pd.concat([found, (own.loc[rest].astype("float64") * 0.0)]).sort_index()


def _people(over: crossing.Crossing, before: Market) -> "pd.Series[Any]":
    """Residents of the edition before on today's borders, NaN where not known."""
    edition = before.population_edition
    if edition is None:
        return pd.Series(dtype="float64")
    return crossing.residents(over, queries.figures(edition)).table["residents"]
