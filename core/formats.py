"""Numbers, money and dates as people write them, in the active language.

Indonesian: `1.234,5`, `12,3 %`, `Rp 2,5 juta`, `14.05 WIB`; English: `1,234.5`, `12.3%`, `Rp 2.5 million`,
`14:05 WIB`. Missing values (None, NaN, pandas NA) are `MISSING`, never zero.
"""

import math
from datetime import date as Date
from datetime import datetime as Datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.utils import dateformat
from django.utils.translation import get_language
from django.utils.translation import gettext as _

MISSING = "–"
MINUS = "\u2212"
NO_BREAK = "\u00a0"
_TO_INDONESIAN = str.maketrans({",": ".", ".": ","})
# smallest amount of each step, English and Indonesian scales step alike (short scale)
_THOUSAND, _MILLION, _BILLION, _TRILLION = 1e3, 1e6, 1e9, 1e12


def is_missing(value: Any) -> bool:
    """Whether there is no value: None, NaN, NaT, pandas NA, or an empty text."""
    if value is None or (isinstance(value, str) and not value):
        return True
    try:
        return bool(value != value)
    except TypeError:  # pandas NA refuses to be a truth value
        return True


def is_indonesian() -> bool:
    return (get_language() or "id").startswith("id")


def separators() -> str:
    """Decimal sign, then thousands sign (Plotly's `separators`)."""
    return ",." if is_indonesian() else ".,"


def number(value: Any, decimals: int = 1) -> str:
    """`value` with exactly `decimals` decimals and the language's signs."""
    if is_missing(value) or not math.isfinite(value):
        return MISSING
    text = f"{abs(value):,.{decimals}f}"
    negative = value < 0 and any(digit in text for digit in "123456789")
    text = text.translate(_TO_INDONESIAN) if is_indonesian() else text
    return MINUS + text if negative else text


def integer(value: Any) -> str:
    return number(value, 0)


def share(value: Any, decimals: int = 1) -> str:
    """A fraction (0.123) as a percentage (12,3 %)."""
    if is_missing(value) or not math.isfinite(value):
        return MISSING
    return number(value * 100, decimals) + (f"{NO_BREAK}%" if is_indonesian() else "%")


def signed(value: Any, decimals: int = 1) -> str:
    """With a plus or minus sign; a value that rounds to zero has none."""
    text = number(value, decimals)
    if text == MISSING or text.startswith(MINUS) or not any(digit in text for digit in "123456789"):
        return text
    return f"+{text}"


def _step(amount: float) -> tuple[float, str]:
    # the bounds lie half a last digit lower, so that 999,950 is "1 million" and not "1,000 thousand"
    if amount >= _TRILLION * 0.99995:
        return _TRILLION, _("trillion")
    if amount >= _BILLION * 0.99995:
        return _BILLION, _("billion")
    if amount >= _MILLION * 0.99995:
        return _MILLION, _("million")
    if amount >= _THOUSAND * 0.9995:
        return _THOUSAND, _("thousand")
    return 1, ""


def in_words(value: Any) -> str:
    """A size of a million or more in words, with at most one decimal: `84.2 million`; others in full."""
    if is_missing(value) or not math.isfinite(value) or abs(value) < _MILLION * 0.99995:
        return number(value, 0)
    size, word = _step(abs(value))
    text = number(value / size, 1).removesuffix(",0" if is_indonesian() else ".0")
    return f"{text}{NO_BREAK}{word}"


def money(value: Any) -> str:
    """Rupiah in words: at most one decimal of thousand, million, billion (10^9) or trillion (10^12)."""
    if is_missing(value) or not math.isfinite(value):
        return MISSING
    size, word = _step(abs(value))
    text = number(value / size, 0 if size == 1 else 1)
    text = text.removesuffix(",0" if is_indonesian() else ".0")
    sign, digits = (MINUS, text[1:]) if text.startswith(MINUS) else ("", text)
    return f"{sign}Rp{NO_BREAK}{digits}" + (f"{NO_BREAK}{word}" if word else "")


def money_full(value: Any) -> str:
    """Rupiah to the last one: `Rp 2.500.000`."""
    text = number(value, 0)
    if text == MISSING:
        return text
    return f"{MINUS}Rp{NO_BREAK}{text[1:]}" if text.startswith(MINUS) else f"Rp{NO_BREAK}{text}"


def date(value: Date | None) -> str:
    """`22 November 2026`, the month in the active language."""
    return MISSING if value is None else dateformat.format(value, "j F Y")


def datetime_in(value: Datetime | None, zone: str = "Asia/Jakarta") -> str:
    """A moment (aware) in the region's time zone: `22 Nov 2026, 14.05 WIB`."""
    if value is None:
        return MISSING
    local = value.astimezone(ZoneInfo(zone))
    clock = "H.i" if is_indonesian() else "H:i"
    return f"{dateformat.format(local, f'j M Y, {clock}')} {local.tzname()}"


def duration(seconds: float) -> str:
    """How long, roughly: `about 40 seconds`, `about 3 minutes`."""
    if seconds < 90:
        return _("about %(n)s seconds") % {"n": integer(max(5, math.ceil(seconds / 5) * 5))}
    return _("about %(n)s minutes") % {"n": integer(math.ceil(seconds / 60))}


def shown(value: Any, kind: str, decimals: int = 1) -> str:
    """`value` as a cell of a column of this kind (core.figures.Column)."""
    if is_missing(value):
        return MISSING
    if kind == "integer":
        return integer(value)
    if kind == "number":
        return number(value, decimals)
    if kind == "share":
        return share(value, decimals)
    if kind == "money":
        return money(value)
    return str(value)
