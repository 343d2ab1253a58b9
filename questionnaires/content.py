"""A survey page: address → survey and respondents → content (kept by survey, filter, language) → answer."""

import hashlib
from collections.abc import Callable, Hashable

from django.http import HttpRequest, HttpResponse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from analysis.proportions import LEAST_BASE
from analysis.suppression import THRESHOLD
from core import formats
from core.version import code_version
from core.views import page
from data.content import Content, Empty, allowed, kept_page
from data.market_words import source_words

from .forms import SurveyForm, survey_name
from .scope import SurveyReader

Build = Callable[[SurveyReader], Content]


def survey_page(
    request: HttpRequest,
    name: str,
    build: Build,
    *,
    own: tuple[str, ...] = (),
    variant: Hashable | Callable[[SurveyReader], Hashable] = (),
) -> HttpResponse:
    """Answer with one survey page.

    own: names of the address that belong to this page; variant: what else its content depends on, or a
    function of the reader that tells it.
    """
    form = SurveyForm(request, own)
    reader = form.reader
    if reader.survey is None:
        return _without_survey(request, name, form)
    key = _key(name, reader, variant(reader) if callable(variant) else variant)
    edition = reader.survey.edition
    return kept_page(
        request,
        name,
        key,
        lambda: _nothing(reader) or build(reader),
        lambda: {
            "source_line": source_line(reader),
            "edition_line": f"{edition.region.name} · {survey_name(edition)}",
            "is_demo": reader.is_demo,
            "editions": (edition.pk,),
        },
        form=SimpleLazyObject(form.filled),
        notices=[*form.notices, *repeated_words(reader.survey.repeated)],
        chips=form.chips(),
        is_filtered=bool(reader.params.answers or reader.params.carried),
    )


def _key(name: str, reader: SurveyReader, variant: Hashable) -> str:
    regions = reader.region.name if reader.region else ""
    links = tuple((one.pk, one.period_label) for one in reader.editions)
    seen = (name, variant, reader.cache_key, regions, links, get_language(), code_version())
    return "survey-" + hashlib.sha256(repr(seen).encode()).hexdigest()


def _nothing(reader: SurveyReader) -> Content | None:
    """Why there is nobody whose answers could be shown; None where there are respondents."""
    if reader.is_of_few:
        return _too_few()
    return None if reader.kept.any() else _nobody(reader)


def _too_few() -> Content:
    """The answers of few respondents of one place are shown to nobody, as on the card of an area."""
    title = _("Fewer than %(least)s respondents") % {"least": formats.integer(THRESHOLD)}
    text = _(
        "What so few respondents of a sub-district answered is shown to nobody, because somebody there could "
        "know who they are. Remove an answer above the page, or add another sub-district."
    )
    return Content(_("Too few respondents of this sub-district"), empty=Empty(title, text))


def _nobody(reader: SurveyReader) -> Content:
    """Nobody gave all the answers of the filter, or the edition holds no file any more."""
    if not reader.params.answers:
        text = _("The files of this survey were withdrawn. Choose another survey, or undo the withdrawal.")
        return Content(
            _("This survey holds no answers"),
            empty=Empty(_("No respondents"), text, "editions", _("Open the editions")),
        )
    text = _("Remove one of the answers above the page: no respondent gave all of them.")
    return Content(_("Nobody gave these answers"), empty=Empty(_("No respondents"), text))


def _without_survey(request: HttpRequest, name: str, form: SurveyForm) -> HttpResponse:
    """The page before the first survey."""
    region = form.reader.region
    text = _(
        "A survey is the file of answers that a form service gives out: one row per respondent. Once it is "
        "loaded, this page shows each question with its shares, its base and its uncertainty."
    )
    empty = Empty(_("What MSMEs answered will be here"), text, "upload", _("Upload a survey"))
    return page(
        request,
        name,
        heading=_("No survey is loaded yet"),
        notices=form.notices,
        empty=allowed(request, empty),
        edition_line=region.name if region else "",
        is_demo=bool(region and region.is_demo),
    )


def repeated_words(n: int) -> tuple[str, ...]:
    """That files of the survey repeat answers, which count once; none where they do not."""
    if not n:
        return ()
    text = ngettext(
        "%(n)s answer of a later file stands in an earlier one too, with the same time: it counts once.",
        "%(n)s answers of later files stand in an earlier one too, with the same time: they count once.",
        n,
    )
    return (text % {"n": formats.integer(n)},)


def source_line(reader: SurveyReader) -> str:
    """Whose answers the page shows, and from where. How many few of a sub-district are is an answer too."""
    assert reader.survey is not None
    edition = reader.survey.edition
    n = "" if reader.is_of_few else respondents(int(reader.kept.sum()))
    parts = [survey_name(edition), n, source_words(edition)]
    return " · ".join(part for part in parts if part)


def respondents(n: int) -> str:
    """ "150 respondents"."""
    return ngettext("%(n)s respondent", "%(n)s respondents", n) % {"n": formats.integer(n)}


def base_words(reader: SurveyReader, answered: int, missing: int) -> str:
    """The base under a figure: how many answered, how many did not, of which survey."""
    assert reader.survey is not None
    text = ngettext("n = %(n)s respondent", "n = %(n)s respondents", answered)
    said = text % {"n": formats.integer(answered)}
    if missing:
        said += " · " + _("%(n)s without an answer") % {"n": formats.integer(missing)}
    if reader.params.answers:
        said += " · " + _("filtered: %(n)s of %(all)s") % {
            "n": formats.integer(int(reader.kept.sum())),
            "all": formats.integer(reader.survey.n),
        }
    return f"{said} · {survey_name(reader.survey.edition)}"


def small_base(answered: int) -> tuple[str, ...]:
    """The caution for a base below 30; none for a larger one."""
    if answered >= LEAST_BASE:
        return ()
    text = _("Only %(n)s answered: with fewer than %(least)s respondents a share says little.")
    return (text % {"n": formats.integer(answered), "least": LEAST_BASE},)
