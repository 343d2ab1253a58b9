"""Addresses of background jobs and of the glossary."""

from django.urls import URLPattern, path

from . import views

urlpatterns: list[URLPattern] = [
    path("glossary/", views.glossary, name="glossary"),
    path("data/activity/", views.activity, name="activity"),
    path("data/activity/<int:job_id>/", views.job_progress, name="job_progress"),
]
