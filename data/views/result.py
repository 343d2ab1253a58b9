"""Last step: what the import made, where to see it, and how to take it back."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from data import purging
from data.models import Dataset, Edition

from .check import causes
from .steps import dataset_page, step

# where the numbers of a subject are seen first
PAGES = {
    Edition.Subject.MARKET: "overview",
    Edition.Subject.POPULATION: "ratio",
    Edition.Subject.AREA_FACTS: "geography",
    Edition.Subject.OUTLINES: "geography",
    Edition.Subject.SURVEY: "questionnaires",
    Edition.Subject.TRANSACTIONS: "customers",
    Edition.Subject.CUSTOMER_TABLE: "attribute_quality",
}


@step("result")
def result(request: HttpRequest, dataset: Dataset) -> HttpResponse:
    edition = dataset.editions.order_by("-number").first()
    return dataset_page(
        request,
        dataset,
        "result",
        _heading(edition, dataset),
        template="data/dataset_result.html",
        edition=edition,
        page_url=_page_url(edition),
        report=dataset.report,
        causes=causes(dataset),
        can_undo=edition is not None and edition.is_current,
        can_purge=not purging.is_shown(dataset) and dataset.directory.exists(),
        is_unfinished=purging.is_unfinished(dataset),
    )


def _heading(edition: Edition | None, dataset: Dataset) -> str:
    if dataset.rows_purged_at:
        return _("The rows of this file were deleted for good")
    if edition is None or not edition.is_current:
        return _("This file was imported, and is not shown any more")
    named = {"subject": edition.get_subject_display(), "period": edition.period_label, "n": edition.number}
    return _("Imported: %(subject)s %(period)s, edition %(n)s") % named


def _page_url(edition: Edition | None) -> str:
    """The page that shows the edition first, in its region; nothing once it is withdrawn."""
    if edition is None or not edition.is_current:
        return ""
    name = PAGES.get(Edition.Subject(edition.subject))
    # of several surveys, shops and tables the page must show this one
    own = {"survey": str(edition.pk)} if edition.subject == Edition.Subject.SURVEY else {}
    own |= {"shop": edition.series} if edition.subject == Edition.Subject.TRANSACTIONS else {}
    if edition.subject == Edition.Subject.CUSTOMER_TABLE:
        own |= {"customer_table": edition.series, "period": edition.period_label}
    return f"{reverse(name)}?{urlencode({'region': edition.region.slug, **own})}" if name else ""
