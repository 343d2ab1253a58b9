"""The edition shown beside the one before it: put on one set of borders, and whether they count the same."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from analysis import changes, conversion, size_classes
from areas.queries import ancestors_at, area_tree
from clustering.levels import Levels, area_levels
from core import formats
from core.texts import shown
from data import cell_tables, crossing, queries
from data.market import Market
from data.market_words import basis, listed, place, places
from data.models import Edition
from data.params import NOT_STATED, MarketParams

from . import left_out

# above this share of MSMEs without an area, their placing could pass for growth
UNPLACED = 0.01
# of a definition or source
MOST_LETTERS = 90


@dataclass(frozen=True, eq=False)
class Comparison:
    """Two editions compared (analysis.changes).

    table: its input, with today's areas, former ones and a row of what no area is stated for. names: id →
    name of all of these. moved: today's areas that are not the same ground as one area before. lacking:
    today's areas that are not known in both editions. counts_differ, people_differ: why the editions cannot
    be compared, empty where they can. cautions: what to know besides. left_out: wrong rows of both editions
    that were not imported (dashboard/left_out.py).
    """

    now: Market
    before: Market
    table: pd.DataFrame
    result: changes.Result
    names: dict[int, str]
    moved: tuple[int, ...] = ()
    lacking: tuple[int, ...] = ()
    counts_differ: tuple[str, ...] = ()
    people_differ: tuple[str, ...] = ()
    cautions: tuple[str, ...] = ()
    left_out: tuple[int, int] = (0, 0)

    def is_hidden(self, before: float, after: float) -> bool:
        """Whether a difference in MSMEs cannot be told from the rows that were left out."""
        return left_out.may_explain(self.left_out, after - before, self.is_counted)

    @property
    def is_counted(self) -> bool:
        """Whether the rows of one of the editions hold numbers of MSMEs."""
        return any("enterprises" in one.edition.lacks for one in (self.before, self.now))

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
    counts, people = _counts_differ(now, before), _people_differ(now, before)
    wanted = levels.params if levels.result is not None else None
    params = changes.Params(not counts, not people, wanted)
    known = table.loc[list(now.names), ["before", "after"]].notna().all(axis=1)
    made = Comparison(
        now,
        before,
        table,
        changes.run(table, params),
        _names(now, before, table),
        moved,
        tuple(one for one in now.names if not known[one]),
        counts,
        people,
        _cautions(now, before),
        left_out.rows_left_out(before.edition, now.edition),
    )
    said = left_out.caution(before.edition, now.edition, made.left_out, made.is_counted)
    return replace(made, cautions=(said, *made.cautions)) if said else made


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
        old = changes.whole(crossing.counts(over, _deep(before, own["n"])).table["n"].reindex(after.index))
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
    unplaced = pd.DataFrame(_unplaced(now, before), index=[NOT_STATED])
    every = [table.assign(today=True), extra.assign(today=False), unplaced.assign(today=False)]
    return pd.concat([one for one in every if len(one)]).reindex(columns=[*table.columns, "today"]), moved


def _taken(values: "pd.Series[Any]", back: "pd.Series[Any]", otherwise: float) -> "pd.Series[Any]":
    """The value of the area before, per area of today; `otherwise` where there is none."""
    found = values.astype("float64").reindex(back.fillna(-1).astype("int64")).to_numpy()
    return pd.Series(found, index=back.index).where(back.notna(), otherwise)


def _deep(before: Market, own: "pd.Series[Any]") -> "pd.Series[Any]":
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


def _unplaced(now: Market, before: Market) -> dict[str, float]:
    def n(market: Market) -> float:
        return float(market.cells.loc[market.cells["area_id"] == NOT_STATED, "n"].sum())

    old, new = n(before), n(now)
    return {"own_before": old, "before": old, "after": new, "own_after": new}


# Whether the editions count the same ---------------------------------------------------------------------


def _counts_differ(now: Market, before: Market) -> tuple[str, ...]:
    new, old = now.edition, before.edition
    found = []
    if new.notes.get("grain") != old.notes.get("grain"):
        found.append(_("one is a list of enterprises and the other a table of counts"))
    found += _descriptions_differ(new, old)
    laws = [size_classes.rule_for(one.period_end) for one in (old, new)]
    if now.params.size and laws[0] != laws[1]:
        text = _("size classes follow another law (%(old)s, then %(new)s)")
        found.append(text % {"old": laws[0].source, "new": laws[1].source})
    return tuple(found)


def _people_differ(now: Market, before: Market) -> tuple[str, ...]:
    new, old = now.population_edition, before.population_edition
    if new is None or old is None or new.pk == old.pk:
        return ()
    found = []
    if new.series != old.series:
        text = _("the residents are of another basis (%(old)s, then %(new)s)")
        found.append(text % {"old": basis(old), "new": basis(new)})
    return tuple(found + _descriptions_differ(new, old))


def _descriptions_differ(new: Edition, old: Edition) -> list[str]:
    """Sentences about definition and source where both are stated and do not say the same."""
    found = []
    values = {"old": old.period_label, "new": new.period_label}
    if new.definition and old.definition and not changes.same_words(new.definition, old.definition):
        text = _("what is counted differs (%(old)s: “%(then)s”; %(new)s: “%(now)s”)")
        found.append(text % {**values, "then": _short(old.definition), "now": _short(new.definition)})
    if new.source and old.source and not changes.same_words(new.source, old.source):
        text = _("the sources differ (%(old)s: %(then)s; %(new)s: %(now)s)")
        found.append(text % {**values, "then": _short(old.source), "now": _short(new.source)})
    return found


def _short(stored: str) -> str:
    """The beginning of a description; all of it stands with the edition."""
    return Truncator(shown(stored).rstrip(". ")).chars(MOST_LETTERS)


def _cautions(now: Market, before: Market) -> tuple[str, ...]:
    """What to know where the editions may be compared, but not without care."""
    found = []
    silent = [one.period_label for one in (before.edition, now.edition) if not one.definition]
    if silent:
        text = _(
            "What is counted is not stated for %(periods)s: compare with care. It can be given with an "
            "upload."
        )
        found.append(text % {"periods": listed(silent)})
    for market, n in ((before, _unplaced(now, before)["before"]), (now, _unplaced(now, before)["after"])):
        whole = float(market.cells["n"].sum())
        if whole and n / whole > UNPLACED:
            text = _(
                "%(share)s of the MSMEs of %(period)s are in no stated %(place)s: they are a row of their "
                "own."
            )
            values = {"share": formats.share(n / whole), "place": place(now.scope.level)}
            found.append(text % {**values, "period": market.edition.period_label})
    return tuple(found)


def not_comparable(comparison: Comparison, reasons: Iterable[str]) -> str:
    """ "2021 and 2023 cannot be compared: …" """
    values = {"old": comparison.period, "new": comparison.now.edition.period_label, "why": "; ".join(reasons)}
    return _("%(old)s and %(new)s cannot be compared: %(why)s.") % values


def change_text(comparison: Comparison, value: float, old: float, kind: str, comparable: bool) -> str:
    """What stands under a number: "+7,654 since 2021", or the number before where no change can be told.

    Money in percent: the amounts are rounded to three digits, so their difference says less.
    """
    if formats.is_missing(value) or formats.is_missing(old):
        return ""
    period = comparison.period
    if not comparable:
        return _("%(period)s: %(value)s, not comparable") % {
            "period": period,
            "value": formats.shown(old, kind),
        }
    if kind == "money":
        text = percent(value, old)
    else:
        text = formats.signed(value - old, 0 if kind == "integer" else 1)
    return _("%(change)s since %(period)s") % {"change": text, "period": period} if text else ""


def percent(value: float, old: float) -> str:
    """+3.2% of what it was; empty where it was nothing."""
    if not old:
        return ""
    text = formats.signed((value / old - 1) * 100)
    return text + (f"{formats.NO_BREAK}%" if formats.is_indonesian() else "%")
