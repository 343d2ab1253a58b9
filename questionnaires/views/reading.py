"""How an imported survey is read: which question stands for what, and what its fields of business mean."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from core.pages import ADMINS
from core.roles import allow
from core.views import page
from data.models import Edition
from data.queries import edition_by_id
from questionnaires import queries, reading
from questionnaires.forms import survey_name
from questionnaires.reading_form import ReadingForm
from questionnaires.scope import address_of


@allow(ADMINS)
def survey_reading(request: HttpRequest, edition_id: int) -> HttpResponse:
    """Roles, directions and links of one edition; answers stay as they were imported."""
    edition = edition_by_id(edition_id)
    if edition is None or edition.subject != Edition.Subject.SURVEY:
        raise Http404
    findings = address_of("questionnaires", edition)
    form = ReadingForm(queries.survey(edition), request.POST or None)
    if request.method == "POST" and form.is_valid():
        reading.set_readings(edition, form.readings, request.user)
        if form.chosen_links:
            reading.set_links(edition, form.chosen_links, request.user)
        messages.success(request, _("The pages of this survey follow these choices from now on."))
        return redirect(findings)
    return page(
        request,
        "questionnaires",
        heading=_("Which question stands for what?"),
        template="questionnaires/survey_reading.html",
        form=form,
        back=findings,
        edition_line=f"{edition.region.name} · {survey_name(edition)}",
        is_demo=edition.datasets.filter(is_demo=True).exists(),
        status=422 if form.is_bound else 200,
    )
