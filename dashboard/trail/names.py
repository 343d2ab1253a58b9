"""How the files write the names that a number is limited by: what was counted as one area, field or size.

Whoever filters a file by the exact word of one spelling finds fewer rows than the number counts.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import pandas as pd
from django.utils.translation import gettext as _

from core import formats
from data import queries, written
from data.kinds import all_kinds
from data.market_words import place
from data.models import Dataset, SizeClass
from data.params import NOT_STATED
from data.sources import Source

from .base import AREA, CATEGORY, SIZE, Slice
from .places import Places

# spellings that are listed; of more their number is told
MOST_NAMES = 40
_SIZES = {int(code): label for code, label in SizeClass.choices}


@dataclass(frozen=True)
class Spelling:
    """One way to write a name. what: "Sub-district"; name: what it was counted as; rows: of this file."""

    what: str
    name: str
    text: str
    source: Source
    rows: int


@dataclass(frozen=True)
class Names:
    """The spellings behind a number. all: how many there are in all; said: what to know beside them."""

    lines: tuple[Spelling, ...] = ()
    all: int = 0
    said: tuple[str, ...] = ()


def names(places: Places, of: Slice) -> Names:
    """The spellings of the areas, fields and sizes that a slice is limited to; none where it is everything.

    The most frequent first within each name, at most MOST_NAMES of them.
    """
    if of not in places.names:
        places.names[of] = _names(places, of)
    return places.names[of]


def _names(places: Places, of: Slice) -> Names:
    fields, sizes = places.kinds(of)
    wanted = {AREA: places.deepest(of) is not None, CATEGORY: bool(fields), SIZE: bool(sizes)}
    if not any(wanted.values()):
        return Names()
    deep = places.behind(places.book.base.part(of))
    datasets = Dataset.objects.filter(pk__in=deep["dataset_id"].unique().tolist()).order_by("pk")
    lines: list[Spelling] = []
    untold: list[str] = []
    for dataset in datasets:
        found = list(_of_file(places, deep, dataset, [name for name, told in wanted.items() if told]))
        lines += [one for part in found for one in part or ()]
        untold += [dataset.file_name] if any(part is None for part in found) else []
    lines.sort(key=lambda one: (one.what, one.name.casefold(), -one.rows, one.text))
    return Names(tuple(lines[:MOST_NAMES]), len(lines), tuple(_said(places, lines, untold)))


def _said(places: Places, lines: list[Spelling], untold: list[str]) -> Iterator[str]:
    if len(lines) > MOST_NAMES:
        values = {"n": formats.integer(MOST_NAMES), "all": formats.integer(len(lines))}
        yield _("The first %(n)s of %(all)s spellings; follow one row to see its own.") % values
    if untold:
        text = _("How these files write their names was not counted when they were imported: %(files)s.")
        yield text % {"files": ", ".join(untold)}
    if lines and places.market.edition.notes.get("duplicates_across"):
        yield _("Rows of each file; enterprises that an earlier file has too are among them.")


def _of_file(
    places: Places, deep: pd.DataFrame, dataset: Dataset, wanted: list[str]
) -> Iterator[list[Spelling] | None]:
    """The spellings of one file by what the slice is limited to; None where they were not counted."""
    # a line of counts with a column per size has no size of its own
    is_wide = "enterprises" in all_kinds()[dataset.kind].lacks and "size_class" not in dataset.mapping
    keys = [AREA, CATEGORY] if is_wide else [AREA, CATEGORY, SIZE]
    cells = deep.loc[deep["dataset_id"] == dataset.pk, keys].drop_duplicates()
    scope = places.market.scope
    columns = {AREA: written.area_column(dataset, scope.level), CATEGORY: "category", SIZE: "size_class"}
    for name in wanted:
        if columns[name] and columns[name] in dataset.mapping:
            table = written.written(dataset, columns[name], cells[AREA].unique().tolist())
            yield (
                None
                if table is None
                else list(_spellings(places, table.merge(cells, on=keys), name, dataset.pk))
            )


def _spellings(places: Places, table: pd.DataFrame, name: str, dataset: int) -> Iterator[Spelling]:
    scope = places.market.scope
    at = queries.at_level(table, scope.tree, scope.level) if name == AREA else table
    what, known = {
        AREA: (place(scope.level).capitalize(), {**places.market.names, NOT_STATED: _("area not stated")}),
        CATEGORY: (_("Business field"), {**scope.categories, NOT_STATED: _("not stated")}),
        SIZE: (_("Size"), {code: str(label) for code, label in _SIZES.items()}),
    }[name]
    counted = at.groupby([name, "text"])["rows"].sum().reset_index()
    for one, text, rows in counted.itertuples(index=False, name=None):
        yield Spelling(what, str(known.get(int(one), "")), str(text), places.source(dataset), int(rows))
