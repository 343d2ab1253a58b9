"""The ground a benchmark stands on: a migrated database with Pekanbaru's areas, and our import of one file.

Needs DATA_DIR and DATABASE_URL in the environment; call `set_up` before anything of the project is imported.
"""

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

import django

PERIOD = "2023"
SLUG = "benchmark"


def set_up() -> None:
    """Start Django with the product's own settings."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "segmentation_site.settings"
    django.setup()


def prepare() -> Any:
    """Tables, and a region with one set of areas: 15 sub-districts, 83 villages. Returns the Region."""
    from django.core.management import call_command

    from areas.loading import load_boundary_set
    from areas.models import Region
    from data.reading.names import key
    from demo.pekanbaru import boundary_set

    call_command("migrate", verbosity=0)
    region = Region.objects.create(slug=SLUG, name="Pekanbaru", is_demo=True)
    lines: list[dict[str, Any]] = []
    for place in boundary_set("2021").sub_districts:
        lines.append({"level": 2, "code": place.code, "name": place.name})
        lines += [
            {"level": 3, "code": one.code, "name": one.name, "parent_code": place.code}
            for one in place.villages
        ]
    load_boundary_set(region, date(2020, 12, 31), None, lines, key_of=key)
    return region


def receive(path: Path, kind: str, decisions: dict[str, Any], period: str = PERIOD, **more: Any) -> Any:
    """The file as a dataset, ready for the reading job. Returns the Dataset."""
    from areas.models import Region
    from data import importing
    from data.models import Dataset

    with path.open("rb") as file:
        dataset = importing.receive(
            file,
            name=path.name,
            kind=kind,
            region=Region.objects.get(slug=SLUG),
            period=importing.Period.parse(period),
            user=None,
            enqueue=False,
            **more,
        )
    Dataset.objects.filter(pk=dataset.pk).update(decisions=decisions, state=Dataset.State.READING)
    return dataset


def import_file(
    path: Path, kind: str = "msme_register", decisions: dict[str, Any] | None = None, **more: Any
) -> dict[str, Any]:
    """Take a file through every job, good rows only. Returns wall and processor seconds per stage."""
    from data.models import Dataset

    decided = {"create_categories": True, **(decisions or {})}
    seconds: dict[str, float] = {}
    cpu: dict[str, float] = {}
    with timed("receive", seconds, cpu):
        dataset = receive(path, kind, decided, **more)
    for job, before in (("read", "reading"), ("check", "reading"), ("import", "importing")):
        if job == "import":
            _commit(dataset)
        Dataset.objects.filter(pk=dataset.pk).update(state=before)
        with timed(job, seconds, cpu):
            _run(job, dataset)
    return {"seconds": seconds, "cpu": cpu, "counts": dataset.report["counts"]}


@contextmanager
def timed(name: str, seconds: dict[str, float], cpu: dict[str, float]) -> Iterator[None]:
    """Keep the wall time and the processor time of a step under its name."""
    wall, own = time.perf_counter(), time.process_time()
    yield
    seconds[name], cpu[name] = time.perf_counter() - wall, time.process_time() - own


def _commit(dataset: Any) -> None:
    from data import importing
    from data.models import Dataset

    importing.prepare_commit(dataset, "replace", True)
    Dataset.objects.filter(pk=dataset.pk).update(
        accept_good_rows=True, prepared_against_id=dataset.report["compared_with"]
    )


def _run(kind: str, dataset: Any) -> None:
    from core import jobs
    from core.models import Job

    job = jobs.run_now(kind, dataset.pk)
    dataset.refresh_from_db()
    if job.state != Job.State.DONE or dataset.state in ("failed", "needs_names"):
        raise RuntimeError(f"{kind}: {job.message or dataset.message} {dataset.report.get('unresolved')}")


def receive_nothing() -> int:
    """A dataset without a file, for rows that come from elsewhere. Returns its id."""
    from areas.models import Region
    from data.models import Dataset

    start = date(int(PERIOD), 1, 1)
    dataset = Dataset.objects.create(
        kind="msme_register",
        region=Region.objects.get(slug=SLUG),
        period_start=start,
        period_end=date(int(PERIOD), 12, 31),
        period_label=PERIOD,
        folder="benchmark",
        file_name="none.csv",
        size=0,
        sha256="0" * 64,
    )
    return dataset.pk
