"""Survey by area: what respondents answered, by the level of their sub-district and by sub-district."""

from typing import Any

from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from analysis.proportions import LEAST_BASE
from analysis.suppression import THRESHOLD, told
from clustering.levels import area_levels
from core import formats
from core.figures import Column, Figure, Number, Table
from data.content import Content, Empty
from data.market import Market
from data.market_words import listed, place
from questionnaires.answer_bars import how_interval
from questionnaires.content import respondents
from questionnaires.finding_words import counted_words, untold
from questionnaires.forms import survey_name
from questionnaires.scope import SurveyReader

from . import area_cards, area_figures, survey_figures
from .survey_asked import unread
from .survey_figures import Page
from .survey_levels import Compared, answers
from .survey_places import unplaced_words


def content(market: Market, reader: SurveyReader) -> Content:
    """The page of one market and one survey; without a survey or a question to show, what to do."""
    if reader.survey is None:
        return _without_survey()
    levels = area_levels(market.areas)
    found = answers(market, levels, reader.survey, reader.kept)
    if not found.n:
        text = _("Remove one of the answers above the page: no respondent gave all of them.")
        return Content(_("Nobody gave these answers"), empty=Empty(_("No respondents"), text))
    if not found.asked:
        return _without_roles(reader)
    page = Page(market, reader, levels, found, found.by_level(levels.params.k))
    return Content(
        heading=heading(page),
        numbers=numbers(page),
        figures=figures(page),
        notices=notices(page),
        more={"survey_line": page.source_words},
        editions=(reader.survey.edition.pk,),
    )


def figures(page: Page) -> tuple[Figure, ...]:
    """A figure per question and who answered, by level; the table by area. Without levels the table alone."""
    found = [by_area(page)]
    if page.levels.result is not None and (page.answers.level >= 0).any():
        by_level = [survey_figures.by_level(page, one) for one in page.compared]
        found = [*by_level, survey_figures.who_answered(page), *found]
    return tuple(found)


def notices(page: Page) -> tuple[str, ...]:
    """Why respondents or levels are missing, and that the survey is made up where the market is not."""
    found = [*unplaced_words(page.market, page.answers.place)]
    if page.levels.problem and page.levels.result is None:
        text = _("Answers cannot be compared by level: %(why)s")
        found.insert(0, text % {"why": page.levels.problem})
    assert page.reader.survey is not None
    found += [untold(question) for question in unread(page.reader.survey)]
    if page.reader.is_demo and not page.market.is_demo:
        found.insert(0, _("The answers of this survey are demo data: no row is a real person."))
    return tuple(found)


def heading(page: Page) -> str:
    """Which answers differ between the levels, only where chance alone would seldom make it so."""
    nouns = listed(one.asked.noun for one in page.compared)
    tested = [one for one in page.compared if one.association.problem is None and not one.is_few]
    if not tested:
        values: dict[str, Any] = {"who": respondents(page.answers.n), "what": capfirst(nouns)}
        return _("%(what)s by %(place)s: %(who)s") % {**values, "place": place(page.market.scope.level)}
    clear = [one for one in tested if one.is_clear]
    levels = [name for level, name in enumerate(page.levels.names) if any(one.told[level] for one in tested)]
    values = {"levels": capfirst(listed(levels)), "places": page.places}
    if not clear:
        nouns = listed(one.asked.noun for one in tested)
        text = _("%(levels)s %(places)s do not clearly differ in %(what)s")
        return text % {**values, "what": nouns}
    values["what"] = listed(one.asked.noun for one in clear)
    if any(one.has_few for one in clear):
        return _("%(levels)s %(places)s seem to differ in %(what)s, but few answered in some") % values
    return _("%(levels)s %(places)s differ in %(what)s") % values


def numbers(page: Page) -> tuple[Number, ...]:
    """How many answered and from where, and each share over all respondents with its interval."""
    inside = page.answers.place[page.answers.place > 0]
    note = _("from %(n)s of %(all)s %(places)s")
    values = {
        "n": len(set(inside.tolist())), "all": len(page.market.names),
        "places": page.places,
    }  # fmt: skip
    first = Number(_("Respondents"), page.answers.n, kind="integer", note=note % values)
    return (first, *(_number(one) for one in page.compared))


