"""What the frame says about the data behind pages that show no region by themselves."""

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from .models import Region
from .queries import work_areas


def demo(request: HttpRequest) -> dict[str, Any]:
    """Context processor: `is_demo`, whether the region that opens first for this person is the demo.

    Pages of one region override it; nothing is asked of the database where no template needs it.
    """
    return {"is_demo": SimpleLazyObject(lambda: _opens_demo(request))}


def _opens_demo(request: HttpRequest) -> bool:
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return False
    own = Region.objects.filter(pk__in=work_areas(user).values("boundary_set__region"))
    region = Region.objects.filter(slug=request.GET.get("region", "")).first() or own.first()
    region = region or Region.objects.first()
    return region is not None and region.is_demo
