"""What the worker does with a dataset: read its layout, check it, import it. Each may be run again from the
start after its worker was killed."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial, wraps
from pathlib import Path
from typing import Any

from django.db import OperationalError, transaction
from django.dispatch import receiver
from django.utils import timezone
from django.utils.translation import gettext_noop

from accounts.events import record
from core.jobs import JobProblem, Progress, job_failed
from core.models import Job
from data import (
    building,
    columnar,
    comparing,
    created,
    editions,
    file_use,
    reports,
    tables,
    writing,
    written,
)
from data.checking import Checker
from data.kinds import kind
from data.labels import Labels, categories, size_labels
from data.learning import learn
from data.models import Dataset
from data.personal_preview import without_cells, without_rows
from data.places import MIXED, MixedSets, Places, choose_set, resolve
from data.plan import Plan
from data.reading.errors import Unreadable
from data.reading.sheets import kept_open
from data.remembering import remember
from data.room import RUN_OUT, is_full
from data.sheets import guess
from data.stored_rows import BATCH, delete_failed, delete_rows
from data.sums import leave_out

State = Dataset.State
Work = Callable[[Job, Progress], None]

GONE = gettext_noop("This file was discarded while it was being checked. Upload it again to import it.")

# what a job that will not be tried again leaves its dataset in
_AFTER_FAILURE = {"read": State.FAILED, "check": State.NEEDS_MAPPING, "import": State.CHECKED}


def _subject(job: Job) -> int:
    """The dataset a job is about; a job of these kinds always has one."""
    assert job.subject_id is not None
    return job.subject_id


@receiver(job_failed)
def put_back(sender: Any, job: Job, **kwargs: Any) -> None:
    """Set the dataset back to the last step at which a person can go on, with the reason.

    Runs in the transaction that ends the job, so the rows it wrote are deleted just after it: in one, a large
    file would hold SQLite's only writer for seconds.
    """
    if job.kind in _AFTER_FAILURE:
        stopped = Dataset.objects.filter(pk=_subject(job), state__in=(State.READING, State.IMPORTING))
        for dataset in stopped:
            tables.sweep(dataset.directory)
            state = _AFTER_FAILURE[job.kind]
            emptied = without_cells(dataset) if state == State.FAILED else {}
            stopped.filter(pk=dataset.pk).update(state=state, message=job.message, **emptied)
            if state == State.FAILED:
                created.take_away(dataset)
        if job.kind == "import":
            # robust: where even this fails (a full disk), the next import or a discard deletes them
            transaction.on_commit(partial(delete_failed, _subject(job)), robust=True)


@contextmanager
def _expected(dataset: Dataset) -> Iterator[None]:
    """Turn what can go wrong with a file or a disk into a sentence for the person."""
    try:
        yield
    except (Unreadable, OSError, OperationalError) as problem:
        if is_full(problem):
            raise JobProblem(RUN_OUT) from problem
        # the folder of a file that was discarded is gone, and a workbook that is not there seems a broken one
        if not isinstance(problem, OperationalError) and _is_discarded(dataset):
            raise JobProblem(GONE) from problem
        if isinstance(problem, Unreadable):
            raise JobProblem(problem.message) from problem
        raise


def _is_discarded(dataset: Dataset) -> bool:
    return Dataset.objects.filter(pk=dataset.pk, state=State.DISCARDED).exists()


def _file_unchanged(work: Work) -> Work:
    """Let nobody be erased from the file while a job makes something of it, which would hold them still."""

    @wraps(work)
    def held(job: Job, progress: Progress) -> None:
        with file_use.unchanged(Dataset.objects.only("folder").get(pk=_subject(job))):
            work(job, progress)

    return held


@_file_unchanged
def read(job: Job, progress: Progress) -> None:
    """Look at the file, guess its layout and its columns."""
    dataset = Dataset.objects.select_related("region").get(pk=_subject(job))
    progress.stage(gettext_noop("Looking at the file"))
    with _expected(dataset), kept_open():
        found = guess(dataset)
        if own := kind(dataset.kind).open:
            progress.stage(gettext_noop("Reading the whole file"), found["rows"])
            dataset.guess = found = own.guess(dataset, found, progress.at)
    mapping = own.mapping(dataset) if own else found["mapping"]
    with transaction.atomic():
        progress.keep()
        Dataset.objects.filter(pk=dataset.pk, state=State.READING).update(
            guess=found, layout=found["layout"], mapping=mapping, state=State.NEEDS_MAPPING, message=""
        )


@_file_unchanged
def check(job: Job, progress: Progress) -> None:
    """Read the whole file: forms and names first, then every cell against every rule."""
    dataset = Dataset.objects.select_related("region").get(pk=_subject(job))
    plan = Plan.of(dataset)
    with _expected(dataset), kept_open():
        progress.stage(gettext_noop("Reading the whole file"), dataset.guess.get("rows", 0))
        with transaction.atomic():  # of a check before: the answers may be others now
            progress.keep()
            created.take_away(dataset)
        learned = learn(plan, progress.at)
        if learned.unclear:
            _save(progress, dataset, State.NEEDS_MAPPING, reports.unclear_dates(learned.unclear))
            return
        try:
            places = _places(dataset, plan, learned)
        except MixedSets as mixed:
            _save(progress, dataset, State.NEEDS_MAPPING, reports.problem(MIXED, mixed.params))
            return
        create = bool(dataset.decisions.get("create_categories"))
        with transaction.atomic():
            labels = categories(dataset.region, learned.categories, answers(dataset, "category"), create)
            created.note(dataset, categories=labels.created)
            _still_wanted(dataset)
        sizes = size_labels(dataset.region, learned.sizes, answers(dataset, "size_class"))
        asked = reports.unresolved(dataset, places, labels, sizes)
        if any(asked.values()):
            _save(progress, dataset, State.NEEDS_NAMES, reports.names_missing(dataset, places, asked), places)
            return
        checker = _checker(dataset, plan, learned, places, labels, sizes)
        progress.stage(gettext_noop("Checking every cell"), learned.rows)
        counts, errors = _check_all(dataset, checker, progress)
        report = reports.checked(dataset, checker, counts, errors)
    _save(progress, dataset, State.CHECKED, report, places)


def _checker(
    dataset: Dataset, plan: Plan, learned: Any, places: Places, labels: Labels, sizes: Labels
) -> Checker:
    checker = Checker(plan, learned, places, labels, sizes)
    if own := plan.kind.open:
        checker.row_keys, checker.drops_same = partial(own.row_keys, dataset), own.drops_same(dataset)
    if plan.kind.columnar:
        checker.tally = plan.kind.columnar.tally(dataset)
    return checker


def _places(dataset: Dataset, plan: Plan, learned: Any) -> Places:
    """Resolve the file's places; create the areas that a person asked to be created."""
    decisions = dataset.decisions
    names, by_village = choose_set(
        dataset.region, plan, learned.places, dataset.period_start, answers(dataset, "area")
    )
    # a file without areas asks nobody, and its edition still belongs to a set
    create = bool(decisions.get("create_areas")) or not plan.area_columns
    with transaction.atomic():
        if names is None:
            names = reports.new_set(dataset, create)
            created.note(dataset, boundary_sets=[names.boundary_set.pk] if create else [])
        places = resolve(plan, names, learned.places, answers(dataset, "area"), by_village, create)
        created.note(dataset, areas=places.created)
        _still_wanted(dataset)
    return places


