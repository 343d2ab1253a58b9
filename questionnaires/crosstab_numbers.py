"""The four numbers over a crosstab, and how everything in it is computed."""

import math

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from analysis.association import CHI_SQUARE, FISHER, LEVEL, MONTE_CARLO, Association
from core import formats
from core.figures import Number

from .crosstab import Crossing
from .crosstab_words import comparisons, standing_out

_SURE = 0.001


def numbers(one: Crossing) -> tuple[Number, ...]:
    """Base, strength, probability, and the cells that stand out; only the base where it is small."""
    missing = ngettext(
        "%(n)s without an answer to both", "%(n)s without an answer to both", one.missing
    ) % {"n": formats.integer(one.missing)}  # fmt: skip
    base = Number(_("Respondents"), one.n, note=missing if one.missing else "", kind="integer")
    if one.is_small or (one.association is not None and one.association.problem):
        return (base,)
    compared = comparisons(one)
    cells = Number(
        _("Clear differences"),
        len(standing_out(one)),
        unit=_("of %(n)s") % {"n": formats.integer(compared)},
        note=_("cells that can be judged, allowing for their number"),
        kind="integer",
    )
    if one.association is None:
        return (base, *_of_options(one), cells)
    return (base, _strength(one, one.association), _chance(one.association), cells)


def _strength(one: Crossing, found: Association) -> Number:
    words = {"none": _("hardly any"), "weak": _("weak"), "medium": _("medium"), "strong": _("strong")}
    shown = words[one.strength] if one.strength and one.differs else _("none shown")
    note = _("Cramér's V %(v)s of at most 1, corrected for chance")
    note %= {"v": formats.number(found.v_corrected, 2)}
    how = _(
        "Cramér's V, corrected for what chance alone would bring: 0 where the two have nothing to do with "
        "one another, 1 where one tells the other. The word is Cohen's for tables of this size."
    )
    return Number(_("Strength"), shown, note=note, how=how)


def _chance(found: Association) -> Number:
    how = _(
        "How often differences at least this large would come up by chance, if the two questions had nothing "
        "to do with one another. Below 0.05 they are called shown."
    )
    return Number(_("By chance alone"), p_words(found.p), note=test_words(found), how=how)


def _of_options(one: Crossing) -> tuple[Number, ...]:
    assert one.tests is not None
    if one.overlaps:
        return ()
    rows = len(one.row.options)
    found = Number(
        _("Answers that differ"),
        int(one.shown_rows.sum()),
        unit=_("of %(n)s") % {"n": formats.integer(rows)},
        note=_("each tested by itself, allowing for their number"),
        kind="integer",
    )
    return (found,)


def v_words(v: float) -> str:
    """ "V = 0.32"; "" where it is not known."""
    return "" if math.isnan(v) else f"V{formats.NO_BREAK}={formats.NO_BREAK}{formats.number(v, 2)}"


def p_words(p: float) -> str:
    """ "p = 0.021"; very small ones as "p < 0.001"; a dash where nothing was tested."""
    if math.isnan(p):
        return formats.MISSING
    if p < _SURE:
        return f"p{formats.NO_BREAK}<{formats.NO_BREAK}{formats.number(_SURE, 3)}"
    return f"p{formats.NO_BREAK}={formats.NO_BREAK}{formats.number(p, 3)}"


def test_words(found: Association) -> str:
    """The test that decides."""
    values = {"x": formats.number(found.chi_square, 1), "df": formats.integer(found.df)}
    texts = {
        CHI_SQUARE: _("chi-square %(x)s, %(df)s degrees of freedom"),
        FISHER: _("Fisher's exact test"),
        MONTE_CARLO: _("chi-square %(x)s against tables drawn at random"),
    }
    return texts[found.test] % values if found.test else ""


def how(correction: str) -> tuple[tuple[str, str, str], ...]:
    """(label, formula, meaning) of everything that the table shows."""
    level = {"level": formats.share(LEVEL, 0)}
    corrections = {
        "holm": _("Holm: the chance of even one false cell stays below %(level)s.") % level,
        "bh": _("Benjamini–Hochberg: of the cells called clear at most %(level)s may be false.") % level,
    }
    return (
        (
            _("Expected"),
            _("row sum × column sum ÷ all"),
            _("The number of respondents in a cell if the two questions had nothing to do with one another."),
        ),
        (
            _("Colour"),
            _("(n − expected) ÷ its standard deviation"),
            _("The adjusted residual: coloured beyond 2, strongly beyond 3, where chance seldom leads."),
        ),
        (_("Clear"), _("p, raised for all cells judged, below 0.05"), corrections[correction]),
        (
            _("Letters"),
            _("two shares compared, p raised for all pairs of a row"),
            _("The share in this column is clearly above that of the columns named by the letters."),
        ),
    )
