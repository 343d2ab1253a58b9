"""Tables of customers: how good the data are, what goes together, and who is alike."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_POST

from analysis.kmeans import CannotCluster
from core.pages import ANALYSTS
from core.roles import allow
from core.views import page
from customers import saving
from customers.table import asked as table_asked
from customers.table import jobs as table_jobs
from customers.table import quality_content, relations_content
from customers.table import queries as table_queries
from customers.table import segments_content as table_segments_content
from customers.table.asked import Asked
from customers.table.content import frame, table_page
from customers.table.features_form import FeaturesForm, GroupedForm
from customers.table.form import TableForm
from customers.table.formulas_form import FormulasForm
from customers.table.recipe import Chosen, chosen
from customers.table.remedy_form import RemedyForm
from customers.table.scope import TableReader
from customers.table.words import problem_words
from customers.views.words import recipe_words
from data.editions import Refused
from data.refusals import said

NO_TABLE = gettext_noop("No table of customers is loaded any more. Upload one first.")
CHANGED_FORM = gettext_noop(
    "The data changed since you opened this page. What you chose is still here: look at it again, then keep "
    "it."
)
CHANGED = gettext_noop("The data or their remedies changed since you opened this page. Look again.")


def attribute_quality(request: HttpRequest) -> HttpResponse:
    """What is missing, repeated, out of range or of one value, and what is done about it."""
    return table_page(
        request, "attribute_quality", quality_content.build, TableForm(request),
        wait=table_jobs.waiting_for_quality, around=_remedies,
    )  # fmt: skip


def _remedies(reader: TableReader) -> dict[str, Any]:
    """The remedies that were kept, and the form to choose others."""
    assert reader.table is not None
    may_change = reader.user.role in ANALYSTS
    found: dict[str, Any] = {
        "may_change": may_change, "recipes": table_queries.recipes(reader.table), "seen": reader.seen,
    }  # fmt: skip
    try:
        form = RemedyForm(table_asked.of_reader(reader)) if may_change else None
    except CannotCluster:
        form = None
    return {**found, "remedies": form}


def attribute_segments(request: HttpRequest) -> HttpResponse:
    """Who is alike by their attributes, what each group is like, and what to do for it."""
    return table_page(
        request, "attribute_segments", table_segments_content.build, GroupedForm(request),
        wait=table_jobs.waiting_for_segments, around=_features,
    )  # fmt: skip


def _features(reader: TableReader) -> dict[str, Any]:
    """What the segments are made of, and whether this person may keep them."""
    try:
        form = FeaturesForm(table_asked.of_reader(reader))
    except CannotCluster:
        form = None
    return {
        "features": form, "may_save": reader.user.role in ANALYSTS, "seen": reader.seen,
        "names_seen": reader.names_seen,
    }  # fmt: skip


def attribute_relations(request: HttpRequest) -> HttpResponse:
    """Derived features, what goes together, and age groups."""
    form = TableForm(request, with_pair=True)
    return table_page(request, "attribute_relations", relations_content.build, form, around=_derived)


def _derived(reader: TableReader) -> dict[str, Any]:
    """The form of derived features, for those who may change them."""
    may_change = reader.user.role in ANALYSTS
    try:
        form = FormulasForm(table_asked.of_reader(reader).prepared()) if may_change else None
    except CannotCluster:
        form = None
    return {"formulas": form, "seen": reader.seen}


@require_POST
@allow(ANALYSTS)
def attribute_formulas(request: HttpRequest) -> HttpResponse:
    """Keep which features are derived. Where that cannot be, the form comes again with all of them."""
    reader = TableReader(request.GET, request.user)
    try:
        form = FormulasForm(_asked(reader).prepared(), request.POST)
    except (Refused, CannotCluster) as refused:
        return _back(request, "attribute_relations", refused)
    problem = changed_words(reader, request.POST.get("seen"))
    if not problem and form.is_valid():
        problem = _kept_or_why(reader, form.chosen)
        if not problem:
            messages.success(request, _("The features are kept, and computed from the next file as well."))
            return redirect(f"{reverse('attribute_relations')}?{request.GET.urlencode()}")
    return page(
        request, "attribute_relations", heading=_("The features are not kept yet"), status=422,
        template="customers/attribute_formulas.html", formulas=form, seen=reader.seen, problem=problem,
        form=TableForm(request).filled(), without_tools=True, **frame(reader),
    )  # fmt: skip


@require_POST
@allow(ANALYSTS)
def attribute_recipe(request: HttpRequest) -> HttpResponse:
    """Keep the remedies that were chosen. Where that cannot be, the form comes again with all of them."""
    reader = TableReader(request.GET, request.user)
    try:
        form = RemedyForm(_asked(reader), request.POST)
    except (Refused, CannotCluster) as refused:
        return _back(request, "attribute_quality", refused)
    problem = changed_words(reader, request.POST.get("seen"))
    if not problem and form.is_valid():
        problem = _kept_or_why(reader, Chosen(form.recipe, *_formulas(reader)))
        if not problem:
            messages.success(request, _("The remedies are kept, and act on every page and on the next file."))
            return redirect(f"{reverse('attribute_quality')}?{request.GET.urlencode()}")
    return page(
        request, "attribute_quality", heading=_("The remedies are not kept yet"), status=422,
        template="customers/attribute_remedies.html", remedies=form, may_change=True, seen=reader.seen,
        problem=problem, form=TableForm(request).filled(), without_tools=True, **frame(reader),
    )  # fmt: skip


@require_POST
@allow(ANALYSTS)
def attribute_recipe_again(request: HttpRequest, recipe_id: int) -> HttpResponse:
    """Go back to remedies that were kept once; the newer ones stay in the list."""
    reader, kept = TableReader(request.GET, request.user), table_queries.recipe_by_id(recipe_id)
    table = reader.table
    if table is None or kept is None or (kept.region_id, kept.series) != (
        table.edition.region_id, table.series,
    ):  # fmt: skip
        raise Http404(_("These remedies are not of this table. Look at the list of kept remedies."))
    if problem := _kept_or_why(reader, chosen(kept.recipe)):
        messages.error(request, problem)
    else:
        messages.success(request, _("These remedies are in use again."))
    return redirect(f"{reverse('attribute_quality')}?{request.GET.urlencode()}")


def _asked(reader: TableReader) -> Asked:
    if reader.table is None:
        raise Refused(NO_TABLE)
    return table_asked.of_reader(reader)


def _kept_or_why(reader: TableReader, wanted: Chosen) -> str:
    """Keep remedies and features; why not, where somebody else was first."""
    assert reader.table is not None
    assert reader.region is not None
    try:
        saving.keep_recipe_after(
            reader.kept_recipe, reader.region, reader.table.series, wanted.to_json(), reader.user
        )
    except saving.Overtaken:
        return recipe_words(table_queries.recipe_in_use(reader.table), reader.region.time_zone)
    return ""


def changed_words(reader: TableReader, seen: str | None) -> str:
    """What changed since the page was opened on which a form was filled in, "" for nothing."""
    if seen == reader.seen or reader.table is None or reader.region is None:
        return ""
    earlier = [None, *table_queries.recipes(reader.table)]
    if seen in [reader.seen_with(one) for one in earlier]:
        return recipe_words(reader.kept_recipe, reader.region.time_zone)
    return _(CHANGED_FORM)


def _formulas(reader: TableReader) -> tuple[Any, Any]:
    """Own formulas and those not wanted, as they are."""
    kept = chosen(reader.kept_recipe.recipe if reader.kept_recipe else None)
    return kept.own, kept.without


def table_seen(request: HttpRequest) -> TableReader:
    """The address of a form that was filled in. Refused where its data changed since."""
    reader = TableReader(request.GET, request.user)
    if reader.table is None:
        raise Refused(NO_TABLE)
    if request.POST.get("seen") != reader.seen:
        raise Refused(CHANGED)
    return reader


def _back(request: HttpRequest, name: str, problem: Refused | CannotCluster) -> HttpResponse:
    messages.error(request, said(problem) if isinstance(problem, Refused) else problem_words(problem))
    return redirect(f"{reverse(name)}?{request.GET.urlencode()}")
