"""Two saved runs side by side: which group of one is which of the other, and who moved."""

from html import escape
from typing import Any

import pandas as pd
from django.utils.translation import gettext as _

from analysis import cluster_match
from analysis.cluster_match import Match
from analysis.kmeans import level_names
from charts import moves
from core import formats
from core.figures import Column, Figure, Number, Table
from data import plots
from data.market_words import listed, place, places

from . import queries, trust
from .models import SavedRun
from .queries import Joined
from .run_content import RunContent, base, state

_MOST_NAMES = 20


def content(reference: SavedRun, other: SavedRun) -> RunContent:
    """The comparison; where the two cannot be compared, a notice that says why."""
    if problem := cannot(reference, other):
        return RunContent((), (), (problem,), _("These two groupings cannot be compared"))
    found = queries.joined(reference, other)
    if found.reference.empty:
        text = _("No area is the same ground in both: the borders changed everywhere between them.")
        return RunContent((), (), (text,), _("These two groupings cannot be compared"))
    match = cluster_match.run(found.other, other.params["k"], found.reference, reference.params["k"])
    names = queries.area_names([*match.levels.index.tolist(), *found.only_reference, *found.only_other])
    return RunContent(
        numbers(reference, match),
        (moved(reference, other, match, names), crosstab(reference, other, match)),
        (*notices(found, reference, other, names), *said_of(reference), *said_of(other)),
        heading(reference, match),
    )


def cannot(reference: SavedRun, other: SavedRun) -> str:
    """Why two runs have nothing in common; empty where they may."""
    if reference.region_id != other.region_id:
        return _("These groupings are of different regions.")
    if reference.level != other.level:
        values = {"one": places(reference.level), "other": places(other.level)}
        return _("One grouping is of %(one)s, the other of %(other)s.") % values
    return ""


def said_of(run: SavedRun) -> list[str]:
    """What became of a run's data, with its name."""
    return [f"{run.name}: {text}" for text in state(run)]


def notices(found: Joined, reference: SavedRun, other: SavedRun, names: dict[int, str]) -> list[str]:
    """The areas that have no exact counterpart; they are in no figure."""
    sides = ((found.only_reference, reference), (found.only_other, other))
    left = [(names.get(area, str(area)), run) for areas, run in sides for area in areas]
    if not left:
        return []
    if not found.crosses_borders:
        text = _("Not comparable, because they are in one of the groupings only: %(names)s.")
        return [text % {"names": listed(sorted({name for name, _run in left}), _MOST_NAMES)}]
    text = _("Not comparable, because no single area of the other borders is the same ground: %(names)s.")
    known = sorted(
        _("%(name)s (borders since %(year)s)") % {"name": name, "year": run.boundary_set.valid_from.year}
        for name, run in left
    )
    return [text % {"names": listed(known, _MOST_NAMES)}]


def heading(reference: SavedRun, match: Match) -> str:
    """How many areas kept their group."""
    values = {
        "n": formats.integer(match.kept), "all": formats.integer(match.n), "places": places(reference.level),
    }  # fmt: skip
    if match.kept == match.n:
        return _("All %(all)s comparable %(places)s kept their group") % values
    return _("%(n)s of %(all)s comparable %(places)s kept their group") % values


def numbers(reference: SavedRun, match: Match) -> tuple[Number, ...]:
    """Compared, kept, moved, and the adjusted Rand index."""
    of = places(reference.level)
    rand_note = _("1 the same groups, about 0 by chance")
    return (
        Number(_("Compared"), match.n, kind="integer", note=of),
        Number(_("Kept their group"), match.kept, kind="integer"),
        Number(_("Changed their group"), match.n - match.kept, kind="integer"),
        trust.agreement(match.rand, _("Agreement of both"), rand_note),
    )


def moved(reference: SavedRun, other: SavedRun, match: Match, names: dict[int, str]) -> Figure:
    """Every area with its group then and now, those that moved marked."""
    columns = (
        Column("name", place(reference.level).capitalize()),
        Column("reference", _("Group in “%(name)s”") % {"name": reference.name}),
        Column("own", _("Group in “%(name)s”") % {"name": other.name}),
        Column("change", _("Change")),
    )  # fmt: skip
    plot = _plot(reference, other, match, names)
    return Figure(
        key="moved",
        title=_moved_title(match, names),
        subtitle=_("Groups are paired so that most members are shared, and named by the first grouping"),
        base=f"{base(reference)} · {base(other)}",
        plot=plot,
        table=Table(columns, _rows(reference, other, match, names), sort="change"),
        warnings=_other_levels(reference, other, match),
        height=plots.height(plot) if plot else 0,
    )


