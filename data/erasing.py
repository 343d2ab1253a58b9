"""Erases people: their contacts, and their cells in the stored originals. Counts never change.

The only writer of Erasure, and the only code that changes a stored original.
"""

import logging
from collections import Counter
from collections.abc import Callable, Container, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db import InterfaceError, OperationalError, transaction
from django.utils import timezone
from django.utils.translation import gettext_noop

from accounts.events import record
from data import blanking, erasure_ledger, errors, file_use, personal_preview, personal_rows, scrubbing
from data.contacts import HASHED, hashes_by_key
from data.editions import Refused
from data.erasure_ledger import Entry, Hashes, person_erased
from data.importing import check_anew, is_unfinished
from data.kinds import all_kinds
from data.models import Contact, Dataset, Erasure
from data.plan import Plan, table_path

log = logging.getLogger(__name__)
FIELDS = tuple(f"{purpose}_hash" for purpose in HASHED)
Place = tuple[int, int]
Check = Callable[[Entry], None]
State = Dataset.State
WAITING = "waiting"


@dataclass(frozen=True)
class Erased:
    """What was done. copies: files that are an .xlsx copy now; failed: files that could not be rewritten;
    waiting: files that nobody knows the columns of before they are read for the first time."""

    contacts: int
    files: tuple[str, ...] = ()
    copies: tuple[str, ...] = ()
    failed: tuple[str, ...] = ()
    waiting: tuple[str, ...] = ()

    @classmethod
    def of(cls, contacts: int, results: Iterable[tuple[str, str]]) -> "Erased":
        """From what `delete` and `blank` returned."""
        known = list(results)
        return cls(
            contacts,
            tuple(name for name, state in known if state not in ("untouched", WAITING)),
            tuple(name for name, state in known if state == "copy"),
            tuple(name for name, state in known if state == "failed"),
            tuple(name for name, state in known if state == WAITING),
        )


REASON_NAMES = gettext_noop(
    "The reason names the person, and it is kept for good. Write for example the date of the request."
)


def begin(
    by: Any, contacts: Iterable[Contact], reason: str, check: Check = lambda entry: None
) -> Entry | None:
    """Write down that these contacts are to be erased for good; None where none is held any more.

    The ledger is written first: whatever happens then, the job or `reapply` finishes what was begun. check:
    may refuse it; nobody else writes in the meantime.
    """
    chosen = sorted(contacts, key=lambda one: (one.dataset_id, one.sheet, one.row_number))
    if not chosen:
        return None
    folders = dict(Dataset.objects.values_list("pk", "folder").filter(pk__in={c.dataset_id for c in chosen}))
    places: dict[str, list[Place]] = {}
    for one in chosen:
        places.setdefault(folders[one.dataset_id], []).append((one.sheet, one.row_number))
    return _written(by, reason, sorted({hashes_of(one) for one in chosen}, key=str), places, check)


def begin_in_files(by: Any, person: Hashes, reason: str, check: Check = lambda entry: None) -> Entry:
    """Write down that a person of whom no contact is held is to be erased from rows never imported."""
    return _written(by, reason, [person], {}, check)


def _written(
    by: Any, reason: str, people: list[Hashes], places: dict[str, list[Place]], check: Check
) -> Entry:
    check_reason(reason, people)
    with erasure_ledger.locked():
        entry = Entry(timezone.now().isoformat(), str(by or "system"), reason, people, places)
        check(entry)
        erasure_ledger.append(entry)
    return entry


def check_reason(reason: str, people: Iterable[Hashes]) -> None:
    """Refuse a reason that names the person: it outlives what is erased."""
    if scrubbing.names(reason, list(people)):
        raise Refused(REASON_NAMES)


def search_files(person: Hashes, known: Container[int] = ()) -> Iterator[tuple[Dataset, list[Place] | None]]:
    """Every stored file with the places of a person's rows that were never imported; None: not readable.

    known: ids of files that were looked through already. Raises OperationalError or InterfaceError where the
    database is away, which says nothing about a file.
    """
    for dataset in [one for one in reached() if one.pk not in known and one.original.exists()]:
        try:
            places = sorted(personal_rows.found(dataset, {person}, set()))
        except (OperationalError, InterfaceError):
            raise
        except Exception:
            # said to whoever asked; the other files are still looked through
            log.exception("the original of dataset %s could not be read", dataset.pk)
            places = None
        yield dataset, places


def erase_from_files(person: Hashes, reason: str) -> Erased:
    """Erase a person of whom no contact is held from rows that were never imported."""
    entry = begin_in_files(None, person, reason)
    gone = delete(entry, None, "personal_erased", new=True)
    done = Erased.of(gone, [blank(dataset, entry) for dataset in reached(entry)])
    scrubbing.scrub(entry.people)
    return done


