"""Addresses of the customer pages."""

from django.urls import URLPattern, path

from .views import list as lists
from .views import sales, saved, table_runs, tables
from .views.attributes import customer_columns
from .views.segments import customer_k, customer_movement, customers
from .views.value import customer_value

urlpatterns: list[URLPattern] = [
    path("", customers, name="customers"),
    path("number/", customer_k, name="customer_k"),
    path("movement/", customer_movement, name="customer_movement"),
    path("list/", lists.customer_list, name="customer_list"),
    path("list/one/", lists.customer, name="customer"),
    path("list/one/contact/", lists.customer_contact, name="customer_contact"),
    path("list/new/", lists.customer_place, name="customer_place"),
    path("list/row/<int:dataset_id>/<int:sheet>/<int:row_number>/", lists.customer_row, name="customer_row"),
    path("files/<int:dataset_id>/columns/", customer_columns, name="customer_columns"),
    path("value/", customer_value, name="customer_value"),
    path("table/quality/", tables.attribute_quality, name="attribute_quality"),
    path("table/quality/remedies/", tables.attribute_recipe, name="attribute_recipe"),
    path("table/quality/remedies/<int:recipe_id>/", tables.attribute_recipe_again, name="attribute_again"),
    path("table/", tables.attribute_segments, name="attribute_segments"),
    path("table/words/", table_runs.attribute_words, name="attribute_words"),
    path("table/save/", table_runs.attribute_run_save, name="attribute_run_save"),
    path("table/relations/", tables.attribute_relations, name="attribute_relations"),
    path("table/relations/formulas/", tables.attribute_formulas, name="attribute_formulas"),
    path("words/", saved.customer_words, name="customer_words"),
    path("saved/", saved.customer_runs, name="customer_runs"),
    path("saved/save/", saved.customer_run_save, name="customer_run_save"),
    path("saved/<int:run_id>/", saved.customer_run, name="customer_run"),
    path("saved/<int:run_id>/delete/", saved.customer_run_delete, name="customer_run_delete"),
    path("saved/<int:run_id>/restore/", saved.customer_run_restore, name="customer_run_restore"),
    path("sales/", sales.customer_sales, name="customer_sales"),
    path("sales/events/", sales.customer_event_add, name="customer_event_add"),
    path("sales/events/<int:event_id>/remove/", sales.customer_event_remove, name="customer_event_remove"),
]
