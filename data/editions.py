"""Makes editions, the only way anything becomes visible: replace, add to, withdraw, undo."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import pandas as pd
from django.db import IntegrityError, connection, transaction
from django.utils.functional import lazy
from django.utils.translation import gettext_noop

from accounts.events import record
from areas.models import BoundarySet, Region
from core.formats import datetime_in
from data import building, key_change
from data.kinds import kind
from data.models import Cell, Dataset, Edition, FigureCell, MarketRow
from data.writing import write

MOVED = gettext_noop(
    "%(who)s changed this edition in the meantime (%(when)s). Look at what is current now, then choose again "
    "whether to add or to replace."
)
MOVED_BY_YOU = gettext_noop(
    "You changed this edition yourself in the meantime (%(when)s), perhaps in another tab. Look at what is "
    "current now, then choose again whether to add or to replace."
)
MOVED_BY_COMMAND = gettext_noop(
    "This edition was changed in the meantime. Look at what is current now, then choose again whether to add "
    "or to replace."
)
MIXED_GRAIN = gettext_noop(
    "A list of enterprises and a table of counts cannot be added to one another. Choose replace, or "
    "withdraw first."
)
OTHER_SET = gettext_noop(
    "This file uses other boundaries than the current edition. Choose replace, or upload it for another "
    "period."
)
OTHER_KEY = gettext_noop(
    "Contacts of these files are still sealed with the key of before, so enterprises that stand in both "
    "cannot be told. Ask the administrator of this server to run “manage.py reseal”, then try again."
)
NOT_CURRENT = gettext_noop("This edition is no longer current. Open the current one and try again.")
PURGED = gettext_noop(
    "The rows of %(file)s were deleted for good, so it cannot be shown again. Upload the file again."
)
NOTHING_BEFORE = gettext_noop("There is nothing before this edition to go back to.")
FIGURES = (Edition.Subject.POPULATION, Edition.Subject.AREA_FACTS)


class Refused(Exception):
    """Something a person may not do now. The message is a msgid; `params` fill it."""

    def __init__(self, message: Any, **params: Any) -> None:
        super().__init__(message)
        self.message = message
        self.params = params


class EditionMoved(Refused):
    """The edition an upload was prepared against is no longer the current one."""


@dataclass(frozen=True)
class Key:
    """What there is one current edition of."""

    subject: str
    series: str
    region: Region
    start: date
    end: date

    @classmethod
    def of(cls, thing: Dataset | Edition) -> "Key":
        subject = thing.subject if isinstance(thing, Edition) else kind(thing.kind).subject
        return cls(subject, thing.series, thing.region, thing.period_start, thing.period_end)

    def editions(self) -> Any:
        return Edition.objects.filter(
            subject=self.subject,
            series=self.series,
            region=self.region,
            period_start=self.start,
            period_end=self.end,
        )

    def current(self) -> Edition | None:
        found: Edition | None = self.editions().filter(is_current=True).first()
        return found


@dataclass
class Draft:
    """An edition made ready outside the transaction."""

    key: Key
    label: str
    datasets: list[Dataset]
    boundary_set: BoundarySet
    action: str
    based_on: Edition | None
    cells: pd.DataFrame
    notes: dict[str, Any] = field(default_factory=dict)
    copy_of: Edition | None = None


def draft(
    key: Key,
    label: str,
    datasets: list[Dataset],
    action: str,
    based_on: Edition | None,
    cells: pd.DataFrame | None = None,
) -> Draft:
    """Compute an edition of these datasets. `cells` may be handed in where they are already known."""
    check_together(datasets)
    _check_kept(datasets)
    # a withdrawn edition keeps the borders of what it followed, so that it can be shown and undone
    boundary_set = datasets[-1].boundary_set if datasets else (based_on.boundary_set if based_on else None)
    if boundary_set is None:
        raise Refused(NOTHING_BEFORE)
    notes: dict[str, Any] = {"lacks": sorted({what for one in datasets for what in kind(one.kind).lacks})}
    same = _same_datasets(key, datasets)
    made = Draft(key, label, datasets, boundary_set, action, based_on, pd.DataFrame(), notes, same)
    if key.subject == Edition.Subject.MARKET:
        notes["grain"] = "counts" if "enterprises" in notes["lacks"] else "register"
        if same is None:
            check_keys(datasets)
            made.cells = building.market_cells(building.market_rows(datasets)) if cells is None else cells
            notes["duplicates_across"] = _duplicates_across(made)
        else:
            notes["duplicates_across"] = same.notes.get("duplicates_across", 0)
    elif key.subject in FIGURES and same is None:
        made.cells = building.figure_cells(datasets)
    return made


def _duplicates_across(made: Draft) -> int:
    """Rows of later files that name an enterprise an earlier one has: what the cells do not count."""
    if len(made.datasets) < 2 or made.notes["grain"] == "counts":
        return 0
    rows = MarketRow.objects.filter(dataset__in=made.datasets).count()
    return rows - int(made.cells["n"].sum())


def check_together(datasets: list[Dataset]) -> None:
    """Refuse an edition of files that cannot stand side by side."""
    if len({tuple(kind(one.kind).lacks) for one in datasets}) > 1:
        raise Refused(MIXED_GRAIN)
    if len({one.boundary_set_id for one in datasets}) > 1:
        raise Refused(OTHER_SET)
    if len(datasets) > 1 and (own := kind(datasets[0].kind).open):
        own.together(datasets)


def check_keys(datasets: list[Dataset]) -> None:
    """Refuse to look for duplicates across files while their keys were made with different CONTACT_KEYs."""
    if len(datasets) > 1 and key_change.waiting(datasets).exists():
        raise Refused(OTHER_KEY)


def _check_kept(datasets: list[Dataset]) -> None:
    """Refuse an edition whose numbers could not be followed to rows any more (data/purging.py)."""
    ids = [one.pk for one in datasets]
    gone = Dataset.objects.filter(pk__in=ids, rows_purged_at__isnull=False).first()
    if gone is not None:
        raise Refused(PURGED, file=gone.file_name)


def _same_datasets(key: Key, datasets: list[Dataset]) -> Edition | None:
    """An earlier edition of exactly these datasets: its cells are copied instead of computed again."""
    wanted = {one.pk for one in datasets}
    earlier = key.editions().prefetch_related("datasets") if wanted else []
    return next((one for one in earlier if {d.pk for d in one.datasets.all()} == wanted), None)


def activate(made: Draft, user: Any) -> Edition:
    """Write cells and edition and make it current. Must run inside a transaction; raises EditionMoved."""
    current = made.key.editions().select_for_update().filter(is_current=True).first()
    if (current and current.pk) != (made.based_on and made.based_on.pk):
        raise _moved(made.key, user)
    _check_kept(made.datasets)  # again, now that nobody can begin to delete them
    if current:
        Edition.objects.filter(pk=current.pk).update(is_current=False)
    last = made.key.editions().order_by("-number").values_list("number", flat=True).first() or 0
    try:
        with transaction.atomic():
            edition = _create(made, last + 1, user)
    except IntegrityError as problem:  # PostgreSQL: someone made the first edition of this key meanwhile
        raise _moved(made.key, user) from problem
    edition.datasets.set(made.datasets)
    _write_cells(edition, made)
    return edition


def _moved(key: Key, user: Any) -> EditionMoved:
    """Says who changed the edition meanwhile and when; both in the language of whoever reads it."""
    current = key.current()
    if current is None or current.created_by is None:
        return EditionMoved(MOVED_BY_COMMAND)
    when = lazy(datetime_in, str)(current.created_at, key.region.time_zone)
    if current.created_by == user:
        return EditionMoved(MOVED_BY_YOU, when=when)
    return EditionMoved(MOVED, who=current.created_by, when=when)


def _create(made: Draft, number: int, user: Any) -> Edition:
    edition: Edition = Edition.objects.create(
        subject=made.key.subject,
        series=made.key.series,
        region=made.key.region,
        period_start=made.key.start,
        period_end=made.key.end,
        period_label=made.label,
        boundary_set=made.boundary_set,
        number=number,
        based_on=made.based_on,
        action=made.action,
        is_current=True,
        notes=made.notes,
        definition=next((one.definition for one in made.datasets if one.definition), ""),
        source="; ".join(dict.fromkeys(one.source for one in made.datasets if one.source))[:400],
        created_by=user if getattr(user, "pk", None) else None,
    )
    return edition


def _write_cells(edition: Edition, made: Draft) -> None:
    model = FigureCell if made.key.subject in FIGURES else Cell
    if made.copy_of is not None:
        _copy_cells(model, made.copy_of, edition)
    elif len(made.cells):
        cells = made.cells.copy()
        if "category_id" in cells:
            cells["category_id"] = cells["category_id"].astype("Int64").where(cells["category_id"] != 0)
        cells.insert(0, "edition_id", edition.pk)
        write(model, cells)


def _copy_cells(model: Any, source: Edition, target: Edition) -> None:
    quote = connection.ops.quote_name
    names = [f.column for f in model._meta.concrete_fields if f.column not in ("id", "edition_id")]
    columns = ", ".join(quote(name) for name in names)
    table = quote(model._meta.db_table)
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} (edition_id, {columns}) "  # noqa: S608 – our own names only
            f"SELECT %s, {columns} FROM {table} WHERE edition_id = %s",
            [target.pk, source.pk],
        )


def without(edition: Edition, dataset_id: int) -> list[Dataset]:
    """The datasets that stay when this one is withdrawn."""
    return [one for one in edition.datasets.all() if one.pk != dataset_id]


def must_build(edition: Edition, dataset: Dataset) -> bool:
    """Whether withdrawing needs the rows of what is left: work for a job, not for a page."""
    left = without(edition, dataset.pk)
    is_market = edition.subject == Edition.Subject.MARKET
    return is_market and bool(left) and _same_datasets(Key.of(edition), left) is None


def withdraw(
    edition: Edition,
    dataset: Dataset,
    user: Any,
    cells: pd.DataFrame | None = None,
    within: Callable[[Edition], None] = lambda following: None,
) -> Edition:
    """A new edition without this dataset. Nothing is deleted, so it can be undone.

    cells: of what is left, where they are known. within: runs in the transaction that makes the edition.
    """
    left = without(edition, dataset.pk)
    if not Edition.objects.filter(pk=edition.pk, is_current=True).exists():
        raise Refused(NOT_CURRENT)
    made = draft(Key.of(edition), edition.period_label, left, Edition.Action.WITHDRAW, edition, cells)
    return _follow(made, user, within, dataset=dataset.file_name)


def undo(edition: Edition, user: Any) -> Edition:
    """A new edition of what was current before this one."""
    if not Edition.objects.filter(pk=edition.pk, is_current=True).exists():
        raise Refused(NOT_CURRENT)
    datasets = list(edition.based_on.datasets.all()) if edition.based_on else []
    made = draft(Key.of(edition), edition.period_label, datasets, Edition.Action.UNDO, edition)
    return _follow(made, user)


def _follow(
    made: Draft, user: Any, within: Callable[[Edition], None] = lambda following: None, **detail: Any
) -> Edition:
    try:
        with transaction.atomic():
            following = activate(made, user)
            within(following)
            record(user, f"edition_{made.action}", str(following), subject_id=following.pk, **detail)
    except EditionMoved as moved:
        raise Refused(NOT_CURRENT) from moved
    return following


def history(region: Region, subject: str, series: str, start: date, end: date) -> Any:
    """All editions of one key, the newest first."""
    return (
        Key(subject, series, region, start, end)
        .editions()
        .select_related("created_by", "boundary_set")
        .prefetch_related("datasets")
        .order_by("-number")
    )
