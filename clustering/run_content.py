"""What a saved run's page and the list of runs show: plain values of what was stored."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

import pandas as pd
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from analysis.kmeans import Params, level_names
from charts import quality
from core import formats
from core.figures import Column, Figure, Number, Table
from data import plots
from data.editions import Key
from data.market import Market
from data.market_words import label, listed, place, places
from data.models import Edition

from . import queries, trust
from .judging import fit_title, indicator_column, least_stable
from .levels import TOLD_APART
from .models import SavedRun


@dataclass(frozen=True)
class RunContent:
    """Numbers, figures and notices of a run's page; heading where the page has a finding of its own."""

    numbers: tuple[Number, ...]
    figures: tuple[Figure, ...]
    notices: tuple[str, ...]
    heading: str = ""


def default_name(market: Market, params: Params) -> str:
    """What a run is called unless a person says otherwise: "Number of MSMEs, k = 3, 2023"."""
    values = {"features": words(params.features), "k": params.k, "period": market.edition.period_label}
    return _("%(features)s, k = %(k)s, %(period)s") % values


def words(features: Any) -> str:
    """What a run is grouped by."""
    return listed((label(key) for key in features), 9)


def scaling_words(scaling: str) -> str:
    """How the indicators were put on a common scale."""
    names = {
        "zscore": _("by their spread (z-scores)"), "minmax": _("from 0 to 1"), "none": _("as they are"),
    }  # fmt: skip
    return names[scaling]


def address(run: SavedRun) -> str:
    """The query of the clustering page that shows the same on the same edition."""
    params = run.params
    pairs = [("edition", run.edition_id), ("level", run.level)]
    pairs += [("feature", key) for key in params["features"]]
    return "?" + urlencode([*pairs, ("scaling", params["scaling"]), ("k", params["k"])])


def line(run: Any) -> dict[str, Any]:
    """A line of the list; run: of queries.listed."""
    return {
        "run": run,
        "by": words(run.params["features"]),
        "k": run.params["k"],
        "silhouette": run.silhouette,
        "n": run.n,
        "state": "" if run.edition.is_current else _("past data"),
    }


def state(run: SavedRun) -> tuple[str, ...]:
    """What became of the data behind a run since: replaced, withdrawn, deleted."""
    said = []
    for edition in (run.edition, *run.others.select_related("region", "boundary_set").order_by("pk")):
        if not edition.is_current:
            said.append(_past(edition))
    if queries.is_purged(run):
        said.append(
            _("A file behind this grouping was deleted for good: no number leads to its rows any more.")
        )
    return tuple(said)


def _past(edition: Edition) -> str:
    current = Key.of(edition).current()
    values = {
        "subject": str(edition.get_subject_display()), "period": edition.period_label,
        "number": edition.number,
    }  # fmt: skip
    if current is None or not current.datasets.exists():
        text = _("Made from %(subject)s %(period)s, edition %(number)s, which has been withdrawn since.")
        return text % values
    text = _(
        "Made from %(subject)s %(period)s, edition %(number)s, which has been replaced since: edition "
        "%(now)s is shown now."
    )
    return text % {**values, "now": current.number}


def content(run: SavedRun) -> RunContent:
    """The page of one run."""
    labels = queries.labels(run)
    names = queries.area_names(labels.index.tolist())
    figures = [members(run, labels, names), groups(run)]
    if run.result["silhouettes"]:
        figures.insert(1, silhouettes(run, labels, names))
    return RunContent(numbers(run), tuple(figures), state(run))


def numbers(run: SavedRun) -> tuple[Number, ...]:
    """k, mean silhouette with n, the least stable group, agreement over resamples."""
    result, of = run.result, places(run.level)
    sizes, jaccard = pd.Series(result["sizes"]), pd.Series(result["jaccard"], dtype="float64")
    least, verdict = least_stable(sizes, jaccard)
    resamples = _("%(n)s resamples") % {"n": formats.integer(result["samples"])}
    scaled = _("scaled %(how)s") % {"how": scaling_words(run.params["scaling"])}
    return (
        Number(_("Groups"), run.params["k"], kind="integer", note=scaled),
        trust.apart(result["silhouette"], result["n"], of),
        trust.least_stable(least, verdict),
        trust.agreement(result["rand"], _("Agreement when drawn anew"), resamples),
    )


