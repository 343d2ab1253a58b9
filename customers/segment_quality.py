"""How well segments hold together, and how far they would come again: of a shop as of a table."""

from typing import Any

from django.utils.translation import gettext as _

from analysis.cluster_stability import DISSOLVED, STABLE
from core import formats
from core.figures import Column, Figure, Table
from core.glossary import definition


def verdict(jaccard: float | None) -> str:
    """A word for how far a segment comes again."""
    if jaccard is None or formats.is_missing(jaccard):
        return _("not known")
    if jaccard < DISSOLVED:
        return _("unstable: do not rely on it")
    return _("stable") if jaccard >= STABLE else _("doubtful members")


def falls_apart(jaccard: float | None) -> bool:
    """Whether a segment is not found again in new samples."""
    return jaccard is not None and jaccard < DISSOLVED


def unstable(names: list[str]) -> tuple[str, ...]:
    """That these segments fall apart; nothing where there are none."""
    if not names:
        return ()
    text = _("These segments fall apart when customers are drawn anew; do not build on them: %(names)s.")
    return (text % {"names": ", ".join(names)},)


def quality(rows: list[dict[str, Any]], base: str, **more: Any) -> Figure:
    """The figure. rows: per segment its name, n, silhouette and jaccard, and what its line needs besides."""
    columns = (
        Column("segment", _("Segment"), link="_href" if any("_href" in row for row in rows) else None),
        Column("n", _("Customers"), "integer"),
        Column("silhouette", _("Mean silhouette"), "number", decimals=2),
        Column("jaccard", _("Jaccard"), "number", decimals=2), Column("verdict", _("Stability")),
    )  # fmt: skip
    shaky = [row["segment"] for row in rows if falls_apart(row["jaccard"])]
    title = _("No segment falls apart when customers are drawn anew")
    return Figure(
        key="quality",
        title=title if not shaky else _("Segments that may not come again: %(n)s") % {"n": len(shaky)},
        subtitle=_("Mean silhouette, and how much of each segment is found again in new samples"),
        base=base,
        table=Table(columns, [{**row, "verdict": verdict(row["jaccard"])} for row in rows]),
        warnings=unstable(shaky),
        how=(
            (_("Silhouette"), "(b − a) ÷ max(a, b)", definition("silhouette")),
            (_("Stability (Jaccard)"), "|A ∩ B| ÷ |A ∪ B|", definition("stability")),
        ),
        **more,
    )
