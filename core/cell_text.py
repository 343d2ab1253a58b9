"""Texts as cells of a file that a spreadsheet opens: never a formula, never broken (features.md h4).

In .xlsx a text is marked as one; in .csv it is guarded by an apostrophe.
"""

import re
from typing import Any

from django.utils.translation import gettext as _

from charts.legal import ILLEGAL, legal

# Excel counts UTF-16 units: an emoji is two
LONGEST_CELL, LONGEST_SHEET_NAME = 32_767, 31
# the full-width signs too, which a spreadsheet with an East Asian keyboard takes for the others
_FORMULA = re.compile(r"\s*[=+\-@＝＋－＠]|[\t\r\n]")
# where a spreadsheet of another language, which cuts at other signs, would begin a cell or a line
_INSIDE = re.compile(r"(?<=[,;\t\n\"])(?=[=+\-@＝＋－＠])")
_NEGATIVE = re.compile(r"-\s?\d[\d.,\u00a0 ]*%?")
_NOT_IN_SHEET_NAME = re.compile(r"[\[\]:*?/\\\"\s]+")


def clean(value: Any) -> str:
    """The text of `value` as any cell can hold it: without control characters, cut where it is too long."""
    text = legal(value)
    if text.startswith("<r>") and text.endswith("</r>"):
        text += " "  # XlsxWriter takes these for XML of its own, and would write them unescaped
    if units(text) <= LONGEST_CELL:
        return text
    mark = _("… (cut off)")
    return cut(text, LONGEST_CELL - units(mark)) + mark


def units(text: str) -> int:
    """Length in UTF-16 units."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def cut(text: str, most: int) -> str:
    """The first characters of `text` that are at most `most` UTF-16 units; no character is halved."""
    if units(text) <= most:
        return text
    halves = text.encode("utf-16-le", "surrogatepass")[: max(0, most) * 2]
    return halves.decode("utf-16-le", errors="ignore")


def safe_text(value: Any) -> str:
    """A text that no spreadsheet takes for a formula when it opens a .csv; negative numbers stay."""
    raw = ILLEGAL.sub("", str(value))
    is_formula = bool(_FORMULA.match(raw)) and not _NEGATIVE.fullmatch(raw)
    text = clean(_INSIDE.sub("'", raw.replace("\r\n", "\n").replace("\r", "\n")))
    return f"'{text}" if is_formula else text


def sheet_name(name: Any, used: set[str]) -> str:
    """A name that Excel takes for a sheet: 31 characters, none of its signs, not used before in any case.

    `used` holds the names in use, casefolded; this one is added.
    """
    # the straight one may not stand at an end, and would have to be doubled in every link
    words = _short(_NOT_IN_SHEET_NAME.sub(" ", clean(name).replace("'", "\u2019")).strip())
    # Excel keeps "History" for itself
    start = f"{words}_" if words.casefold() in ("", "history") else words
    free, number = start, 2
    while free.casefold() in used:
        end = f" ({number})"
        free, number = cut(start, LONGEST_SHEET_NAME - len(end)).strip() + end, number + 1
    used.add(free.casefold())
    return free


def _short(name: str) -> str:
    """The name as long as Excel takes it, ending with a whole word where that leaves half of it."""
    short = cut(name, LONGEST_SHEET_NAME)
    words = short.rpartition(" ")[0] if short != name and name[len(short)] != " " else short
    return (words if len(words) > LONGEST_SHEET_NAME // 2 else short).strip()
