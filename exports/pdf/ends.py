"""The last sheets: how each number is computed, and the files that all come from."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _
from reportlab.platypus import CondPageBreak, Flowable, KeepTogether

from core import formats
from core.shown import Shown
from data.sources import Source
from exports.report import Report

from . import look, tables
from .text import HEADING, LABEL, PART, SMALL, Place, Style, Text

# points that a source needs for its heading and first lines
_LEAST_SOURCE = 140.0
_FORMULA = Style(look.SMALL, look.ACCENT, after=1)
_MEANING = Style(look.SMALL, look.INK_2, after=8)


def definitions(report: Report, note: Any) -> list[Flowable]:
    """Formula and meaning of everything that the figures and numbers are made of, by name, each once."""
    found = all_definitions(report.pages)
    if not found:
        return []
    head: list[Flowable] = [Place("definitions", _("Definitions"), 0, note), Text(_("Definitions"), HEADING)]
    names = sorted(found, key=str.casefold)
    return [*head, *(KeepTogether(_definition(name, found[name])) for name in names)]


def all_definitions(pages: Iterable[Shown]) -> dict[str, list[tuple[str, str]]]:
    """Name → (formula, meaning), where pages say it differently each; none that another one says too."""
    met: dict[str, dict[tuple[str, str], None]] = {}
    for page in pages:
        for figure in page.figures.values():
            for label, formula, meaning in figure.how:
                met.setdefault(str(label), {})[str(formula), str(meaning)] = None
        for number in page.numbers:
            if number.how:
                met.setdefault(str(number.label), {})["", str(number.how)] = None
    return {name: _longest(list(found)) for name, found in met.items()}


def _longest(found: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """Without those that another one says too: a number says in one sentence what a figure says in two."""
    words = [". ".join(part for part in one if part).casefold() for one in found]
    return [
        one
        for place, one in enumerate(found)
        if not any(
            words[place] in other and (len(other), -at) > (len(words[place]), -place)
            for at, other in enumerate(words)
        )
    ]


def _definition(label: str, said: list[tuple[str, str]]) -> list[Flowable]:
    found: list[Flowable] = [Text(label, LABEL)]
    for formula, meaning in said:
        found += [Text(formula, _FORMULA)] if formula else []
        found += [Text(meaning, _MEANING)] if meaning else []
    return found


def sources(report: Report, note: Any) -> list[Flowable]:
    """The editions and their files, with the columns that were used."""
    if not report.sources:
        return []
    title = _("Sources and editions")
    found: list[Flowable] = [Place("sources", title, 0, note), Text(title, HEADING)]
    lines = dict.fromkeys(
        line for page in report.pages for line in (page.edition_line, page.source_line) if line
    )
    found += [Text(line, SMALL) for line in lines]
    for source in report.sources:
        found += _source(source)
    return found


def _source(source: Source) -> list[Flowable]:
    edition = _("%(subject)s, %(period)s, edition %(number)s")
    params = {"subject": source.subject, "period": source.period, "number": formats.integer(source.number)}
    return [
        CondPageBreak(_LEAST_SOURCE),
        Text(edition % params, PART),
        *([Text(source.definition, SMALL)] if source.definition else []),
        *tables.pairs(_facts(source), ("", ""), look.ROOM),
        *tables.columns(_columns(source), (_("Column of the file"), _("Used as")), look.ROOM),
    ]


def _facts(source: Source) -> list[tuple[str, str]]:
    found = [
        (_("File"), source.file_name),
        (_("Sheets"), ", ".join(source.sheets)),
        (_("Rows used"), _rows(source)),
        (_("Uploaded"), _uploaded(source)),
        (_("Where it comes from"), source.source),
        (_("Fingerprint (SHA-256)"), source.sha256),
        (_("Demo data"), _("yes, synthetic") if source.is_demo else ""),
        (_("Deleted"), _("The rows and the file were deleted for good.") if source.is_purged else ""),
    ]
    return [(what, words) for what, words in found if words]


def _rows(source: Source) -> str:
    if source.rows is None:
        return ""
    words = _("%(used)s of %(all)s; %(wrong)s wrong, %(skipped)s skipped (totals, notes, duplicates)")
    return words % {
        "used": formats.integer(source.rows), "all": formats.integer(source.rows_in_file),
        "wrong": formats.integer(source.rows_wrong), "skipped": formats.integer(source.rows_skipped),
    }  # fmt: skip


def _uploaded(source: Source) -> str:
    when = formats.datetime_in(source.uploaded_at, source.time_zone)
    return f"{when} · {source.uploaded_by}" if source.uploaded_by else when


def _columns(source: Source) -> list[tuple[str, str]]:
    """Each by its heading in the file with its letter, and what it was used as."""
    return [
        (f"{' '.join(one.header.split())}{f' ({one.letter})' if one.letter else ''}", one.label)
        for one in source.columns
    ]
