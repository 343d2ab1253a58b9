"""An admin uploads a survey in a real browser, corrects a guess, and sees the findings."""

# ruff: noqa: F811 – a test names the fixtures it imports

from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, expect

from .test_upload import go_on, looks_right, open_page, work, world  # noqa: F401 – fixtures too

HEADER = (
    "Timestamp,Nama,Kecamatan,Bidang usaha,Seberapa tahu Anda tentang influencer marketing?,"
    "Suka warna apa?,Saran"
)
AWARE = ("Tidak tahu", "Kurang tahu", "Cukup tahu", "Tahu", "Sangat tahu")
PLACES = ("Bukit Raya", "Sail", "Tenayan Raya")
ADVICE = (
    "Lebih murah untuk usaha kecil",
    "Tolong adakan pelatihan di kecamatan",
    "",
    "Sudah bagus, teruskan",
)


def survey(folder: Path) -> Path:
    """Forty answers."""
    rows = [
        f"{n % 27 + 1:02}/09/2023 09:{n:02}:00,Orang {n},{PLACES[n % 3]},{('Kuliner', 'Jasa')[n % 2]},"
        f'{AWARE[n % 5]},{("Merah", "Biru", "Hijau")[n % 3]},"{ADVICE[n % 4]}"'
        for n in range(40)
    ]
    file = folder / "survey.csv"
    file.write_text("\n".join([HEADER, *rows]), "utf-8")
    return file


def test_a_survey_is_uploaded_corrected_and_read(
    world: object, open_page: Callable[[str], Page], tmp_path: Path
) -> None:
    page = open_page("/data/upload/?kind=questionnaire")
    page.set_input_files("input[type=file]", survey(tmp_path))
    page.fill("#id_period", "2023")
    page.fill("#id_series", "colours")
    go_on(page)
    work(page)
    expect(page.locator(".preview")).not_to_contain_text("Orang 3")
    page.locator("main a.primary").click()
    questions_are_guessed_and_one_is_left_out(page)
    work(page)
    expect(page.locator(".facts-list")).to_contain_text("Questions: 5")
    looks_right(page)
    page.locator("form.decide button.primary").click()
    work(page)
    page.goto(page.url.split("/data/")[0] + "/survey/")
    expect(page.locator("h1")).to_contain_text("16 of 40 know influencer marketing")
    expect(page.locator("#figure-awareness")).to_contain_text("Counted as aware")
    expect(page.locator("main")).not_to_contain_text("Orang")


def questions_are_guessed_and_one_is_left_out(page: Page) -> None:
    expect(page.locator("#id_q05-type")).to_have_value("likert")
    expect(page.locator("#id_q05-role")).to_have_value("awareness")
    expect(page.locator("#id_q03-role")).to_have_value("sub_district")
    expect(page.locator("#id_q02-type")).to_have_value("personal")
    expect(page.locator("main")).not_to_contain_text("Orang 3")
    looks_right(page)
    page.set_viewport_size({"width": 390, "height": 844})
    looks_right(page)
    page.set_viewport_size({"width": 1440, "height": 900})
    page.select_option("#id_q06-role", "awareness")
    go_on(page)
    expect(page.locator(".error-summary")).to_be_focused()
    page.select_option("#id_q06-role", "")
    page.select_option("#id_q06-type", "skip")
    go_on(page)