def base(run: SavedRun) -> str:
    """n, edition and borders of a run."""
    values = {
        "period": run.edition.period_label, "number": run.edition.number,
        "since": formats.date(run.boundary_set.valid_from),
    }  # fmt: skip
    about = _("data of %(period)s, edition %(number)s, borders since %(since)s") % values
    return f"n = {formats.integer(run.result['n'])} {places(run.level)} · {about}"


def members(run: SavedRun, labels: pd.Series, names: dict[int, str]) -> Figure:
    """The areas with their group, values, silhouette and how often they keep the group."""
    result, words_ = run.result, level_names(run.params["k"])
    features = run.params["features"]
    columns = (
        Column("name", place(run.level).capitalize()), Column("level", _("Level"), "level"),
        *(indicator_column(key) for key in features),
        Column("silhouette", _("Silhouette"), "number", decimals=2),
        Column("together", _("Kept: all together"), "share", decimals=0),
    )  # fmt: skip
    rows = [
        {
            "name": names.get(area, str(area)), "level": words_[level],
            **{key: result["values"][key].get(str(area)) for key in features},
            "silhouette": result["silhouettes"].get(str(area)),
            "together": result["together"].get(str(area)),
        }
        for area, level in zip(labels.index.tolist(), labels.tolist(), strict=True)
    ]  # fmt: skip
    return Figure(
        key="members",
        title=members_title(labels, names, run.params["k"]),
        subtitle=_("By: %(features)s") % {"features": words(features)},
        base=base(run),
        table=Table(columns, rows, sort=f"-{features[0]}"),
    )


def members_title(labels: pd.Series, names: dict[int, str], k: int) -> str:
    """Who is on the highest level."""
    top = sorted(names.get(int(area), "") for area in labels.index[labels == k - 1])
    name = _(level_names(k)[-1])
    return f"{capfirst(name)}: {listed(top)}"


def groups(run: SavedRun) -> Figure:
    """Size, means and stability of each group."""
    result, words_ = run.result, level_names(run.params["k"])
    columns = (
        Column("level", _("Level"), "level"), Column("size", places(run.level).capitalize(), "integer"),
        *(indicator_column(key) for key in run.params["features"]),
        Column("jaccard", _("Jaccard"), "number", decimals=2),
    )  # fmt: skip
    rows = [
        {
            "level": words_[level], "size": result["sizes"][level],
            **{key: result["centroids"][key][level] for key in run.params["features"]},
            "jaccard": result["jaccard"][level] if result["jaccard"] else None,
        }
        for level in reversed(range(run.params["k"]))
    ]  # fmt: skip
    return Figure(
        key="groups",
        title=_("Means of each group"),
        subtitle=_("In the indicators' own units; Jaccard from %(n)s resamples")
        % {"n": formats.integer(result["samples"])},
        base=base(run),
        table=Table(columns, rows),
    )


def silhouettes(run: SavedRun, labels: pd.Series, names: dict[int, str]) -> Figure:
    """A bar per area: how well it fits its group."""
    k, items = run.params["k"], run.result["silhouettes"]
    table = pd.DataFrame({"level": labels})
    table["silhouette"] = [items[str(area)] for area in labels.index]
    table["name"] = [
        f"{names.get(area, area)} · {level + 1}" if k > TOLD_APART else names.get(area, str(area))
        for area, level in zip(labels.index.tolist(), labels.tolist(), strict=True)
    ]
    mean, of = run.result["silhouette"], places(run.level)
    plot = plots.plain(quality.silhouettes(
        table, silhouette="silhouette", level="level", label="name",
        level_names=tuple(_(word) for word in level_names(k)), mean=mean,
        mean_label=_("mean %(mean)s") % {"mean": formats.number(mean, 2)}, x_title=_("Silhouette"),
        language=plots.language(),
    ))  # fmt: skip
    return Figure(
        key="silhouettes",
        title=fit_title(table, names, of),
        subtitle=_("How far each %(place)s lies from the next group: silhouette, from −1 to 1")
        % {"place": place(run.level)},
        summary=trust.apart_words(mean, run.result["n"], of),
        base=base(run),
        plot=plot,
        height=plots.height(plot),
    )
