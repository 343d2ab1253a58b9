"""Real files beside the project, uploaded page by page as a person would."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from data.models import Cell, Dataset, Edition, FigureCell
from tests.data.views.conftest import confirm_columns, send
from tests.data.views.test_names import answers

State = Dataset.State


@pytest.fixture
def walk(admin_client: Client, media: Any, worker: Any) -> Callable[..., Dataset]:
    """Uploads a file into a new region, confirms guesses, creates areas and categories, has it checked."""

    def go(
        path: Path, kind: str, region: str, mapping: dict[str, str] | None = None, **fields: str
    ) -> Dataset:
        answer = send(
            admin_client, path.read_bytes(), name=path.name, kind=kind, region="", new_region=region, **fields
        )
        assert answer.status_code == 302, answer.context["form"].errors
        worker()
        dataset = Dataset.objects.latest("pk")
        assert dataset.state == State.NEEDS_MAPPING, dataset.message
        answer = confirm_columns(admin_client, dataset, unit="1", **(mapping or {}))
        assert answer.status_code == 302, answer.context["form"].errors
        for _round in range(4):
            worker()
            dataset.refresh_from_db()
            if dataset.state != State.NEEDS_NAMES:
                break
            page = reverse("dataset_names", args=[dataset.pk])
            form = admin_client.get(page).context["form"]
            answer = admin_client.post(page, answers(form))
            assert answer.status_code == 302, answer.context["form"].errors
        assert dataset.state == State.CHECKED, (dataset.state, dataset.message)
        return dataset

    return go


def commit(client: Client, dataset: Dataset, worker: Any, **form: str) -> Edition:
    client.post(reverse("dataset_check", args=[dataset.pk]), form)
    worker()
    dataset.refresh_from_db()
    assert dataset.state == State.READY, dataset.message
    page = client.get(reverse("dataset", args=[dataset.pk]))
    assert page.status_code == 200
    return Edition.objects.get(
        is_current=True, region=dataset.region, subject=page.context["edition"].subject
    )


def adds_up(dataset: Dataset, rows: int) -> None:
    counts = dataset.report["counts"]
    assert counts["rows"] == rows
    assert counts["accepted"] + counts["rejected"] + counts["skipped"] == rows


@pytest.mark.parametrize("mapping", [{"sub_district": ""}, {}], ids=["regency", "sub_district"])
def test_the_provincial_register(admin_client, shared_data, walk, worker, mapping):
    dataset = walk(
        shared_data / "umkm" / "jatim_register_3388.csv",
        "msme_register",
        "Jawa Timur",
        mapping,
        period="2021",
    )
    adds_up(dataset, 3388)
    page = admin_client.get(reverse("dataset", args=[dataset.pk]))
    wrong = {(row["column"], row["value"]) for row in page.context["wrong"]["rows"]}
    assert {("turnover", "2147483647"), ("start_year", "2104"), ("owner_age", "3")} <= wrong
    edition = commit(admin_client, dataset, worker, rows="good")
    assert sum(Cell.objects.filter(edition=edition).values_list("n", flat=True)) == 3388 - len(
        {row["row"] for row in page.context["wrong"]["rows"]}
    )


def test_the_same_rows_below_two_title_rows(admin_client, shared_data, walk):
    dataset = walk(
        shared_data / "umkm" / "jatim_register_title_rows.xls", "msme_register", "Jawa Timur", period="2021"
    )
    assert dataset.layout["header_row"] == 4
    adds_up(dataset, 3388)
    before = admin_client.get(reverse("dataset_layout", args=[dataset.pk])).context["preview"]["before"]
    assert before


def test_counts_by_sector(admin_client, shared_data, walk, worker):
    dataset = walk(
        shared_data / "umkm" / "tangsel_counts_161.xlsx",
        "msme_counts",
        "Kota Tangerang Selatan",
        period="2022",
    )
    adds_up(dataset, 161)
    cells = Cell.objects.filter(edition=commit(admin_client, dataset, worker))
    by_size = {size: sum(cells.filter(size_class=size).values_list("n", flat=True)) for size in (1, 2)}
    assert by_size == {1: 61_245, 2: 17_799}
    assert sum(cells.filter(area__name="Ciputat").values_list("n", flat=True)) == 9_605 + 2_090


def test_population_with_points_in_its_numbers(admin_client, shared_data, walk, worker):
    dataset = walk(
        shared_data / "umkm" / "palembang_kecamatan_18.csv",
        "population",
        "Kota Palembang",
        period="2021",
        series="registry",
    )
    adds_up(dataset, 18)
    edition = commit(admin_client, dataset, worker)
    residents = FigureCell.objects.filter(edition=edition, name="residents").values_list("value", flat=True)
    assert 116_594 in residents


@pytest.mark.parametrize("n", [12, 15])
def test_outlines(admin_client, shared_data, walk, worker, n):
    dataset = walk(
        shared_data / "areas" / f"pekanbaru_kecamatan_{n}.geojson", "area_boundaries", "Kota Pekanbaru"
    )
    adds_up(dataset, n)
    assert commit(admin_client, dataset, worker).subject == "outlines"
