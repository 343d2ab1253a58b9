"""The list of enterprises: the rows behind a filter that a person may see, in pages, with who they are.

Rows are chosen, counted and cut into pages by the database; contacts are opened for the lines of one page. A
row of counts stands for several enterprises and has no contact.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd
from django.db.models import Count, Q, QuerySet, Sum

from areas.models import Area
from areas.queries import ancestors_at, descendants
from core.pages import ADMIN, SALES

from .contacts import Unopenable, mask, open_contact
from .enterprises import visible_rows
from .models import Category, Contact, Edition, MarketRow
from .paging import pages_in
from .params import NOT_STATED, MarketParams
from .phones import Phone, phones

PAGE_ROWS = 50
# names are encrypted, so a search opens every contact of the filter: some 20 µs each
NAMES_SEARCHED = 5_000
# rows of a file that are in memory at once: some 10 MB with their contacts
PART_ROWS = 2_000
# rows whose ids are sorted at once, at 12 bytes each; the last area of them may be larger
SORTED_ROWS = 50_000
# who calls and visits, and who answers for the register; analysts work with figures (kinds/msme_register.py)
READERS = frozenset({SALES, ADMIN})
# what a sales person needs to call and visit; numbers of identity are for whoever answers for the register
CALLED_BY = frozenset({"business_name", "owner_name", "phone", "address"})
# ids that one statement takes
_BATCH = 5_000
_IN_AREA = ("dataset_id", "sheet", "row_number", "size_class", "pk")
Place = tuple[int, int, int]


def may_read(user: Any) -> bool:
    """Whether the person's role may read names and addresses of the rows that they see."""
    return user.is_active and user.role in READERS


@dataclass(frozen=True)
class Line:
    """One row of the list. name and address: "" where none is held, masked for who may not read them.

    has_phone: a number is held. is_sealed: a contact that this server has no key for. contact: what a visit
    or a call needs (CALLED_BY), only where it was asked for (Listing.parts).
    """

    row: MarketRow
    village: str
    district: str
    name: str = ""
    address: str = ""
    has_phone: bool = False
    is_sealed: bool = False
    contact: Mapping[str, str] = field(default_factory=dict)


