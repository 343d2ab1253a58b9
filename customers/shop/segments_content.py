"""The page of a shop's segments: who is alike, what each group is worth, how to tell them, what to do."""

from urllib.parse import urlencode

import pandas as pd
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from analysis import segments
from analysis.segment_names import BAND_RULE, RECENCY_RULE, RULE
from charts import dots
from core import formats
from core.figures import Column, Figure, Number, Table
from core.glossary import definition
from data import plots
from data.content import Content

from .. import segment_quality
from ..run_content import default_name
from ..tables import cell, place_of_largest
from ..words import MEANINGS, VARIABLES, variable_name, variables_how, weight_words
from . import listing, segment_figures, segment_notices, spread_figures
from .facts import Facts, facts
from .list_content import call_words
from .scope import CustomerReader


def build(reader: CustomerReader) -> Content:
    """The whole page."""
    known = facts(reader)
    return Content(
        heading=heading(known),
        numbers=numbers(known),
        figures=(
            worth(known),
            loyalty(known),
            segment_figures.ranges(known),
            segment_figures.snake(known),
            segment_figures.importance(known),
            *segment_figures.grid(known),
            segment_figures.steps(known),
            *spread_figures.spreads(known),
            quality(known),
        ),
        notices=segment_notices.run(known),
        more={
            "segments": [known.segments[one] for one in known.order], "run_name": default_name(known),
            "ways": ways(known),
        },
    )  # fmt: skip


def ways(known: Facts) -> list[tuple[str, str, str]]:
    """What to do next: icon, words, address."""
    query = urlencode(known.reader.params.pairs())
    asked = f"?{query}" if query else ""
    return [
        ("phone", _("Whom to call"), reverse("customer_list") + asked),
        ("swap", _("Who rose, who fell"), reverse("customer_movement") + asked),
        ("ratio", _("What each segment will bring"), reverse("customer_value") + asked),
        ("cluster", _("How many segments?"), reverse("customer_k") + asked),
    ]


def heading(known: Facts) -> str:
    """Who brings most of the money."""
    first = known.order[0]
    row = known.found.profile.sizes.loc[first]
    if formats.is_missing(row["value_share"]):
        return _("%(n)s segments of customers") % {"n": len(known.order)}
    values = {
        "name": known.segments[first].name, "share": formats.share(row["share"], 0),
        "value": formats.share(row["value_share"], 0),
    }  # fmt: skip
    return _("“%(name)s”: %(share)s of the customers bring %(value)s of the money") % values


def numbers(known: Facts) -> tuple[Number, ...]:
    """Customers, money per customer, who is worth a call, how clearly the segments are apart."""
    overall, grouping = known.found.profile.overall["mean"], known.found.grouping
    rows = listing.table(known)
    worth = rows["call"] > 0
    jaccard = grouping.stability.jaccard.min() if grouping.stability else None
    again = (
        f"{formats.number(jaccard, 2)}, {segment_quality.verdict(jaccard)}" if jaccard is not None else "–"
    )
    return (
        Number(_("Customers"), len(known.found.labels), kind="integer",
               note=_("bought up to %(day)s") % {"day": formats.date(known.reader.reference)}),
        Number(_("Money per customer"), float(overall["monetary"]), kind="number", decimals=0,
               note=_("%(n)s purchases each, on average") % {"n": formats.number(overall["frequency"], 1)}),
        Number(_("Worth a call"), int(worth.sum()), kind="integer",
               note=_("regulars who are overdue"), how=call_words()),
        Number(_("How clearly the segments are apart"), grouping.quality.silhouette, kind="number",
               decimals=2, note=_("mean silhouette; above 0.5 is clear. Least stable segment: %(n)s") %
               {"n": again}, how=f"{definition('silhouette')} {definition('stability')}"),
    )  # fmt: skip


def worth(known: Facts) -> Figure:
    """Share of the customers and share of the money of each segment, side by side."""
    sizes = known.found.profile.sizes.loc[known.order]
    shares = pd.DataFrame({_("of the customers"): sizes["share"], _("of the money"): sizes["value_share"]})
    plot = plots.plain(dots.dots(
        shares, names=known.names, ends=[formats.integer(n) for n in sizes["n"].tolist()],
        links=[[known.href(one)] * 2 for one in known.order], language=plots.language(),
    ))  # fmt: skip
    columns = (
        Column("segment", _("Segment"), link="_href"), Column("n", _("Customers"), "integer"),
        Column("share", _("Share of customers"), "share"), Column("value", _("Money"), "number", decimals=0),
        Column("value_share", _("Share of the money"), "share"),
        Column("mean_value", _("Money per customer"), "number", decimals=0),
        Column("basket", _("Money per purchase"), "number", decimals=0),
        Column("rating", _("Rating"), "number", decimals=2),
    )  # fmt: skip
    more = pd.DataFrame({"basket": _basket(known), "rating": _ratings(known)})
    rows = [{**known.row(one), **sizes.loc[one].to_dict(), **more.loc[one].to_dict()} for one in known.order]
    total = {"segment": _("All"), "n": len(known.found.labels), "share": 1.0, "value": sizes["value"].sum()}
    return Figure(
        key="worth",
        title=_worth_title(sizes),
        subtitle=_("Share of each segment in the customers and in the money"),
        summary=_worth_words(known, sizes),
        base=known.base,
        plot=plot,
        table=Table(columns, rows, total=total),
        warnings=segment_notices.few(known),
        how=_worth_how(known),
        height=plots.height(plot),
    )


