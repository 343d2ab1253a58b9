"""Takes a dataset from step to step. The only writer of Dataset; the pages, the command and the tests use it.

received → reading → needs mapping → needs names → checked → importing → ready; until importing each step may
go back.
"""

import shutil
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_noop

from accounts.events import record
from data.created import take_away
from data.decisions import check_layout, check_names
from data.editions import Key, Refused, check_keys, check_together
from data.kinds import kind, kind_of
from data.models import Dataset
from data.personal_preview import without_cells
from data.receiving import Period, enqueue_for, receive
from data.recognition import SHEET
from data.stored_rows import delete_rows

__all__ = [
    "Period",
    "Refused",
    "back_to",
    "check_anew",
    "choose_layout",
    "choose_mapping",
    "choose_names",
    "commit",
    "discard",
    "go_on",
    "receive",
]

State = Dataset.State
# in a guess: its file is being read again for what was decided about the columns, so they follow then
READ_FOR = "read_for"
# in a guess: somebody went on from the layout
WENT_ON = "went_on"
MODES = ("", "add", "replace")  # "": not asked, so the file replaces
NOT_NOW = gettext_noop("This file is no longer at this step. Its page shows where it is now.")
NOT_MAPPED = gettext_noop("Choose a column for at least one of: %(columns)s.")
SAME_HEADER = gettext_noop("“%(header)s” is chosen for two columns. Choose another header for one of them.")
NO_COLUMN = gettext_noop("“%(column)s” is no column of %(kind)s. Choose one of the columns offered.")
NO_HEADER = gettext_noop("The file has no column “%(header)s”. Choose one of: %(headers)s.")
NOTHING_GOOD = gettext_noop("No row of this file can be imported. Correct the errors and upload it again.")
HAS_ERRORS = gettext_noop(
    "%(rejected)s rows have errors. Correct them and upload the file again, or import the good rows only."
)
SAME_AGAIN = gettext_noop(
    "This very file is already part of the current edition, read in the same way. Nothing was imported."
)
CHOOSE_MODE = gettext_noop(
    "This file covers fewer areas than the current edition. Choose whether to add to it or to replace it."
)
LOOKS_LIKE = gettext_noop(
    "This file has as many MSMEs in every area as %(file)s, which is shown now: most likely the same rows in "
    "another format. Choose whether to replace it, to add to it, or to discard this upload."
)
CHANGED = gettext_noop(
    "A person was erased from this file after it was checked. Confirm its columns once more: it is checked "
    "again."
)


def _move(dataset: Dataset, allowed: tuple[str, ...], to: str, **values: Any) -> None:
    """Change the state by a conditional update, so that two people cannot both take the step."""
    moved = Dataset.objects.filter(pk=dataset.pk, state__in=allowed).update(state=to, **values)
    if not moved:
        raise Refused(NOT_NOW)
    dataset.refresh_from_db()


def go_on(dataset: Dataset) -> None:
    """Remember that someone went on from the layout. Another layout brings a guess of its own."""
    if dataset.guess.get(WENT_ON):
        return
    with transaction.atomic():
        stored = Dataset.objects.select_for_update().only("guess").get(pk=dataset.pk)
        if stored.guess == dataset.guess:  # what was read again meanwhile is not what this person saw
            dataset.guess = {**dataset.guess, WENT_ON: True}
            dataset.save(update_fields=["guess"])


def choose_layout(dataset: Dataset, layout: dict[str, Any], user: Any) -> None:
    """Read the file again with this layout."""
    check_layout(layout)
    with transaction.atomic():
        decisions = {**dataset.decisions, "layout": layout}
        # left over where that reading failed
        guess = {key: value for key, value in dataset.guess.items() if key != READ_FOR}
        steps = (State.NEEDS_MAPPING, State.NEEDS_NAMES, State.CHECKED, State.FAILED)
        _move(dataset, steps, State.READING, decisions=decisions, guess=guess, message="")
        enqueue_for(dataset, "read", user)


