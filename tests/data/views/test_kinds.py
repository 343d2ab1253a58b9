"""The help page of the kinds and the blank templates."""

import io
import json
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from django.urls import reverse
from django.utils.translation import override

from data.kinds import all_kinds
from data.models import Dataset
from data.recognition import recognise
from data.templates_xlsx import blank, file_name, header
from tests.data.views.conftest import send

TABLES = ["msme_register", "msme_counts", "population", "area_facts", "transactions"]
FIRST_ROW = {
    "sub_district": "Sail", "n": 5, "residents": 1000, "km2": 3.2, "business_name": "Warung A",
    "customer": "0001", "day": date(2023, 1, 5), "amount": 50_000,
}  # fmt: skip


def workbook(kind):
    return openpyxl.load_workbook(io.BytesIO(blank(kind)))


@pytest.mark.parametrize("role", ["admin_client", "analyst_client"])
def test_the_page_describes_every_column(role, db, request):
    page = request.getfixturevalue(role).get(reverse("kinds")).content.decode()
    for kind in all_kinds().values():
        assert reverse("kind_template", args=[kind.key]) in page
        for column in kind.columns:
            assert header(column) in page


def test_sales_do_not_see_it(sales_client, db):
    assert sales_client.get(reverse("kinds")).status_code == 403
    assert sales_client.get(reverse("kind_template", args=["population"])).status_code == 403


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize("key", TABLES)
def test_a_template_is_recognised_column_by_column(key, language):
    kind = all_kinds()[key]
    with override(language):
        headers = [cell.value for cell in workbook(kind).worksheets[0][1]]
    found = recognise(kind, headers, {}, 2023)
    assert found.unused == []
    assert found.mapping == dict(zip((column.key for column in kind.columns), headers, strict=True))
    assert set(found.why.values()) == {"exact"}


@pytest.mark.parametrize("key", TABLES)
def test_nothing_but_the_header_can_be_imported(key):
    for sheet in workbook(all_kinds()[key]).worksheets:
        assert len([row for row in sheet.iter_rows(min_row=2) if any(cell.value for cell in row)]) == 0


def test_identifiers_are_text_columns_and_size_classes_a_list():
    sheet = workbook(all_kinds()["msme_register"]).worksheets[0]
    headers = {cell.value: cell for cell in sheet[1]}
    place = headers["NIK"].column
    formats = [one.number_format for one in sheet.column_dimensions.values() if one.min <= place <= one.max]
    assert formats == ["@"]
    assert any(rule.type == "list" for rule in sheet.data_validations.dataValidation)
    assert headers["NIK"].comment


@pytest.mark.parametrize("key", TABLES)
def test_a_filled_template_goes_through(admin_client, region, worker, tmp_path, key):
    kind = all_kinds()[key]
    book = workbook(kind)
    sheet = book.worksheets[0]
    for place, column in enumerate(kind.columns, start=1):
        if column.key in FIRST_ROW:
            sheet.cell(2, place, FIRST_ROW[column.key])
    path = Path(tmp_path) / "filled.xlsx"
    book.save(path)
    series = "registry" if kind.series else "main"
    send(admin_client, path.read_bytes(), name="filled.xlsx", kind=key, series=series)
    worker()
    dataset = Dataset.objects.get()
    assert dataset.guess["rows"] == 1
    admin_client.post(reverse("dataset_columns", args=[dataset.pk]), {**dataset.mapping, "unit": 1})
    worker()
    dataset.refresh_from_db()
    assert dataset.report["counts"]["accepted"] == 1


def test_a_blank_template_has_nothing_to_import(admin_client, region, worker):
    send(admin_client, blank(all_kinds()["msme_register"]), name="blank.xlsx")
    worker()
    dataset = Dataset.objects.get()
    assert dataset.state == Dataset.State.FAILED
    assert dataset.message


def test_outlines_have_an_empty_map_as_template(admin_client, db):
    answer = admin_client.get(reverse("kind_template", args=["area_boundaries"]))
    assert json.loads(answer.content)["features"] == []
    assert file_name(all_kinds()["area_boundaries"]).endswith(".geojson")
    assert 'filename="template-area-boundaries.geojson"' in answer["Content-Disposition"]


def test_an_unknown_kind_is_a_404(admin_client, db):
    assert admin_client.get(reverse("kind_template", args=["nonsense"])).status_code == 404