def reapply(by: Any = None) -> Erased:
    """Carry out every erasure of the ledger again that a restored backup undid, in the database or a file."""
    known = erasure_ledger.entries()
    gone = sum(delete(entry, by, "personal_erased_again", new=False) for entry in known)
    done = Erased.of(gone, sorted({blank(dataset, *known) for dataset in reached(*known)}))
    scrubbing.scrub({person for entry in known for person in entry.people})
    return done


def reached(*entries: Entry) -> list[Dataset]:
    """The files that may hold people of these erasures, in the order of their arrival.

    Every file of a kind that has people: they may stand in rows that were rejected or skipped too. What was
    received after an erasure is another matter.
    """
    kinds = [one.key for one in all_kinds().values() if one.personal_columns]
    last = max((entry.at for entry in entries), default=timezone.now().isoformat())
    received = Dataset.objects.filter(kind__in=kinds, created_at__lte=datetime.fromisoformat(last))
    return [one for one in received.order_by("pk") if one.state != State.DISCARDED or is_unfinished(one)]


def _datasets(entry: Entry) -> list[Dataset]:
    """The files whose contacts are erased, in the order of their import."""
    return list(Dataset.objects.filter(folder__in=entry.places).order_by("pk"))


@transaction.atomic
def delete(entry: Entry, by: Any, action: str, new: bool) -> int:
    """Delete the contacts of an erasure and log it; rows, cells and counts stay. Returns how many were held.

    new: the first time, so each person is remembered as erased; later only those that a restore lost.
    """
    gone: Counter[Hashes] = Counter()
    for dataset in _datasets(entry):
        gone += _delete(dataset, entry.places[dataset.folder], set(entry.people))
    _remember(entry, gone, by, new)
    if gone or new:
        record(by, action, entry.reason, gone.total(), files=len(entry.places))
        _tell(set(entry.people))
    return gone.total()


def _tell(people: set[Hashes]) -> None:
    """After the commit: before it, what is being made just then could still read the contacts."""
    transaction.on_commit(lambda: person_erased.send(sender=Entry, people=people))


def _delete(dataset: Dataset, places: Iterable[Place], people: set[Hashes]) -> "Counter[Hashes]":
    """Delete the contacts that stand at these places and still are these people; how many of each."""
    gone: Counter[Hashes] = Counter()
    for sheet, row in places:
        for one in Contact.objects.filter(dataset=dataset, sheet=sheet, row_number=row):
            # where it was sealed anew since, its hashes are of another key than those written down
            person = next((who for who in (hashes_of(one), *hashes_by_key(one)) if who in people), None)
            if person is not None:
                one.delete()
                gone[person] += 1
    return gone


def _remember(entry: Entry, gone: "Counter[Hashes]", by: Any, new: bool) -> None:
    """Write an Erasure per person. Who is known as erased already is written once more only where something
    was held again; on a second run (`reapply`) not even then."""
    reason = entry.reason[:200]
    known = {hashes_of(one) for one in Erasure.objects.all()} - (set(gone) if new else set())
    who = by if getattr(by, "pk", None) else None
    Erasure.objects.bulk_create(
        Erasure(**dict(zip(FIELDS, person, strict=True)), reason=reason, contacts=gone[person], by=who)
        for person in entry.people
        if person not in known
    )


def hashes_of(holder: Any) -> Hashes:
    name, phone, nik, nib = (getattr(holder, field) for field in FIELDS)
    return name, phone, nik, nib


# The stored original -------------------------------------------------------------------------------------


def blank(dataset: Dataset, *entries: Entry) -> tuple[str, str]:
    """Blank the people of erasures in the original, also in rows that were never imported.

    Waits for a job that makes something of the file. Returns the file's name and what became of it:
    untouched, blanked, copy, failed, or WAITING where it must be read before. Raises OperationalError or
    InterfaceError where the database is away: then nothing is known of the file, and it is to be tried again.
    """
    if not dataset.original.exists():
        return dataset.file_name, "untouched"
    try:
        with file_use.alone(dataset):
            dataset.refresh_from_db()
            return dataset.file_name, _blank(dataset, [one for one in entries if _is_before(dataset, one)])
    except (OperationalError, InterfaceError):
        raise
    except Exception:
        if not dataset.original.exists():  # deleted for good or discarded meanwhile, with all who stood in it
            return dataset.file_name, "untouched"
        # the person is told which file to treat by hand; other files must not wait for it
        log.exception("the original of dataset %s could not be blanked", dataset.pk)
        return dataset.file_name, "failed"


