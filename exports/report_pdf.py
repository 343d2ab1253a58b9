"""The whole report as a PDF: cover, each page with its figures as vectors and its tables, the sources, and
the long tables.

No browser has a part in it: the fonts come from npm's folder, the drawings from charts.drawing.
"""

from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext
from reportlab.platypus import Flowable, NextPageTemplate, PageBreak

from charts import fonts
from core import formats
from core.figures import Figure
from core.jobs import JobProblem
from core.shown import Shown, filters_said
from core.texts import demo_words

from .pdf import appendix, cover, ends, figures, look, tables
from .pdf.appendix import Long, is_long
from .pdf.document import UPRIGHT, Document, Done
from .pdf.numbers import Numbers
from .pdf.text import FIGURE, HEADING, SUBTITLE, TINY, Caution, Place, Style, Text
from .report import Progress, Report

NO_FONTS = gettext_noop(
    "The fonts for print are missing on this server. Ask an admin to run: .venv/bin/python manage.py "
    "build_frontend"
)
_PAGE_NAME = Style(look.SMALL, look.ACCENT, "bold", after=2)
_TEXT_HEIGHT = look.TEXT_HEIGHTS[0]


def write(report: Report, path: Path, progress: Progress = lambda done, total: None) -> None:
    """Write the report in the active language. progress: figures done, and all.

    Raises core.jobs.JobProblem where the fonts are missing (the front end was not built).
    """
    try:
        fonts.load(settings.BASE_DIR / "node_modules")
    except fonts.FontsMissing as problem:
        raise JobProblem(NO_FONTS) from problem
    document = Document(
        path, title=report.title, author=report.person, subject=" · ".join(report.editions),
        language=report.language, made_at=report.made_at,
    )  # fmt: skip
    document.foot = " · ".join(report.editions)
    document.mark = demo_words(report.is_demo)
    document.save(_story(report, document, progress))


def _story(report: Report, document: Document, progress: Progress) -> list[Flowable]:
    body, longs, done = [], list[Long](), 0
    for place, page in enumerate(report.pages):
        body += _page(page, place, document)
        for figure in page.figures.values():
            done += 1
            home = f"page-{place}-{figure.key}"
            long = Long(len(longs) + 1, figure, str(page.title), home) if is_long(figure.table) else None
            longs += [long] if long else []
            body += [*_figure(figure, home, long), _step(progress, done, report.figures)]
    definitions, sources = ends.definitions(report, document.note), ends.sources(report, document.note)
    entries = _entries(report, bool(definitions), bool(sources), longs)
    story = [*cover.flowables(report, entries), NextPageTemplate(UPRIGHT), *body]
    for part in (definitions, sources, appendix.flowables(longs, document.note)):
        story += [PageBreak(), *part] if part else []
    return story


def _entries(
    report: Report, has_definitions: bool, has_sources: bool, longs: list[Long]
) -> list[tuple[str, str, str]]:
    found = [
        (f"page-{place}", page.title, str(page.heading) if page.heading != page.title else "")
        for place, page in enumerate(report.pages)
    ]
    if has_definitions:
        found.append(("definitions", _("Definitions"), _("How each number is computed")))
    if has_sources:
        found.append(("sources", _("Sources and editions"), _("The files behind the numbers")))
    if longs:
        text = ngettext("%(n)s table", "%(n)s tables", len(longs)) % {"n": formats.integer(len(longs))}
        found.append((appendix.PLACE, appendix.title(), text))
    return found


def _step(progress: Progress, done: int, total: int) -> Flowable:
    return Done(lambda _canvas: progress(done, total))


def _page(page: Shown, place: int, document: Document) -> list[Flowable]:
    """The head of a page: its finding, where its numbers come from, its numbers and notices."""
    found: list[Flowable] = [PageBreak(), Place(f"page-{place}", str(page.title), 0, document.note)]
    if page.title != page.heading:
        found.append(Text(page.title, _PAGE_NAME))
    found += [Text(page.heading or page.title, HEADING), *(Text(line, TINY) for line in _lines(page))]
    if page.problem:
        found.append(Caution(page.problem))
    found += [Caution(notice) for notice in page.notices]
    return [*found, Numbers(page.numbers)] if page.numbers else found


def _lines(page: Shown) -> list[str]:
    """Edition, source, and the filters in words."""
    found = [page.source_line or page.edition_line, filters_said(page.filters)]
    return [line for line in found if line]


def _figure(figure: Figure, key: str, long: Long | None) -> list[Flowable]:
    """One figure; a long table stands in the appendix, one too wide for an upright sheet on lying ones."""
    mark = Place(key, str(figure.title), 1)
    table = figure.table
    has_own_sheet = table is not None and (long is not None or tables.is_wide(table, look.ROOM))
    parts = figures.flowables(figure, look.ROOM, _TEXT_HEIGHT, with_table=not has_own_sheet)
    if long is not None:
        parts.append(appendix.Reference(long))
    elif table is not None and has_own_sheet:
        title: list[Flowable] = [Text(figure.title, FIGURE), Text(_("The table of this figure"), SUBTITLE)]
        parts += appendix.laid(table, str(figure.title), title)
    return _marked(mark, parts)


def _marked(mark: Place, parts: list[Flowable]) -> list[Flowable]:
    """The place's name on the sheet where the figure begins: behind the break before it."""
    head, *rest = parts
    return [head, mark, *rest]
