"""How every number of groups side by side is told: columns of the criteria, the rule, reasons in words."""

from typing import Any

from django.utils.translation import gettext as _

from core import formats
from core.figures import Column

_CRITERIA = (
    ("davies_bouldin", "Davies–Bouldin", 2),
    ("calinski_harabasz", "Calinski–Harabasz", 1),
)


def reason(text: str, data: dict[str, Any]) -> str:
    """A reason of a recommendation with its numbers, in the active language."""
    shown = {
        name: formats.number(value, 2) if isinstance(value, float) else formats.integer(value)
        for name, value in data.items()
    }
    return str(_(text)) % shown


def title(k: int | None) -> str:
    """The recommendation (analysis.cluster_quality) as a finding."""
    if k is None:
        return _("No clear k: no number of groups stands out")
    return _("%(k)s groups are recommended") % {"k": k}


def columns() -> tuple[Column, ...]:
    """A column per criterion."""
    return (
        Column("k", "k", "integer"), Column("silhouette", _("Silhouette"), "number", decimals=2),
        *(Column(key, label, "number", decimals=decimals) for key, label, decimals in _CRITERIA),
        Column("inertia", _("Inertia"), "number", decimals=3),
        Column("jaccard_min", _("Least stable group (Jaccard)"), "number", decimals=2),
        Column("rand", _("Adjusted Rand index"), "number", decimals=2),
        Column("smallest", _("Smallest group"), "integer"),
    )  # fmt: skip


def how() -> tuple[tuple[str, str, str], ...]:
    """The rule of the recommendation."""
    rule = _("best mean silhouette ≥ 0.5, named by a second criterion, no group with a Jaccard below 0.6")
    meaning = _(
        "The other criteria are Davies–Bouldin, Calinski–Harabasz and the elbow of the inertia. Where they "
        "disagree there is no clear k. Groups of one member are left out of the least stable group."
    )
    return ((_("Recommended k"), rule, meaning),)
