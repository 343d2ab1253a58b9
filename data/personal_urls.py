"""Addresses of the pages of personal data; included by data/urls.py."""

from django.urls import URLPattern, path

from data.views import personal, personal_files

urlpatterns: list[URLPattern] = [
    path("personal/", personal.personal_inventory, name="personal_inventory"),
    path("personal/search/", personal.personal_search, name="personal_search"),
    path("personal/files/", personal_files.personal_files, name="personal_files"),
    path("personal/files/<int:job_id>/", personal_files.personal_files_found, name="personal_files_found"),
    path("personal/export/", personal.personal_export, name="personal_export"),
    path("personal/erase/", personal.personal_erase, name="personal_erase"),
    path("personal/erasures/<int:job_id>/", personal.personal_erasure, name="personal_erasure"),
]