def _still_wanted(dataset: Dataset) -> None:
    """Undo what was created for an upload that was thrown away while it was being checked."""
    if not Dataset.objects.filter(pk=dataset.pk, state=State.READING).exists():
        raise JobProblem(GONE)


def answers(dataset: Dataset, what: str) -> dict[str, Any]:
    """What a person decided about names; "" in a decisions file is a question not answered yet."""
    decided = dataset.decisions.get("names", {}).get(what, {})
    return {text: answer for text, answer in decided.items() if answer != ""}


def _check_all(dataset: Dataset, checker: Checker, progress: Progress) -> tuple[dict[int, int], Any]:
    """Write the accepted and the error table; return MSMEs per area and the errors grouped by rule."""
    plan, directory = checker.plan, dataset.directory
    tables.sweep(directory)
    grouped = reports.ErrorGroups(plan.kind, plan.layout.sheets)
    counts: dict[int, int] = {}
    with (
        columnar.accepted(directory, checker) as accepted,
        tables.Table(directory / "errors.parquet", tables.ERRORS) as errors,
    ):
        for chunk in plan.chunks():
            checked = checker.check(chunk)
            accepted.add(checked.accepted)
            errors.add(checked.errors.sort_values(["sheet", "row"], kind="stable"))
            grouped.add(checked.errors)
            for area_id, n in reports.enterprises_per_area(plan.kind, checked.accepted).items():
                counts[area_id] = counts.get(area_id, 0) + n
            progress.at(checker.rows)
    if "enterprises" in plan.kind.lacks:
        sums, wrong = leave_out(directory, checker)
        grouped.add(wrong)
        counts = _less(counts, reports.enterprises_per_area(plan.kind, sums))
        if checker.spellings is not None:
            checker.spellings.take_out(sums)
    if checker.spellings is not None:
        checker.spellings.write(directory / written.FILE)
    if plan.kind.columnar:
        plan.kind.columnar.settle(dataset, checker)
    return counts, grouped


