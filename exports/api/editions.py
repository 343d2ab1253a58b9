"""The states of the data and the files that they are made of, for the roles that see them on the site."""

from typing import Annotated, Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import Query, Router

from core.pages import page_named
from data.models import Dataset, Edition

from . import list_shapes, queries, shapes
from .lists import cut, listed

router = Router(tags=["Data"])
Past = Annotated[bool, Query(description="Also those that were replaced or withdrawn.")]
Region = Annotated[str, Query(max_length=60, description="Only of this region, by its slug.")]
Subject = Annotated[str, Query(max_length=20, description="Only of this subject: market, population …")]


@router.get(
    "/editions",
    response=shapes.either(list_shapes.Listed[list_shapes.EditionOut]),
    summary="Editions and their files",
)
def list_editions(
    request: HttpRequest,
    part: Query[shapes.Part],
    region: Region = "",
    subject: Subject = "",
    past: Past = False,
) -> dict[str, Any]:
    """The editions that the pages show, each with its files and their checksums. Not for sales."""
    if request.auth.role not in page_named("editions").roles:  # type: ignore[attr-defined]
        raise PermissionDenied(_("Your role may not read this. Ask an admin of your office."))
    found = queries.editions(past, region, subject)
    return listed(request, part, found.count(), [_edition(one) for one in cut(found, part)])


def _edition(one: Edition) -> dict[str, Any]:
    same = ("id", "subject", "series", "period_start", "period_end", "number", "is_current", "created_at",
            "definition", "source")  # fmt: skip
    return {
        **{name: getattr(one, name) for name in same},
        "subject_name": str(one.get_subject_display()),
        "region": one.region.slug,
        "period": one.period_label,
        "borders_from": one.boundary_set.valid_from,
        "files": [_file(dataset) for dataset in one.datasets.all()],
    }


def _file(one: Dataset) -> dict[str, Any]:
    return {
        "name": one.file_name,
        "kind": one.kind,
        "sha256": one.sha256,
        "size": one.size,
        "is_demo": one.is_demo,
        "is_purged": one.rows_purged_at is not None,
    }
