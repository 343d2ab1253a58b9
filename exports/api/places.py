"""Regions, areas and business fields: what the filters of the other endpoints choose by."""

from typing import Annotated, Any

import pandas as pd
from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _
from ninja import Query, Router

from areas.models import Area, BoundarySet
from areas.queries import area_tree
from data.params import NOT_STATED
from data.queries import regions
from data.scope import Reader

from . import list_shapes, queries, shapes
from .lists import cut, listed

router = Router(tags=["Filters"])
Level = Annotated[int | None, Query(ge=1, le=3, description="Only areas of this level.")]
Shown = Query[shapes.ShownData]


@router.get("/regions", response=shapes.either(list_shapes.Listed[list_shapes.RegionOut]), summary="Regions")
def list_regions(request: HttpRequest, part: Query[shapes.Part]) -> dict[str, Any]:
    """The regions that have pages here; without a choice, pages show your own or the first."""
    found = regions()
    items = [
        {name: getattr(one, name) for name in list_shapes.RegionOut.model_fields} for one in cut(found, part)
    ]
    return listed(request, part, len(found), items)


@router.get("/areas", response=shapes.either(list_shapes.Areas), summary="Areas")
def list_areas(
    request: HttpRequest, part: Query[shapes.Part], shown: Shown, level: Level = None
) -> dict[str, Any]:
    """The areas of a region in the borders that its pages show, the larger ones first, by name."""
    reader = _reader(request)
    borders = _borders(reader)
    tree = area_tree(borders)
    chosen = tree if level is None else tree[tree["level"] == level]
    ordered = sorted(chosen.itertuples(), key=lambda one: (one.level, str(one.name).casefold(), one.Index))
    return listed(
        request,
        part,
        len(ordered),
        [_area(one) for one in cut(ordered, part)],
        region=borders.region.slug,
        valid_from=borders.valid_from,
        valid_to=borders.valid_to,
    )


def _area(one: Any) -> dict[str, Any]:
    return {
        "id": one.Index,
        "code": one.code,
        "name": one.name,
        "level": one.level,
        "level_name": str(Area.Level(one.level).label),
        "parent": None if pd.isna(one.parent_id) else int(one.parent_id),
    }


@router.get("/categories", response=shapes.either(list_shapes.Categories), summary="Business fields")
def list_categories(request: HttpRequest, part: Query[shapes.Part], shown: Shown) -> dict[str, Any]:
    """The business fields that occur in the data that a region's pages show, by name."""
    reader = _reader(request)
    names = reader.scope.categories if reader.scope else {}
    items = [
        {"id": one.pk, "code": one.code, "name": one.name, "parent": one.parent_id}
        for one in queries.categories(names)
    ]
    if NOT_STATED in names:
        items.append({"id": NOT_STATED, "code": "", "name": names[NOT_STATED], "parent": None})
    return listed(request, part, len(items), cut(items, part), region=_region(reader).slug)


def _reader(request: HttpRequest) -> Reader:
    """The data that a page would show under this address."""
    reader = Reader(request.GET, request.auth)  # type: ignore[attr-defined]
    slugs, asked = [one.slug for one in reader.regions], request.GET.get("region", "")
    if asked and asked not in slugs:
        text = _("There is no such region. There are: %(names)s.")
        raise Http404(text % {"names": ", ".join(slugs)})
    return reader


def _region(reader: Reader) -> Any:
    if reader.region is None:
        raise Http404(_("There is no region yet. An admin of your office sets one up."))
    return reader.region


def _borders(reader: Reader) -> BoundarySet:
    region = _region(reader)
    found = reader.scope.edition.boundary_set if reader.scope else queries.newest_borders(region)
    if found is None:
        raise Http404(_("This region has no areas yet. An admin of your office loads them."))
    return found
