"""Addresses of files, editions and kinds of file."""

from importlib import import_module
from importlib.util import find_spec

from django.urls import URLPattern, path

from data.views.check import check, period
from data.views.columns import columns
from data.views.dataset import dataset, dataset_discard, dataset_purge
from data.views.datasets import datasets
from data.views.editions import edition, edition_undo, edition_withdraw, editions
from data.views.errors import dataset_errors_workbook
from data.views.kinds import kind_template, kinds
from data.views.layout import layout
from data.views.names import names
from data.views.result import result
from data.views.upload import upload

urlpatterns: list[URLPattern] = [
    path("", datasets, name="datasets"),
    path("upload/", upload, name="upload"),
    path("files/<int:dataset_id>/", dataset, name="dataset"),
    path("files/<int:dataset_id>/layout/", layout, name="dataset_layout"),
    path("files/<int:dataset_id>/columns/", columns, name="dataset_columns"),
    path("files/<int:dataset_id>/names/", names, name="dataset_names"),
    path("files/<int:dataset_id>/check/", check, name="dataset_check"),
    path("files/<int:dataset_id>/period/", period, name="dataset_period"),
    path("files/<int:dataset_id>/result/", result, name="dataset_result"),
    path("files/<int:dataset_id>/discard/", dataset_discard, name="dataset_discard"),
    path("files/<int:dataset_id>/purge/", dataset_purge, name="dataset_purge"),
    path("files/<int:dataset_id>/errors/", dataset_errors_workbook, name="dataset_errors_workbook"),
    path("editions/", editions, name="editions"),
    path("editions/<int:edition_id>/", edition, name="edition"),
    path("editions/<int:edition_id>/undo/", edition_undo, name="edition_undo"),
    path("editions/<int:edition_id>/withdraw/<int:dataset_id>/", edition_withdraw, name="edition_withdraw"),
    path("kinds/", kinds, name="kinds"),
    path("kinds/<slug:key>/template/", kind_template, name="kind_template"),
]
if find_spec("data.personal_urls"):
    urlpatterns += import_module("data.personal_urls").urlpatterns
