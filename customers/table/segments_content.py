"""The page of the segments of a table of customers: who is alike, what they are like, and what to do."""

import pandas as pd
from django.utils.translation import gettext as _

from analysis.cluster_stability import samples_of
from charts import shares
from charts.rows import plain
from core import formats
from core.figures import Column, Figure, Number, Table
from core.glossary import definition
from data import number_of_groups, plots
from data.content import Content
from data.market_words import listed

from .. import saving, segment_quality
from ..rows import datasets
from ..shop import k_content
from ..tables import place_of_largest
from ..words import customers
from . import component_figures, naming, profile_figures, profile_words, quality_content, run, run_content
from .asked import Asked
from .facts import TableFacts, facts
from .words import label_of

# roles whose amounts may be summed, so that a segment has a share of them
SUMMED = ("spending", "transactions")
SMALL = 30


def build(asked: Asked) -> Content:
    """The whole page."""
    found = facts(asked)
    return Content(
        heading=heading(found),
        numbers=numbers(found),
        figures=(
            sizes(found),
            *component_figures.plane(found),
            *profile_figures.amounts(found),
            profiles(found),
            *profile_figures.medians(found),
            *profile_figures.spreads(found),
            advice(found),
            *component_figures.turned(found),
            *k_content.figures(found.found.comparison, found.found.k, found.base, samples_of(found.n)),
            quality(found),
            made(found),
        ),
        notices=notices(found),
        more={
            "segments": [found.segments[one] for one in found.order],
            "run_name": run.default_name(found),
        },
    )


def heading(found: TableFacts) -> str:
    """What the highest segment has of everything; where nothing can be summed, which segment is largest."""
    value = _value_shares(found)
    sizes_of = found.found.result.segments["share"]
    if value is not None:
        first = found.order[0]
        values = {
            "name": found.segments[first].name, "share": formats.share(sizes_of[first], 0),
            "value": formats.share(value[first], 0), "key": found.key_label,
        }  # fmt: skip
        return _("“%(name)s”: %(share)s of the customers have %(value)s of “%(key)s”") % values
    largest = place_of_largest(sizes_of)
    values = {"name": found.segments[largest].name, "share": formats.share(sizes_of[largest], 0)}
    return _("“%(name)s” is the largest segment: %(share)s of the customers") % values


def _value_shares(found: TableFacts) -> "pd.Series | None":
    """Share of each segment in the sum of the key; None where the key is no amount, or below zero."""
    key = found.found.chosen.key
    segments = found.found.result.segments
    if key not in [found.known.roles.get(role) for role in SUMMED] or (segments["key"] < 0).any():
        return None
    total = segments["key"].fillna(0) * segments["n"]
    return total / total.sum() if total.sum() > 0 else None


def numbers(found: TableFacts) -> tuple[Number, ...]:
    """Customers, how clearly apart, the least stable segment, and how many are advised."""
    grouping, out = found.found.result.grouping, len(found.found.result.left_out)
    jaccard = found.found.result.jaccards.min()
    advised = found.found.comparison.recommendation.k
    left = _("%(n)s lack a feature and are in no segment") % {"n": formats.integer(out)}
    return (
        Number(_("Customers"), found.n, kind="integer", note=left if out else _("all of the table")),
        Number(_("How clearly the segments are apart"), grouping.quality.silhouette, kind="number",
               decimals=3, note=_("mean silhouette; above 0.5 is clear"), how=definition("silhouette")),
        Number(_("Least stable segment"), jaccard, kind="number", decimals=2,
               note=_("%(verdict)s; 1 is found again whole (Jaccard)")
               % {"verdict": segment_quality.verdict(jaccard)},
               how=definition("stability")),
        Number(_("Recommended number of segments"), advised, kind="integer",
               note=_("%(k)s are shown") % {"k": found.found.k} if advised else _("none stands out"),
               how=number_of_groups.how()[0][2]),
    )  # fmt: skip


def sizes(found: TableFacts) -> Figure:
    """Share of the customers in each segment (S3-14), and of the amounts where they can be summed."""
    segments, value = found.found.result.segments.loc[found.order], _value_shares(found)
    table = pd.DataFrame({
        "name": [plain(name) for name in found.names], "share": segments["share"], "low": float("nan"),
        "high": float("nan"),
        "text": [f"{formats.share(row.share)} · {formats.integer(row.n)}" for row in segments.itertuples()],
    }, index=segments.index)  # fmt: skip
    plot = plots.plain(shares.share_bars(table, language=plots.language()))
    columns: tuple[Column, ...] = (
        Column("segment", _("Segment")), Column("n", _("Customers"), "integer"),
        Column("share", _("Share of customers"), "share", decimals=2),
        Column("key", _("%(name)s, mean") % {"name": found.key_label}, "number"),
    )  # fmt: skip
    if value is not None:
        columns = (*columns, Column("value", _("Share of “%(name)s”") % {"name": found.key_label}, "share"))
    rows = [
        {**found.row(one), **segments.loc[one, ["share", "key"]].to_dict(),
         **({"value": float(value[one])} if value is not None else {})}
        for one in found.order
    ]  # fmt: skip
    total = {"segment": _("All"), "n": found.n, "share": 1.0}
    return Figure(
        key="sizes",
        title=heading(found),
        subtitle=_("Share of the customers in each segment, in the order of “%(key)s”")
        % {"key": found.key_label},
        base=found.base,
        plot=plot,
        table=Table(columns, rows, total=total),
        warnings=tuple(_small(found)),
        height=plots.height(plot),
    )


