"""What is written down of looking at enterprises: who was shown whose names, numbers and rows of a file."""

from typing import Any

from accounts.events import record
from data.listing import Line, Listing
from data.models import MarketRow


def list_shown(listing: Listing, lines: list[Line], number: int, **more: Any) -> None:
    """A page of the list, where names or addresses were on it; more: what else its line in the log says."""
    read = [line for line in lines if listing.reads and (line.name or line.address)]
    if read:
        where = {"edition": listing.edition.pk, "areas": list(listing.params.area), "page": number}
        record(listing.user, "enterprises_listed", str(listing.edition), len(read), **where, **more)


def row_shown(user: Any, action: str, row: MarketRow) -> None:
    """One row: `enterprise_seen`, `contact_opened` or `row_opened`."""
    where = {"dataset": row.dataset_id, "sheet": row.sheet, "row": row.row_number}
    record(user, action, row.dataset.file_name, 1, **where)
