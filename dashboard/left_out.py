"""Rows that were wrong and left out of the files of two editions: a difference may come from them alone."""

from django.utils.translation import gettext as _

from core import formats
from data import queries
from data.models import Edition


def rows_left_out(before: Edition, now: Edition) -> tuple[int, int]:
    """Rows of the edition before and of the one shown that were wrong and not imported; one query."""
    found = queries.rejected_rows([before.pk, now.pk])
    return found.get(before.pk, 0), found.get(now.pk, 0)


def may_explain(left_out: tuple[int, int], difference: float, counted: bool) -> bool:
    """Whether a difference in MSMEs is no larger than the rows that were left out.

    counted: a row of one of the files holds a number of MSMEs, so that rows say no limit.
    """
    return any(left_out) and (counted or abs(difference) <= sum(left_out))


def caution(before: Edition, now: Edition, left_out: tuple[int, int], counted: bool) -> str:
    """What was left out of which edition; empty where nothing was."""
    old, new = (formats.integer(n) for n in left_out)
    values = {"old": old, "new": new, "before": before.period_label, "now": now.period_label}
    values["all"] = formats.integer(sum(left_out))
    if not any(left_out):
        return ""
    said = _("Rows that were wrong and left out: %(old)s of %(before)s, %(new)s of %(now)s.") % values
    if counted:
        return f"{said} " + _("Part of the difference can come from that.")
    return f"{said} " + _("Up to %(all)s of the difference can come from that.") % values
