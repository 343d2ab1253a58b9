"""What is written down of looking at enterprises: who was shown whose names, numbers and rows of a file."""

from typing import Any

from accounts.events import record
from core.figures import Figure
from data.listing import Line, Listing
from data.market import Market
from data.market_words import filter_words
from data.models import MarketRow


def list_shown(listing: Listing, lines: list[Line], number: int) -> None:
    """A page of the list, where names or addresses were on it."""
    read = [line for line in lines if listing.reads and (line.name or line.address)]
    if read:
        where = {"edition": listing.edition.pk, "areas": list(listing.params.area), "page": number}
        record(listing.user, "enterprises_listed", str(listing.edition), len(read), **where)


def list_exported(market: Market, listing: Listing, figure: Figure, form: str) -> None:
    """A file of the list; that a text was looked for, but not the text, which may be a name."""
    assert figure.table is not None
    where = {"edition": listing.edition.pk, "areas": list(listing.params.area), "form": form}
    where["searched"] = bool(listing.text)
    record(listing.user, "enterprises_exported", filter_words(market), len(figure.table.rows), **where)


def row_shown(user: Any, action: str, row: MarketRow) -> None:
    """One row: `enterprise_seen`, `contact_opened` or `row_opened`."""
    where = {"dataset": row.dataset_id, "sheet": row.sheet, "row": row.row_number}
    record(user, action, row.dataset.file_name, 1, **where)
