"""The demo's three registers: a genuine .xls, a .csv of a Windows office, an .xlsx with a second sheet."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd

from analysis.marks import N_
from demo.demo_file import DemoFile, demo_file, layout_of
from demo.register import Register
from demo.writing import Sheet, write_csv, write_xls, write_xlsx

TITLE = "DATA DEMO – SINTETIS. Bukan data resmi: nama, nomor, dan usaha di dalamnya tidak ada."


def register_2020(into: Path, register: Register) -> DemoFile:
    """14,120 rows in the former borders, with villages."""
    return _register(
        into / "register_umkm_2020.xls",
        register,
        write_xls,
        {},
        N_(
            "MSMEs in the 12 former sub-districts. Total (14,120) and share of micro enterprises (80 %) as "
            "told to the press in April 2020; every row is invented."
        ),
    )


def register_2021(into: Path, register: Register) -> DemoFile:
    """17,420 rows under the former names; one row in eight has no village."""
    # The dash of the title and the letter é make this a true cp1252 file.
    return _register(
        into / "register_umkm_2021.csv",
        register,
        lambda path, sheet: write_csv(path, sheet, "cp1252"),
        {"encoding": "cp1252", "delimiter": ";"},
        N_(
            "MSMEs under the 12 former names, as in the paper's register. The total (17,420) and every row "
            "are invented; no published total is known for 2021."
        ),
    )


def register_2023(into: Path, register: Register) -> DemoFile:
    """25,074 rows in today's borders, with turnover of three years side by side."""
    about = pd.DataFrame({"Keterangan": ["Omzet dalam rupiah per tahun", "Usaha terverifikasi NIB"]})
    return _register(
        into / "register_umkm_2023.xlsx",
        register,
        lambda path, sheet: write_xlsx(path, [sheet, Sheet("Keterangan", (TITLE,), about)]),
        {"sheets": ["UMKM 2023"]},
        N_(
            "MSMEs in today's 15 sub-districts. Total (25,074) and about 5,000 culinary as told to the "
            "press in October 2023; every row is invented. Turnover of 2023."
        ),
    )


def _register(
    path: Path,
    register: Register,
    write_sheet: Callable[[Path, Sheet], None],
    layout: dict[str, Any],
    definition: str,
) -> DemoFile:
    year = register.edition.year
    title = (TITLE, f"Daftar UMKM Kota Pekanbaru Tahun {year}")
    sheet = Sheet(f"UMKM {year}", title, register.cells)
    write_sheet(path, sheet)
    return demo_file(
        path,
        "msme_register",
        str(year),
        register.edition.boundary_set,
        {
            "layout": layout_of(sheet) | layout,
            "mapping": register.mapping,
            "names": register.names,
            "create_categories": True,
            "accept_good_rows": True,
        },
        definition,
        {
            "accepted": register.edition.total,
            "rejected": sum(register.faults.values()),
            "skipped": register.duplicates,
            "duplicates": register.duplicates,
        },
    )
