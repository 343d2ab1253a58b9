"""The demo's survey as Google Forms gives it out: a .csv inside a .csv.zip, every cell quoted.

On purpose: a line break in a header, time stamps with their zone, several marks in one cell with commas
inside an option, questions that only some were asked, one double submission, an empty row at the end.
"""

import csv
import io
import zipfile
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from analysis.marks import N_
from demo.demo_file import DemoFile, demo_file
from demo.invented import contacts
from demo.mess import phones
from demo.survey import STATEMENTS, N, answers
from demo.writing import MADE

SERIES = "kesadaran"
# the name of the form, which Google gives to the file too: there is no title row to say it in
FORM = "Survei Kesadaran Influencer Marketing UMKM (DATA DEMO - SINTETIS)"
PATH = "survei_kesadaran_2023.csv.zip"
GRID = "Seberapa setuju Anda dengan pernyataan berikut?"
HEADERS = {
    "submitted": "Timestamp",
    "owner_name": "Nama pemilik usaha",
    "phone": "Nomor WhatsApp",
    "sub_district": "Kecamatan tempat usaha",
    "field": "Bidang usaha",
    "size": "Skala usaha",
    "awareness": "Seberapa tahu Anda tentang influencer marketing?\n"
    "(promosi lewat orang yang punya banyak pengikut di media sosial)",
    "importance": "Seberapa penting influencer marketing bagi usaha Anda?",
    "used": "Apakah usaha Anda pernah menggunakan influencer marketing?",
    "frequency": "Berapa kali dalam sebulan usaha Anda menggunakan influencer marketing?",
    "effect": "Apakah brand awareness usaha Anda meningkat setelah menggunakan influencer marketing?",
    "budget": "Berapa anggaran per bulan untuk influencer marketing yang Anda sediakan?",
    "methods": "Metode pemasaran lain apa yang Anda gunakan? (boleh pilih lebih dari satu)",
    **{text: f"{GRID} [{text}]" for text in STATEMENTS},
    "remark": "Saran atau harapan Anda tentang pemasaran (boleh dikosongkan)",
}
# numbers that no enterprise of the registers has
PEOPLE_FROM = 70_001
OPENED, DAYS = datetime(2023, 9, 11), 19
# who sent the form twice, and how long after the first time
TWICE, AGAIN_AFTER = 57, timedelta(minutes=4, seconds=10)
DOUBLES = 1


def survey_2023(into: Path, seed: int) -> DemoFile:
    """150 answers and one of them twice; nothing is decided, the guesses must read it."""
    path = into / PATH
    write_export(path, table(seed))
    return demo_file(
        path,
        "questionnaire",
        "2023",
        "2021",
        {},
        N_(
            "Synthetic survey of 150 MSMEs. Awareness, use by business field, frequency and gain in brand "
            "awareness give the paper's percentages; all other margins and every row are invented."
        ),
        {"accepted": N, "skipped": DOUBLES, "duplicates": DOUBLES},
        SERIES,
    )


def table(seed: int) -> pd.DataFrame:
    """The rows of the file in the order of submission, under its headers; None is an empty cell."""
    rng = np.random.default_rng([seed, N, 1])
    found = pd.concat([_people(rng), answers(seed)], axis=1)
    found["submitted"] = _moments(rng)
    again = found.loc[[TWICE]].assign(submitted=found["submitted"] + AGAIN_AFTER)
    rows = pd.concat([found, again]).sort_values("submitted", kind="stable", ignore_index=True)
    rows["submitted"] = rows["submitted"].map(google_time)
    return rows[list(HEADERS)].rename(columns=HEADERS).astype(object)


def google_time(moment: datetime) -> str:
    """A time stamp as Google Forms writes it: "2023/09/14 9:05:12 AM GMT+7"."""
    hour = moment.hour % 12 or 12
    return f"{moment:%Y/%m/%d} {hour}:{moment:%M:%S} {'AM' if moment.hour < 12 else 'PM'} GMT+7"


def write_export(path: Path, rows: pd.DataFrame) -> None:
    """The table as a .csv in a .zip, with an empty row at the end; always the same bytes."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, quoting=csv.QUOTE_ALL, lineterminator="\n")
    writer.writerow(rows.columns)
    writer.writerows([_shown(cell) for cell in row] for row in rows.itertuples(index=False, name=None))
    writer.writerow([""] * len(rows.columns))
    info = zipfile.ZipInfo(f"{FORM}.csv", MADE.timetuple()[:6])
    info.compress_type = zipfile.ZIP_DEFLATED
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(info, text.getvalue().encode())


def _shown(cell: Any) -> str:
    return "" if pd.isna(cell) else str(cell)


def _people(rng: np.random.Generator) -> pd.DataFrame:
    """Names and telephone numbers that cannot belong to anybody, index 0 … 149."""
    numbers = pd.RangeIndex(PEOPLE_FROM, PEOPLE_FROM + N)
    found = contacts(pd.DataFrame({"category": "Kuliner", "village": 0}, index=numbers))
    return pd.DataFrame(
        {"owner_name": found["owner_name"].to_numpy(), "phone": phones(rng, found["phone"].to_numpy())}
    )


def _moments(rng: np.random.Generator) -> list[datetime]:
    """When each was sent: in the daytime and the evening of some three weeks, in order."""
    days = np.floor(rng.random(N) ** 1.5 * DAYS)
    seconds = 8 * 3600 + np.floor(rng.beta(2, 2.5, N) * 14 * 3600)
    return [OPENED + timedelta(seconds=int(one)) for one in np.sort(days * 86_400 + seconds)]