def read_again(dataset: Dataset, own: dict[str, Any], user: Any) -> None:
    """Read the file again because of decisions that only this kind has."""
    with transaction.atomic():
        decisions = {**dataset.decisions, **own}
        steps = (State.NEEDS_MAPPING, State.NEEDS_NAMES, State.CHECKED)
        guess = {**dataset.guess, READ_FOR: True}
        _move(dataset, steps, State.READING, decisions=decisions, guess=guess, message="")
        enqueue_for(dataset, "read", user)


def choose_mapping(
    dataset: Dataset,
    mapping: dict[str, str],
    options: dict[str, Any],
    user: Any,
    own: dict[str, Any] | None = None,
) -> None:
    """Set which header is which column, and check the file. own: decisions that only this kind has."""
    mapping = {column: header for column, header in mapping.items() if header}
    options = {**dataset.decisions.get("options", {}), **options}
    decisions = {**dataset.decisions, "options": options, **(own or {})}
    dataset.decisions = decisions
    check_mapping(dataset, mapping)
    with transaction.atomic():
        steps = (State.NEEDS_MAPPING, State.NEEDS_NAMES, State.CHECKED)
        _move(dataset, steps, State.READING, mapping=mapping, decisions=decisions, message="")
        _forget(dataset)
        enqueue_for(dataset, "check", user)


def _forget(dataset: Dataset) -> None:
    """Keep no cells of columns that were decided to be written apart or left out."""
    if own := kind(dataset.kind).open:
        dataset.guess = own.without_answers(dataset.guess, dataset.decisions)
        Dataset.objects.filter(pk=dataset.pk).update(guess=dataset.guess)


def check_mapping(dataset: Dataset, mapping: dict[str, str]) -> None:
    """Refuse a mapping that cannot be imported: a needed column missing, an unknown or a repeated header."""
    declared = kind_of(dataset)
    headers = [*dataset.guess.get("headers", []), SHEET]
    for column, header in mapping.items():
        if column not in {one.key for one in declared.columns}:
            raise Refused(NO_COLUMN, column=column, kind=str(declared.label))
        if header not in headers:
            raise Refused(NO_HEADER, header=header, headers=", ".join(headers[:-1])[:400])
    for group in declared.requires:
        if not set(group) & set(mapping):
            labels = ", ".join(str(declared.column(key).label) for key in group)
            raise Refused(NOT_MAPPED, columns=labels)
    seen: set[str] = set()
    for column, header in mapping.items():
        if declared.column(column).reader is not None:
            continue  # a question may be about the sub-district, which is a column of its own
        if header in seen:
            raise Refused(SAME_HEADER, header=header)
        seen.add(header)
    if declared.open:
        declared.open.check(dataset)


def choose_names(dataset: Dataset, decisions: dict[str, Any], user: Any) -> None:
    """Merge decisions about names (the format of a decisions file) and check the file again."""
    check_names(decisions.get("names", {}))
    with transaction.atomic():
        merged = merge_decisions(dataset.decisions, decisions)
        _move(dataset, (State.NEEDS_NAMES, State.CHECKED), State.READING, decisions=merged, message="")
        enqueue_for(dataset, "check", user)


def choose_period(dataset: Dataset, period: Period, user: Any) -> None:
    """Another period for a file without areas, whose borders no period decides, and check it again."""
    if not kind(dataset.kind).columnar:
        raise Refused(NOT_NOW)
    with transaction.atomic():
        values = {"period_start": period.start, "period_end": period.end, "period_label": period.label}
        _move(dataset, (State.CHECKED,), State.READING, message="", **values)
        enqueue_for(dataset, "check", user)


def merge_decisions(old: dict[str, Any], new: dict[str, Any]) -> dict[str, Any]:
    """New decisions over old ones; names are merged text by text."""
    merged = {**old, **new}
    names = {what: dict(texts) for what, texts in old.get("names", {}).items()}
    for what, texts in new.get("names", {}).items():
        names.setdefault(what, {}).update(texts)
    return {**merged, "names": names}


