"""How many MSMEs the register has in the category that a person said a survey's field means."""

from dataclasses import dataclass

from data import queries as data_queries
from data.models import Edition
from data.queries import EditionKey
from data.reading.names import key

from . import queries
from .forms import survey_name
from .scope import SurveyReader

# as long as keys of links are stored (questionnaires/reading.py)
_LONGEST = 200


@dataclass(frozen=True)
class Register:
    """links: key of a field's word → ids of categories; market: the edition whose MSMEs are counted."""

    links: tuple[tuple[str, tuple[int, ...]], ...] = ()
    market: Edition | None = None

    @property
    def cache_key(self) -> tuple[object, EditionKey | None]:
        """What a page that shows these numbers depends on."""
        return self.links, data_queries.edition_key(self.market) if self.market else None

    @property
    def name(self) -> str:
        return survey_name(self.market) if self.market else ""

    def n(self, fields: list[str]) -> dict[int, int]:
        """Place of a field → MSMEs of its categories; only of fields that a person linked to any."""
        if self.market is None:
            return {}
        cells = data_queries.cells(self.market)
        by_category = cells.groupby("category_id")["n"].sum()
        links = dict(self.links)
        found = {place: links.get(key(name)[:_LONGEST], ()) for place, name in enumerate(fields)}
        return {
            place: int(by_category.reindex(list(ids), fill_value=0).sum())
            for place, ids in found.items()
            if ids
        }


def register_of(reader: SurveyReader) -> Register:
    """The links of the survey's region, and its market nearest in time; empty without any link."""
    if reader.survey is None:
        return Register()
    edition = reader.survey.edition
    links = queries.field_links(edition.region)
    if not links:
        return Register()
    markets = data_queries.of_subject(data_queries.current_editions(edition.region), Edition.Subject.MARKET)
    held = tuple((word, tuple(sorted(ids))) for word, ids in sorted(links.items()))
    return Register(held, data_queries.nearest(edition, markets))
