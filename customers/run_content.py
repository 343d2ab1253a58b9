"""What a saved segmentation's page shows: plain values of what was stored."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from analysis.segment_kinds import KINDS
from analysis.segment_names import Name
from core import formats
from core.figures import Column, Figure, Number, Table
from core.glossary import definition
from data.content import Content
from data.models import Dataset

from .models import CustomerRun
from .naming import proposed_name
from .shop.facts import Facts
from .shop.scope import RULES
from .shop.scoring import Scoring
from .words import (
    DECIMALS,
    customers,
    cut_words,
    method_words,
    rule_words,
    shop_name,
    table_name,
    variable_name,
    weights_listed,
)


def default_name(known: Facts) -> str:
    """What a run is called unless a person says otherwise: "Toko Contoh, 5 segments, until 30 June 2023"."""
    assert known.reader.shop is not None
    values = {
        "shop": shop_name(known.reader.shop.series), "k": known.found.k,
        "day": formats.date(known.reader.reference),
    }  # fmt: skip
    return _("%(shop)s, %(k)s segments, until %(day)s") % values


def families(known: Facts) -> list[dict[str, Any] | None]:
    """Pattern and number behind each proposed name, by the number of the segment; None without customers."""
    by_kind = {kind: pattern for pattern, kind in KINDS.items()}
    return [
        {"pattern": list(by_kind[name.kind]), "number": name.number, "value": name.value} if name else None
        for name in (known.loyalty.names.get(place) for place in range(known.found.k))
    ]


def names(run: CustomerRun) -> list[str]:
    """What each segment was called when it was saved: people's words, else what was proposed."""
    found = []
    for place, kept in enumerate(run.result["families"]):
        name = Name(KINDS[tuple(kept["pattern"])], kept["number"], kept.get("value", "")) if kept else None
        found.append(run.names.get(str(place)) or (proposed_name(name) if name else str(place + 1)))
    return found


def address(run: CustomerRun) -> str:
    """The query of the page of segments that shows the same on today's data."""
    params = run.params
    pairs = [
        ("region", run.region.slug),
        ("shop", run.series),
        ("until", params["until"]),
        ("segments", params["k"]),
    ]
    pairs += [("method", params["method"])] + ([("turned", "1")] if params["turned"] else [])
    pairs += [(name, value) for name, value in params["rules"].items()]
    return "?" + urlencode(pairs + _scoring(run).pairs())


def _scoring(run: CustomerRun) -> Scoring:
    """Weights and cut-offs of a run; those from before there were any have none."""
    usual = Scoring()
    weights, cuts = run.params.get("weights", usual.weights), run.params.get("cuts", usual.cuts)
    return Scoring(tuple(weights), tuple(tuple(own) for own in cuts))


def subject(run: CustomerRun) -> str:
    """The shop or the table behind the run."""
    return table_name(run.series) if run.kind == CustomerRun.Kind.ATTRIBUTES else shop_name(run.series)


def periods(run: CustomerRun) -> str:
    """The shop or the table, and the periods of the files behind the run."""
    labels = sorted({one.period_label for one in run.editions.all()})
    return f"{subject(run)} · {', '.join(labels)}"


def state(run: CustomerRun) -> tuple[str, ...]:
    """What became of the data behind a run since."""
    said = []
    if any(not one.is_current for one in run.editions.all()):
        said.append(_("The data behind this were replaced or withdrawn since; the numbers are as they were."))
    if Dataset.objects.filter(editions__in=run.editions.all(), rows_purged_at__isnull=False).exists():
        said.append(_("A file behind this was deleted for good: no number leads to its rows any more."))
    return tuple(said)


def content(run: CustomerRun, now: Mapping[int, str]) -> Content:
    """Numbers, the segments with their means, and how it was made. now: what the segments are called
    today, as far as that is known."""
    return Content(run.name, numbers(run), (segments(run, now), made(run)), state(run))


def numbers(run: CustomerRun) -> tuple[Number, ...]:
    result = run.result
    jaccard = min((one for one in result["jaccard"] if one is not None), default=None)
    return (
        Number(_("Segments"), len(result["centroids"]), kind="integer", note=customers(result["n"])),
        Number(_("How clearly the segments are apart"), result["silhouette"], kind="number", decimals=2,
               note=_("mean silhouette; above 0.5 is clear"), how=definition("silhouette")),
        Number(_("Least stable segment"), jaccard, kind="number", decimals=2, how=definition("stability")),
        Number(_("Agreement when drawn anew"), result["rand"], kind="number", decimals=2,
               how=definition("adjusted-rand")),
    )  # fmt: skip


def base(run: CustomerRun) -> str:
    """The line under a figure of the run."""
    return f"n = {customers(run.result['n'])} · {periods(run)}"


def name_columns(called: Sequence[str], now: Mapping[int, str]) -> tuple[Column, ...]:
    """The name that a segment had when it was saved; beside it today's, where one of them differs."""
    is_renamed = any(now.get(place, name) != name for place, name in enumerate(called))
    more = (Column("now", _("Called now")),) if is_renamed else ()
    return (Column("segment", _("Segment")), *more)


def segments(run: CustomerRun, now: Mapping[int, str]) -> Figure:
    """Size, share of the money and means of each segment."""
    result, called = run.result, names(run)
    columns = (
        *name_columns(called, now), Column("n", _("Customers"), "integer"),
        Column("share", _("Share of customers"), "share"),
        Column("value_share", _("Share of the money"), "share"),
        *(Column(key, variable_name(key), "number", decimals=decimals) for key, decimals in DECIMALS.items()),
    )  # fmt: skip
    rows = [
        {"segment": name, "now": now.get(place, ""), **size, **means}
        for place, (name, size, means) in enumerate(
            zip(called, result["sizes"], result["means"], strict=True)
        )
    ]
    rows.sort(key=lambda row: -(row["value"] or 0))
    return Figure(
        key="segments",
        title=_("Segments as they were found"),
        subtitle=_("Sizes, and means in days, purchases and the file's currency"),
        base=base(run),
        table=Table(columns, rows),
    )


def made(run: CustomerRun) -> Figure:
    """Every choice and version that the result depends on."""
    params, scoring = run.params, _scoring(run)
    lines = [
        (_("Reference date"), formats.date(date.fromisoformat(params["until"]))),
        (_("Scores"), method_words(params["method"])),
        (_("Score of recency"), _("5 = long ago") if params["turned"] else _("5 = bought lately")),
        *((rule_words(name)[0], rule_words(name)[1][params["rules"][name]]) for name in RULES),
        (_("Weights"), weights_listed(scoring.weights)),
        *((_("Cut-offs"), cut_words(name, own)) for name, own in scoring.own_cuts),
        (_("Seed of chance"), str(params["seed"])),
        (_("Starts of K-Means"), str(params["n_init"])),
        (_("Editions"), ", ".join(f"{one.period_label} ({one.number})" for one in run.editions.all())),
        (_("Files"), ", ".join(str(one) for one in files(run))),
        *((name, version) for name, version in run.versions.items()),
    ]
    columns = (Column("what", _("Choice")), Column("value", _("Value")))
    return Figure(
        key="made",
        title=_("How this was made"),
        subtitle=_("The same choices on the same files give the same segments"),
        base=base(run),
        table=Table(columns, [{"what": what, "value": value} for what, value in lines], compact=True),
    )


def files(run: CustomerRun) -> list[int]:
    """Ids of the datasets behind a run."""
    behind = Dataset.objects.filter(editions__in=run.editions.all())
    return list(behind.distinct().order_by("pk").values_list("pk", flat=True))
