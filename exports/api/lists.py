"""A part of a list, with the way to the next one."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest

from . import shapes


def listed(
    request: HttpRequest, part: shapes.Part, count: int, items: Iterable[Any], **more: Any
) -> dict[str, Any]:
    """`items` are those of the part already; more: what the shape has besides."""
    end = part.offset + part.limit
    query = request.GET.copy()
    query["limit"], query["offset"] = str(part.limit), str(end)
    following = f"{request.path}?{query.urlencode()}" if end < count else None
    return {
        "items": list(items), "count": count, "limit": part.limit, "offset": part.offset, "next": following,
        **more,
    }  # fmt: skip


def cut(rows: "Sequence[Any] | QuerySet[Any]", part: shapes.Part) -> Any:
    """The part of rows that are in memory, or of a queryset."""
    return rows[part.offset : part.offset + part.limit]