def _less(counts: dict[int, int], sums: dict[int, int]) -> dict[int, int]:
    """MSMEs per area without those of rows that only sum up other rows."""
    left = {area_id: n - sums.get(area_id, 0) for area_id, n in counts.items()}
    return {area_id: n for area_id, n in left.items() if n or not sums.get(area_id)}


def _save(progress: Progress, dataset: Dataset, state: str, report: Any, places: Any = None) -> None:
    with transaction.atomic():
        progress.keep()
        values = (
            {"boundary_set": places.names.boundary_set} if places and places.names.boundary_set.pk else {}
        )
        # read again: a file discarded meanwhile may have left what it created to this one
        stored = Dataset.objects.only("report").get(pk=dataset.pk).report
        report = {**report, "created": stored.get("created", {})}
        Dataset.objects.filter(pk=dataset.pk, state=State.READING).update(
            state=state, report=report, message="", **values
        )


@_file_unchanged
def commit(job: Job, progress: Progress) -> None:
    """Write the accepted rows in short transactions, then cells, edition and state in one."""
    dataset = Dataset.objects.select_related("region", "boundary_set", "prepared_against").get(
        pk=_subject(job)
    )
    path = dataset.directory / columnar.CHECKED
    if dataset.state == State.IMPORTING:
        with _expected(dataset):
            _import(job, progress, dataset, path)
        dataset.refresh_from_db(fields=["state"])
    if dataset.state == State.READY:  # also on a second call, after a kill between the commit and here
        columnar.clear(dataset.directory)


def _import(job: Job, progress: Progress, dataset: Dataset, path: Path) -> None:
    progress.stage(gettext_noop("Clearing what an interrupted import left"))
    delete_rows(dataset.pk, progress.keep)
    rows = tables.rows_of(path)
    _write_rows(progress, dataset, path, rows)
    progress.stage(gettext_noop("Building the edition"))
    try:
        _activate(job, progress, dataset, path, rows)
    except editions.Refused as refused:
        if isinstance(refused, editions.EditionMoved):
            comparing.refresh(dataset)
        raise JobProblem(refused.message, refused.params or None) from refused


def _write_rows(progress: Progress, dataset: Dataset, path: Path, rows: int) -> None:
    """The rows into the database, of columnar kinds those of people only: the others stay where they are."""
    declared, done = kind(dataset.kind), 0
    if declared.columnar:
        columnar.name_rows(dataset.directory)
        path = dataset.directory / columnar.PEOPLE
        rows = tables.rows_of(path) if path.exists() else 0
    progress.stage(gettext_noop("Writing rows"), rows)
    batches = tables.batches(path, BATCH) if rows else ()
    made = ((declared.rows(table, dataset), len(table)) for table in batches)
    for parts, count in writing.made_ahead(made):
        with transaction.atomic():
            progress.keep()
            writing.write_all(parts)
        done += count
        progress.at(done)


def _activate(job: Job, progress: Progress, dataset: Dataset, path: Path, rows: int) -> None:
    mode = dataset.decisions.get("mode", "replace")
    before = dataset.prepared_against
    added = list(before.datasets.all()) if before and mode == "add" else []
    cells = None
    if not added and dataset.kind == "msme_register":
        cells = building.market_cells(building.from_checked(tables.batches(path, 200_000, building.ROW)))
    made = editions.draft(
        editions.Key.of(dataset), dataset.period_label, [*added, dataset], mode, before, cells
    )
    with transaction.atomic():
        progress.keep()
        edition = editions.activate(made, job.user)
        Dataset.objects.filter(pk=dataset.pk).update(
            state=State.READY, ready_at=timezone.now(), guess=without_rows(dataset.guess)
        )
        created.settle(dataset)
        if own := kind(dataset.kind).open:
            own.ready(dataset)
        remember(dataset, job.user)
        record(job.user, "ready", str(edition), rows=rows, dataset=dataset.pk, edition=edition.pk)


@_file_unchanged
def error_workbook(job: Job, progress: Progress) -> None:
    """Write the rejected rows as a workbook to correct and upload again."""
    from data import error_workbook as workbook  # it brings XlsxWriter, which no other job needs

    dataset = Dataset.objects.select_related("region").get(pk=_subject(job))
    progress.stage(gettext_noop("Writing the error workbook"), dataset.report["counts"]["rejected"])
    with _expected(dataset):
        workbook.write(dataset, dataset.directory / "errors.xlsx")