def _worth_how(known: Facts) -> tuple[tuple[str, str, str], ...]:
    rating = _(
        "From 0 to 1: where the mean of a segment lies between the smallest and the largest value of all "
        "customers, recency turned so that lately is high, weighted (%(weights)s). After Liu & Shih (2005)."
    )
    meaning = rating % {"weights": weight_words(known.reader.params.scoring.weights)}
    return (
        (
            _("Share of the money"),
            _("money of the segment ÷ money of all customers"),
            str(MEANINGS["monetary"]),
        ),
        (_("Money per purchase"), _("money of the segment ÷ its purchases"), ""),
        (_("Rating"), "Σ w × (mean − min) ÷ (max − min) ÷ Σ w", meaning),
    )


def _basket(known: Facts) -> pd.Series:
    """Money per purchase of each segment; unknown where nobody of it has a purchase."""
    means = known.found.profile.means
    return means["monetary"] / means["frequency"].where(means["frequency"] > 0)


def _ratings(known: Facts) -> pd.Series:
    weights = dict(zip(VARIABLES, known.reader.params.scoring.weights, strict=True))
    return segments.ratings(known.found.profile, weights)["rating"]


def _worth_title(sizes: pd.DataFrame) -> str:
    if sizes["value_share"].isna().any():
        return _("Share of each segment in the customers")
    n = int((sizes["value_share"] > sizes["share"]).sum())
    values = {"n": formats.integer(n), "all": formats.integer(len(sizes))}
    return (
        ngettext(
            "%(n)s of %(all)s segments is worth more than its share of the customers",
            "%(n)s of %(all)s segments are worth more than their share of the customers",
            n,
        )
        % values
    )


def _worth_words(known: Facts, sizes: pd.DataFrame) -> str:
    """Who spent most and who least on average: their shares of the money also depend on how many they are."""
    if sizes["value_share"].isna().any():
        return _("The money of all customers together is not above zero, so it has no shares.")
    mean = sizes["mean_value"].to_numpy()
    text = _("On average a customer of “%(first)s” has spent %(most)s, one of “%(last)s” %(least)s.")
    return text % {
        "first": known.names[int(mean.argmax())], "most": formats.number(mean.max(), 0),
        "last": known.names[int(mean.argmin())], "least": formats.number(mean.min(), 0),
    }  # fmt: skip


def loyalty(known: Facts) -> Figure:
    """The loyalty matrix: above or below the mean in each variable, and the name that follows from it."""
    symbols = known.loyalty.symbols()
    columns = (
        Column("segment", _("Segment"), link="_href"),
        *(Column(key, variable_name(key)) for key in VARIABLES),
        Column("strategy", _("What to do")),
    )  # fmt: skip
    rows = []
    for one in known.order:
        arrows = {key: str(symbols.at[one, key]) for key in VARIABLES}
        strategy = known.segments[one].strategy
        rows.append({**known.row(one), **arrows, "strategy": strategy})
    return Figure(
        key="loyalty",
        title=_loyalty_title(known),
        subtitle=_("Customer loyalty matrix: ↑ above, ↓ below the mean of all customers"),
        summary=f"{_rule(known)} {_(RECENCY_RULE)}",
        base=known.base,
        table=Table(columns, rows),
        how=variables_how(),
        wide=True,
    )


def _loyalty_title(known: Facts) -> str:
    """Who lies above the average in most."""
    ups = (known.loyalty.signs.loc[known.order, list(VARIABLES)] > 0).sum(axis=1)
    best = place_of_largest(ups)
    values = {"segment": known.segments[best].name, "n": formats.integer(ups.max())}
    if ups.max() == len(VARIABLES):
        return _("“%(segment)s” lies above the average customer in everything") % values
    return _("“%(segment)s” lies above the average customer in %(n)s of 4") % values


def _rule(known: Facts) -> str:
    band = known.loyalty.band
    return str(_(BAND_RULE)) % {"band": formats.number(band, 1)} if band else str(_(RULE))


def quality(known: Facts) -> Figure:
    """How well each segment holds together, and how far it would come again."""
    grouping = known.found.grouping
    rows = [
        {
            **known.row(one),
            "n": int(cell(known.found.profile.sizes, one, "n")),
            "jaccard": float(grouping.stability.jaccard[one]) if grouping.stability else None,
            "silhouette": float(grouping.quality.silhouette_clusters[one]),
        }
        for one in known.order
    ]
    return segment_quality.quality(rows, known.base, summary=_silhouette_words(known), closed=True)


def _silhouette_words(known: Facts) -> str:
    grouping = known.found.grouping
    text = _("Davies–Bouldin %(davies)s, Calinski–Harabasz %(calinski)s, inertia %(inertia)s.")
    return text % {
        "davies": formats.number(grouping.quality.davies_bouldin, 2),
        "calinski": formats.number(grouping.quality.calinski_harabasz, 1),
        "inertia": formats.number(grouping.result.inertia, 1),
    }  # fmt: skip
