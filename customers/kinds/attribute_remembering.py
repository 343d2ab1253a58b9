"""What was chosen for the columns of a table of customers, kept for the next file of the region."""

from collections.abc import Mapping

from data.models import Dataset, HeaderMapping
from data.reading.header import is_made_up
from data.recognition import header_key

from .attribute_columns import REFUSE, REPEATS, attributes_of, repeats_of

# no header has such a key
_REPEATS = "@repeats"


def remember(dataset: Dataset) -> None:
    """Keep the types by header, and what becomes of repeated customers. Runs as the file becomes ready."""
    known = {
        header_key(one.header)[:200]: one.type for one in attributes_of(dataset) if _is_named(one.header)
    }
    HeaderMapping.objects.bulk_create(
        (
            HeaderMapping(region=dataset.region, kind=dataset.kind, header_key=key, column=chosen)
            for key, chosen in {**known, _REPEATS: repeats_of(dataset)}.items()
        ),
        update_conflicts=True,
        unique_fields=["region", "kind", "header_key"],
        update_fields=["column"],
    )


def _is_named(header: str) -> bool:
    """Whether a header says anything: the next file's third column may be anything."""
    return bool(header_key(header)) and not is_made_up(header)


def repeats(before: Mapping[str, str]) -> str:
    """What was chosen the last time. before: header key → column, as data.receiving remembers them."""
    chosen = before.get(_REPEATS, REFUSE)
    return chosen if chosen in REPEATS else REFUSE
