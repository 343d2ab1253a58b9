"""An admin uploads a messy register in a real browser, corrects it, and takes it back."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from areas.models import Area, BoundarySet, Region
from core import jobs
from core.models import Job
from data.models import Category, Dataset, Edition
from data.reading import names

DISTRICTS = ("Bukit Raya", "Marpoyan Damai", "Sail", "Tenayan Raya")
REGISTER = """DATA UMKM KOTA UJI TAHUN 2023;;;;;
;;;;;
Nama Usaha;Nama Pemilik;Kecamatan;Bidang Usaha;Skala Usaha;Omzet
Warung A;Ani;Bukit Rayaa;Kuliner;Mikro;100.000.000
Warung B;Budi;Sail;Kuliner;Mikro;50.000.000
Toko C;Citra;Tenayan Raya;Dagang;Kecil;3.000.000.000
Toko D;Dodi;Marpoyan Damai;Dagang;Mikro;Rp 30.000.000
Toko E;Eka;Sail;Dagang;Mikro;banyak
Jumlah;;;;;3.180.000.000
"""


@pytest.fixture
def world(transactional_db: None, settings: Any, tmp_path: Path) -> Region:
    settings.MEDIA_ROOT = tmp_path / "media"
    region = Region.objects.create(slug="kota-uji", name="Kota Uji")
    boundary_set = BoundarySet.objects.create(region=region, valid_from=date(2021, 1, 1))
    for name in DISTRICTS:
        Area.objects.create(
            boundary_set=boundary_set, level=Area.Level.DISTRICT, name=name, key=names.key(name)
        )
    Category.objects.create(region=region, name="Kuliner", key="kuliner")
    return region


@pytest.fixture
def open_page(page: Page, live_server: Any, carol: Any) -> Callable[[str], Page]:
    """Opens a path as Carol, the admin."""
    page.goto(f"{live_server.url}/account/login/")
    page.fill("input[name=login]", carol.email)
    page.fill("input[name=password]", "wisely-2-rule")
    page.locator("main form button").last.click()
    page.wait_for_url(lambda url: "login" not in url)

    def go(path: str) -> Page:
        page.goto(f"{live_server.url}{path}")
        return page

    return go


def work(page: Page) -> None:
    """Let the worker do what waits; the page moves on by itself."""
    expect(page.locator(".job")).to_be_visible()
    for job in Job.objects.filter(state=Job.State.QUEUED).order_by("pk"):
        jobs.execute(job.pk)
    expect(page.locator(".job.queued, .job.running")).to_have_count(0)


def looks_right(page: Page) -> None:
    """No accessibility fault, and no sideways scroll of the page."""
    results = Axe().run(page)
    assert results.violations_count == 0, results.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def go_on(page: Page) -> None:
    page.locator("main form button.primary").click()


def choose_the_kind_of_file(page: Page) -> None:
    looks_right(page)
    page.locator("a[href*='kind=msme_register']").click()
    go_on(page)
    # the browser itself asks, before a file is sent that would have to be picked again
    expect(page.locator("#id_file")).to_be_focused()
    assert page.locator("main form :invalid").count() == 2
    looks_right(page)


def send_the_file(page: Page, folder: Path) -> None:
    file = folder / "register.csv"
    file.write_text(REGISTER, "utf-8")
    page.set_input_files("input[type=file]", file)
    page.fill("#id_period", "2023")
    go_on(page)
    work(page)


def confirm_layout_and_columns(page: Page) -> None:
    expect(page.locator("#id_header_row")).to_have_value("3")
    expect(page.locator(".preview")).to_contain_text("Bukit Rayaa")
    expect(page.locator(".preview")).not_to_contain_text("Citra")
    looks_right(page)
    page.locator("main a.primary").click()
    expect(page.locator("#id_turnover")).to_have_value("Omzet")
    looks_right(page)
    go_on(page)
    work(page)


def answer_the_names(page: Page) -> None:
    """The spelling is guessed; the unknown category is asked for until it is answered."""
    expect(page.locator("#id_area-0")).to_have_value("Bukit Raya")
    go_on(page)
    expect(page.locator(".error-summary")).to_be_focused()
    page.locator(".error-summary a").first.click()
    expect(page.locator("#id_category-0")).to_be_focused()
    page.select_option("#id_category-0", "=create")
    looks_right(page)
    go_on(page)
    work(page)


def import_the_good_rows(page: Page) -> Dataset:
    expect(page.locator(".sum")).to_contain_text("6")
    expect(page.locator("#errors table").last).to_contain_text("banyak")
    looks_right(page)
    page.locator("form.decide button.primary").click()
    work(page)
    looks_right(page)
    dataset = Dataset.objects.get()
    counts = dataset.report["counts"]
    assert [counts[what] for what in ("rows", "accepted", "rejected", "skipped")] == [6, 4, 1, 1]
    return dataset


def download_the_wrong_row(page: Page, folder: Path) -> None:
    page.locator("form[action$='/errors/'] button").click()
    work(page)
    with page.expect_download() as download:
        page.locator("a[href$='format=xlsx']").click()
    download.value.save_as(folder / "errors.xlsx")
    cells = [cell.value for cell in openpyxl.load_workbook(folder / "errors.xlsx").worksheets[0][2]]
    assert cells[1:3] == [8, "Toko E"]


def take_it_back_and_forth(page: Page, dataset: Dataset) -> None:
    edition = Edition.objects.get()
    page.locator(f"form[action='/data/editions/{edition.pk}/undo/'] button").click()
    expect(page.locator(".undo-line")).to_be_visible()
    assert not Edition.objects.get(is_current=True).datasets.exists()
    looks_right(page)
    page.locator(".undo-line button").click()
    page.wait_for_load_state()
    assert Edition.objects.get(is_current=True).datasets.get() == dataset


@pytest.mark.parametrize(("width", "scheme"), [(1440, "light"), (390, "dark")])
def test_an_upload_from_file_to_undo(
    open_page: Callable[[str], Page], world: Region, tmp_path: Path, width: int, scheme: Any
) -> None:
    page = open_page("/data/")
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme=scheme)
    page = open_page("/data/upload/")
    choose_the_kind_of_file(page)
    send_the_file(page, tmp_path)
    confirm_layout_and_columns(page)
    answer_the_names(page)
    dataset = import_the_good_rows(page)
    download_the_wrong_row(page, tmp_path)
    take_it_back_and_forth(open_page(f"/data/files/{dataset.pk}/"), dataset)


def test_a_new_region_is_chosen_by_writing_its_name(
    open_page: Callable[[str], Page], world: Region, tmp_path: Path
) -> None:
    Region.objects.create(slug="kota-lain", name="Kota Lain")
    page = open_page("/data/upload/?kind=msme_register")
    expect(page.locator("#id_region")).to_have_value("")
    page.fill("#id_new_region", "Kota Dumai")
    expect(page.locator("#id_region")).to_have_value("=new")
    send_the_file(page, tmp_path)
    assert Dataset.objects.get().region.name == "Kota Dumai"


@pytest.mark.parametrize(
    "path", ["/data/", "/data/kinds/", "/data/editions/", "/data/upload/?kind=population"]
)
@pytest.mark.parametrize("width", [1440, 390])
def test_pages_without_any_data(
    open_page: Callable[[str], Page], media_root: Path, path: str, width: int
) -> None:
    page = open_page(path)
    page.set_viewport_size({"width": width, "height": 900})
    looks_right(page)


@pytest.fixture
def media_root(settings: Any, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path
    return tmp_path
