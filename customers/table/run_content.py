"""What the page of a saved segmentation of a table of customers shows: plain values of what was stored."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from core import formats
from core.figures import Column, Figure, Table
from data.content import Content

from .. import run_content
from ..models import CustomerRun
from . import run as table_run
from .scope import Params
from .words import amount, stored


def names(run: CustomerRun) -> list[str]:
    """What each segment was called when it was saved: people's words, else what was proposed."""
    return [run.names.get(str(place)) or str(_(name)) for place, name in enumerate(run.result["names"])]


def address(run: CustomerRun) -> str:
    """The query of the page of segments that shows the same on today's data."""
    params = run.params
    asked = Params(
        table=run.series,
        attributes=tuple(one["name"] for one in params["features"]),
        levels=params["levels"],
        scale=params["scaling"],
        components=params["components"],
        ordered_by=params["key"],
        clusters=params["k"],
    )
    pairs = [("region", run.region.slug), ("period", params["period"]), ("reference", params["reference"])]
    return "?" + urlencode([*pairs, *asked.pairs()])


def content(run: CustomerRun, now: Mapping[int, str]) -> Content:
    """Numbers, the segments with their middle customers, components, and how it was made. now: what the
    segments are called today, as far as that is known."""
    figures = (segments(run, now), middles(run), components(run), made(run))
    return Content(run.name, run_content.numbers(run), figures, run_content.state(run))


def segments(run: CustomerRun, now: Mapping[int, str]) -> Figure:
    """Size of each segment, the number that orders them, and how well it holds together."""
    result, key = run.result, stored(run.params["key_label"])
    columns = (
        *run_content.name_columns(names(run), now), Column("n", _("Customers"), "integer"),
        Column("share", _("Share of customers"), "share"),
        Column("key", _("%(name)s, mean") % {"name": key}, "number"),
        Column("silhouette", _("Mean silhouette"), "number", decimals=2),
        Column("jaccard", _("Jaccard"), "number", decimals=2),
    )  # fmt: skip
    lists = zip(names(run), result["sizes"], result["silhouettes"], result["jaccard"], strict=True)
    rows = [
        {"segment": name, "now": now.get(place, ""), **size, "silhouette": silhouette, "jaccard": jaccard}
        for place, (name, size, silhouette, jaccard) in enumerate(lists)
    ]
    return Figure(
        key="segments",
        title=_("Segments as they were found"),
        subtitle=_("Sizes, in the order of “%(key)s”") % {"key": key},
        base=run_content.base(run),
        table=Table(columns, rows[::-1]),
    )


def middles(run: CustomerRun) -> Figure:
    """Medians of every number in each segment."""
    called = names(run)
    columns = (
        Column("name", _("Attribute")), Column("all", _("All")),
        *(Column(str(place), name) for place, name in reversed(list(enumerate(called)))),
    )  # fmt: skip
    rows = [
        {"name": _label(one), "all": _amount(one, one["mean" if one["type"] == "flag" else "median"]),
         **{str(place): _amount(one, value) for place, value in enumerate(_values(one))}}
        for one in run.result["numbers"]
    ]  # fmt: skip
    return Figure(
        key="middles",
        title=_("The customer in the middle of each segment"),
        subtitle=_("Medians; of yes and no the share of yes"),
        base=run_content.base(run),
        table=Table(columns, rows),
    )


def _label(one: Mapping[str, Any]) -> str:
    return stored(one["label"]) if one["derived"] else str(one["label"])


def _values(one: Mapping[str, Any]) -> list[Any]:
    return list(one["means"] if one["type"] == "flag" else one["medians"])


def _amount(one: Mapping[str, Any], value: Any) -> str:
    return formats.share(value, 0) if one["type"] == "flag" else amount(value)


def components(run: CustomerRun) -> Figure:
    """How much each component explained."""
    columns = (
        Column("component", _("Component"), "integer"), Column("share", _("Variance explained"), "share"),
        Column("cumulative", _("Together"), "share"),
    )  # fmt: skip
    kept = run.result["kept"]
    rows = [
        {"component": place, **one, "_muted": place > kept}
        for place, one in enumerate(run.result["variance"], start=1)
    ]
    return Figure(
        key="variance",
        title=_("Principal components in use: %(n)s") % {"n": kept},
        subtitle=_("Share of the variance of the scaled features; grey: not used"),
        base=run_content.base(run),
        table=Table(columns, rows, compact=True),
    )


def made(run: CustomerRun) -> Figure:
    """Every choice and version that the result depends on."""
    lines = [
        *table_run.choices(run.params),
        *((name, text) for name, text in run.params["formulas"].items()),
        (_("Editions"), ", ".join(f"{one.period_label} ({one.number})" for one in run.editions.all())),
        (_("Files"), ", ".join(str(one) for one in run_content.files(run))),
        *((name, version) for name, version in run.versions.items()),
    ]
    return made_figure(lines, run_content.base(run))


def made_figure(lines: list[tuple[str, str]], line: str) -> Figure:
    """Choices and versions as a table."""
    columns = (Column("what", _("Choice")), Column("value", _("Value")))
    return Figure(
        key="made",
        title=_("How this was made"),
        subtitle=_("The same choices on the same files give the same segments"),
        base=line,
        table=Table(columns, [{"what": what, "value": value} for what, value in lines], compact=True),
        closed=True,
    )
