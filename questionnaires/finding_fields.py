"""Findings by business field: rates within each field, so every bar has a base of its own."""

from typing import Any

import numpy as np
import pandas as pd
from django.utils.translation import gettext as _

from analysis.proportions import LEAST_BASE, difference
from charts import shares
from core import formats
from core.figures import Column, Figure, Table
from data import plots
from data.market_words import listed

from . import answer_bars, meaning
from .content import base_words, small_base
from .finding_facts import Facts, Groups, Rate
from .finding_register import Register
from .finding_shares import asked, sentence, strangers
from .finding_words import counted_words, finding

MOST_FIELDS = 15
ALL = -1


def used_by_field(facts: Facts, register: Register) -> Figure | None:
    """Who has used it, within each field."""
    question, counted, groups = facts.question("used"), facts.counted("used"), facts.groups
    if question is None or counted is None or groups is None:
        return None
    table = _known(groups.rates(facts.said("used")))
    rate = facts.rate(facts.said("used"))
    return _rates(
        facts, groups, table, rate, register,
        key="used_by_field",
        title=_comparison(groups, table),
        subtitle=asked(question, _("by business field")),
        summary=counted_words("used", counted),
        yes=_("Have used it"),
    )  # fmt: skip


def effect_by_field(facts: Facts) -> Figure | None:
    """Who gained brand awareness: of all users first, then within each field where fields are known."""
    question, counted = facts.question("effect"), facts.counted("effect")
    if question is None or counted is None:
        return None
    said, users = facts.said("effect"), facts.users
    of_users = said if users is None else np.where(users, said, -1)
    rate = facts.rate(said, users)
    groups = facts.groups
    table = _known(groups.rates(of_users)) if groups else pd.DataFrame()
    only = "" if users is None else _("only those who have used influencers")
    return _rates(
        facts, groups, table, rate, Register(),
        key="effect",
        title=finding("effect" if users is not None else "effect_of_all", rate),
        subtitle=asked(question, only),
        summary=" ".join(
            (counted_words("effect", counted), sentence(answer_bars.interval(*rate.limits)))
        ).strip(),
        yes=_("Gained brand awareness"),
        notes=strangers(facts, said),
        all_name=_("All who have used it") if users is not None else _("All respondents"),
    )  # fmt: skip


def _known(table: pd.DataFrame) -> pd.DataFrame:
    """Fields in which anybody answered, the highest rate first; a field of the same rate by its base."""
    found = table[table["n"] > 0]
    return found.sort_values(["share", "n"], ascending=False, kind="stable")


def _rates(
    facts: Facts,
    groups: Groups | None,
    table: pd.DataFrame,
    rate: Rate,
    register: Register,
    *,
    yes: str,
    all_name: str = "",
    notes: tuple[str, ...] = (),
    **texts: Any,
) -> Figure:
    """A bar per field with its own base; the first is that of all where it has a name."""
    rows = _rows(facts, groups, table, rate, all_name)
    drawn = _drawn(rows)
    bases = dict(zip(rows.index.tolist(), rows["n"].tolist(), strict=True))
    small = tuple(one for one, n in bases.items() if one != ALL and n < LEAST_BASE)
    reference = None if all_name or not rate.n else rate.share
    label = _("all: %(share)s") % {"share": formats.share(rate.share)}
    key = groups.question.key if groups else ""
    chosen = answer_bars.selected(facts.reader.params, key)
    plot = plots.plain(
        shares.share_bars(
            drawn, muted=small, highlight=chosen, reference=reference, reference_label=label,
            links=drawn["_href"].tolist(), language=plots.language(),
        )
    )  # fmt: skip
    return Figure(
        base=base_words(facts.reader, rate.n, rate.missing),
        plot=plot,
        table=_table(groups, rows, yes, register, chosen, small),
        warnings=(*small_base(rate.n), *notes, *cautions(groups, rows, drawn, small)),
        how=answer_bars.how_interval(),
        height=plots.height(plot, least=0),
        wide=False,
        **texts,
    )


def _rows(
    facts: Facts, groups: Groups | None, table: pd.DataFrame, rate: Rate, all_name: str
) -> pd.DataFrame:
    """name, text, n, yes, share, low, high, _href; index place of the field, or ALL."""
    found = []
    if all_name:
        low, high = rate.limits
        found.append(
            {"place": ALL, "name": all_name, "n": rate.n, "yes": rate.yes, "share": rate.share, "low": low,
             "high": high, "_href": ""}
        )  # fmt: skip
    if groups is not None:
        key = groups.question.key
        found += [
            {**answer_bars.values(table, place), "place": place, "name": groups.names[place],
             "_href": answer_bars.toggled(facts.reader.params, key, place)}
            for place in table.index.tolist()
        ]  # fmt: skip
    rows = pd.DataFrame(
        found, columns=["place", "name", "n", "yes", "share", "low", "high", "_href"]
    ).set_index("place")
    return rows.assign(text=[_of(yes, n) for yes, n in zip(rows["yes"], rows["n"], strict=True)])


