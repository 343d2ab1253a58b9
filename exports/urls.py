"""Addresses of what leaves the system."""

from django.urls import URLPattern, URLResolver, include, path

from .api.endpoints import NAMESPACE, addresses
from .views import api, files, lists, reports, saved_views, schedules

urlpatterns: list[URLPattern | URLResolver] = [
    path("reports/new/", reports.report_new, name="report_new"),
    path("enterprises/file/", lists.list_export, name="list_export"),
    path("customers/list/file/", lists.customer_list_export, name="customer_list_export"),
    path("files/", files.export_files, name="export_files"),
    path("files/<int:export_id>/", files.export_file, name="export_file"),
    path("files/<int:export_id>/download/", files.export_download, name="export_download"),
    path("files/<int:export_id>/delete/", files.export_delete, name="export_delete"),
    path("views/", saved_views.saved_views, name="saved_views"),
    path("views/new/", saved_views.saved_view_new, name="saved_view_new"),
    path("views/<int:view_id>/", saved_views.saved_view, name="saved_view"),
    path("views/<int:view_id>/change/", saved_views.saved_view_change, name="saved_view_change"),
    path("views/<int:view_id>/share/", saved_views.saved_view_share, name="saved_view_share"),
    path("views/<int:view_id>/delete/", saved_views.saved_view_delete, name="saved_view_delete"),
    path("views/<int:view_id>/restore/", saved_views.saved_view_restore, name="saved_view_restore"),
    path("views/<int:view_id>/mail/", schedules.schedule_new, name="schedule_new"),
    path("schedules/<int:schedule_id>/", schedules.schedule_change, name="schedule_change"),
    path("schedules/<int:schedule_id>/delete/", schedules.schedule_delete, name="schedule_delete"),
    path("schedules/<int:schedule_id>/restore/", schedules.schedule_restore, name="schedule_restore"),
    path("schedules/<int:schedule_id>/pause/", schedules.schedule_pause, name="schedule_pause"),
    path("schedules/<int:schedule_id>/resume/", schedules.schedule_resume, name="schedule_resume"),
    path("schedules/<int:schedule_id>/send/", schedules.schedule_send, name="schedule_send"),
    path("schedules/<int:schedule_id>/leave/", schedules.schedule_leave, name="schedule_leave"),
    path("schedules/<int:schedule_id>/rejoin/", schedules.schedule_rejoin, name="schedule_rejoin"),
    path("account/api/", api.api_token, name="api_token"),
    path("account/api/make/", api.api_token_make, name="api_token_make"),
    path("account/api/revoke/", api.api_token_revoke, name="api_token_revoke"),
    path("api/v1/docs", api.api_docs, name="api_docs"),
    path("api/v1/openapi.json", api.api_schema, name="api_schema"),
    path("api/v1/", include((addresses(), NAMESPACE))),
]
