"""The market filter with a survey and whose answers of it count; all of them live in the address."""

from dataclasses import dataclass
from functools import cached_property

from django.http import HttpRequest
from django.utils.translation import gettext as _

from core.figures import Chip
from data.forms import MarketForm
from data.params import MarketParams
from data.scope import Scope
from questionnaires.forms import survey_name
from questionnaires.scope import SurveyReader

from .forms import extended


@dataclass(frozen=True)
class SurveyAreasParams(MarketParams):
    """The filter with the survey (an edition's id; 0: the newest) and the answers: `survey=7&a=q07-2`."""

    survey: int = 0
    a: tuple[str, ...] = ()

    @property
    def is_one_of_many(self) -> bool:
        return super().is_one_of_many or bool(self.a)


class SurveyAreasForm(MarketForm):
    """The market filter and a choice of the survey; answers come from the survey's pages and are carried."""

    def __init__(self, request: HttpRequest) -> None:
        self.user = request.user
        super().__init__(request)
        self.notices += self.asking.notices

    @cached_property
    def asking(self) -> SurveyReader:
        """The survey part of the address, read as the survey pages read it."""
        return SurveyReader(self.reader.query, self.user, reader=self.reader)

    def params(self) -> SurveyAreasParams:
        return self._own_params

    @cached_property
    def _own_params(self) -> SurveyAreasParams:
        asked = self.asking.params
        answers = tuple(f"{key}-{value}" for key, values in asked.answers for value in values)
        return extended(super().params(), SurveyAreasParams, survey=asked.survey, a=answers)

    def _add_fields(self, scope: Scope) -> None:
        super()._add_fields(scope)
        survey = self.asking.survey
        if survey is None:
            return
        names = {one.pk: survey_name(one) for one in (*self.asking.editions, survey.edition)}
        self._choose("survey", _("Survey"), list(names.items()), survey.edition.pk)
        self._carry("a", *self.params().a)

    def chips(self) -> list[Chip]:
        """One per filter in use, and one per answer."""
        params = self.params()
        answers = [
            Chip(chip.label, params.query(a=tuple(one for one in params.a if one != text)))
            for chip, text in zip(self.asking.chips(), params.a, strict=True)
        ]
        return [*super().chips(), *answers]
