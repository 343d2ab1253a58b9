"""Lists that leave as files: what a source of lists tells, and what its file says of itself.

A source (list_enterprises, list_customers) knows its rows; the form, the job and the writers (list_csv,
list_xlsx) know none of them.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol
from zoneinfo import ZoneInfo

from django.utils import timezone
from django.utils.text import get_valid_filename, slugify
from django.utils.translation import gettext as _

from core import formats
from core.figures import Column
from core.texts import shown
from data.content import Empty

Cells = tuple[Any, ...]
Parts = Iterator[list[Any]]
# (what, in words): what the rows were chosen by
Facts = tuple[tuple[str, str], ...]


class Asked(Protocol):
    """A list as an address asks for it, for one person.

    n: rows; has_contacts: whether a file of it may hold names and telephone numbers; is_personal: whether it
    names people even without them; chosen: what the rows were chosen by, data: which data, in words; about:
    by what a job finds the same rows again, and what the log says; cautions: what the list does not show.
    """

    @property
    def n(self) -> int: ...
    @property
    def has_contacts(self) -> bool: ...
    @property
    def is_personal(self) -> bool: ...
    @property
    def is_demo(self) -> bool: ...
    @property
    def zone(self) -> str: ...
    @property
    def heading(self) -> str: ...
    @property
    def chosen(self) -> Facts: ...
    @property
    def data(self) -> str: ...
    @property
    def about(self) -> Mapping[str, Any]: ...
    @property
    def cautions(self) -> list[str]: ...
    @property
    def notices(self) -> list[str]: ...
    @property
    def empty(self) -> Empty | None: ...
    @property
    def edition_line(self) -> str: ...
    @property
    def back(self) -> str: ...
    @property
    def name(self) -> list[str]: ...

    def columns(self, with_contacts: bool) -> tuple[Column, ...]: ...

    def readers(self) -> Mapping[str, Callable[[Any], Any]]:
        """What stands in each column for a line."""

    def parts(self, with_contacts: bool) -> Parts:
        """The lines in their order, a few thousand at a time."""

    def carry(self, request: Any) -> None:
        """Tell a request which filters its page has, for the links to other pages."""


@dataclass(frozen=True)
class ListFile:
    """What a writer needs. sheet: the name of a workbook's sheet; lines: what stands above the table; mark:
    whose copy it is, and what for.

    parts: the lines, a few thousand at a time; cells: of one line, in the order of the columns.
    """

    title: str
    sheet: str
    lines: tuple[str, ...]
    mark: str
    person: str
    columns: tuple[Column, ...]
    parts: Parts
    cells: Callable[[Any], Cells]


def file_of(found: Asked, export: Any, parts: Parts, sheet: str) -> ListFile:
    """The file of a list, in the active language. export: an exports.models.Export."""
    columns = found.columns(bool(export.options.get("contacts")) and found.has_contacts)
    readers = found.readers()
    read = [readers[column.key] for column in columns]
    return ListFile(
        title=found.heading,
        sheet=sheet,
        lines=tuple(lines(found)),
        mark=mark(export.user, export.purpose, found.zone),
        person=str(export.user),
        columns=columns,
        parts=parts,
        cells=lambda line: tuple([cell(line) for cell in read]),
    )


def lines(found: Asked) -> list[str]:
    """What the numbers stand on: filters, edition, the number of rows, what is left out.

    Few lines: a spreadsheet keeps all of them in sight while its rows move.
    """
    return [
        *([_("Demo data – synthetic")] if found.is_demo else []),
        " · ".join(f"{what}: {words}" for what, words in found.chosen),
        f"{found.data} · {_('Rows')}: {formats.integer(found.n)}",
        *found.cautions,
    ]


def mark(user: Any, purpose: str, zone: str, now: datetime | None = None) -> str:
    """Whose copy it is: so that nobody passes it on by oversight, and a copy that turns up is traced."""
    values = {
        "person": f"{user.name} <{user.email}>" if user.name else user.email,
        "moment": formats.datetime_in(now or timezone.now(), zone),
        "purpose": shown(purpose),
    }
    text = _("Made for %(person)s on %(moment)s for: %(purpose)s. For this purpose only; do not pass on.")
    return text % values


def file_name(found: Asked, format: str) -> str:
    """The name that the file is saved under: what it lists, the region's day; never what was looked for."""
    today = timezone.localdate(timezone=ZoneInfo(found.zone))
    words = [*found.name, f"{today:%Y-%m-%d}"]
    return get_valid_filename(f"{slugify(' '.join(words), allow_unicode=True)}.{format}")