def _small(found: TableFacts) -> list[str]:
    said = []
    if found.n < SMALL:
        text = _("There are only %(customers)s: read the segments with care.")
        said.append(text % {"customers": customers(found.n)})
    small = [row["segment"] for row in map(found.row, found.order) if row["n"] < SMALL <= found.n]
    if small:
        text = _(
            "Segments of fewer than %(n)s customers: %(names)s. A few far values may stand behind them: look "
            "at the page of quality."
        )
        said.append(text % {"n": SMALL, "names": ", ".join(small)})
    return said


def profiles(found: TableFacts) -> Figure:
    """Each segment in words that are made from its numbers (S3-12)."""
    columns = (
        Column("segment", _("Segment")), Column("n", _("Customers"), "integer"),
        Column("share", _("Share"), "share"), Column("middle", _("The customer in the middle")),
        Column("apart", _("Set apart by (means)")),
    )  # fmt: skip
    shares = found.found.result.segments["share"]
    rows = [
        {**found.row(one), "share": float(shares[one]), "middle": profile_words.middle(found, one),
         "apart": profile_words.apart(found, one)}
        for one in found.order
    ]  # fmt: skip
    return Figure(
        key="profiles",
        title=_("What the customers of each segment are like"),
        subtitle=_("The middle customer, and what sets the segment apart most. Names follow the order of "
                   "“%(key)s”: they never swap") % {"key": found.key_label},
        base=found.base,
        table=Table(columns, rows),
        how=((_("Set apart"), _("(mean of the segment − mean of all) ÷ standard deviation of all"),
              _("From 0.2 somewhat, from 0.5, from 0.8 much more or less (Cohen 1988).")),),
    )  # fmt: skip


def advice(found: TableFacts) -> Figure:
    """What to do for each segment (S3-15), people's own words where there are any."""
    columns = (
        Column("segment", _("Segment")), Column("n", _("Customers"), "integer"),
        Column("strategy", _("What to do")), Column("because", _("Rests on")),
    )  # fmt: skip
    rows = []
    for one in found.order:
        segment = found.segments[one]
        own = segment.strategy != segment.proposed_strategy
        reasons = [naming.because(found.known, each) for each in naming.advice(found.found, one)]
        because = _("words of your own") if own else "; ".join(filter(None, reasons))
        rows.append({**found.row(one), "strategy": segment.strategy, "because": because})
    return Figure(
        key="advice",
        title=_("What to do for each segment"),
        subtitle=_("Proposed by rules from what sets a segment apart, in standard deviations"),
        summary=_("The rules are ordinary practice of selling. That they work for these customers has not "
                  "been tested: try them on a part first."),
        base=found.base,
        table=Table(columns, rows),
    )  # fmt: skip


def quality(found: TableFacts) -> Figure:
    """How well each segment holds together, and how far it would come again."""
    result = found.found.result
    rows = [
        {**found.row(one), "silhouette": float(result.silhouettes[one]),
         "jaccard": float(result.jaccards[one])}
        for one in found.order
    ]  # fmt: skip
    return segment_quality.quality(rows, found.base)


def made(found: TableFacts) -> Figure:
    """Every choice, file, seed and version that the result depends on."""
    edition = found.asked.table.edition
    files = ", ".join(f"{one.file_name} ({one.pk})" for one in datasets([edition]))
    lines = [
        *run.choices(run.params_of(found)),
        (_("Editions"), f"{edition.period_label} ({edition.number})"),
        (_("Files"), files),
        *saving.versions().items(),
    ]
    return run_content.made_figure(lines, found.base)


def notices(found: TableFacts) -> tuple[str, ...]:
    """What was not used, what counts much, and what of the remedies does not fit."""
    said = [
        _("“%(name)s” is no column that can be used like this, so it is left out.") % {"name": name[:60]}
        for name in found.found.chosen.unknown
    ]
    if found.found.repeated:
        text = _(
            "Rows whose id came before: %(n)s. Only the first row of each id is grouped. The page of quality "
            "has a remedy."
        )
        said.append(text % {"n": formats.integer(found.found.repeated)})
    if found.asked.params.scale == "zscore" and any(
        one.encoding == "onehot" for one in found.found.chosen.features
    ):
        said.append(_(
            "Values of a text that few customers have weigh heavily on this scale; try another scale too."
        ))  # fmt: skip
    odd = [label_of(found.known, key) for key in found.found.components.encoder.without_iqr]
    if odd:
        text = _("Half of all customers have the same value of %(names)s: scaled by the standard deviation.")
        said.append(text % {"names": ", ".join(odd)})
    return (
        *said,
        *names_left_over(found),
        *quality_content.notices(found.known),
        *k_content.refused(found.found.comparison),
    )


def names_left_over(found: TableFacts) -> tuple[str, ...]:
    """Names that people gave and that fit no segment any more."""
    if not (names := naming.left_over(found.asked, found.found)):
        return ()
    text = _("These names fit no segment here, since their customers are in several now: %(names)s.")
    return (text % {"names": listed(names)},)
