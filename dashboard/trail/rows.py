"""The list of the market rows behind a number: where each stands in its file, a page at a time.

Only rows of the person's own areas, without names and without what any of them earns.
"""

from typing import Any

from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core import formats
from data import row_sums
from data.models import MarketRow
from data.paging import pages_in, pages_of

from .content import Trail

PAGE_ROWS = 50


def of(trail: Trail, user: Any, number: int, query: QueryDict) -> dict[str, Any] | None:
    """Lines of page `number` (from 1) and its neighbours; None where the number is made of no market rows.

    An amount's base is all rows of its cells: which of them report it is told by their number alone.
    """
    places = trail.listed
    if places is None or not any(one.key in ("n", "employees", "turnover_sum") for one in trail.inputs):
        return None
    edition, cells = places.market.edition, places.book.base.part(trail.of)
    if cells.empty:
        return None
    rows = row_sums.rows_behind(edition, user, places.deepest(trail.of), *places.kinds(trail.of))
    found = rows.count()
    at = min(max(number, 1), pages_in(found, PAGE_ROWS))
    part = rows.select_related("area", "category")[(at - 1) * PAGE_ROWS : at * PAGE_ROWS]
    whole = int(places.behind(cells)["rows"].sum())
    sheets = places.behind(cells)[row_sums.FILE].drop_duplicates()
    return {
        "lines": [_line(one, places) for one in part],
        "shows_files": len(sheets) > 1,
        "shows_counts": "enterprises" in edition.lacks,
        "said": _said(found, whole, user),
        **_ways(pages_of(at, found, PAGE_ROWS), query),
    }


def _line(row: MarketRow, places: Any) -> dict[str, Any]:
    source = places.source(row.dataset_id)
    edition = places.market.edition
    query = "" if edition.is_current else f"?edition={edition.pk}"
    return {
        "row": row,
        "file": source.file_name,
        "sheet": source.sheet(row.sheet),
        "href": reverse("enterprise_row", args=[row.pk]) + query,
        "category": str(row.category) if row.category_id else _("not stated"),
    }


def _said(found: int, whole: int, user: Any) -> str:
    if found >= whole:
        return ""
    values = {"n": formats.integer(found), "all": formats.integer(whole)}
    if not found:
        text = ngettext(
            "Its %(all)s row lies outside your areas: the number is common, the row is not.",
            "All %(all)s rows lie outside your areas: their sum is common, the rows are not.", whole,
        )  # fmt: skip
        return text % values
    return _("%(n)s of the %(all)s rows are in your areas; only these are listed.") % values


def _ways(found: dict[str, Any], query: QueryDict) -> dict[str, Any]:
    """The addresses of the pages before and after."""
    for name in ("previous", "following"):
        if found[name]:
            asked = query.copy()
            asked["rows"] = str(found[name])
            found[name] = f"?{asked.urlencode()}#rows"
    return found
