"""What places customers in the segments of a table without another fit, as JSON that a saved run keeps.

Columns stand in it by the names that addresses use, so that next year's file can be placed too.
"""

from typing import Any

import numpy as np
import pandas as pd

from analysis import border
from analysis.encoding import Coded, Encoder, Feature

from .prepared import Prepared, name_of
from .segmentation import Segmented

Model = dict[str, Any]


def of(found: Segmented) -> Model:
    """Encoding, scale, components and centroids of a segmentation; no customer."""
    turned, known = found.components, found.known
    encoder = turned.encoder
    names = {one.key: name_of(known.by_key[one.key]) for one in encoder.features}
    return {
        "features": [
            {"name": names[one.key], "encoding": one.encoding, "levels": list(one.levels), "base": one.base}
            for one in encoder.features
        ],
        "columns": [{"feature": names[one.feature], "value": one.value} for one in encoder.columns],
        "rare": {names[key]: list(values) for key, values in encoder.rare.items()},
        "scaling": encoder.scaling,
        "centre": encoder.centre.tolist(),
        "spread": encoder.spread.tolist(),
        "turned": turned.centre.tolist(),
        "weights": turned.weights.to_numpy()[:, : turned.kept].tolist(),
        "centroids": found.result.centroids.to_numpy().tolist(),
    }


def place(model: Model, known: Prepared) -> pd.Series:
    """Segment of each customer of a table by a saved model; those who lack a feature are left out.

    Nobody is placed where a column is gone or is of another type now.
    """
    columns = [known.by_name.get(one["name"]) for one in model["features"]]
    fits = (
        column is not None and column.is_numeric == (one["encoding"] == "number")
        for column, one in zip(columns, model["features"], strict=True)
    )  # fmt: skip
    if not all(fits):
        return pd.Series(dtype="int64", name="segment")
    encoder = _encoder(model)
    keys = [column.key for column in columns if column is not None]
    table = known.table[keys].set_axis([one.key for one in encoder.features], axis=1)
    scaled = encoder.scaled(encoder.encode(table[~table.index.duplicated()])).dropna()
    scores = (scaled.to_numpy() - np.array(model["turned"])) @ np.array(model["weights"])
    centroids = pd.DataFrame(model["centroids"])
    if scaled.empty:
        return pd.Series(dtype="int64", name="segment")
    return border.run(pd.DataFrame(scores, index=scaled.index), centroids)["segment"]


def _encoder(model: Model) -> Encoder:
    features = tuple(
        Feature(one["name"], one["encoding"], tuple(one["levels"]), one["base"])
        for one in model["features"]
    )  # fmt: skip
    coded = tuple(
        Coded("=".join(filter(None, (one["feature"], one["value"]))), one["feature"], one["value"])
        for one in model["columns"]
    )
    rare = {name: tuple(values) for name, values in model["rare"].items()}
    labels = {one.key: one.key for one in features}
    centre, spread = np.array(model["centre"]), np.array(model["spread"])
    return Encoder(features, coded, model["scaling"], centre, spread, (), labels, rare)
