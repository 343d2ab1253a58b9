"""Figures of the survey by level: one per question, and who answered beside whom there is."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import pandas as pd
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from analysis.proportions import LEAST_BASE
from analysis.suppression import THRESHOLD, told
from charts import shares, theme
from clustering.levels import Levels
from core import formats
from core.figures import Column, Figure, Table
from data import plots
from data.area_rows import by_id
from data.market import Market
from data.market_words import edition_words, filter_words, listed, place, places, source_words
from questionnaires.answer_bars import how_interval, interval_columns
from questionnaires.content import respondents
from questionnaires.crosstab_numbers import p_words, test_words
from questionnaires.finding_words import counted_words
from questionnaires.forms import survey_name
from questionnaires.scope import SurveyReader

from . import sentences
from .survey_levels import Answers, Compared


@dataclass(frozen=True, eq=False)
class Page:
    """One page: the market that gives the levels, the respondents on it, and each question by level."""

    market: Market
    reader: SurveyReader
    levels: Levels
    answers: Answers
    compared: tuple[Compared, ...]

    @property
    def places(self) -> str:
        """What the areas of the page are called."""
        return places(self.market.scope.level)

    @property
    def survey_words(self) -> str:
        """ "awareness · 2023", and that it is made up where the market is not."""
        assert self.reader.survey is not None
        found = survey_name(self.reader.survey.edition)
        return f"{found} ({_('demo data')})" if self.reader.is_demo and not self.market.is_demo else found

    @property
    def source_words(self) -> str:
        """The survey at the end of the page."""
        assert self.reader.survey is not None
        source = source_words(self.reader.survey.edition)
        return " · ".join(filter(None, (self.survey_words, respondents(self.answers.n), source)))

    @property
    def is_filtered(self) -> bool:
        """Whether only those count who gave some answers: then a number of respondents tells answers too."""
        return bool(self.reader.params.answers)

    def number(self, n: Any, is_told: Any) -> int | None:
        """How many respondents a group has; None where that must not be told."""
        return None if self.is_filtered and not is_told else int(n)

    def few_words(self, *numbers: pd.Series) -> tuple[str, ...]:
        """Why groups are missing in a table; an empty one has no share to miss, only a number."""
        hidden = pd.concat([n[~told(n)] for n in numbers])
        return few_words(hidden if self.is_filtered else hidden[hidden > 0])

    def base(self, n: float) -> str:
        """How many of how many respondents of which survey, and whose levels."""
        text = ngettext("n = %(n)s of %(all)s respondent", "n = %(n)s of %(all)s respondents", self.answers.n)
        counts = {"n": formats.integer(n), "all": formats.integer(self.answers.n)}
        filtered = _("filtered by answers") if self.reader.params.answers else ""
        return " · ".join(filter(None, (text % counts, filtered, self.survey_words, self._level_words())))

    def _level_words(self) -> str:
        """Which edition the levels come from, and of which MSMEs."""
        text = _("levels of %(what)s: %(edition)s") if filter_words(self.market) else _("levels: %(edition)s")
        return text % {"edition": edition_words(self.market), "what": sentences.msmes(self.market)}


def interval(rate: Any) -> str:
    """ "40–93%": the limits of a share, whole percents."""
    low = formats.number(100 * float(rate["low"]), 0)
    return f"{low}–{formats.share(float(rate['high']), 0)}"


def few_words(hidden: Iterable[Any]) -> tuple[str, ...]:
    """Why a table leaves out what some answered. hidden: how many did, of each that is left out."""
    bases = list(hidden)
    if not bases:
        return ()
    text = _("“%(sign)s”: fewer than %(least)s answered, too few to be shown.")
    if max(bases) >= THRESHOLD:
        text = _(
            "“%(sign)s”: fewer than %(least)s answered, too few to be shown; one more is hidden where the "
            "rest would give it away."
        )
    return (text % {"sign": formats.MISSING, "least": THRESHOLD},)


def by_level(page: Page, one: Compared) -> Figure:
    """A bar with its interval per level, the share of all as a line, and the test in words."""
    plot = _bars(page, one) if one.told.any() else None
    return Figure(
        key=f"by_level_{one.asked.role}",
        title=level_title(page, one),
        subtitle=_("Share by the level of their %(place)s, with 95%% intervals")
        % {"place": place(page.market.scope.level)},
        summary=f"{counted_words(one.asked.role, one.asked.counted)} {chance_words(one)}",
        base=page.base(int(one.rates["n"].sum())),
        plot=plot,
        table=_level_table(page, one),
        warnings=_cautions(page, one),
        how=(*how_interval(), _how_test()),
        height=plots.height(plot, least=0) if plot else 0,
        wide=False,
    )


def level_title(page: Page, one: Compared) -> str:
    """The shares, where they differ more than by chance; else that they do not, or why nothing is said."""
    what = one.asked.label
    known = one.rates[one.told]
    values: dict[str, Any] = {"what": what, "places": page.places}
    if known.empty:
        nobody = _("%(what)s: nobody in these %(places)s answered")
        return (_("%(what)s: too few answered to be shown") if one.rates["n"].any() else nobody) % values
    if known["n"].sum() == one.rates["n"].sum() and len(known) == 1:
        values |= {"level": page.levels.names[int(known.index[0])], "share": _percent(known["share"].iloc[0])}
        return _("%(what)s: %(share)s, and all who answered are in %(level)s %(places)s") % values
    if not one.is_clear and len(known) > 1:
        least, most = _percent(known["share"].min()), _percent(known["share"].max())
        text = _("%(what)s: no clear difference between the levels (%(least)s to %(most)s)")
        if one.is_few:
            text = _("%(what)s: too few answered to compare the levels (%(least)s to %(most)s)")
        same = _("%(what)s: %(most)s in every level")
        return (same if least == most else text) % {**values, "least": least, "most": most}
    values["shares"] = listed(
        _("%(share)s in %(level)s ones") % {"share": _percent(share), "level": page.levels.names[level]}
        for level, share in by_id(known["share"].sort_values(ascending=False, kind="stable")).items()
    )
    if one.has_few:
        return _("%(what)s: %(shares)s, but few answered in some") % values
    return _("%(what)s: %(shares)s") % values


def _percent(share: float) -> str:
    return formats.share(share, 0)


def chance_words(one: Compared) -> str:
    """Whether chance alone would make the levels differ so much, with the test; why there is none."""
    if one.association.problem is not None:
        return _("There is nothing to test: it takes two levels with answers, and two different answers.")
    p = p_words(one.p)
    if one.tests > 1:
        p = _("%(p)s allowing for %(n)s questions") % {"p": p, "n": formats.integer(one.tests)}
    values = {"test": test_words(one.association), "p": p, "least": LEAST_BASE}
    if one.is_few:
        text = _("Fewer than %(least)s answered, so nothing is concluded from it (%(test)s, %(p)s).")
        return text % values
    if one.is_clear:
        return _("Chance alone would seldom make levels differ so much (%(test)s, %(p)s).") % values
    return _("Chance alone can make levels differ this much (%(test)s, %(p)s).") % values


def _how_test() -> tuple[str, str, str]:
    meaning = _(
        "Levels against yes and no; p is raised by Holm's rule for the questions compared on this page. "
        "Respondents count as independent, though those of one sub-district may resemble one another."
    )
    return (
        _("Test across levels"),
        _("chi-square of the counts, or an exact test where they are small"),
        meaning,
    )


def _cautions(page: Page, one: Compared) -> tuple[str, ...]:
    found = [*page.few_words(one.rates["n"])]
    if one.small:
        names = listed(
            f"{page.levels.names[level]} (n = {formats.integer(one.rates.at[level, 'n'])})"
            for level in one.small
        )
        text = _("Fewer than %(least)s answered in: %(names)s. Their share says little.")
        found.append(text % {"least": LEAST_BASE, "names": names})
    nobody = [page.levels.names[level] for level in one.rates.index[one.rates["n"] == 0].tolist()]
    if nobody and not page.is_filtered:
        found.append(_("Nobody answered in: %(names)s.") % {"names": listed(nobody)})
    return tuple(found)


def _bars(page: Page, one: Compared) -> dict[str, Any]:
    known = one.rates[one.told].iloc[::-1]
    levels, colours = known.index.tolist(), theme.level_colours(len(page.levels.names))
    text = _("%(share)s (%(yes)s of %(n)s)")
    table = known.assign(
        name=[page.levels.names[level] for level in levels],
        text=[
            text % {"share": _percent(share), "yes": formats.integer(yes), "n": formats.integer(n)}
            for share, yes, n in zip(known["share"], known["yes"], known["n"], strict=True)
        ],
    )
    line = _("all: %(share)s") % {"share": _percent(one.whole["share"])}
    figure = shares.share_bars(
        table, colours=[colours[level] for level in levels], muted=tuple(one.small),
        reference=float(one.whole["share"]), reference_label=line, language=plots.language(),
    )  # fmt: skip
    return plots.plain(figure)


def _level_table(page: Page, one: Compared) -> Table:
    rows = [
        {
            **_named(page, level), **_row(rate, one.told[level]), "_muted": level in one.small,
            "n": page.number(rate["n"], one.told[level]),
        }
        for level, rate in reversed(list(one.rates.iterrows()))
    ]  # fmt: skip
    columns = (
        Column("name", _("Level")), Column("n", _("Answered"), "integer"),
        Column("yes", one.asked.short, "integer"), Column("share", _("Share"), "share"),
        *interval_columns(),
    )  # fmt: skip
    whole = _row(one.whole, one.whole["n"] >= THRESHOLD)
    return Table(columns, rows, total={"name": _("all respondents"), **whole}, compact=True)


def _named(page: Page, level: int) -> dict[str, Any]:
    """The cell that names a level, with its mark."""
    return {"name": page.levels.names[level], "_level": page.levels.words[level]}


def _row(rate: Any, is_told: bool) -> dict[str, Any]:
    if not is_told:
        return {"n": int(rate["n"]), "yes": None, "share": None, "low": None, "high": None}
    shares_of = {name: float(rate[name]) for name in ("share", "low", "high")}
    return {"n": int(rate["n"]), "yes": int(rate["yes"]), **shares_of}


def who_answered(page: Page) -> Figure:
    """Respondents of each level beside the MSMEs there: whom the survey heard more, and whom less."""
    table = _heard(page)
    rows = [
        {**_named(page, level), **values, "_muted": values["respondents"] < LEAST_BASE}
        for level, values in reversed(list(enumerate(table.to_dict("records"))))
    ]
    columns = (
        Column("name", _("Level")), Column("share_msme", _("Share of MSMEs"), "share"),
        Column("respondents", _("Respondents"), "integer"),
        Column("share", _("Share of respondents"), "share"),
    )  # fmt: skip
    return Figure(
        key="who_answered",
        title=_heard_title(page, table),
        subtitle=_("Respondents of each level beside the MSMEs there"),
        summary=_(
            "Nobody is weighted: a level that was heard more than it has MSMEs counts for more in the shares "
            "of all respondents."
        ),
        base=page.base(int((page.answers.level >= 0).sum())),
        table=Table(columns, rows, compact=True),
        warnings=few_words(0 for hidden in table["share"].isna() if hidden),
        wide=False,
    )


def _heard(page: Page) -> pd.DataFrame:
    """Index level; the share of MSMEs there, respondents (NaN where they must not be told), their share."""
    levels, counts = range(len(page.levels.words)), page.market.areas["n"]
    msmes = pd.Series([counts.reindex(page.levels.members(level)).sum() for level in levels])
    people = pd.Series([int((page.answers.level == level).sum()) for level in levels])
    shown = people.where(told(people)) if page.is_filtered else people
    return pd.DataFrame(
        {"share_msme": msmes / msmes.sum(), "respondents": shown, "share": shown / people.sum()}
    )


def _heard_title(page: Page, table: pd.DataFrame) -> str:
    """The level whose part of the respondents differs most from its part of the MSMEs."""
    known = table.dropna(subset="share")
    if known.empty:
        return _("Too few respondents in each level to be shown")
    gaps = (known["share"] - known["share_msme"].fillna(0)).abs()
    level = known.index.tolist()[int(gaps.argmax())]
    values = {
        "level": capfirst(page.levels.names[level]), "places": page.places,
        "msmes": _percent(known["share_msme"][level]), "people": _percent(known["share"][level]),
    }  # fmt: skip
    return _("%(level)s %(places)s: %(msmes)s of the MSMEs, %(people)s of the respondents") % values
