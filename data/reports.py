"""What a check found, as the JSON a page and the command line show. Texts in it are kept by core/texts.py."""

import hashlib
import json
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import pandas as pd
from django.utils.translation import gettext_noop

from areas.creating import create_set
from areas.models import Area, BoundarySet
from areas.naming import Names
from core.texts import keep
from data import comparing, created, problems, skipping, tables
from data.checking import Checker
from data.kinds import Kind
from data.labels import Labels
from data.models import Category, Dataset
from data.places import Places
from data.places import unresolved as unresolved_places
from data.skipping import DUPLICATE
from data.writing import has_size_classes

EXAMPLES = 20
UNCLEAR_DATES = gettext_noop(
    "Day and month of the dates in this file could be either way round, as in “%(example)s”. Say below how "
    "they are written, then confirm the columns again."
)
_SUMMED = ("residents", "male", "female", "km2")
_COUNT_COLUMNS = ("n", "n_micro", "n_small", "n_medium", "n_large")


def problem(message: str, params: dict[str, str]) -> dict[str, Any]:
    """A report that only says why the file cannot be checked further."""
    return {"problem": keep(message, params)}


def unclear_dates(found: dict[str, list[str]]) -> dict[str, Any]:
    """A report that asks which part of the dates is the day. found: column key → examples."""
    [example, *_others] = next(iter(found.values()))
    return {**problem(UNCLEAR_DATES, {"example": example}), "asks": ["dates"]}


def new_set(dataset: Dataset, create: bool) -> Names:
    """Names of a region that has no areas yet: an unsaved set while asking, a saved one once confirmed."""
    start = date(dataset.period_start.year, 1, 1)
    if create:
        return Names.of(create_set(dataset.region, start, dataset.file_name))
    return Names(BoundarySet(region=dataset.region, valid_from=start))


def unresolved(
    dataset: Dataset, places: Places, labels: Labels, sizes: Labels
) -> dict[str, list[dict[str, Any]]]:
    """Names a person must decide on."""
    return {
        "area": unresolved_places(places, dataset.decisions.get("names", {}).get("area", {})),
        "category": labels.unresolved(),
        "size_class": sizes.unresolved(),
    }


def names_missing(dataset: Dataset, places: Places, asked: dict[str, Any]) -> dict[str, Any]:
    """The report of a dataset that waits for names."""
    boundary_set = places.names.boundary_set
    return {
        "unresolved": asked,
        "boundary_set": str(boundary_set),
        "no_areas_yet": not places.names.label,
        "no_categories_yet": not dataset.region.categories.exists(),
        "problem": "",
    }


@dataclass
class ErrorGroups:
    """Errors counted by column and rule, each with its first examples."""

    kind: Kind
    sheets: tuple[str, ...]
    groups: dict[tuple[str, str], dict[str, Any]] = field(default_factory=dict)

    def add(self, errors: pd.DataFrame) -> None:
        for (column, rule), rows in errors.groupby(["column", "rule"], sort=True):
            group = self.groups.setdefault((str(column), str(rule)), self._new(str(column), str(rule)))
            group["count"] += len(rows)
            missing = EXAMPLES - len(group["examples"])
            for row in rows.head(max(missing, 0)).to_dict("records"):
                sheet = self.sheets[int(row["sheet"])] if self.sheets else ""
                group["examples"].append({"sheet": sheet, "row": int(row["row"]), "value": str(row["value"])})

    def _new(self, column: str, rule: str) -> dict[str, Any]:
        return {
            "column": column,
            "label": next((keep(c.label) for c in self.kind.columns if c.key == column), ""),
            "rule": rule,
            "message": problems.message(self.kind, column, rule),
            "count": 0,
            "examples": [],
        }

    def listed(self) -> list[dict[str, Any]]:
        return sorted(
            self.groups.values(), key=lambda group: (-group["count"], group["column"], group["rule"])
        )


def enterprises_per_area(kind: Kind, accepted: pd.DataFrame) -> dict[int, int]:
    """MSMEs per area id in a table of accepted rows: a row each, or what a line of counts says."""
    if not len(accepted):
        return {}
    if "enterprises" in kind.lacks:
        columns = [column for column in _COUNT_COLUMNS if column in accepted]
        numbers = accepted[columns].fillna(0)
        if "n" in columns:
            numbers["n"] = numbers["n"].mask(has_size_classes(accepted), 0)
        counts = numbers.sum(axis=1).astype("int64").groupby(accepted["area_id"]).sum()
    else:
        counts = accepted.groupby("area_id").size()
    return dict(zip(counts.index.astype(int).tolist(), counts.astype(int).tolist(), strict=True))