def _of(yes: Any, n: Any) -> str:
    values = {
        "yes": formats.integer(yes),
        "n": formats.integer(n),
        "share": formats.share(yes / n if n else None),
    }
    return _("%(yes)s of %(n)s · %(share)s") % values


def _drawn(rows: pd.DataFrame) -> pd.DataFrame:
    """All respondents and the fields with the most of them, in the order of the rows."""
    fields = rows["n"].drop(ALL, errors="ignore").sort_values(ascending=False, kind="stable")
    return rows[rows.index.isin([ALL, *fields.index[:MOST_FIELDS]])]


def _table(
    groups: Groups | None,
    rows: pd.DataFrame,
    yes: str,
    register: Register,
    chosen: tuple[int, ...],
    small: Any,
) -> Table:
    linked = register.n(groups.names) if groups else {}
    columns = (
        Column("name", _("Business field")),
        Column("yes", yes, "integer"),
        Column("n", _("Respondents"), "integer"),
        Column("share", _("Share"), "share"),
        *answer_bars.interval_columns(),
        *((Column("register", _("MSMEs in the register"), "integer", unit=register.name),) if linked else ()),
    )
    found = [
        {
            **answer_bars.values(rows, place), "register": linked.get(place), "_selected": place in chosen,
            "_muted": place in small,
        }
        for place in rows.index.tolist()
    ]  # fmt: skip
    return Table(columns, [{k: v for k, v in row.items() if k != "_href" or v} for row in found])


def cautions(
    groups: Groups | None, rows: pd.DataFrame, drawn: pd.DataFrame, small: tuple[Any, ...]
) -> tuple[str, ...]:
    """What makes a comparison of fields unsafe."""
    if groups is None:
        return ()
    found = []
    names = [groups.names[place] for place in rows.index.tolist() if place != ALL]
    if groups.picks is not None:
        found.append(_("Respondents could name several fields and count in each of them."))
    found += [
        _("%(names)s overlap in meaning: a respondent may have chosen either, so they are not compared.")
        % {"names": listed(f"“{name}”" for name in group)}
        for group in meaning.overlapping(names)
    ]
    if small:
        text = _("Grey: fewer than %(least)s respondents, a share says little there (%(names)s).")
        values = {"least": LEAST_BASE, "names": listed([groups.names[place] for place in small], 4)}
        found.append(text % values)
    shown = int((drawn.index != ALL).sum())
    if shown < len(names):
        text = _("The chart shows the %(n)s fields with the most respondents; the table has all %(all)s.")
        found.append(text % {"n": shown, "all": formats.integer(len(names))})
    return tuple(found)


def _comparison(groups: Groups, table: pd.DataFrame) -> str:
    """The field that uses it most against the one that does least, if that is more than chance.

    A field that overlaps in meaning with the first is no other field, so it is not compared with it; what
    people wrote themselves is no field at all. Where respondents named several fields none is compared: the
    test is for separate groups.
    """
    if groups.picks is not None:
        return _("Use of influencer marketing by business field; respondents could name several")
    enough = table[(table["n"] >= LEAST_BASE) & (table.index < len(groups.question.options))]
    names = {place: groups.names[place] for place in enough.index.tolist()}
    first = next(iter(names), None)
    alike = next((group for group in meaning.overlapping([*names.values()]) if names.get(first) in group), ())
    others = [place for place, name in names.items() if place != first and name not in alike]
    if first is None or not others:
        return _("Too few respondents per business field to compare who has used influencer marketing")
    last = others[-1]
    most, least = enough.loc[[first]].iloc[0], enough.loc[[last]].iloc[0]
    values = {
        "most": names[first], "share": formats.share(most["share"]), "least": names[last],
        "low": formats.share(least["share"]),
    }  # fmt: skip
    if _may_be_chance(most, least, len(enough)):
        return _("Between business fields no difference in use can be shown (%(low)s to %(share)s)") % values
    return _("Used more in %(most)s (%(share)s) than in %(least)s (%(low)s)") % values


def _may_be_chance(first: Any, last: Any, fields: int) -> bool:
    """Whether the interval of the largest difference reaches zero, all pairs allowed for (Bonferroni)."""
    pairs = fields * (fields - 1) / 2
    low, _high = difference(first["yes"], first["n"], last["yes"], last["n"], 1 - 0.05 / pairs)
    return bool(low <= 0)
