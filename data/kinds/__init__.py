"""Kinds of file, one module each, listed in settings.DATASET_KINDS."""

from dataclasses import replace
from functools import lru_cache
from importlib import import_module
from typing import Any

from django.conf import settings

from .declaration import Check, Column, Columnar, Kind, OpenColumns, OpenReader, Said, Tally

__all__ = [
    "Check",
    "Column",
    "Columnar",
    "Kind",
    "OpenColumns",
    "OpenReader",
    "Said",
    "Tally",
    "all_kinds",
    "kind",
    "kind_of",
]


@lru_cache
def all_kinds() -> dict[str, Kind]:
    """Declared kinds by key, in the order of the settings."""
    kinds = [import_module(name).KIND for name in settings.DATASET_KINDS]
    return {kind.key: kind for kind in kinds}


def kind(key: str) -> Kind:
    return all_kinds()[key]


def kind_of(dataset: Any) -> Kind:
    """The kind of one dataset, with the columns that only its file has; years up to the one after its own,
    days (as ordinals) up to the end of its period."""
    found = kind(dataset.kind).of(dataset)
    highs = {"year": dataset.period_start.year + 1, "date": dataset.period_end.toordinal()}
    columns = (replace(one, high=highs[one.type]) if one.type in highs else one for one in found.columns)
    return replace(found, columns=tuple(columns))
