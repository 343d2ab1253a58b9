"""Server time of the market pages."""

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.urls import reverse

from benchmarks import empty_page, requests, world

PAGES = {
    "overview": "/", "ratio": "/ratio/", "geography": "/geography/", "categories": "/categories/",
    "clustering": "/clustering/", "suitability": "/suitability/",
}  # fmt: skip


def measure(path: Path, times: int) -> dict[str, Any]:
    """Import the register in `path` and the demo's people and land, then ask for each page many times."""
    from data.models import Cell, MarketRow

    world.import_file(path)
    people_and_land()
    with requests.signed_in(ROOT_URLCONF="benchmarks.empty_page") as client:
        addresses = {"empty": empty_page.ADDRESS, **PAGES, "card": _card()}
        found = requests.measure(client, addresses, times)
    return {"pages": found, "rows": MarketRow.objects.count(), "cells": Cell.objects.count()}


def _card() -> str:
    """The address of the first sub-district's card: which number it has depends on the import."""
    from areas.models import Area

    area = Area.objects.filter(level=Area.Level.DISTRICT).order_by("name").first()
    if area is None:
        raise RuntimeError("There is no sub-district to show.")
    return reverse("card", args=[area.pk])


def people_and_land() -> None:
    """Import the demo's residents and land."""
    from demo.files import write

    with TemporaryDirectory() as folder:
        for file in write(Path(folder)):
            if file.path.name in ("penduduk_2023.xlsx", "luas_kecamatan_2021.xlsx"):
                world.import_file(
                    file.path, file.kind, file.decisions, period=file.period_label, series=file.series
                )
