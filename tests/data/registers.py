"""A small register in every format a file may come in, shared by the tests of personal data."""

import datetime
import zipfile
from io import BytesIO

import openpyxl
import pandas as pd
import pytest
import xlwt
from django.utils import translation

from areas.models import Area, BoundarySet, Region
from core import jobs
from data import contacts, erasure_jobs, sheets, writing
from data.models import Contact, Dataset
from data.plan import Plan

HEADER = ["No", "Nama Usaha", "Nama Pemilik", "NIK", "No HP", "Kecamatan", "Omzet", "Catatan"]
ROWS = [
    [
        1,
        "Warung Contoh",
        "Siti Contoh",
        "9900000000000001",
        "0800-000-0001",
        "Rumbai",
        1000,
        "WA 0800-000-0001",
    ],
    [2, "Toko Contoh", "Budi Contoh", "9900000000000002", "0800-000-0002", "Rumbai", 2000, "=1+1"],
    [3, "Kios Contoh", "Siti Contoh", "9900000000000003", "0800-000-0003", "Tampan", 3000, "baik"],
]
PERSONAL = {"business_name": 1, "owner_name": 2, "nik": 3, "phone": 4}


@pytest.fixture(autouse=True)
def _place(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "files"
    settings.DATA_DIR = tmp_path
    settings.LANGUAGE_CODE = "en"
    with translation.override("en"):
        yield


def csv_bytes(delimiter=";", encoding="cp1252", end="\r\n"):
    lines = [["DATA CONTOH – SINTETIS"], HEADER, *ROWS]
    return end.join(delimiter.join(map(str, cells)) for cells in lines).encode(encoding) + end.encode()


def xlsx_bytes():
    book, target = openpyxl.Workbook(), BytesIO()
    book.active.title = "Data"
    for cells in (["DATA CONTOH"], HEADER, *ROWS):
        book.active.append(list(cells))
    for cell in book.active["H"]:
        cell.data_type = "s" if cell.value else "n"
    book.save(target)
    return target.getvalue()


def xls_bytes():
    book, target = xlwt.Workbook(), BytesIO()
    sheet = book.add_sheet("Data")
    for down, cells in enumerate((["DATA CONTOH"], HEADER, *ROWS)):
        for at, cell in enumerate(cells):
            sheet.write(down, at, cell)
    book.save(target)
    return target.getvalue()


def zip_bytes():
    target = BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("register.csv", csv_bytes())
    return target.getvalue()


FILES = {
    "register.csv": csv_bytes,
    "register.xlsx": xlsx_bytes,
    "register.xls": xls_bytes,
    "register.zip": zip_bytes,
}


@pytest.fixture
def areas():
    region = Region.objects.create(slug="contoh", name="Contoh")
    start = datetime.date(2021, 1, 1)
    boundary_set = BoundarySet.objects.create(region=region, valid_from=start)
    for name in ("Rumbai", "Tampan"):
        Area.objects.create(boundary_set=boundary_set, level=2, name=name, key=name.casefold())
    return boundary_set


def received(areas, name="register.csv", content=None):
    """A ready dataset with its rows and contacts, read by the real reader."""
    day = datetime.date(2023, 1, 1)
    dataset = Dataset.objects.create(
        kind="msme_register", region=areas.region, boundary_set=areas, period_start=day, period_end=day,
        period_label="2023", folder=f"one-{Dataset.objects.count()}", file_name=name, size=1, sha256="0" * 64,
        state=Dataset.State.READY,
    )  # fmt: skip
    dataset.directory.mkdir(parents=True)
    dataset.original.write_bytes(content or FILES[name]())
    dataset.guess = sheets.guess(dataset)
    dataset.layout, dataset.mapping = dataset.guess["layout"], dataset.guess["mapping"]
    dataset.save()
    plan = Plan.of(dataset)
    assert set(PERSONAL) <= set(plan.positions)
    for chunk in plan.chunks():
        table = pd.DataFrame({key: plan.cells(chunk, key).astype("str") for key in PERSONAL})
        table["area_id"] = Area.objects.get(name="Rumbai").pk
        table["sheet"], table["row_number"] = plan.sheet_number(chunk), chunk.table.index
        rows = writing.rows_of_register(table.assign(category_id=None, size_class=1, turnover=7), dataset)
        writing.write_all(rows)
    return dataset


def table_of(dataset):
    """Rows of the stored file by row number, as the reader sees them now."""
    dataset.refresh_from_db()
    chunks = list(Plan.of(dataset).chunks())
    return pd.concat(chunk.table for chunk in chunks)


def erase(by, **by_hash):
    """Erase as the page does, with the worker in this process; returns what was done."""
    job = erasure_jobs.start(by, Contact.objects.filter(**by_hash), "request of 1 March")
    jobs.execute(job.pk)
    job.refresh_from_db()
    assert job.state == "done", job.message
    return erasure_jobs.result(job)


def by_nik(number):
    return {"nik_hash": contacts.hash_value(number, "nik")}
