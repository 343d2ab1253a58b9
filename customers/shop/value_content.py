"""The page of lifetime value: what is to come, from whom, and whether the model foresaw what came."""

from dataclasses import replace
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from analysis import lifetime_cautions, lifetime_value
from analysis.lifetime_value import Params
from analysis.maximum_likelihood import Maximum
from charts.lines import compared
from core import formats
from core.figures import Column, Figure, Number, Table
from data import plots
from data.content import Content

from ..base_line import base
from ..problems import words as caution_words
from ..tables import known_or_none, records
from ..words import months
from . import value_holdout
from .facts import Facts, facts
from .scope import CustomerReader
from .value import Worth, of

# an end of an interval beyond this is none
LARGEST = 1e12
# a segment with a larger part of customers who bought once is told so
MOST = 0.5
FORMULA = gettext_lazy("Σ over the months m: margin × E(purchases in m) × E(value) ÷ (1 + d)^(m ÷ 12)")


def build(reader: CustomerReader, params: Params) -> Content:
    """The whole page."""
    worth, known = of(reader, params), facts(reader)
    made = figures(known, worth) if worth.has_model else figures_without_model(known, worth)
    return Content(heading(worth), numbers(worth), made)


def figures(known: Facts, worth: Worth) -> tuple[Figure, ...]:
    """What is to come, whether the model foresaw what came, and the simple product."""
    checks: tuple[Figure, ...] = ()
    if worth.fits.check is not None:
        checks = (value_holdout.weeks(known, worth), value_holdout.by_frequency(known, worth))
    return (by_segment(known, worth), to_come(known, worth), *checks, models(known, worth),
            simple(known, worth))  # fmt: skip


def figures_without_model(known: Facts, worth: Worth) -> tuple[Figure, ...]:
    """The simple product, which needs no model, and why there is none; nothing that is to come."""
    buying = worth.fits.buying
    why = [*lifetime_cautions.base(buying), *lifetime_cautions.fit(buying.maximum, "BG/NBD")]
    said = tuple(caution_words(text, data) for text, data in why)
    return replace(simple(known, worth), warnings=said), models(known, worth)


def cautions(worth: Worth) -> tuple[str, ...]:
    """What must be said beside values to come."""
    said = [caution_words(text, data) for text, data in worth.cautions]
    if worth.fits.check is None:
        why = worth.fits.why
        said.append(_("The forecast could not be held against later purchases: the data are too short."))
        said += [caution_words(why.text, why.data)] if why else []
    return tuple(said)


def heading(worth: Worth) -> str:
    """What all customers together are expected to bring."""
    if not worth.has_model:
        return _("No model of repeat purchases fits these customers: what is to come is not known")
    values = {"months": formats.integer(worth.params.months), "value": formats.number(worth.result.value, 0)}
    text = ngettext(
        "Today's customers are expected to bring %(value)s in the next month",
        "Today's customers are expected to bring %(value)s in the next %(months)s months",
        worth.params.months,
    )
    return text % values


def numbers(worth: Worth) -> tuple[Number, ...]:
    """Value, purchases, who still buys, and how far the check was off; not known without a model."""
    if not worth.has_model:
        labels = (
            _("Value to come"), _("Purchases to come"), _("Still customers"), _("Forecast against what came"),
        )  # fmt: skip
        return tuple(Number(one, None, kind="number", note=_("no model fits")) for one in labels)
    alive, check = float(worth.result.customers["p_alive"].sum()), worth.fits.check
    there = len(worth.result.customers)
    miss = None if check is None or formats.is_missing(check.miss) else check.miss
    return (
        Number(_("Value to come"), worth.result.value, kind="number", decimals=0,
               note=_assumed(worth.params), how=f"{FORMULA}. {_model_words()}"),
        Number(_("Purchases to come"), worth.result.purchases, kind="number", decimals=0,
               note=_("in %(months)s") % {"months": months(worth.params.months)}),
        Number(_("Still customers"), alive, kind="number", decimals=0,
               note=_("of %(n)s; sum of the chances of each") % {"n": formats.integer(there)},
               how=_(
                   "P(alive): the chance that somebody has not left for good, by BG/NBD. Whoever bought once "
                   "counts as a customer still: this model sees people leave after a repeat purchase only."
               )),
        Number(_("Forecast against what came"), miss, kind="share", decimals=0,
               note=_("zero is exact; on the last third of the time") if miss is not None else _("not known"),
               how=_("Expected ÷ actual − 1, of models that saw the first two thirds only.")),
    )  # fmt: skip


