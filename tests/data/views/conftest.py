"""What the page tests of uploads share: a region with areas, small files, and a worker that runs at once."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from areas.models import Area, BoundarySet, Region
from core import jobs
from core.models import Job
from data.models import Category, Dataset
from data.reading import names

DISTRICTS = ("Bukit Raya", "Marpoyan Damai", "Sail", "Tenayan Raya")
REGISTER = (
    "Nama Usaha;Nama Pemilik;Kecamatan;Bidang Usaha;Skala Usaha;Omzet 2022;Omzet 2023;Catatan\n"
    "Warung A;Ani;Bukit Raya;Kuliner;Mikro;90.000.000;100.000.000;x\n"
    "Warung B;Budi;Sail;Kuliner;Mikro;;50.000.000;\n"
    "Toko C;Citra;Tenayan Raya;Perdagangan;Kecil;1.000.000.000;3.000.000.000;\n"
    "Toko D;Dodi;Marpoyan Damai;Perdagangan;Mikro;20.000.000;30.000.000;\n"
)
WRONG = "Toko E;Eka;Sail;Perdagangan;Mikro;10.000.000;banyak;=1+1\n"


@pytest.fixture
def media(settings: Any, tmp_path: Any) -> Any:
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.fixture
def region(db: None, media: Any) -> Region:
    """Four sub-districts and two categories."""
    region = Region.objects.create(slug="kota-uji", name="Kota Uji")
    boundary_set = BoundarySet.objects.create(region=region, valid_from=date(2021, 1, 1))
    for name in DISTRICTS:
        Area.objects.create(
            boundary_set=boundary_set, level=Area.Level.DISTRICT, name=name, key=names.key(name)
        )
    for name in ("Kuliner", "Perdagangan"):
        Category.objects.create(region=region, name=name, key=names.key(name))
    return region


@pytest.fixture
def worker() -> Callable[[], list[Job]]:
    """Runs every waiting job, as the worker would, and returns them."""

    def run() -> list[Job]:
        waiting = list(Job.objects.filter(state=Job.State.QUEUED).order_by("pk"))
        for job in waiting:
            jobs.execute(job.pk)
            job.refresh_from_db()
        return waiting

    return run


def send(client: Client, content: str | bytes, **fields: Any) -> Any:
    """POST a file to the upload page as a person would."""
    body = content.encode() if isinstance(content, str) else content
    kind, name = fields.pop("kind", "msme_register"), fields.pop("name", "register.csv")
    known = {"region": "kota-uji", "period": "2023", "series": "main", **fields}
    known["file"] = SimpleUploadedFile(name, body)
    return client.post(f"{reverse('upload')}?kind={kind}", known)


def confirm_columns(client: Client, dataset: Dataset, **changes: str) -> Any:
    """Confirm the guessed columns, with changes."""
    return client.post(reverse("dataset_columns", args=[dataset.pk]), {**dataset.mapping, **changes})


@pytest.fixture
def uploaded(admin_client: Client, region: Region, worker: Any) -> Callable[..., Dataset]:
    """Uploads a file and lets it be read."""

    def upload(content: str | bytes = REGISTER, **fields: Any) -> Dataset:
        answer = send(admin_client, content, **fields)
        assert answer.status_code == 302, answer.content.decode()
        worker()
        return Dataset.objects.latest("pk")

    return upload


@pytest.fixture
def checked(admin_client: Client, uploaded: Any, worker: Any) -> Callable[..., Dataset]:
    """Uploads a file, confirms its columns and lets it be checked."""

    def check(content: str | bytes = REGISTER, **fields: Any) -> Dataset:
        dataset = uploaded(content, **fields)
        answer = confirm_columns(admin_client, dataset)
        assert answer.status_code == 302, answer.content.decode()
        worker()
        dataset.refresh_from_db()
        return dataset

    return check


@pytest.fixture
def ready(admin_client: Client, checked: Any, worker: Any) -> Callable[..., Dataset]:
    """Uploads, checks and imports a file."""

    def load(
        content: str | bytes = REGISTER, rows: str = "all", mode: str = "replace", **fields: Any
    ) -> Dataset:
        dataset = checked(content, **fields)
        answer = admin_client.post(reverse("dataset_check", args=[dataset.pk]), {"rows": rows, "mode": mode})
        assert answer.status_code == 302, answer.content.decode()
        worker()
        dataset.refresh_from_db()
        return dataset

    return load