def commit(dataset: Dataset, mode: str, accept_good_rows: bool, user: Any) -> None:
    """Import what was checked: all rows or none, or the good rows only."""
    prepare_commit(dataset, mode, accept_good_rows)
    with transaction.atomic():
        decisions = {**dataset.decisions, "mode": mode or "replace"}
        _move(
            dataset,
            (State.CHECKED,),
            State.IMPORTING,
            decisions=decisions,
            accept_good_rows=accept_good_rows,
            # what the person saw beside the new counts: the import stops if it is no longer current
            prepared_against_id=dataset.report.get("compared_with"),
            message="",
        )
        record(
            user, "commit", dataset.file_name, rows=dataset.report["counts"]["accepted"], dataset=dataset.pk
        )
        enqueue_for(dataset, "import", user)


def prepare_commit(dataset: Dataset, mode: str, accept_good_rows: bool) -> None:
    """Refuse an import that must not happen, with the reason."""
    counts = dataset.report.get("counts")
    if dataset.state != State.CHECKED or not counts:
        raise Refused(NOT_NOW)
    if dataset.report.get("same_as"):
        raise Refused(SAME_AGAIN)
    if counts["accepted"] == 0:
        raise Refused(NOTHING_GOOD)
    if counts["rejected"] and not accept_good_rows:
        raise Refused(HAS_ERRORS, rejected=counts["rejected"])
    if mode not in MODES or (not mode and dataset.report.get("covers_fewer")):
        raise Refused(CHOOSE_MODE)
    if not mode and dataset.report.get("looks_like"):
        raise Refused(LOOKS_LIKE, file=dataset.report["looks_like"])
    current = Key.of(dataset).current()
    if mode == "add" and current is not None:
        together = [*current.datasets.all(), dataset]
        check_together(together)
        check_keys(together)


def back_to(dataset: Dataset, state: str, user: Any) -> None:
    """Go back to an earlier step; what was decided stays filled in."""
    order = [State.NEEDS_MAPPING, State.NEEDS_NAMES, State.CHECKED]
    if state not in order:
        raise Refused(NOT_NOW)
    later = tuple(order[order.index(State(state)) :])
    _move(dataset, later, state, message="")


def check_anew(dataset: Dataset) -> None:
    """Back to the columns where the file was changed after it was checked, or while its import waits; what an
    interrupted import wrote goes. Only for who has the file alone (data/file_use.py): nothing runs then.
    """
    known = Dataset.objects.filter(pk=dataset.pk)
    checked = known.filter(state__in=(State.NEEDS_NAMES, State.CHECKED, State.IMPORTING))
    checked.update(state=State.NEEDS_MAPPING, message=CHANGED)
    dataset.refresh_from_db()
    if dataset.state != State.READY:
        delete_rows(dataset.pk)


def discard(dataset: Dataset, user: Any) -> None:
    """Throw an upload away before it is imported, with its file; again where that was interrupted."""
    steps = (
        State.RECEIVED,
        State.READING,
        State.NEEDS_MAPPING,
        State.NEEDS_NAMES,
        State.CHECKED,
        State.FAILED,
    )
    dataset.refresh_from_db()
    if not is_unfinished(dataset):
        with transaction.atomic():
            _move(dataset, steps, State.DISCARDED, **without_cells(dataset))
            record(user, "discard", dataset.file_name, dataset=dataset.pk)
    delete_rows(dataset.pk)  # of an import that failed; they would hold the areas that it made
    with transaction.atomic():
        take_away(dataset)
    shutil.rmtree(dataset.directory, ignore_errors=True)


def is_unfinished(dataset: Dataset) -> bool:
    """Whether discarding was begun and has not come to its end: the folder goes last."""
    return dataset.state == State.DISCARDED and dataset.directory.exists()
