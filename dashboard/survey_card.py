"""On the card of an area: what the respondents of the newest survey there answered."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from analysis import frequencies
from analysis.suppression import THRESHOLD
from core import formats
from core.figures import Column, Figure, Table
from data.market import Market
from data.queries import any_demo
from data.scope import Scope
from questionnaires import queries
from questionnaires.answer_bars import how_interval
from questionnaires.content import small_base
from questionnaires.forms import survey_name
from questionnaires.queries import Survey

from .survey_asked import asked
from .survey_figures import few_words, interval
from .survey_places import placed

# a card is about one area; surveys older than these are read on their own pages
MOST_SURVEYS = 3


def newest(scope: Scope | None) -> tuple[Survey, ...]:
    """The newest surveys of the region that a card may show."""
    if scope is None:
        return ()
    return queries.surveys_of(queries.surveys(scope.editions)[:MOST_SURVEYS])


def answered_here(market: Market, area: int, surveys: Iterable[Survey]) -> Figure | None:
    """What the respondents of one area answered, of the newest survey that has any; None without one."""
    for survey in surveys:
        here = placed(market, survey) == area
        if here.any() and (found := asked(survey)):
            n = int(here.sum())
            # the shares of one respondent are his answers, and everybody reads this card
            if n < THRESHOLD:
                return _too_few(market, area, survey, n)
            rows = [_row(one.short, one.yes[here], one.yes) for one in found]
            return _figure(market, area, survey, n, rows)
    return None


def _too_few(market: Market, area: int, survey: Survey, n: int) -> Figure:
    return Figure(
        key="answers",
        title=_title(market, area, n),
        summary=_("Too few answered here to be shown."),
        base=_base(market, survey),
        wide=False,
    )


def _row(label: str, here: Any, everybody: Any) -> dict[str, Any]:
    """One question: share here with its interval (None where too few answered it) and base, and of all."""
    own, whole = frequencies.rate(here), frequencies.rate(everybody)
    known = own["n"] >= THRESHOLD
    return {
        "name": label,
        "here": float(own["share"]) if known else None,
        "interval": interval(own) if known else None,
        "n": int(own["n"]),
        "all": float(whole["share"]) if whole["n"] else None,
    }


def _figure(market: Market, area: int, survey: Survey, n: int, rows: list[dict[str, Any]]) -> Figure:
    columns = (
        Column("name", _("What")), Column("here", market.names[area], "share", decimals=0),
        Column("interval", _("95% interval")), Column("n", "n", "integer"),
        Column("all", _("All"), "share", decimals=0),
    )  # fmt: skip
    return Figure(
        key="answers",
        title=_title(market, area, n),
        subtitle=_("Influencer marketing: share of those who answered, beside all respondents"),
        base=_base(market, survey),
        table=Table(columns, rows, compact=True),
        warnings=(*small_base(n), *few_words(row["n"] for row in rows if row["n"] and row["here"] is None)),
        how=how_interval(),
        wide=False,
    )


def _title(market: Market, area: int, n: int) -> str:
    text = ngettext(
        "What %(n)s respondent of %(name)s answered", "What %(n)s respondents of %(name)s answered", n
    )
    return text % {"n": formats.integer(n), "name": market.names[area]}


def _base(market: Market, survey: Survey) -> str:
    """The survey and its size, and that it is made up where the market is not."""
    text = ngettext("survey of %(n)s respondent", "survey of %(n)s respondents", survey.n)
    parts = [survey_name(survey.edition), text % {"n": formats.integer(survey.n)}]
    if not market.is_demo and any_demo([survey.edition.pk]):
        parts.append(_("demo data"))
    return " · ".join(parts)
