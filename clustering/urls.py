"""Addresses of clustering."""

from django.urls import URLPattern, path

from .views import clustering

urlpatterns: list[URLPattern] = [path("", clustering, name="clustering")]
