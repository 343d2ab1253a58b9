"""The words for how far a grouping can be trusted, the same wherever they stand.

Three questions are easily taken for one: whether a group comes again in another sample ("stable"), whether it
lies apart from the others ("clearly apart"), and whether an area stays in it whatever is varied ("sure").
"""

from django.utils.translation import gettext as _

from analysis.cluster_quality import Quality
from core import formats
from core.figures import Number
from core.glossary import definition
from data.market_words import place, places


def difference(level: int) -> str:
    """The sentence that tells the three words apart. level: of the areas that are grouped."""
    text = _(
        "Stable groups are found again when the %(places)s are drawn anew; groups that are clearly apart lie "
        "far from their neighbours; a %(place)s is sure of its group when it also keeps it with other "
        "indicators and another number of groups."
    )
    return text % {"places": places(level), "place": place(level)}


def apart(silhouette: float | None, n: int, of: str) -> Number:
    """How clearly the groups are apart, with the term behind it. of: "sub-districts"."""
    note = _("mean silhouette of n = %(n)s %(places)s; above 0.5 is clear")
    return Number(
        _("How clearly the groups are apart"), silhouette, kind="number", decimals=2,
        note="" if silhouette is None else note % {"n": formats.integer(n), "places": of},
        how=definition("silhouette"),
    )  # fmt: skip


def apart_words(silhouette: float | None, n: int, of: str) -> str:
    """The same as a sentence; empty where it is not known."""
    if silhouette is None or formats.is_missing(silhouette):
        return ""
    text = _(
        "How clearly the groups are apart: mean silhouette %(silhouette)s over n = %(n)s %(places)s (from −1 "
        "to 1, above 0.5 is clear)."
    )
    return text % {"silhouette": formats.number(silhouette, 2), "n": formats.integer(n), "places": of}


def quality_words(quality: Quality | None, of: str) -> str:
    """The same of a grouping whose quality is worked out."""
    return "" if quality is None else apart_words(quality.silhouette, quality.n, of)


def least_stable(jaccard: float | None, verdict: str) -> Number:
    """How much of the least stable group is found again, and what to say of it."""
    note = _("%(verdict)s; 1 is found again whole (Jaccard)") % {"verdict": verdict}
    known = not formats.is_missing(jaccard)
    return Number(
        _("Least stable group"), jaccard, kind="number", decimals=2, note=note if known else verdict,
        how=definition("stability"),
    )  # fmt: skip


def agreement(rand: float | None, label: str, note: str) -> Number:
    """How far two groupings agree; the term for it stands in the note."""
    note = _("adjusted Rand index; %(note)s") % {"note": note}
    return Number(label, rand, kind="number", decimals=2, note=note, how=definition("adjusted-rand"))