def _other_levels(reference: SavedRun, other: SavedRun, match: Match) -> tuple[str, ...]:
    """Says where a group is paired with one of another level: its members stayed together only."""
    first, second = _names(reference), _names(other)
    if len(first) != len(second) or match.partner == tuple(range(len(second))):
        return ()
    pairs = [
        _("“%(own)s” with “%(partner)s”") % {"own": second[own], "partner": first[partner]}
        for own, partner in enumerate(match.partner)
        if own != partner
    ]
    text = _(
        "Groups are paired by their members, not by their level, and here the levels differ: %(pairs)s. "
        "Whoever kept the group may stand at another level."
    )
    return (text % {"pairs": listed(pairs)},)


def _moved_title(match: Match, names: dict[int, str]) -> str:
    who = sorted(names.get(int(area), "") for area in match.levels.index[match.levels["moved"]])
    if not who:
        return _("Nobody changed groups")
    return _("Changed groups: %(names)s") % {"names": listed(who)}


def _rows(reference: SavedRun, other: SavedRun, match: Match, names: dict[int, str]) -> list[dict[str, Any]]:
    first, second = _names(reference), _names(other)
    return [
        {
            "name": names.get(area, str(area)), "reference": first[before],
            "own": _paired(second[now], first, match.partner[now]),
            "change": _change(before, match.partner[now]), "_selected": before != match.partner[now],
        }
        for area, before, now in zip(
            match.levels.index.tolist(), match.levels["reference"].tolist(), match.levels["own"].tolist(),
            strict=True,
        )
    ]  # fmt: skip


def _names(run: SavedRun) -> tuple[str, ...]:
    return tuple(_(word) for word in level_names(run.params["k"]))


def _paired(own: str, first: tuple[str, ...], partner: int) -> str:
    """A group's own name, and what the first grouping calls it where that differs."""
    if partner < 0:
        return _("%(name)s (no counterpart)") % {"name": own}
    return own if first[partner] == own else _("%(name)s (there: %(other)s)") % {
        "name": own, "other": first[partner],
    }  # fmt: skip


def _change(before: int, now: int) -> str:
    if now < 0:
        return _("in a group without counterpart")
    if now == before:
        return _("same")
    return _("up") if now > before else _("down")


def _plot(reference: SavedRun, other: SavedRun, match: Match, names: dict[int, str]) -> dict[str, Any] | None:
    """Only where every group has a counterpart: else there is no common scale to move on."""
    if min(match.partner) < 0:
        return None
    table = pd.DataFrame(
        {
            "before": match.levels["reference"],
            "after": [match.partner[own] for own in match.levels["own"].tolist()],
            "name": [names.get(area, str(area)) for area in match.levels.index.tolist()],
        }
    )
    return plots.plain(moves.moves(
        table, before="before", after="after", label="name", level_names=_names(reference),
        names=(escape(reference.name, False), escape(other.name, False)), language=plots.language(),
    ))  # fmt: skip


def crosstab(reference: SavedRun, other: SavedRun, match: Match) -> Figure:
    """Members by group of the one and of the other."""
    first, second = _names(reference), _names(other)
    columns = (
        Column("group", _("Group in “%(name)s”") % {"name": reference.name}),
        *(
            Column(f"own{own}", _paired(second[own], first, match.partner[own]), "integer")
            for own in reversed(range(len(second)))
        ),
        Column("total", _("total"), "integer"),
    )
    counts = match.crosstab.to_numpy().tolist()
    rows = [
        {
            "group": first[level], "total": sum(counts[level]),
            **{f"own{own}": n for own, n in enumerate(counts[level])},
        }
        for level in reversed(range(len(first)))
    ]  # fmt: skip
    total = {key: sum(row[key] for row in rows) for key in rows[0] if key != "group"}
    rand = formats.number(match.rand, 2)
    return Figure(
        key="crosstab",
        title=_("%(n)s of %(all)s are in paired groups")
        % {"n": formats.integer(match.kept), "all": formats.integer(match.n)},
        subtitle=_("Members by group of “%(one)s” (rows) and “%(other)s” (columns)")
        % {"one": reference.name, "other": other.name},
        summary=_("They agree by %(rand)s (adjusted Rand index): 1 is the same groups, 0 what chance gives.")
        % {"rand": rand},
        base=f"n = {formats.integer(match.n)} {places(reference.level)}",
        table=Table(columns, rows, total={"group": _("total"), **total}, compact=True),
        how=((
            _("Paired groups"), "max Σ |A ∩ B|",
            _("Groups are paired one to one so that as many members as possible are shared (Hungarian "
              "method)."),
        ),),
    )  # fmt: skip