class Listing:
    """Rows of an edition under a filter and a search text, for one person.

    tree: areas of the edition's set (areas.queries.area_tree). `too_many_names`: the text was not looked for
    among the names, because the filter has more rows than are opened for a search.
    """

    def __init__(
        self, edition: Edition, user: Any, params: MarketParams, tree: pd.DataFrame, text: str = ""
    ) -> None:
        self.edition, self.user, self.params, self.tree = edition, user, params, tree
        self.text = " ".join(text.split())
        self.reads = may_read(user)
        self.too_many_names = False
        self._known: dict[int, tuple[str, str]] = {}

    @cached_property
    def filtered(self) -> "QuerySet[MarketRow]":
        """The visible rows under the filter, whatever is searched for."""
        rows = visible_rows(self.edition, self.user)
        if self.params.area:
            rows = rows.filter(area_id__in=descendants(self.tree, set(self.params.area)))
        if self.params.category:
            stated = Q(category_id__in=set(self.params.category) - {NOT_STATED})
            rows = rows.filter(stated | Q(category=None) if NOT_STATED in self.params.category else stated)
        return rows.filter(size_class__in=self.params.size) if self.params.size else rows

    @cached_property
    def rows(self) -> "QuerySet[MarketRow]":
        """The rows of `filtered` that the text finds: by village, by row number, by business name."""
        if not self.text:
            return self.filtered
        names = self.tree["name"].str.casefold()
        found = Q(area_id__in=names.index[names.str.contains(self.text.casefold(), regex=False)].tolist())
        if self.text.isascii() and self.text.isdigit() and len(self.text) < 10:
            found |= Q(row_number=int(self.text))
        return self.filtered.filter(found | Q(pk__in=self._named()))

    def _named(self) -> list[int]:
        """Ids of the rows whose business name holds the text."""
        if not self.reads:
            return []
        if self.n_rows > NAMES_SEARCHED:
            self.too_many_names = True
            return []
        wanted, rows = self.text.casefold(), list(self.filtered.order_by())
        known = contacts_of(rows)
        return [
            row.pk
            for row in rows
            if wanted in _opened(known.get(place(row))).get("business_name", "").casefold()
        ]

    # Counts

    @cached_property
    def _filtered_counts(self) -> pd.DataFrame:
        return _by_area(self.filtered)

    @cached_property
    def counts(self) -> pd.DataFrame:
        """Per area: `rows` and `n`, the enterprises they stand for, in the order of the list.

        By sub-district, within it by village; what is known for the whole sub-district only comes first.
        """
        table = _by_area(self.rows) if self.text else self._filtered_counts
        return table.loc[self._in_order(table.index)]

    @property
    def n_rows(self) -> int:
        """Rows under the filter, whatever is searched for."""
        return int(self._filtered_counts["rows"].sum())

    @property
    def n(self) -> int:
        """Enterprises that the rows under the filter stand for: what the pages' numbers drill down to."""
        return int(self._filtered_counts["n"].sum())

    @property
    def found(self) -> int:
        """Rows that are listed: under the filter, and found by the text."""
        return int(self.counts["rows"].sum())

    @property
    def pages(self) -> int:
        return pages_in(self.found, PAGE_ROWS)

    def _in_order(self, areas: Iterable[int]) -> list[int]:
        return sorted(
            areas, key=lambda one: (self.district(one).casefold(), self.village(one).casefold(), one)
        )

    # Places

    @cached_property
    def _districts(self) -> pd.Series:
        return ancestors_at(self.tree, Area.Level.DISTRICT)

    def village(self, area: int) -> str:
        """The area's name where it is a village."""
        return self._names(area)[0]

    def district(self, area: int) -> str:
        """The sub-district that the area is or lies in; of larger areas their own name."""
        return self._names(area)[1]

    def _names(self, area: int) -> tuple[str, str]:
        """Village and sub-district, looked up once per area: a look into the tree takes some 100 µs."""
        if area not in self._known:
            self._known[area] = self._village(area), self._district(area)
        return self._known[area]

    def _village(self, area: int) -> str:
        known = area in self.tree.index and self.tree.at[area, "level"] == Area.Level.VILLAGE
        return str(self.tree.at[area, "name"]) if known else ""

    def district_id(self, area: int) -> int:
        """The sub-district that the area is or lies in; 0 for larger areas."""
        above = self._districts.get(area)
        return 0 if above is None or pd.isna(above) else int(above)

    def _district(self, area: int) -> str:
        if area not in self.tree.index:
            return ""
        return str(self.tree.at[self.district_id(area) or area, "name"])

    # Lines

    def lines(self, number: int) -> list[Line]:
        """The lines of page `number`, from 1."""
        return self.lines_from((number - 1) * PAGE_ROWS, PAGE_ROWS)

    def lines_from(self, start: int, size: int) -> list[Line]:
        """At most `size` lines after the first `start` of the list."""
        return self._lines(start, size)

    def parts(self, with_contacts: bool, size: int = PART_ROWS) -> Iterator[list[Line]]:
        """Every line in the order of the list, `size` at a time, for a file.

        with_contacts: names, addresses and telephone numbers too, where the person's role may read them;
        without, no contact is opened. A row that is deleted meanwhile is left out.
        """
        datasets, categories = self.edition.datasets.in_bulk(), Category.objects.in_bulk()
        for wanted in self._ids(size):
            found = MarketRow.objects.in_bulk(wanted)
            rows = [found[one] for one in wanted if one in found]
            for row in rows:  # joined, each row would bring the whole report of its file along
                row.dataset, row.category = datasets[row.dataset_id], categories.get(row.category_id)
            known = contacts_of(rows) if with_contacts and self.reads else {}
            yield [self._line(row, known.get(place(row)), opened=True) for row in rows]

    def _ids(self, size: int) -> Iterator[list[int]]:
        """Ids of the listed rows in the order of the list, `size` at a time. Areas that follow one another
        are sorted together, as many as fit: an OFFSET per part would sort the whole list for each."""
        ends = self.counts["rows"].cumsum()
        for _number, part in self.counts.groupby((ends - 1) // SORTED_ROWS):
            places = {area: at for at, area in enumerate(part.index)}
            rows = self.rows.filter(area_id__in=part.index.tolist()).order_by(*_IN_AREA)
            pairs = rows.values_list("pk", "area_id").iterator(PART_ROWS)
            table = np.fromiter(
                ((pk, places[area]) for pk, area in pairs), dtype=[("pk", "i8"), ("at", "i4")]
            )
            ids = table["pk"][np.argsort(table["at"], kind="stable")]
            yield from (ids[start : start + size].tolist() for start in range(0, len(ids), size))

    def _lines(self, start: int, size: int) -> list[Line]:
        """Only the areas that this part of the list reaches are read: the others need no sorting."""
        ends = self.counts["rows"].cumsum()
        reached = self.counts.index[(ends > start) & (ends - self.counts["rows"] < start + size)].tolist()
        if not reached:
            return []
        rows: list[MarketRow] = []
        for areas in _apart(reached):
            before = int(ends[areas[0]] - self.counts.at[areas[0], "rows"])
            rows += self._rows_of(areas, max(0, start - before), start + size - before)
        return self.described(rows)

    def _rows_of(self, areas: list[int], first: int, end: int) -> list[MarketRow]:
        """Rows `first` to `end` of areas that follow one another; only the first and last area's are cut.

        The database orders the rows of one area; the areas' own order is by name, which it does not know. An
        expression with a case per area took 22 s for 20,000 of them.
        """
        rows = self.rows.filter(area_id__in=areas).select_related("dataset", "category")
        ordered = rows.order_by(*_IN_AREA)
        if len(areas) == 1:
            return list(ordered[first:end])
        place_of = {area: at for at, area in enumerate(areas)}
        return sorted(ordered, key=lambda row: place_of[row.area_id])

    def described(self, rows: Sequence[MarketRow]) -> list[Line]:
        """Rows as lines, with the contacts of these rows opened."""
        known = contacts_of(rows)
        return [self._line(row, known.get(place(row))) for row in rows]

    def _line(self, row: MarketRow, contact: Contact | None, opened: bool = False) -> Line:
        village, district = self.village(row.area_id), self.district(row.area_id)
        try:
            fields = open_contact(contact) if contact else {}
        except Unopenable:
            return Line(row, village, district, is_sealed=True)
        name, address = fields.get("business_name", ""), fields.get("address", "")
        if not self.reads:
            name, address = mask(name, "text"), mask(address, "text")
        read = {key: fields.get(key, "") for key in CALLED_BY} if opened and self.reads else {}
        return Line(row, village, district, name, address, bool(fields.get("phone")), contact=read)


def _apart(areas: list[int]) -> list[list[int]]:
    """The first and the last area alone, of which a page may show a part only; those between together."""
    between = areas[1:-1]
    batches = [between[start : start + _BATCH] for start in range(0, len(between), _BATCH)]
    return [areas[:1], *batches, areas[-1:]] if len(areas) > 1 else [areas]


def place(row: Any) -> Place:
    """Where a row, or a contact, stands in which file."""
    return row.dataset_id, row.sheet, row.row_number


def contacts_of(rows: Sequence[MarketRow]) -> dict[Place, Contact]:
    """The contacts of rows that the person was found to see (visible_rows), by their place."""
    numbers: dict[tuple[int, int], list[int]] = {}
    for row in rows:
        numbers.setdefault((row.dataset_id, row.sheet), []).append(row.row_number)
    found: dict[Place, Contact] = {}
    for (dataset, sheet), wanted in numbers.items():
        of_sheet = Contact.objects.filter(dataset_id=dataset, sheet=sheet)
        for start in range(0, len(wanted), _BATCH):
            part = of_sheet.filter(row_number__in=wanted[start : start + _BATCH])
            found |= {place(one): one for one in part.order_by()}
    return found


def phones_of(row: MarketRow) -> tuple[Phone, ...]:
    """The telephone numbers of a row that the person was found to see; none without a key to them."""
    return phones(_opened(contacts_of([row]).get(place(row))).get("phone", ""))


def _opened(contact: Contact | None) -> dict[str, str]:
    """The fields of a contact; none where there is none, or no key to it: such a name is not found."""
    try:
        return open_contact(contact) if contact else {}
    except Unopenable:
        return {}


def _by_area(rows: "QuerySet[MarketRow]") -> pd.DataFrame:
    """Index area id; `rows` and `n` (int64)."""
    found = rows.order_by().values_list("area_id").annotate(rows=Count("pk"), n=Sum("n"))
    table = pd.DataFrame.from_records(list(found), columns=["area_id", "rows", "n"])
    return table.astype("int64").set_index("area_id")
