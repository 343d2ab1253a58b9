"""Addresses of the market pages."""

from django.urls import URLPattern, path

from . import views

urlpatterns: list[URLPattern] = [
    path("", views.overview, name="overview"),
    path("ratio/", views.ratio, name="ratio"),
    path("geography/", views.geography, name="geography"),
    path("categories/", views.categories, name="categories"),
]
