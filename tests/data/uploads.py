"""Takes files through the importer as the pages do: through data.importing, with the queued jobs run at once.

The city of these tests has the trap of Pekanbaru: "Hill" is a sub-district of both sets, and another place in
each.
"""

from dataclasses import replace
from datetime import date
from io import BytesIO
from typing import Any

import pandas as pd
from django.test import TestCase

from areas.changes import load_changes
from areas.loading import load_boundary_set
from areas.models import Area, BoundarySet, Region
from core import jobs
from core.models import Job
from data import importing
from data.kinds import Kind
from data.models import Cell, Contact, Dataset, Edition, FigureRow, MarketRow, OutlineRow
from data.reading.names import key

State = Dataset.State
OLD = {
    "Centre": ["Market", "Station"],
    "East": ["Harbour", "Orchard"],
    "Hill": ["Mill", "Church"],
    "Lake": ["Shore", "Fishery"],
}
NEW = {
    "Centre": ["Market", "Station"],
    "East": ["Harbour", "Orchard"],
    "Hill": ["Church", "Shore"],
    "Mill End": ["Mill"],
    "Lakeside": ["Fishery"],
}


def city(slug: str = "sample", name: str = "Sample City", old: bool = True) -> Region:
    """A region with today's set of areas, and the one before where `old`."""
    region = Region.objects.create(slug=slug, name=name)
    sets = [_set(region, date(2020, 12, 31), None, NEW)]
    if old:
        sets.insert(0, _set(region, date(2009, 1, 1), date(2020, 12, 30), OLD))
        load_changes(*sets)
    return region


def _set(region: Region, start: date, end: date | None, tree: dict[str, list[str]]) -> BoundarySet:
    lines: list[dict[str, Any]] = [{"level": 1, "name": region.name}]
    for district, villages in tree.items():
        lines.append({"level": 2, "name": district, "parent": region.name})
        lines += [{"level": 3, "name": village, "parent": district} for village in villages]
    return load_boundary_set(region, start, end, lines, key_of=key)


def area(region: Region, name: str, year: int = 2023, level: int = Area.Level.DISTRICT) -> Area:
    """The area of this name in the set of a year."""
    on = date(year, 7, 1)
    sets = BoundarySet.objects.filter(region=region, valid_from__lte=on).order_by("-valid_from")
    return Area.objects.get(boundary_set=sets[0], name=name, level=level)


def csv(rows: list[dict[str, Any]] | dict[str, list[Any]], **options: Any) -> bytes:
    """A table as the bytes of a .csv file."""
    return pd.DataFrame(rows).to_csv(index=False, **options).encode()


def xlsx(sheets: dict[str, list[list[Any]]]) -> bytes:
    """Sheets as the bytes of an .xlsx file; the first row of each is its header."""
    target = BytesIO()
    with pd.ExcelWriter(target, engine="openpyxl") as book:
        for name, rows in sheets.items():
            pd.DataFrame(rows).to_excel(book, sheet_name=name, header=False, index=False)
    return target.getvalue()


def register(**districts: int) -> bytes:
    """A register with so many enterprises per sub-district ("Mill_End" is "Mill End")."""
    rows = [
        {
            "Kecamatan": name.replace("_", " "),
            "Nama Usaha": f"Warung {name} {n}",
            "Omzet": 1_000_000 * (n + 1),
        }
        for name, count in districts.items()
        for n in range(count)
    ]
    return csv(rows)


def receive(region: Region, content: Any, **values: Any) -> Dataset:
    """A dataset received; its job waits."""
    given = {"kind": "msme_register", "name": "register.csv", "period": "2023", "user": None} | values
    period = importing.Period.parse(given.pop("period"))
    return importing.receive(content, region=region, period=period, **given)


def work(dataset: Dataset) -> Dataset:
    """Run what waits for this dataset, as the worker would. A fault inside the program fails the test."""
    while job := Job.objects.filter(subject_id=dataset.pk, state=Job.State.QUEUED).order_by("pk").first():
        with TestCase.captureOnCommitCallbacks(execute=True):
            jobs.execute(job.pk)
        job.refresh_from_db()
        assert job.message != jobs.INSIDE_ERROR, "the log of the test tells what went wrong inside"
    dataset.refresh_from_db()
    return dataset


def read(region: Region, content: Any, **values: Any) -> Dataset:
    return work(receive(region, content, **values))


def check(
    dataset: Dataset, mapping: dict[str, str] | None = None, options: dict[str, Any] | None = None
) -> Dataset:
    """Confirm the columns (those recognised, with `mapping` on top) and check the file."""
    assert dataset.state != State.FAILED, dataset.message
    importing.choose_mapping(
        dataset, {**dataset.mapping, **(mapping or {})}, options or {}, dataset.created_by
    )
    return work(dataset)


def name(dataset: Dataset, **decisions: Any) -> Dataset:
    """Decide about names and check again."""
    importing.choose_names(dataset, decisions, dataset.created_by)
    return work(dataset)


def commit(dataset: Dataset, mode: str = "replace", good: bool = False, user: Any = None) -> Dataset:
    importing.commit(dataset, mode, good, user)
    return work(dataset)


def checked(region: Region, content: Any, **values: Any) -> Dataset:
    """A file taken as far as the preview. `mapping`, `options` and `decide` answer its questions."""
    answers = {key: values.pop(key, None) for key in ("mapping", "options", "decide")}
    dataset = check(read(region, content, **values), answers["mapping"], answers["options"])
    if dataset.state == State.NEEDS_NAMES and answers["decide"]:
        dataset = name(dataset, **answers["decide"])
    return dataset


def imported(region: Region, content: Any, **values: Any) -> Dataset:
    """A file that everybody sees."""
    mode, good = values.pop("mode", "replace"), values.pop("good", False)
    dataset = checked(region, content, **values)
    assert dataset.state == State.CHECKED, (dataset.state, dataset.message, dataset.report)
    dataset = commit(dataset, mode, good)
    assert dataset.state == State.READY, dataset.message
    return dataset


def edition_of(dataset: Dataset) -> Edition:
    """The newest edition that lists the dataset."""
    found = dataset.editions.order_by("-number").first()
    assert found is not None
    return found


def current(region: Region, subject: str = "market", period: str = "2023", series: str = "main") -> Any:
    found = Edition.objects.filter(region=region, subject=subject, period_label=period, series=series)
    return found.filter(is_current=True).first()


def cells_by_area(edition: Edition) -> dict[str, int]:
    """Number of MSMEs by the name of the area they are stored at."""
    found: dict[str, int] = {}
    for place, n in Cell.objects.filter(edition=edition).values_list("area__name", "n"):
        found[place] = found.get(place, 0) + n
    return found


def rows_of(dataset: Dataset) -> int:
    """All rows of a dataset in the database, whatever their kind."""
    models = (MarketRow, FigureRow, OutlineRow, Contact)
    return sum(model.objects.filter(dataset=dataset).count() for model in models)


def errors(dataset: Dataset) -> dict[tuple[str, str], list[int]]:
    """(column, rule) → rows, of what a check found wrong."""
    return {
        (found["column"], found["rule"]): [example["row"] for example in found["examples"]]
        for found in dataset.report["errors"]
    }


def adds_up(dataset: Dataset) -> bool:
    counts = dataset.report["counts"]
    return counts["rows"] == counts["accepted"] + counts["rejected"] + counts["skipped"]


def with_rows(declared: Kind, rows: Any) -> Kind:
    """A kind of file that writes its rows in another way."""
    return replace(declared, rows=rows)
