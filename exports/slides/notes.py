"""Speaker's notes: what stands behind a slide, so that whoever shows it can answer for its numbers."""

from collections.abc import Iterable, Sequence

from django.utils.translation import gettext as _

from core.downloads import definition
from core.figures import Figure, Number
from core.shown import Shown

from ..report import Report


def of_figure(report: Report, page: Shown, figure: Figure, names: Sequence[str] = ()) -> list[str]:
    """Summary, base with filters, warnings, formulas and address. names: those that were cut on the slide."""
    return [
        str(figure.title),
        str(figure.subtitle),
        str(figure.summary),
        *_part(_("Base"), [str(figure.base), *page.lines]),
        *_part(_("Warnings"), map(str, figure.warnings)),
        *_part(_("How this is computed"), (definition(*one) for one in figure.how)),
        *_part(_("Names in full"), names),
        *_of_page(report, page),
    ]


def of_page(report: Report, page: Shown) -> list[str]:
    """Heading, notices, each of the page's numbers with all that is said of it, and how it is computed.

    What a card cuts, and a notice that the slide has no room for, stands here in full.
    """
    return [
        page.heading,
        page.problem,
        *page.notices,
        *map(_number, page.numbers),
        *_part(_("Base"), page.lines),
        *_part(_("How this is computed"), (f"{one.label}: {one.how}" for one in page.numbers if one.how)),
        *_of_page(report, page),
    ]


def _of_page(report: Report, page: Shown) -> list[str]:
    return _part(_("Page"), [f"{page.title}: {report.site}{page.address}"])


def _part(name: str, found: Iterable[str]) -> list[str]:
    """A heading with its lines; nothing where there is no line."""
    listed = [one for one in dict.fromkeys(found) if one]
    return ["", f"{name}:", *listed] if listed else []


def _number(number: Number) -> str:
    said = f"{number.label}: {number.shown} {number.unit}".strip()
    return " · ".join([said, *(str(one) for one in (number.change, number.note) if one)])
