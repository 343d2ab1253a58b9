"""Rows that were wrong and left out of the files of two editions: a difference may come from them alone."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from core import formats
from data import queries
from data.market import Market


@dataclass(frozen=True)
class LeftOut:
    """Rows of the edition before and of the one shown that were wrong and not imported.

    counted: a row of one of the files holds a number of MSMEs, so that rows say no limit.
    """

    before: int = 0
    now: int = 0
    counted: bool = False

    @classmethod
    def of(cls, before: Market, now: Market) -> "LeftOut":
        """Of two editions, in one query."""
        old, new = before.edition, now.edition
        found = queries.rejected_rows([old.pk, new.pk])
        counted = any("enterprises" in one.lacks for one in (old, new))
        return cls(found.get(old.pk, 0), found.get(new.pk, 0), counted)

    def hides(self, before: float, now: float, per: tuple[float, float] = (1.0, 1.0)) -> bool:
        """Whether these rows may be the whole of a rise or fall.

        Rows missing from the edition before only make a rise smaller, those missing now only a fall. before,
        now: MSMEs; per: what they are divided by, such as the residents of both.
        """
        old, new = before / per[0], now / per[1]
        if new > old:
            return self.before > 0 and (self.counted or new <= (before + self.before) / per[0])
        if new < old:
            return self.now > 0 and (self.counted or old <= (now + self.now) / per[1])
        return False

    def cautions(self, before: Market, now: Market) -> tuple[str, ...]:
        """What was left out of which edition, and what the difference can be then; none where nothing was."""
        if not (self.before or self.now):
            return ()
        values = {
            "old": formats.integer(self.before), "before": before.edition.period_label,
            "new": formats.integer(self.now), "now": now.edition.period_label,
        }  # fmt: skip
        said = _("Rows that were wrong and left out: %(old)s of %(before)s, %(new)s of %(now)s.") % values
        if self.counted:
            return (f"{said} " + _("Part of the difference can come from that."),)
        difference = float(now.cells["n"].sum() - before.cells["n"].sum())
        limits = {
            "low": formats.signed(difference - self.before, 0),
            "high": formats.signed(difference + self.now, 0),
        }
        return (f"{said} " + _("The true difference in MSMEs is between %(low)s and %(high)s.") % limits,)