def _assumed(params: Params) -> str:
    values = {"margin": formats.share(params.margin, 0), "discount": formats.share(params.discount, 0)}
    return _("margin %(margin)s, discount %(discount)s a year") % values


def _model_words() -> str:
    return _(
        "BG/NBD (Fader, Hardie & Lee 2005) says how often somebody will buy and whether they still do, "
        "Gamma-Gamma (Fader & Hardie 2013) how much each purchase is worth."
    )


def _base(known: Facts, worth: Worth) -> str:
    return f"{base(known.reader, len(worth.result.customers))} · {_assumed(worth.params)}"


def by_segment(known: Facts, worth: Worth) -> Figure:
    """Value to come per segment, beside its share of the customers."""
    table = lifetime_value.by_group(worth.result, known.found.labels)
    order = table.sort_values("value", ascending=False).index.tolist()
    columns = (
        Column("segment", _("Segment"), link="_href"), Column("customers", _("Customers"), "integer"),
        Column("alive", _("Still customers"), "number", decimals=0),
        Column("purchases", _("Purchases to come"), "number", decimals=0),
        Column("value", _("Value to come"), "number", decimals=0),
        Column("share", _("Share of the value"), "share"),
        Column("mean_value", _("Value per customer"), "number", decimals=0),
    )  # fmt: skip
    rows = [{**known.row(int(one)), **table.loc[one].to_dict()} for one in order]
    total = {"segment": _("All"), **{key: float(table[key].sum()) for key in ("alive", "purchases", "value")}}
    first = known.segments[int(order[0])].name
    values = {"segment": first, "share": formats.share(table["share"].iloc[table["value"].argmax()], 0)}
    return Figure(
        key="by_segment",
        title=_("%(share)s of the value to come lies in “%(segment)s”") % values,
        subtitle=ngettext(
            "Expected in the next month, in the file's currency",
            "Expected in the next %(months)s months, in the file's currency",
            worth.params.months,
        )
        % {"months": formats.integer(worth.params.months)},
        summary=_("A customer who is about to buy for the first time is worth %(value)s.")
        % {"value": formats.number(worth.result.new_customer, 0)},
        base=_base(known, worth),
        table=Table(columns, rows, total={**total, "customers": int(table["customers"].sum())}),
        warnings=(*bought_once(known, worth), *cautions(worth)),
        how=((_("Value to come"), str(FORMULA), _model_words()),),
    )


def bought_once(known: Facts, worth: Worth) -> tuple[str, ...]:
    """That the model counts as customers still all who never came back, where they are most of a segment."""
    once = worth.fits.purchases.table["frequency"] == 0
    parts = once.groupby(known.found.labels.reindex(once.index)).mean()
    names = [known.segments[one].name for one in known.order if parts.get(one, 0) > MOST]
    if not names:
        return ()
    text = _(
        "Most customers of these segments bought once, and the model counts everybody who bought once as a "
        "customer still: %(names)s. “Still customers” does not show there who has left."
    )
    return (text % {"names": ", ".join(f"“{name}”" for name in names)},)


def to_come(known: Facts, worth: Worth) -> Figure:
    """Value month by month, with and without the discount."""
    by_month = worth.result.months
    plot = plots.plain(compared(
        by_month[["value", "discounted"]], names=[_("expected"), _("worth today")],
        x_title=_("Month from the reference date"), y_title=_("Value"), language=plots.language(),
    ))  # fmt: skip
    columns = (
        Column("month", _("Month"), "integer"), Column("purchases", _("Purchases"), "number", decimals=1),
        Column("value", _("Value"), "number", decimals=0),
        Column("discounted", _("Worth today"), "number", decimals=0),
    )  # fmt: skip
    rows = [
        {"month": month, **row} for month, row in zip(by_month.index.tolist(), records(by_month), strict=True)
    ]
    return Figure(
        key="to_come",
        title=_("Today's customers buy less from month to month, as some of them leave"),
        subtitle=_("Expected value of each month; later money is worth less today"),
        summary=_("Customers who come new are not in these numbers."),
        base=_base(known, worth),
        plot=plot,
        table=Table(columns, rows),
        height=plots.height(plot),
        wide=False,
    )


