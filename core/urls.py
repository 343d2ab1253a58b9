"""Addresses of background jobs."""

from django.urls import URLPattern, path

from . import views

urlpatterns: list[URLPattern] = [
    path("data/activity/", views.activity, name="activity"),
    path("data/activity/<int:job_id>/", views.job_progress, name="job_progress"),
]
