"""Data → Kinds of file: what each kind may hold, told by its declaration, with a blank template."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from core.pages import ADMIN, ANALYSTS
from core.roles import allow
from core.views import page
from data.kinds import Column, Kind, all_kinds
from data.templates_xlsx import blank, file_name, header, needed, type_words

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
GEOJSON = "application/geo+json"
SHOWN_ALIASES = 6


@allow(ANALYSTS)
def kinds(request: HttpRequest) -> HttpResponse:
    return page(
        request,
        "kinds",
        heading=_("What may be in a file, and what its columns mean"),
        kinds=[_described(kind) for kind in all_kinds().values()],
        is_admin=getattr(request.user, "role", None) == ADMIN,
    )


@allow(ANALYSTS)
def kind_template(request: HttpRequest, key: str) -> HttpResponse:
    """The blank template of one kind."""
    kind = all_kinds().get(key)
    if kind is None:
        raise Http404(_("There is no such kind of file. Open Data → Kinds of file."))
    name = file_name(kind)
    answer = HttpResponse(blank(kind), content_type=GEOJSON if name.endswith("geojson") else XLSX)
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def _described(kind: Kind) -> dict[str, Any]:
    return {
        "kind": kind,
        "needed": needed(kind),
        "columns": [
            {
                "column": column,
                "header": header(column),
                "type": type_words(column),
                "aliases": _other_names(column),
            }
            for column in kind.told_columns
        ],
    }


def _other_names(column: Column) -> list[str]:
    return [alias for alias in column.aliases if alias != header(column).lower()][:SHOWN_ALIASES]
