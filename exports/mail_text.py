"""What a mail with a saved view says: its subject and its text, in the active language. No query, no HTML."""

from dataclasses import dataclass
from typing import Any

from django.utils.text import Truncator
from django.utils.translation import gettext as _

from core.figures import Number
from core.shown import Shown

from .saved_views import plain_name

# RFC 5322 allows 998 bytes in a line; mail programs show some 70 letters
SUBJECT_LENGTH = 140
LINE_LENGTH = 400
MOST_NUMBERS = 8
MOST_WARNINGS = 12


@dataclass(frozen=True)
class Letter:
    """What belongs to one mail besides the page: the view's name, who had it mailed, how often, to whom.

    link: address of the page; stop: address of the list where it is stopped; file: name of the attachment.
    """

    view: str
    recipient: str
    by: str
    is_own: bool
    rule: str
    link: str
    stop: str
    file: str


def subject(letter: Letter, shown: Shown) -> str:
    """The view's name, the data, and "demo data" where true; on one line whatever the name holds."""
    name = " · ".join(one for one in (plain_name(letter.view), plain_name(shown.edition_line)) if one)
    demo = _(" (demo data)") if shown.is_demo else ""
    return Truncator(name).chars(SUBJECT_LENGTH - len(demo)) + demo


def text(letter: Letter, shown: Shown) -> str:
    """The finding, the numbers, what they are of, the warnings; where it comes from and how it ends."""
    parts = [
        [_("Hello %(name)s,") % {"name": _line(letter.recipient)}],
        [_line(shown.heading)],
        [_number(one) for one in shown.numbers[:MOST_NUMBERS]],
        [_line(one) for one in shown.lines],
        warnings(shown),
        [_("Attached: %(file)s") % {"file": letter.file}, _("The page: %(link)s") % {"link": letter.link}],
        [_origin(letter), _end(letter)],
    ]
    return "\n\n".join("\n".join(lines) for lines in parts if lines) + "\n"


def warnings(shown: Shown) -> list[str]:
    """What stands beside the numbers on the page: notices first, then the figures' own."""
    said = [*shown.notices, *(one for figure in shown.figures.values() for one in figure.warnings)]
    lines = list(dict.fromkeys(_line(one) for one in said))
    listed = [f"! {line}" for line in lines[:MOST_WARNINGS]]
    if len(lines) > MOST_WARNINGS:
        listed.append(_("! %(n)s more remarks stand beside the figures.") % {"n": len(lines) - MOST_WARNINGS})
    return listed


def _number(number: Number) -> str:
    value = " ".join(str(one) for one in (number.shown, number.unit) if one)
    beside = ", ".join(str(one) for one in (number.change, number.note) if one)
    return _line(f"{number.label}: {value}" + (f" ({beside})" if beside else ""))


def _origin(letter: Letter) -> str:
    if letter.is_own:
        return _("You get this mail because you had “%(view)s” mailed to you: %(rule)s.") % _names(letter)
    return _("You get this mail because %(by)s had “%(view)s” mailed to you: %(rule)s.") % _names(letter)


def _names(letter: Letter) -> dict[str, str]:
    return {"by": _line(letter.by), "view": _line(letter.view), "rule": letter.rule}


def _end(letter: Letter) -> str:
    return _("To stop it, open “Saved views”: %(link)s") % {"link": letter.stop}


def _line(value: Any) -> str:
    """One line of it: a name with line breaks in it could pretend to be another part of the mail."""
    return Truncator(plain_name(str(value))).chars(LINE_LENGTH)
