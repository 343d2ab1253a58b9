"""Addresses of the market pages."""

from django.urls import URLPattern, path

from . import card_views, enterprise_views, views
from .trail import views as trail_views

urlpatterns: list[URLPattern] = [
    path("", views.overview, name="overview"),
    path("start/", card_views.start, name="start"),
    path("ratio/", views.ratio, name="ratio"),
    path("geography/", views.geography, name="geography"),
    path("categories/", views.categories, name="categories"),
    path("suitability/", views.suitability, name="suitability"),
    path("survey/areas/", views.survey_areas, name="survey_areas"),
    path("card/", card_views.card, name="card"),
    path("card/<int:area_id>/", card_views.card, name="card"),
    path("trail/", trail_views.trail, name="trail"),
    path("enterprises/", enterprise_views.enterprises, name="enterprises"),
    path("enterprises/<int:row_id>/", enterprise_views.enterprise, name="enterprise"),
    path("enterprises/<int:row_id>/contact/", enterprise_views.enterprise_contact, name="enterprise_contact"),
    path("enterprises/<int:row_id>/row/", enterprise_views.enterprise_row, name="enterprise_row"),
    path(
        "enterprises/<int:row_id>/row/open/", enterprise_views.enterprise_row_open, name="enterprise_row_open"
    ),
]
