"""The texts of a figure as they are read: Plotly's breaks and escapes undone, its templates filled in."""

import re
from typing import Any

_FIELD = re.compile(r"%\{(\w+)(?:\[(\d+)\])?(?::([^}]*))?\}")
_DECIMALS = re.compile(r"\.(\d+)f")
_ESCAPES = (("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&"))
MINUS = "\u2212"
# what a plain number of Plotly shows at most
_MOST_DECIMALS = 6


def text(given: Any) -> str:
    """Lines of a text: `<br>` is a break, what rows.plain escaped is itself again; no other HTML is read."""
    lines = str("" if given is None else given).replace("<br>", "\n")
    for escaped, sign in _ESCAPES:
        lines = lines.replace(escaped, sign)
    return lines


def number(value: float, form: str, separators: str) -> str:
    """A number in a form of d3 as our figures use them: `.2f`, `,.0f`, `,~f`, `+.2f` (a plus before what is
    above zero), or "" for as many digits as it has."""
    match = _DECIMALS.search(form)
    digits = f"{abs(value):,.{int(match[1]) if match else _MOST_DECIMALS}f}"
    if (not match or "~" in form) and "." in digits:
        digits = digits.rstrip("0").rstrip(".")
    if form and "," not in form:
        digits = digits.replace(",", "")
    digits = digits.translate(str.maketrans(".,", (separators + ".,")[:2]))
    if not any(one in digits for one in "123456789"):
        return digits
    return (MINUS if value < 0 else "+" if "+" in form else "") + digits


def filled(template: str, values: dict[str, Any], separators: str) -> str:
    """`%{x:,.0f}%` with the values of one mark; a field without a value is left empty."""

    def said(match: re.Match[str]) -> str:
        value = values.get(match[1])
        if match[2] is not None and isinstance(value, list):
            value = value[int(match[2])]
        if isinstance(value, int | float):
            return number(value, match[3] or "", separators)
        return "" if value is None else str(value)

    return text(_FIELD.sub(said, template))


def label(trace: dict[str, Any], place: int, values: dict[str, Any], separators: str) -> str:
    """What is written at one mark of a trace: by its template, else its text."""
    template = at(trace.get("texttemplate"), place)
    if template:
        return filled(template, values, separators)
    return text(at(trace.get("text"), place))


def at(given: Any, place: int, otherwise: Any = None) -> Any:
    """The value of one mark: of a list its own, else the one that all have."""
    if isinstance(given, list):
        given = given[place] if place < len(given) else None
    return otherwise if given is None else given
