"""A crosstab in sentences: the finding, the cells that stand out, and what makes it unsafe to read."""

from collections.abc import Iterator

import numpy as np
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from analysis.association import ENOUGH, MONTE_CARLO
from analysis.proportions import LEAST_BASE
from analysis.strength import STRENGTHS
from core import formats

from .content import small_base
from .crosstab import Crossing
from .sides import Bools

# sentences under the table; the others are marked in it
MOST_CELLS = 5


def heading(one: Crossing) -> str:
    """The finding: that and how the columns differ, or that it cannot be shown, or why nobody can tell."""
    names = {"row": capfirst(one.row.name), "column": one.column.name, "n": formats.integer(one.n)}
    if one.is_small:
        text = _("%(row)s by %(column)s: %(n)s answered both, too few to conclude anything")
    elif one.association is not None and one.association.problem:
        text = _("%(row)s by %(column)s: everybody gave the same answer to one of them")
    elif not one.differs:
        text = _("%(row)s: no difference by %(column)s can be shown")
    else:
        return _difference(one, names)
    return text % names


def _difference(one: Crossing, names: dict[str, str]) -> str:
    if one.strength == STRENGTHS[0]:
        text = _("%(row)s hardly differs by %(column)s: more than by chance, but too little to matter")
        return text % names
    cell = next(iter(standing_out(one)), None)
    if cell is None:
        return _("%(row)s differs by %(column)s, but no single group stands out") % names
    at, to = cell
    names |= {"group": one.column.options[to], "answer": one.row.options[at]}
    if one.verdict[at, to] > 0:
        return _("%(row)s differs by %(column)s: more “%(answer)s” than expected among “%(group)s”") % names
    return _("%(row)s differs by %(column)s: less “%(answer)s” than expected among “%(group)s”") % names


def standing_out(one: Crossing) -> list[tuple[int, int]]:
    """Cells (row, column) that clearly differ, the farthest from expected first; only those of `_told`."""
    size = np.abs(np.nan_to_num(one.cells.residuals))
    found = [(int(at), int(to)) for at, to in np.argwhere((one.verdict != 0) & _told(one))]
    return sorted(found, key=lambda cell: (-size[cell], cell))


def comparisons(one: Crossing) -> int:
    """How many cells were judged, each pair of mirrored ones once."""
    return int((~one.cells.small & _told(one)).sum())


def _told(one: Crossing) -> Bools:
    """Cells that say something of their own: with two rows or two columns one cell tells what the other
    does, so only the first is named."""
    rows, columns = np.ones(len(one.totals), dtype=bool), np.ones(len(one.bases), dtype=bool)
    if not one.row.is_several and int((one.totals > 0).sum()) == 2:
        rows = np.arange(len(rows)) == int(np.argmax(one.totals > 0))
    if not one.overlaps and int((one.bases > 0).sum()) == 2:
        columns = np.arange(len(columns)) == int(np.argmax(one.bases > 0))
    return np.asarray(rows[:, None] & columns)


def summary(one: Crossing) -> str:
    """The cells that stand out in sentences, or that none does."""
    if one.is_small or not one.differs:
        return ""
    cells = standing_out(one)
    if not cells:
        return _("No single cell stands out once so many comparisons are allowed for.")
    said = [_cell(one, at, to) for at, to in cells[:MOST_CELLS]]
    if len(cells) > MOST_CELLS:
        more = len(cells) - MOST_CELLS
        text = ngettext("%(n)s more is marked in the table.", "%(n)s more are marked in the table.", more)
        said.append(text % {"n": formats.integer(more)})
    return " ".join(said)


def _cell(one: Crossing, at: int, to: int) -> str:
    less = _("“%(answer)s” among “%(group)s” less often than expected: %(n)s of %(base)s, expected %(e)s.")
    more = _("“%(answer)s” among “%(group)s” more often than expected: %(n)s of %(base)s, expected %(e)s.")
    text = more if one.verdict[at, to] > 0 else less
    return text % {
        "answer": one.row.options[at],
        "group": one.column.options[to],
        "n": formats.integer(one.counts[at, to]),
        "base": formats.integer(one.bases[to]),
        "e": expected(one.expected[at, to]),
    }


def expected(value: float) -> str:
    """An expected count: whole where it is large or nearly whole, else with a decimal."""
    return formats.number(value, 0 if value >= 20 or abs(value - round(value)) < 0.05 else 1)


def notices(one: Crossing) -> tuple[str, ...]:
    """What was done to the answers, and how several answers of one person are read."""
    found = [*one.row.notes, *one.column.notes]
    if one.overlaps:
        text = _(
            "Both questions take several answers, so the groups overlap and there is no test of a whole row: "
            "only single cells are judged."
        )
        found.append(text)
    elif one.row.is_several:
        text = _(
            "“%(label)s” takes several answers: each is tested by itself, and a column may add up to more "
            "than %(whole)s."
        )
        found.append(text % {"label": one.row.label, "whole": formats.share(1, 0)})
    return tuple(found)


def warnings(one: Crossing) -> tuple[str, ...]:
    """What makes the table unsafe to read, beside it."""
    return (*small_base(one.n), *_low(one), *_unjudged(one), *_small_columns(one))


def _low(one: Crossing) -> Iterator[str]:
    """That too little is expected for the usual test, and what decides instead."""
    if one.is_small:
        return
    if one.association is not None and one.association.low:
        few, cells = _few(one)
        values = {"few": few, "all": cells, "draws": formats.integer(one.association.draws)}
        text = _(
            "In %(few)s of %(all)s cells fewer than 5 would be expected, which is too little for the usual "
            "chi-square test: Fisher's exact test decides instead."
        )
        if one.association.test == MONTE_CARLO:
            text = _(
                "In %(few)s of %(all)s cells fewer than 5 would be expected, which is too little for the "
                "usual chi-square test: the table is compared with %(draws)s drawn at random with the same "
                "sums."
            )
        yield text % values
    if one.tests is not None and (low := int(one.tests["low"].astype(bool).sum())):
        text = ngettext(
            "For %(n)s answer too little is expected for the usual test: an exact one decides instead.",
            "For %(n)s answers too little is expected for the usual test: an exact one decides instead.",
            low,
        )
        yield text % {"n": formats.integer(low)}


def _few(one: Crossing) -> tuple[str, str]:
    """Cells with fewer than 5 expected, and all cells, of rows and columns with any answer."""
    full = one.expected[one.totals > 0][:, one.bases > 0]
    return formats.integer(int((full < ENOUGH).sum())), formats.integer(full.size)


def _unjudged(one: Crossing) -> Iterator[str]:
    small = int((one.cells.small & (one.totals > 0)[:, None] & (one.bases > 0)).sum())
    if small and not one.is_small and one.differs:
        text = ngettext(
            "%(n)s cell in grey italics has too few answers to be judged.",
            "%(n)s cells in grey italics have too few answers to be judged.",
            small,
        )
        yield text % {"n": formats.integer(small)}


def _small_columns(one: Crossing) -> Iterator[str]:
    if one.differences is None or one.is_small or not one.differs:
        return
    pairs = zip(one.column.options, one.bases.tolist(), one.differences.judged.tolist(), strict=True)
    names = [f"{name} ({formats.integer(n)})" for name, n, is_judged in pairs if not is_judged]
    if names:
        text = _("Without letters, because fewer than %(least)s answered there: %(names)s.")
        yield text % {"least": LEAST_BASE, "names": ", ".join(names)}
