"""The page on what goes together in a table of customers (S3-2 to S3-4): derived features, relations, age."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from analysis import relations, usual_features
from analysis.derived import Note
from analysis.relations import Relation
from analysis.strength import STRENGTHS
from analysis.usual_features import Proposal
from core import formats
from core.figures import Column, Figure, Number, Table
from data.content import Content

from ..words import customers
from . import age_figures, relation_figures
from .asked import Asked
from .prepared import Prepared
from .words import base, formula_words, label_of, reasons, said


def build(asked: Asked) -> Content:
    """The whole page."""
    known = asked.prepared()
    pairs, unknown = _pairs(known, asked)
    found = relations.run(known.table, known.columns, relations.Params(pairs)) if pairs else ()
    line = base(known, asked.table, len(known.table))
    return Content(
        heading=heading(known, found),
        numbers=numbers(known, found),
        figures=(
            formulas(known, line),
            *relation_figures.side_by_side(known, found, line),
            *relation_figures.scatters(known, found, asked.table),
            *age_figures.groups(known, line),
        ),
        notices=tuple(_not_numbers(name) for name in unknown),
    )


def _pairs(known: Prepared, asked: Asked) -> tuple[tuple[tuple[str, str], ...], list[str]]:
    """The pair of the address and the usual ones; names of the address that are no numbers."""
    names = [name for name in (asked.params.across, asked.params.up) if name]
    columns = [known.by_name.get(name) for name in names]
    numeric = [one for one in columns if one is not None and one.is_numeric]
    unknown = [name for name, one in zip(names, columns, strict=True) if one is None or not one.is_numeric]
    own = ((numeric[0].key, numeric[1].key),) if len({one.key for one in numeric}) == 2 else ()
    keys = tuple(one.key for one in known.columns if one.is_numeric)
    usual = usual_features.relations(keys, known.roles.get("income"))
    return tuple(dict.fromkeys((*own, *usual))), unknown


def _not_numbers(name: str) -> str:
    return _("“%(column)s” is no column of numbers here, so it is not used.") % {"column": name[:60]}


def heading(known: Prepared, found: tuple[Relation, ...]) -> str:
    """The strongest relation; without any, how many features are derived."""
    sure = [one for one in found if one.problem is None and not one.pearson.spans_zero]
    if not sure:
        n = sum(not note.problem for note in known.derived.notes)
        text = ngettext("%(n)s derived feature", "%(n)s derived features", n)
        return text % {"n": formats.integer(n)}
    return relation_figures.title(known, max(sure, key=lambda one: abs(one.pearson.value)))


def numbers(known: Prepared, found: tuple[Relation, ...]) -> tuple[Number, ...]:
    """Customers, derived features, strong relations, relations that may be none."""
    notes = [note for note in known.derived.notes if not note.problem]
    strong = sum(one.pearson.strength == STRENGTHS[-1] for one in found)
    unsure = sum(one.problem is not None or one.pearson.spans_zero for one in found)
    total = _("of %(n)s pairs") % {"n": formats.integer(len(found))}
    return (
        Number(_("Customers"), len(known.table), kind="integer",
               note=_("after the kept remedies") if known.applied.log else ""),
        Number(_("Derived features"), len(notes), kind="integer",
               note=_("%(n)s of them your own") % {"n": formats.integer(len(known.chosen.own))}
               if known.chosen.own else _("all of them usual ones")),
        Number(_("Strong relations"), strong, kind="integer", note=total,
               how=_("A correlation (Pearson) of 0.5 or more, or −0.5 or less (Cohen 1988).")),
        Number(_("May be no relation"), unsure, kind="integer", note=_("the interval spans zero"),
               how=_("The interval of 95 % leaves open whether one rises or falls with the other.")),
    )  # fmt: skip


def formulas(known: Prepared, line: str) -> Figure:
    """Every derived feature with its formula, meaning, caution, and how many customers lack it."""
    told = {one.formula.key: one for one in known.proposals}
    columns = (
        Column("label", _("Derived feature")), Column("formula", _("Formula")),
        Column("meaning", _("Meaning, and what to beware of")), Column("n", _("Known"), "integer"),
        Column("missing", _("Missing"), "integer"), Column("why", _("Why missing")),
    )  # fmt: skip
    rows = []
    for note in known.derived.notes:
        usual = told.get(note.formula.key)
        rows.append({
            "label": str(_(note.formula.label)), "formula": formula_words(known, note), "n": note.n,
            "missing": note.missing, "meaning": _meaning(usual),
            "why": said(note.problem, note.data, known) if note.problem else reasons(note),
        })  # fmt: skip
    both = {"conversion", "visits_product"} <= {note.formula.key for note in known.derived.notes}
    return Figure(
        key="formulas",
        title=_formulas_title(known),
        subtitle=_("Declared formulas; t is the reference date. Missing is never taken for zero"),
        summary=_conversions(known) if both else "",
        base=line,
        table=Table(columns, rows),
    )


def _meaning(usual: Proposal | None) -> str:
    if usual is None:
        return _("A formula of your own.")
    return " ".join(str(_(text)) for text in (usual.meaning, usual.caution) if text)


def _formulas_title(known: Prepared) -> str:
    notes: list[Note] = [note for note in known.derived.notes if not note.problem]
    if not notes:
        return _("No feature is derived from these columns")
    most = max(notes, key=lambda note: note.missing)
    n = {"n": formats.integer(len(notes))}
    if not most.missing:
        return _("Every derived feature is known of everybody (features: %(n)s)") % n
    text = ngettext(
        "%(n)s derived feature; “%(name)s” is not known of %(customers)s",
        "%(n)s derived features; “%(name)s” is not known of %(customers)s",
        len(notes),
    )
    values: dict[str, Any] = {"name": _(most.formula.label), "customers": customers(most.missing)}
    return text % {**n, **values}


def _conversions(known: Prepared) -> str:
    """Both readings of "conversion" are there, and only one of them is a rate."""
    text = _(
        "“Conversion” is here twice: “%(rate)s” is purchases ÷ visits and not known without a visit; "
        "“%(product)s” is a product that some reports call conversion rate, and rises with visits alone."
    )
    return text % {
        "rate": label_of(known, "conversion"), "product": label_of(known, "visits_product"),
    }  # fmt: skip
