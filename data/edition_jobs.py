"""Withdraws a file where the cells of what is left must be built from its rows: seconds or minutes."""

from collections.abc import Iterable, Iterator

import pandas as pd
from django.utils.translation import gettext_noop

from core.jobs import JobProblem, Progress
from core.models import Job
from data import building, editions
from data.models import Edition, MarketRow


def follow(job: Job, progress: Progress) -> None:
    """Make the edition without `options["dataset"]` that follows edition `subject_id`."""
    if "edition" in job.options:
        return  # a worker was killed after its last transaction: all is done
    assert job.subject_id is not None
    edition = Edition.objects.select_related("region", "boundary_set").get(pk=job.subject_id)
    left = editions.without(edition, job.options["dataset"])
    rows = MarketRow.objects.filter(dataset__in=left).count()
    progress.stage(gettext_noop("Building the edition"), rows)
    cells = building.market_cells(_counted(building.market_rows(left), progress))
    dataset = edition.datasets.get(pk=job.options["dataset"])
    try:
        editions.withdraw(edition, dataset, job.user, cells, lambda made: progress.note(edition=made.pk))
    except editions.Refused as refused:
        raise JobProblem(refused.message, refused.params or None) from refused


def _counted(parts: Iterable[pd.DataFrame], progress: Progress) -> Iterator[pd.DataFrame]:
    done = 0
    for part in parts:
        yield part
        done += len(part)
        progress.at(done)