def _is_before(dataset: Dataset, entry: Entry) -> bool:
    return dataset.created_at <= datetime.fromisoformat(entry.at)


def _blank(dataset: Dataset, entries: list[Entry]) -> str:
    if dataset.state in (State.RECEIVED, State.READING) and not dataset.guess.get("headers"):
        return WAITING if entries else "untouched"
    here = [entry for entry in entries if dataset.folder in entry.places]
    chosen = {place for entry in here for place in entry.places[dataset.folder]}
    namesakes = {person for entry in here for person in entry.people}
    people = {person for entry in entries for person in entry.people}
    late = [entry for entry in entries if _is_imported_since(dataset, entry)]
    unseen = {person for entry in late for person in entry.people}
    found = personal_rows.found(dataset, people, namesakes, unseen)
    if not chosen | found:
        return "untouched"
    check_anew(dataset)
    _delete_unseen(dataset, found, late)
    return _take_out(dataset, chosen | found)


def _is_imported_since(dataset: Dataset, entry: Entry) -> bool:
    """Whether nobody could choose the file's contacts when an erasure was written down."""
    at = datetime.fromisoformat(entry.at)
    return dataset.state != State.READY or (dataset.ready_at is not None and dataset.ready_at > at)


def _delete_unseen(dataset: Dataset, found: set[Place], entries: list[Entry]) -> None:
    """Delete the contacts that were imported after the erasure of their people."""
    with transaction.atomic():
        held = (Contact.objects.filter(dataset=dataset, sheet=sheet, row_number=row) for sheet, row in found)
        if gone := sum(contacts.delete()[0] for contacts in held):
            reasons = dict.fromkeys(entry.reason for entry in entries)
            record(None, "personal_erased", "; ".join(reasons), gone, files=1)
            _tell({person for entry in entries for person in entry.people})


def _take_out(dataset: Dataset, places: set[Place]) -> str:
    """Blank rows, and leave nothing that was made of them: checked rows, the files of rejected rows."""
    done = _rewrite(dataset, places)
    errors.blank(dataset, places)
    for made in ("checked.parquet", "people.parquet", "errors.xlsx", "errors.csv"):
        (dataset.directory / made).unlink(missing_ok=True)
    return done


def _rewrite(dataset: Dataset, places: set[Place]) -> str:
    plan = Plan.of(dataset)
    sensitive = {column.key for column in plan.kind.personal_columns}
    kept = frozenset(at for key, at in plan.positions.items() if key not in sensitive)
    rows: blanking.Rows = {}
    for sheet, row in places:
        rows.setdefault(sheet, set()).add(row)
    target = blanking.Target(plan.layout, rows, kept)
    form = dict(dataset.guess.get("form", {}))
    if form.get("member"):
        now, form["member"] = blanking.blank_packed(dataset.original, form["member"], target)
        if table_path(dataset) != dataset.original:
            blanking.blank(table_path(dataset), target)
    else:
        now = blanking.blank(dataset.original, target)
    _note(dataset, replace(target, layout=blanking.with_format(plan.layout, now)), form | {"format": now})
    return "blanked" if now == plan.layout.format else "copy"


def _note(dataset: Dataset, target: blanking.Target, form: dict[str, Any]) -> None:
    """Say in the report which rows were blanked, and forget their cells in the preview.

    `sha256` stays that of the file as received.
    """
    with transaction.atomic():
        fresh = Dataset.objects.select_for_update().get(pk=dataset.pk)
        places = {tuple(place) for place in fresh.report.get("blanked", {}).get("places", [])}
        places |= {(sheet, row) for sheet, rows in target.rows.items() for row in rows}
        note = {"places": sorted(places), "at": timezone.now().isoformat(), "format": target.layout.format}
        fresh.report = {**errors.without_values(fresh.report, target.layout.sheets, places), "blanked": note}
        fresh.guess = {
            **personal_preview.without_examples(fresh.guess),
            "form": form,
            "preview": _without(fresh.guess.get("preview", {}), target),
        }
        fresh.layout = target.layout.to_json()
        fresh.save(update_fields=["report", "guess", "layout"])


def _without(preview: dict[str, Any], target: blanking.Target) -> dict[str, Any]:
    """The preview shows rows of the first sheet: [row number, cell, cell …]."""
    gone = target.rows.get(0, set())

    def blanked(number: int, cells: list[Any]) -> list[Any]:
        return [cell if at in target.kept or number not in gone else "" for at, cell in enumerate(cells)]

    rows = [[number, *blanked(number, cells)] for number, *cells in preview.get("rows", [])]
    return {**preview, "rows": rows}
