"""Beside each area of a new file: what the last edition had, what is missing, what changed by much."""

from typing import Any

import pandas as pd
from django.db.models import Sum

from areas.models import Area, BoundarySet
from areas.naming import Names
from data.columnar import is_lost, rows_path
from data.editions import Key
from data.kinds import kind
from data.models import Cell, Dataset, Edition, FigureCell, OutlineRow

LARGE_CHANGE = 0.30


def previous(dataset: Dataset, names: Names) -> Edition | None:
    """The current edition of the same period, else the newest one of the same boundaries."""
    if names.boundary_set.pk is None:
        return None  # a region without areas: nothing was ever imported
    editions = Edition.objects.current().filter(
        subject=kind(dataset.kind).subject,
        series=dataset.series,
        region=dataset.region,
        boundary_set=names.boundary_set,
        datasets__isnull=False,
    )
    same = editions.filter(period_start=dataset.period_start, period_end=dataset.period_end).first()
    return same or editions.order_by("-period_start").first()


def compare(counts: dict[int, int], names: Names, edition: Edition | None) -> list[dict[str, Any]]:
    """One line per sub-district (or per top area where nothing is deeper), in the order of names.

    counts: accepted MSMEs per area id, at any depth. flag: "", "new", "change" (over 30 %) or "missing".
    """
    now = _at_page_level(pd.Series(counts, dtype="int64"), names)
    before = pd.Series(dtype="int64")
    if edition is not None and edition.subject == Edition.Subject.MARKET:
        cells = Cell.objects.filter(edition=edition).values_list("area_id").annotate(Sum("n"))
        before = _at_page_level(pd.Series(dict(cells), dtype="int64"), names)
    lines = []
    for area_id in sorted(set(now.index) | set(before.index), key=lambda pk: names.path(pk).casefold()):
        new, old = int(now.get(area_id, 0)), before.get(area_id)
        change = (new - int(old)) / int(old) if old else None
        lines.append(
            {
                "area_id": int(area_id),
                "name": names.path(area_id),
                "now": new,
                "before": None if old is None else int(old),
                "change": change,
                "flag": _flag(new, old, change, bool(len(before))),
            }
        )
    return lines


def _flag(new: int, old: Any, change: float | None, compared: bool) -> str:
    if not compared:
        return ""
    if old is None:
        return "new"
    if new == 0:
        return "missing"
    return "change" if change is not None and abs(change) > LARGE_CHANGE else ""


def _at_page_level(counts: "pd.Series[int]", names: Names) -> "pd.Series[int]":
    """Counts summed to sub-districts; what is known only above them stays where it is."""
    target = [names.ancestor(int(pk), Area.Level.DISTRICT) or int(pk) for pk in counts.index]
    return counts.groupby(pd.Index(target, dtype="int64")).sum() if len(counts) else counts


def compared(dataset: Dataset, names: Names, counts: dict[int, int], reading: str) -> dict[str, Any]:
    """The part of a report that depends on what is current: lines per area, and whether areas are missing.

    reading: how the file was understood (reports.reading), so that the same bytes are recognised.
    """
    before = previous(dataset, names)
    current = Key.of(dataset).current()
    lines = compare(counts, names, before) if kind(dataset.kind).subject == Edition.Subject.MARKET else []
    missing = [line["name"] for line in lines if line["flag"] == "missing"]
    if current is not None and before == current and not lines:
        missing = sorted(names.path(pk) for pk in _places_of(current) - set(counts))
    return {
        "areas": lines,
        "missing": missing,
        "covers_fewer": before == current and bool(missing),
        "compared_with": current.pk if current else None,
        "before_label": before.period_label if before else "",
        "area_counts": {str(pk): n for pk, n in sorted(counts.items())},
        "reading": reading,
        "same_as": _same_as(dataset, current, reading),
        **_looks_like(dataset, current, counts),
    }


def refresh(dataset: Dataset) -> None:
    """Compare again after someone else changed the edition: the question must be about what is now."""
    if dataset.boundary_set is not None:
        report = {**dataset.report, **_compared_again(dataset, dataset.boundary_set)}
        Dataset.objects.filter(pk=dataset.pk).update(report=report)


def _compared_again(dataset: Dataset, boundary_set: BoundarySet) -> dict[str, Any]:
    counts = {int(pk): n for pk, n in dataset.report.get("area_counts", {}).items()}
    return compared(dataset, Names.of(boundary_set), counts, dataset.report["reading"])


def _places_of(edition: Edition) -> set[int]:
    """Areas that an edition of figures or outlines speaks of."""
    figures = FigureCell.objects.filter(edition=edition).values_list("area_id", flat=True)
    drawn = OutlineRow.objects.filter(dataset__editions=edition).values_list("area_id", flat=True)
    return {*figures.distinct(), *drawn.distinct()}


def _looks_like(dataset: Dataset, current: Edition | None, counts: dict[int, int]) -> dict[str, Any]:
    """looks_like: name, and looks_like_id: number, of a file of the current edition with as many MSMEs in
    every area: the same rows again, in another format, which no key can tell where a register has neither
    numbers nor addresses. A person must say what it is before anything is imported."""
    found = None
    if current is not None and counts and current.subject == Edition.Subject.MARKET:
        wanted = {str(pk): n for pk, n in counts.items()}
        others = current.datasets.exclude(pk=dataset.pk)
        found = next((one for one in others if one.report.get("area_counts") == wanted), None)
    return {
        "looks_like": found.file_name if found else "",
        "looks_like_id": found.pk if found else None,
    }


def _same_as(dataset: Dataset, current: Edition | None, reading: str) -> int | None:
    """A dataset of the current edition that is the same bytes, understood in the same way, and whose rows
    are there: those that were lost come back by the same file."""
    if current is None:
        return None
    others = current.datasets.filter(sha256=dataset.sha256, kind=dataset.kind)
    same = (other for other in others if other.report.get("reading") == reading)
    in_columns = kind(dataset.kind).columnar is not None
    return next((one.pk for one in same if not (in_columns and is_lost(rows_path(one)))), None)
