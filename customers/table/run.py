"""A segmentation of a table of customers as it is kept: what was asked and what came out, as plain values."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, npgettext

from analysis import personality
from analysis.cluster_stability import samples_of
from core import formats

from ..shop.segmentation import plain
from ..tables import cell
from ..words import table_name
from . import model as table_model
from .facts import TableFacts
from .prepared import name_of
from .words import SCALES, components_words, stored


def default_name(facts: TableFacts) -> str:
    """What a run is called unless a person says otherwise: "Members 2023, 4 segments by 5 features"."""
    n = len(facts.found.chosen.features)
    edition = facts.asked.table.edition
    values = {"table": table_name(edition.series), "period": edition.period_label, "k": facts.found.k}
    text = ngettext(
        "%(table)s %(period)s, %(k)s segments by %(n)s feature",
        "%(table)s %(period)s, %(k)s segments by %(n)s features",
        n,
    )
    return (text % {**values, "n": formats.integer(n)})[:120]


def params_of(facts: TableFacts) -> dict[str, Any]:
    """Everything that was asked."""
    known, found, asked = facts.known, facts.found, facts.asked
    own = found.result.params
    return {
        "k": found.k,
        "period": asked.table.edition.period_label,
        "reference": asked.reference.isoformat(),
        "features": [
            {"name": name_of(column), "label": column.label, "encoding": one.encoding}
            for one in found.chosen.features
            if (column := known.by_key[one.key])
        ],
        "levels": asked.params.levels,
        "scaling": asked.params.scale,
        "components": asked.params.components,
        "key": name_of(known.by_key[own.key]),
        "key_label": known.by_key[own.key].label,
        "seed": own.seed,
        "n_init": own.n_init,
        "samples": samples_of(facts.n),
        "recipe": known.chosen.to_json(),
        "formulas": {one.formula.key: one.text for one in known.derived.notes if not one.problem},
        "rows": len(known.raw),
    }  # fmt: skip


def result_of(facts: TableFacts) -> dict[str, Any]:
    """Everything that a page of the run shows and that places a customer; no customer."""
    found = facts.found
    result, grouping, model = found.result, found.result.grouping, table_model.of(found)
    quality = plain_numbers({
        "silhouette": grouping.quality.silhouette, "davies_bouldin": grouping.quality.davies_bouldin,
        "calinski_harabasz": grouping.quality.calinski_harabasz, "inertia": grouping.quality.inertia,
        "rand": grouping.stability.rand if grouping.stability else None,
    })  # fmt: skip
    return {
        "n": facts.n,
        "left_out": len(result.left_out),
        "names": list(personality.names(found.k)),
        "sizes": plain(result.segments),
        **quality,
        "silhouettes": _listed(result.silhouettes.tolist()),
        "jaccard": _listed(result.jaccards.tolist()),
        "variance": plain(found.components.variance),
        "kept": found.components.kept,
        "numbers": _numbers(facts),
        "centroids": model["centroids"],
        "model": model,
    }


def plain_numbers(values: Mapping[str, Any]) -> dict[str, Any]:
    """Numbers as JSON: a database knows no NaN."""
    return {name: None if formats.is_missing(value) else float(value) for name, value in values.items()}


def _listed(values: Iterable[float]) -> list[Any]:
    return [None if formats.is_missing(one) else one for one in values]


def _numbers(facts: TableFacts) -> list[dict[str, Any]]:
    """Mean and median of every number, of all and per segment."""
    profiles, places = facts.found.profiles, range(facts.found.k)
    return [
        {
            "name": name_of(column), "label": column.label, "type": column.type,
            "derived": column.told == "derived",
            **plain_numbers({what: profiles.overall.at[key, what] for what in ("mean", "median")}),
            "means": _listed(float(cell(profiles.numbers, (one, key), "mean")) for one in places),
            "medians": _listed(float(cell(profiles.numbers, (one, key), "median")) for one in places),
        }
        for key in profiles.overall.index
        if (column := facts.known.by_key[key])
    ]  # fmt: skip


def choices(params: Mapping[str, Any]) -> list[tuple[str, str]]:
    """What was asked, in words."""
    features = ", ".join(_feature(one) for one in params["features"])
    remedies = len(params["recipe"]["remedies"])
    return [
        (_("Reference date"), params["reference"]),
        (_("Features"), features),
        (_("Scale"), str(SCALES[params["scaling"]])),
        (_("Components"), components_words(params["components"])),
        (_("Segments in the order of"), stored(params["key_label"])),
        (
            _("Remedies"),
            npgettext("of cleaning", "%(n)s step", "%(n)s steps", remedies)
            % {"n": formats.integer(remedies)},
        ),
        (_("Rows of the file"), formats.integer(params["rows"])),
        (_("Seed of chance"), str(params["seed"])),
        (_("Starts of K-Means"), str(params["n_init"])),
        (_("Resamples"), str(params["samples"])),
    ]


def _feature(one: Mapping[str, Any]) -> str:
    words = {"number": "", "onehot": _("a column per value"), "ordered": _("in steps")}[one["encoding"]]
    name = stored(one["label"])
    return f"{name} ({words})" if words else name