def _number(one: Compared) -> Number:
    share, note, whole = None, "", one.whole
    if whole["n"] >= THRESHOLD:
        shown = {"interval": survey_figures.interval(whole), "n": formats.integer(whole["n"])}
        share, note = whole["share"], _("%(interval)s · n = %(n)s") % shown
    return Number(
        one.asked.label, share, kind="share", note=note,
        how=counted_words(one.asked.role, one.asked.counted) + " "
        + _("Divided by all who answered the question; the range is the 95% interval."),
    )  # fmt: skip


def by_area(page: Page) -> Figure:
    """Every area with its respondents and what they answered; each opens its card."""
    market = page.market
    counts, rates = page.answers.by_area(list(market.names))
    words = area_figures.level_words(market, page.levels)
    rows = []
    is_told = {role: told(table["n"]) for role, table in rates.items()}
    numbers_told = told(counts)
    for area, name in market.names.items():
        row: dict[str, Any] = {"name": name, "level": words.get(area)}
        row["n"] = page.number(counts[area], numbers_told[area])
        for role, table in rates.items():
            row |= _cells(role, table.loc[area], is_told[role][area])
        rows.append(row | {"_href": area_cards.address(market, area), "_selected": area in market.marked})
    small, some = int(((counts > 0) & (counts < LEAST_BASE)).sum()), int((counts > 0).sum())
    # where every base is small the title says so; greyed altogether none would stand out
    for row in rows if small < some else ():
        row["_muted"] = row["n"] is None or row["n"] < LEAST_BASE
    return Figure(
        key="survey_areas",
        title=_area_title(page, small, some),
        subtitle=_("Share of those who answered the question, with its 95% interval; open one for its card"),
        base=page.base(int(counts.sum())),
        table=Table(_area_columns(page), rows, sort="-n", total={"name": _("total"), "n": int(counts.sum())}),
        warnings=page.few_words(counts, *(table["n"] for table in rates.values())),
        how=how_interval(),
    )


def _cells(role: str, rate: Any, is_told: bool) -> dict[str, Any]:
    return {
        role: float(rate["share"]) if is_told else None,
        f"{role}_interval": survey_figures.interval(rate) if is_told else None,
    }


def _area_columns(page: Page) -> tuple[Column, ...]:
    columns = [
        Column("name", place(page.market.scope.level).capitalize()),
        Column("level", _("Level"), "level"),
        Column("n", _("Respondents"), "integer"),
    ]
    for one in page.compared:
        columns.append(Column(one.asked.role, one.asked.short, "share", decimals=0))
        name = _("%(what)s: interval") % {"what": one.asked.short}
        columns.append(Column(f"{one.asked.role}_interval", name))
    return tuple(columns)


def _area_title(page: Page, small: int, some: int) -> str:
    values = {"n": small, "places": page.places, "least": LEAST_BASE, "all": some}
    if not some:
        return _("No respondent is in one of these %(places)s") % values
    if small == some:
        return (
            _("Fewer than %(least)s answered in each of the %(places)s: read single ones as hints") % values
        )
    if small:
        return _("Fewer than %(least)s answered in %(n)s of %(all)s %(places)s: read these as hints") % values
    return _("What respondents answered in each of the %(places)s") % values


def _without_survey() -> Content:
    text = _(
        "Once the answers of a survey are uploaded, this page shows how they differ between sub-districts "
        "with few and with many MSMEs."
    )
    empty = Empty(_("What MSMEs answered, by area"), text, "upload", _("Upload a survey"))
    return Content(_("No survey is loaded yet"), empty=empty)


def _without_roles(reader: SurveyReader) -> Content:
    assert reader.survey is not None
    text = _(
        "No question of “%(survey)s” is known to stand for awareness, use or importance of influencer "
        "marketing, with answers that say yes or no to it. An admin can say which one does."
    )
    name = survey_name(reader.survey.edition)
    href = reverse("survey_questions") + reader.params.query()
    empty = Empty(_("Nothing to compare"), text % {"survey": name}, href=href, action=_("Open its questions"))
    return Content(_("This survey has no question to compare by area"), empty=empty)
