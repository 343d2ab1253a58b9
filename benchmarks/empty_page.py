"""The product's addresses and one more: a signed-in page of the base template with nothing in it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path

from segmentation_site.urls import handler400  # noqa: F401 – part of the addresses
from segmentation_site.urls import urlpatterns as product

ADDRESS = "/benchmark-empty/"


def empty(request: HttpRequest) -> HttpResponse:
    return render(request, "base.html", {"heading": "Empty"})


urlpatterns = [*product, path(ADDRESS.strip("/") + "/", empty, name="benchmark_empty")]
