"""What a person decides about a file: the format of a decisions file, checked before it is used."""

import codecs
from collections.abc import Callable
from dataclasses import fields
from typing import Any

from django.utils.translation import gettext_lazy, gettext_noop

from data.editions import Refused
from data.kinds import Kind
from data.models import SizeClass
from data.reading.layout import Layout

UNKNOWN_KEY = gettext_noop("“%(key)s” is not known in a decisions file. Use only: %(known)s.")
BAD_VALUE = gettext_noop("“%(key)s” cannot be %(value)s. It must be %(wanted)s.")
BAD_ANSWER = gettext_noop("“%(answer)s” is no size class. Answer “%(text)s” with one of: %(known)s.")

# what may be said, with the words for it in a message
_WANTED = {
    "object": gettext_lazy("an object in braces"),
    "text": gettext_lazy("a text"),
    "switch": gettext_lazy("true or false"),
    "whole": gettext_lazy("a whole number of at least 1"),
    "rows": gettext_lazy("a whole number, 0 where there is no header row"),
    "texts": gettext_lazy("a list of texts"),
    "pairs": gettext_lazy("a list of pairs: the name of a sheet, the row of its header"),
    "encoding": gettext_lazy("the name of an encoding, such as utf-8 or cp1252"),
    "sign": gettext_lazy("a single sign, such as ; or ,"),
    "mode": gettext_lazy("add or replace"),
    "unit": gettext_lazy("1, 1000 or 1000000"),
    "dates": "dmy, mdy, ymd",
    "numbers": "indonesian, english",
    "answer": gettext_lazy("a name, or null to reject the rows"),
    "any": "",
}
UNITS = (1, 1_000, 1_000_000)
# "": as the whole file shows it
DATES = ("", "dmy", "mdy", "ymd")
NUMBERS = ("", "indonesian", "english")
_TOP = {
    "layout": "object",
    "mapping": "object",
    "names": "object",
    "options": "object",
    "create_areas": "switch",
    "create_categories": "switch",
    "accept_good_rows": "switch",
    "mode": "mode",
    "basis": "text",
    # written for the reader of the file, never used
    "headers_found": "any",
}
_LAYOUT = {
    "format": "text",
    "sheets": "texts",
    "header_row": "whole",
    "header_rows": "rows",
    "encoding": "encoding",
    "delimiter": "sign",
    "number_row": "switch",
    "fill_merged": "switch",
    "skip_total_rows": "switch",
    "header_row_of": "pairs",
}
assert set(_LAYOUT) == {field.name for field in fields(Layout)}


def check_decisions(found: Any, kind: Kind) -> None:
    """Refuse decisions with unknown keys or values of the wrong form, naming the first of them."""
    own = dict.fromkeys(kind.open.decisions, "any") if kind.open else {}
    _check_keys("decisions", found, {**_TOP, **own})
    if kind.open:
        kind.open.check_decisions(found)
    check_layout(found.get("layout", {}))
    _check_mapping(found.get("mapping", {}), kind)
    _check_options(found.get("options", {}))
    check_names(found.get("names", {}))


def check_layout(layout: Any) -> None:
    """Refuse a layout that no file could have."""
    _check_keys("layout", layout, _LAYOUT, blank=True)


def check_names(names: Any) -> None:
    """Refuse answers about names that are no answers; "" is a question still open."""
    _check_keys("names", names, dict.fromkeys(("area", "category", "size_class"), "object"))
    for what, texts in names.items():
        for text, answer in texts.items():
            _check(f"{what}: {text}", answer, "answer")
    known = [member.name.lower() for member in SizeClass]
    for text, answer in names.get("size_class", {}).items():
        if answer and answer not in known:
            raise Refused(BAD_ANSWER, answer=answer, text=text, known=", ".join(known))


def _check_mapping(mapping: Any, kind: Kind) -> None:
    _check_keys("mapping", mapping, {column.key: "text" for column in kind.columns})


def _check_options(options: Any) -> None:
    _check("options", options, "object")
    for key, value in options.items():
        _check(key, value, key if key in ("unit", "dates", "numbers") else "whole")


def _check_keys(name: str, found: Any, known: dict[str, str], blank: bool = False) -> None:
    """Refuse keys that are not known and values of another form; `blank` allows null and ""."""
    _check(name, found, "object")
    for key, value in found.items():
        if key not in known:
            raise Refused(UNKNOWN_KEY, key=key, known=", ".join(known))
        if not (blank and value in (None, "")):
            _check(key, value, known[key])


def _check(key: str, value: Any, form: str) -> None:
    if not _FORMS[form](value):
        raise Refused(BAD_VALUE, key=key, value=repr(value)[:60], wanted=_WANTED[form])


def _is_whole(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 1


def _is_texts(value: Any) -> bool:
    return isinstance(value, list | tuple) and all(isinstance(one, str) for one in value)


def _is_pairs(value: Any) -> bool:
    return isinstance(value, list | tuple) and all(
        isinstance(pair, list | tuple) and len(pair) == 2 and isinstance(pair[0], str) and _is_whole(pair[1])
        for pair in value
    )


def _is_encoding(value: Any) -> bool:
    try:
        return isinstance(value, str) and codecs.lookup(value)._is_text_encoding
    except LookupError:
        return False


_FORMS: dict[str, Callable[[Any], bool]] = {
    "object": lambda value: isinstance(value, dict),
    "text": lambda value: isinstance(value, str),
    "switch": lambda value: isinstance(value, bool),
    "whole": _is_whole,
    "rows": lambda value: _is_whole(value) or (value == 0 and type(value) is int),
    "texts": _is_texts,
    "pairs": _is_pairs,
    "encoding": _is_encoding,
    "sign": lambda value: isinstance(value, str) and len(value) == 1 and value not in '"\r\n',
    "mode": lambda value: value in ("", "add", "replace"),
    "unit": lambda value: value in UNITS and not isinstance(value, bool),
    "dates": lambda value: value in DATES,
    "numbers": lambda value: value in NUMBERS,
    "answer": lambda value: value is None or isinstance(value, str),
    "any": lambda value: True,
}
