"""Addresses of the survey pages."""

from django.urls import URLPattern, path

from . import views

urlpatterns: list[URLPattern] = [path("", views.questionnaires, name="questionnaires")]
