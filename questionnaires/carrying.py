"""What a page's own form takes along of the address: the survey, the answers filtered by, the region."""

from urllib.parse import parse_qsl

from .scope import SurveyReader


def carried(reader: SurveyReader, own: tuple[str, ...]) -> list[tuple[str, str]]:
    """Hidden fields (name, value) of a form that sets the names in `own` itself."""
    return [pair for pair in parse_qsl(reader.params.query()[1:]) if pair[0] not in own]
