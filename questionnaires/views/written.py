"""What respondents wrote themselves, a page at a time; never kept, always logged."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy

from core.pages import ANALYSTS
from core.roles import allow
from core.views import never_kept, page
from data.content import Content, allowed
from questionnaires import written_page as content
from questionnaires.carrying import carried
from questionnaires.content import source_line, survey_page
from questionnaires.forms import survey_name
from questionnaires.written import Line, Written
from questionnaires.written_form import OWN, WrittenForm

GONE = gettext_lazy("This answer is not on the page any more. Look for it in the list.")


@allow(ANALYSTS)
def survey_written(request: HttpRequest) -> HttpResponse:
    """Answers to one question. A personal one is opened by a POST whose `open` names its respondent."""
    form = WrittenForm(request)
    reader = form.reader
    if reader.survey is None:
        return survey_page(request, "survey_written", lambda reader: Content(""))
    if form.question is None:
        empty = content.nothing_written(reader)
        return _page(request, form, heading=empty.title, empty=allowed(request, empty))
    written = Written(reader.survey, reader.kept, request.user, form.question, form.text)
    return _answers(request, form, written)


def _answers(request: HttpRequest, form: WrittenForm, written: Written) -> HttpResponse:
    asked = request.POST.get("open", "")
    opened = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 10 else None
    shown = content.of_page(written, form.page_of(written.pages), opened)
    line = next((one for one in shown["lines"] if one.respondent == opened), None)
    is_part = request.headers.get("HX-Target", "").startswith("answer-")
    if is_part and line is None and request.method == "POST":
        return never_kept(HttpResponse(format_html('<span class="answer">{}</span>', GONE)))
    part = line if is_part else None
    if request.method == "POST":
        _opened(form, written, line)
    # a list that was asked for by POST shows as much; an opened answer alone is logged above
    if part is None or not written.is_personal:
        content.log_seen(written, [part] if part else shown["lines"], shown["number"])
    return _page(
        request,
        form,
        template="questionnaires/_answer.html" if part else None,
        heading=content.heading(written),
        lead=content.lead(written),
        empty=content.empty(written),
        is_personal=written.is_personal,
        line=line,
        **shown,
    )


def _opened(form: WrittenForm, written: Written, line: Line | None) -> None:
    if line is None:
        form.notices.append(str(GONE))
    elif written.is_personal:
        content.log_opened(written, line)


def _page(request: HttpRequest, form: WrittenForm, **context: Any) -> HttpResponse:
    reader = form.reader
    assert reader.survey is not None
    edition = reader.survey.edition
    response = page(
        request,
        "survey_written",
        notices=form.notices,
        chips=form.chips(),
        form=form.filled(),
        asked=form.question,
        text=form.text,
        groups=form.groups(),
        carried=carried(reader, OWN),
        source_line=source_line(reader),
        edition_line=f"{edition.region.name} · {survey_name(edition)}",
        is_demo=reader.is_demo,
        **context,
    )
    return never_kept(response)
