"""Imports a survey and asks for its pages."""

from pathlib import Path
from typing import Any

from benchmarks import requests, world


def measure(path: Path, times: int) -> dict[str, Any]:
    """Seconds of the import by stage, and milliseconds of each survey page, cold and warm."""
    from data.queries import current_editions
    from questionnaires import queries

    imported = world.import_file(path, "questionnaire", series="benchmark")
    survey = queries.survey(queries.surveys(current_editions(_region()))[0])
    with requests.signed_in() as client:
        pages = requests.measure(client, _addresses(survey), times)
    return {**imported, "pages": pages, "respondents": survey.n, "questions": len(survey.questions)}


def _region() -> Any:
    from areas.models import Region

    return Region.objects.get(slug=world.SLUG)


def _addresses(survey: Any) -> dict[str, str]:
    aware, field = survey.with_role("awareness"), survey.with_role("field")
    return {
        "findings": "/survey/",
        "questions": "/survey/questions/",
        "crosstab": f"/survey/crosstab/?row={aware.key}&column={field.key}",
        "scale": "/survey/scale/",
        "filtered findings": f"/survey/?a={aware.key}-3",
    }
