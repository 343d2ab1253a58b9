"""The page of written answers in words: what is listed, what was not read, what is masked."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.events import record
from core import formats
from core.pages import ADMIN
from data.content import Empty
from data.paging import pages_of

from .scope import SurveyReader
from .sides import AREA, choices, side
from .written import MOST_OPENED, OTHER_WORDS, PAGE_ROWS, Line, Written, kind_of


def heading(written: Written) -> str:
    """How many wrote what; with a search, how many of the answers hold the text."""
    values = {
        "n": formats.integer(written.n),
        "all": formats.integer(int(written.kept.sum())),
        "label": written.question.label,
    }
    if written.text:
        values |= {"found": formats.integer(written.found), "text": written.text}
        return _("%(found)s of %(n)s answers to “%(label)s” hold “%(text)s”") % values
    if kind_of(written.question) == OTHER_WORDS:
        return _("%(n)s of %(all)s respondents answered “%(label)s” in their own words") % values
    return _("%(n)s of %(all)s respondents answered “%(label)s”") % values


def lead(written: Written) -> tuple[str, ...]:
    """What the list does not show, and why."""
    found = []
    if written.is_cut:
        text = _(
            "These answers are kept encrypted, and only those of the first %(n)s of %(all)s respondents were "
            "read. Choose whose answers above, so that fewer remain."
        )
        counts = {"n": formats.integer(MOST_OPENED), "all": formats.integer(len(written.held))}
        found.append(text % counts)
    if written.is_personal:
        found.append(_("Personal answers are masked. Each one that you open is written to the log."))
    elif written.user.role != ADMIN:
        found.append(_("Telephone numbers and e-mail addresses in these texts are masked."))
    if written.sealed:
        text = ngettext(
            "What %(n)s respondent wrote cannot be read: this server does not have the key it was encrypted "
            "with. Ask the administrator of this server for it.",
            "What %(n)s respondents wrote cannot be read: this server does not have the key it was encrypted "
            "with. Ask the administrator of this server for it.",
            written.sealed,
        )
        found.append(text % {"n": formats.integer(written.sealed)})
    return tuple(found)


def empty(written: Written) -> Empty | None:
    """Why there is no line, and what to do."""
    if written.found:
        return None
    if not written.kept.any():
        text = _("Remove one of the answers above the page: no respondent gave all of them.")
        return Empty(_("No respondents"), text)
    if written.n:
        text = _("Try a shorter word, or another spelling. Parts of words are found too.")
        return Empty(_("No answer holds “%(text)s”") % {"text": written.text}, text)
    text = _("Choose another question, or remove an answer above. What an erased person wrote is gone.")
    return Empty(_("Nobody wrote anything here"), text)


def nothing_written(reader: SurveyReader) -> Empty:
    """A survey without a question that the person may read."""
    text = _(
        "Free texts and the words behind “other” are listed here. This survey has none that your role may "
        "read."
    )
    return Empty(_("No written answers in this survey"), text)


def of_page(written: Written, number: int, opened: int | None = None) -> dict[str, Any]:
    """The lines of one page, each with who wrote it, and where the page stands among the others."""
    lines = written.lines(number, opened)
    return {
        "lines": lines,
        "entries": list(zip(lines, _about(written, lines), strict=True)),
        "words": written.words(),
        **pages_of(number, written.found, PAGE_ROWS),
    }


def _about(written: Written, lines: list[Line]) -> list[str]:
    """Business field and sub-district of each, where they were asked; with personal answers nothing."""
    if written.is_personal:
        return [""] * len(lines)
    known = choices(written.survey)
    asked = written.survey.with_role("field")
    keys = [key for key in (asked.key if asked else "", AREA) if key in known]
    sides = [one for one in (side(written.survey, key) for key in keys) if not one.is_several]
    return [
        " · ".join(one.options[code] for one in sides if (code := int(one.codes[line.respondent])) >= 0)
        for line in lines
    ]


def log_seen(written: Written, lines: list[Line], number: int) -> None:
    """Each page that showed answers; that a text was looked for, but not the text, which may be a name."""
    if lines:
        where = {**_where(written), "page": number, "searched": bool(written.text)}
        record(written.user, "survey_texts_seen", str(written.survey.edition), len(lines), **where)


def log_opened(written: Written, line: Line) -> None:
    """One personal answer that was asked for."""
    where = {**_where(written), "row": line.row_number}
    record(written.user, "survey_personal_opened", str(written.survey.edition), 1, **where)


def _where(written: Written) -> dict[str, Any]:
    return {"edition": written.survey.edition.pk, "question": written.question.key}
