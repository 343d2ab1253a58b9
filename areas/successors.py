"""When borders change: which areas a person works in next. Proposed by the system, confirmed by an admin."""

from typing import Any

from django.db import transaction

from accounts.events import record
from accounts.people import rights_changed
from analysis.conversion import PREFERENCE, choose

from . import queries
from .models import AreaChange, BoundarySet, WorkArea

# a successor that holds less than a tenth of the old area is noise of the borders (SOURCE.md: up to 4 % is)
LEAST_SHARE = 0.1


@transaction.atomic
def propose(boundary_set: BoundarySet, by: Any = None) -> int:
    """Propose work areas in a new set from each person's confirmed areas of the set before it.

    Every successor with a share of at least a tenth, on the best basis there is. An area without a successor
    gives none: unmapped means nothing is seen. Returns how many proposals are new; an area the person
    has in this set, was offered or was refused is left as it is.
    """
    before = queries.previous_set(boundary_set)
    if before is None:
        return 0
    held = WorkArea.objects.filter(area__boundary_set=before, confirmed=True)
    successors = _successors(before, boundary_set)
    made = 0
    for person_id, old_id in held.values_list("user_id", "area_id"):
        for new_id in successors.get(old_id, ()):
            new = {"confirmed": False, "proposed_from_id": old_id}
            made += WorkArea.objects.get_or_create(user_id=person_id, area_id=new_id, defaults=new)[1]
    if made:
        record(by, "work_area_proposed", str(boundary_set), made, boundary_set=boundary_set.pk)
    return made


def _successors(before: BoundarySet, after: BoundarySet) -> dict[int, list[int]]:
    best = choose(queries.changes(before, after))
    kept = best[best["share"] >= LEAST_SHARE].sort_values(
        ["from_id", "share", "to_id"], ascending=[True, False, True]
    )
    return {int(str(old)): part.tolist() for old, part in kept.groupby("from_id")["to_id"]}


def best_change(proposal: WorkArea) -> AreaChange | None:
    """The change a proposal rests on: share and basis, for the person who decides."""
    found = AreaChange.objects.filter(from_area=proposal.proposed_from_id, to_area=proposal.area_id)
    return min(found, key=lambda change: PREFERENCE.index(change.basis), default=None)


@transaction.atomic
def confirm(by: Any, proposal: WorkArea) -> None:
    """From now on the person sees the enterprises of this area."""
    if WorkArea.objects.filter(pk=proposal.pk, confirmed=False, declined=False).update(confirmed=True):
        rights_changed(proposal.user)
        _record(by, "work_area_confirmed", proposal)


@transaction.atomic
def decline(by: Any, proposal: WorkArea) -> None:
    """The person does not get this area; another call of `propose` does not bring it back."""
    if WorkArea.objects.filter(pk=proposal.pk, confirmed=False, declined=False).update(declined=True):
        _record(by, "work_area_declined", proposal)


def _record(by: Any, action: str, proposal: WorkArea) -> None:
    record(
        by,
        action,
        f"{proposal.user} · {proposal.area}",
        person=proposal.user_id,
        area=proposal.area_id,
        proposed_from=proposal.proposed_from_id,
    )
