"""URLs. Each app owns its own; the order here is only for reading."""

from django.contrib.auth.decorators import login_not_required
from django.urls import include, path
from django.views.i18n import set_language

handler400 = "core.bad_requests.bad_request"
handler404 = "core.missing.page_not_found"
urlpatterns = [
    path("", include("dashboard.urls")),
    path("", include("exports.urls")),
    path("clustering/", include("clustering.urls")),
    path("survey/", include("questionnaires.urls")),
    path("customers/", include("customers.urls")),
    path("data/", include("data.urls")),
    path("areas/", include("areas.urls")),
    path("", include("core.urls")),
    path("people/", include("accounts.urls")),
    path("account/", include("accounts.closed")),
    path("account/", include("allauth.urls")),
    path("language/", login_not_required(set_language), name="set_language"),
]
