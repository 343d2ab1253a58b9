"""Addresses of clustering."""

from django.urls import URLPattern, path

from .views import saved_runs as runs
from .views.clustering import clustering

urlpatterns: list[URLPattern] = [
    path("", clustering, name="clustering"),
    path("runs/", runs.saved_runs, name="saved_runs"),
    path("runs/save/", runs.saved_run_save, name="saved_run_save"),
    path("runs/compare/", runs.saved_runs_compare, name="saved_runs_compare"),
    path("runs/<int:run_id>/", runs.saved_run, name="saved_run"),
    path("runs/<int:run_id>/delete/", runs.saved_run_delete, name="saved_run_delete"),
    path("runs/<int:run_id>/restore/", runs.saved_run_restore, name="saved_run_restore"),
]