def checked(
    dataset: Dataset, checker: Checker, counts: dict[int, int], errors: ErrorGroups
) -> dict[str, Any]:
    """The report of a checked file. accepted + rejected + skipped are its rows."""
    skipped = sum(checker.skipped.values())
    return {
        "counts": {
            "rows": checker.rows,
            "accepted": checker.accepted,
            "rejected": checker.rejected,
            "skipped": skipped,
            "duplicates": checker.skipped.get(DUPLICATE, 0),
        },
        "skipped": [
            {
                "reason": skipping.said(name, checker.plan.kind),
                "count": n,
                "examples": checker.skipped_rows[name],
            }
            for name, n in sorted(checker.skipped.items())
        ],
        "errors": errors.listed(),
        "unresolved": {},
        "problem": "",
        "boundary_set": str(checker.places.names.boundary_set),
        "by_village": checker.places.by_village,
        "derived_sizes": checker.derived_sizes,
        "unknown_villages": checker.unknown_villages,
        "new_areas": _new_areas(dataset, checker.places.names),
        "new_categories": _new_categories(dataset),
        "totals": _totals(dataset, checker),
        "empty": _empty(checker),
        "facts": own.facts(dataset, checker) if (own := checker.plan.kind.own) else [],
        "applied": {
            "area": checker.places.spellings,
            "area_rows": checker.places.spelled_rows,
            "category": checker.categories.aliases,
            "size_class": checker.sizes.aliases,
        },
        **comparing.compared(dataset, checker.places.names, counts, reading(dataset, checker)),
    }


def _empty(checker: Checker) -> list[str]:
    """Keys of the columns that were chosen and have no value in any row: another one may have been meant."""
    if not checker.accepted:
        return []
    names = {"category": "category_id", "size": "size_class"}
    # read by others than the checker's parsers, or kept under names of their own
    columns = [one for one in checker.plan.columns if one.type not in ("area", "geometry") and not one.reader]
    return [one.key for one in columns if names.get(one.type, one.key) not in checker.filled]


def _totals(dataset: Dataset, checker: Checker) -> list[dict[str, Any]]:
    """Sums of a file of figures, so that a person sees "116.594" was read as 116,594 before importing it.

    Per column and level of area, since a file may state an area and its parts.
    """
    kind, names = checker.plan.kind, checker.places.names
    if not kind.one_row_per_area:
        return []
    columns = [column for column in kind.columns if column.key in _SUMMED and checker.plan.has(column.key)]
    table = pd.concat(tables.batches(dataset.directory / "checked.parquet", 100_000))
    level = table["area_id"].map(names.level)
    return [
        {
            "label": keep(column.label),
            "level": keep(Area.Level(int(one)).label),
            "sum": float(part[column.key].sum()),
        }
        for one, part in table.groupby(level)
        for column in columns
        if part[column.key].notna().any()
    ]


def _new_areas(dataset: Dataset, names: Names) -> list[str]:
    """Areas this file brought, in this check or an earlier one."""
    return sorted(names.path(pk) for pk in created.made_by(dataset, "areas") if pk in names.label)


def _new_categories(dataset: Dataset) -> list[str]:
    found = Category.objects.filter(pk__in=created.made_by(dataset, "categories"))
    return sorted(found.values_list("name", flat=True))


def reading(dataset: Dataset, checker: Checker) -> str:
    """Fingerprint of how a file was understood: layout, columns, options and what each name came to mean.

    The meaning, not the way to it: a name that was decided last time and is remembered now is the same, and
    after a remembered spelling was corrected the same bytes are another reading.
    """
    places = checker.places
    keys = [column.key for column in checker.plan.area_columns]
    texts = places.table[keys].itertuples(index=False, name=None) if keys else ()
    meant = sorted(
        [*map(str, text), found.area_id or 0] for text, found in zip(texts, places.found, strict=True)
    )
    labels = [sorted(one.meaning.items()) for one in (checker.categories, checker.sizes)]
    own = checker.plan.kind.open
    decided = own.to_fill_in(dataset) if own else {}
    # the page sends each option that was left alone, a decisions file does not
    options = {name: value for name, value in checker.plan.options.items() if value != ""}
    told = [dataset.layout, dataset.mapping, options, meant, labels, decided]
    return hashlib.sha256(json.dumps(told, sort_keys=True, default=str).encode()).hexdigest()