def simple(known: Facts, worth: Worth) -> Figure:
    """The simple product, factor by factor, per segment."""
    table = lifetime_value.simple(worth.fits.purchases, worth.params, known.found.labels)
    columns = (
        Column("segment", _("Segment"), link="_href"), Column("customers", _("Customers"), "integer"),
        Column("average_value", _("Value of a purchase"), "number", decimals=0),
        Column("per_year", _("Purchases a year"), "number", decimals=1),
        Column("margin", _("Margin"), "share", decimals=0), Column("years", _("Years"), "number", decimals=1),
        Column("value", _("Value per customer"), "number", decimals=0),
        Column("total", _("In all"), "number", decimals=0),
    )  # fmt: skip
    rows = [
        {**known.row(int(one)), **{k: known_or_none(v) for k, v in table.loc[one].to_dict().items()}}
        for one in table.sort_values("total", ascending=False).index.tolist()
    ]
    return Figure(
        key="simple",
        title=_("The simple value, with each of its factors"),
        subtitle=_("As if everybody went on buying as before, and nobody left"),
        summary=_("Where customers leave, it is larger than what comes: use it for a rough idea only."),
        base=_base(known, worth),
        table=Table(columns, rows),
        how=((_("Simple value"), _("value of a purchase × purchases a year × margin × years"), ""),),
    )


def _bounded(value: float) -> float | None:
    """A parameter, or an end of its interval; none where it ran away: nothing bounds it."""
    return None if formats.is_missing(value) or abs(value) >= LARGEST else float(value)


def models(known: Facts, worth: Worth) -> Figure:
    """Parameters of both models with their intervals."""
    columns = (
        Column("name", _("Parameter")), Column("estimate", _("Estimate"), "number", decimals=3),
        Column("se", _("Standard error"), "number", decimals=3),
        Column("low", _("95 % from"), "number", decimals=3), Column("high", _("to"), "number", decimals=3),
    )  # fmt: skip
    rows = [
        row
        for model, maximum in (
            ("BG/NBD", worth.fits.buying.maximum), ("Gamma-Gamma", worth.fits.spending.maximum),
        )
        for row in _parameters(model, maximum)
    ]  # fmt: skip
    values = {
        "bg": formats.number(worth.fits.buying.maximum.log_likelihood, 2),
        "gg": formats.number(worth.fits.spending.maximum.log_likelihood, 2),
        "n": formats.integer(worth.fits.buying.repeaters),
        "all": formats.integer(worth.fits.buying.customers),
    }  # fmt: skip
    return Figure(
        key="models",
        title=ngettext(
            "The models rest on %(n)s customer who came back, of %(all)s",
            "The models rest on %(n)s customers who came back, of %(all)s",
            worth.fits.buying.repeaters,
        )
        % values,
        subtitle=_("Parameters by maximum likelihood; time in weeks, value in the file's currency"),
        summary=_("Log-likelihood: BG/NBD %(bg)s, Gamma-Gamma %(gg)s.") % values,
        base=base(known.reader, worth.fits.buying.customers),
        table=Table(columns, rows),
        wide=False,
        closed=True,
    )


def _parameters(model: str, maximum: Maximum) -> list[dict[str, Any]]:
    """Parameters of a model; without intervals where the fit did not end, since they say nothing then."""
    found = []
    for name, row in maximum.parameters.iterrows():
        interval = {key: _bounded(row[key]) if maximum.converged else None for key in ("se", "low", "high")}
        found.append({"name": f"{model}: {name}", "estimate": _bounded(row["estimate"]), **interval})
    return found
