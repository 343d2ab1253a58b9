"""The derived columns that a table of customers usually gives, proposed from its headers.

Named after the table "Feature Engineering" of document 003. Where that is unclear, both readings are offered
under different names: purchases with deals and without (a purchase at a discount is also one in a shop or on
the web, so that it would count twice), the five groups of goods and all amounts, and "conversion" both as
purchases ÷ visits and as the product that the document prints, which is no rate.
"""

from dataclasses import dataclass

from analysis import attribute_roles
from analysis.column_types import Column
from analysis.derived import AGE_EDGES, Formula
from analysis.marks import N_

Roles = dict[str, tuple[Column, ...]]


@dataclass(frozen=True)
class Proposal:
    """A formula with what it means and, where there is one, what to beware of; both marked."""

    formula: Formula
    meaning: str
    caution: str = ""


def proposed(columns: tuple[Column, ...]) -> tuple[Proposal, ...]:
    """Formulas for which the columns are there, later ones built on earlier ones. Raises nothing."""
    roles = attribute_roles.recognised(columns)
    found = [*_people(roles), *_purchases(roles), *_amounts(roles)]
    return tuple(found + _conversions(roles, {one.formula.key for one in found}))


def relations(keys: tuple[str, ...], income: str | None) -> tuple[tuple[str, str], ...]:
    """Pairs (x, y) that are looked at first, of those whose columns exist: conversion by income, spending and
    age, and spending by income. keys: of the table; income: key of the column of income."""
    pairs = [("income", "conversion"), ("spending", "conversion"), ("age", "conversion"),
             ("income", "visits_product"), ("spending", "visits_product"), ("age", "visits_product"),
             ("income", "spending")]  # fmt: skip
    named = [tuple(income or "" if one == "income" else one for one in pair) for pair in pairs]
    return tuple((x, y) for x, y in named if x in keys and y in keys)


def _labels(roles: Roles, *names: str) -> tuple[str, ...]:
    return tuple(column.label for name in names for column in roles.get(name, ()))


def _total(
    key: str, label: str, sources: tuple[str, ...], unit: str, meaning: str, caution: str = ""
) -> list[Proposal]:
    """A sum of two columns or more; one alone needs no sum."""
    if len(sources) < 2:
        return []
    return [Proposal(Formula(key, label, "sum", sources, unit), meaning, caution)]


def _people(roles: Roles) -> list[Proposal]:
    found = _total(
        "children", N_("Children"), _labels(roles, "children"), N_("children"),
        N_("Children and teenagers at home."),
    )  # fmt: skip
    born = _labels(roles, "date_of_birth", "year_of_birth")[:1]
    if born and "age" not in roles:
        age = Formula("age", N_("Age"), "age", born, N_("years"))
        caution = "" if roles.get("date_of_birth") else N_("From the year alone it may be one year too high.")
        found.append(Proposal(age, N_("Age on the reference date."), caution))
    aged = ("age",) if born and "age" not in roles else _labels(roles, "age")[:1]
    if aged:
        groups = Formula("age_group", N_("Age group"), "groups", aged, N_("years"), edges=AGE_EDGES)
        found.append(Proposal(groups, N_("Age in groups of ten years.")))
    if since := _labels(roles, "member_since")[:1]:
        duration = Formula("membership", N_("Membership"), "years_since", since, N_("years"))
        found.append(Proposal(duration, N_("Time since the customer joined, up to the reference date.")))
    return found


def _purchases(roles: Roles) -> list[Proposal]:
    channels, deals = _labels(roles, "purchases"), _labels(roles, "deals")
    unit = N_("purchases")
    found = _total(
        "transactions", N_("Purchases"), channels, unit, N_("Purchases over all channels.")
    )  # fmt: skip
    if channels and deals:
        found += _total(
            "transactions_with_deals", N_("Purchases, deals added"), deals + channels, unit,
            N_("Purchases over all channels, and those at a discount once more."),
            N_("A purchase at a discount was also made in one of the channels, so it counts twice."),
        )  # fmt: skip
    return found + _total(
        "campaigns", N_("Accepted campaigns"), _labels(roles, "campaigns"), N_("campaigns"),
        N_("Campaigns that the customer accepted."),
    )  # fmt: skip


def _amounts(roles: Roles) -> list[Proposal]:
    groups, others, unit = _labels(roles, "spending"), _labels(roles, "spending_other"), N_("money")
    found = _total("spending", N_("Spending"), groups, unit, N_("Amounts spent on all groups of goods."))
    if groups and others:
        found += _total(
            "spending_all", N_("Spending, other amounts added"), groups + others, unit,
            N_("Amounts spent on all groups of goods, and those counted apart from them."),
            N_("An amount counted apart may be part of the groups as well, so it may count twice."),
        )  # fmt: skip
    return found


def _conversions(roles: Roles, keys: set[str]) -> list[Proposal]:
    visits = _labels(roles, "visits")[:1]
    bought = ("transactions",) if "transactions" in keys else _labels(roles, "purchases")[:1]
    if not visits or not bought:
        return []
    rate = Formula("conversion", N_("Purchases per visit"), "ratio", (*bought, *visits),
                   N_("purchases per visit"))  # fmt: skip
    counted = ("transactions_with_deals",) if "transactions_with_deals" in keys else bought
    product = Formula("visits_product", N_("Purchases × visits ÷ 100"), "product", (*counted, *visits),
                      times=0.01)  # fmt: skip
    return [
        Proposal(
            rate, N_("Purchases for each visit to the web site."),
            N_("Where visits are those of a month and purchases those of years, it is no share and may "
               "exceed 1. Without visits it is not known."),
        ),
        Proposal(
            product, N_("What some reports call “conversion rate”."),
            N_("A product and no rate: it rises with visits that lead to nothing."),
        ),
    ]  # fmt: skip
