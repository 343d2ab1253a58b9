import pandas as pd
import pytest

from demo.market import EDITIONS
from demo.mess import CLIPPED, OUTSIDE, plain
from demo.pekanbaru import VILLAGES, boundary_set
from demo.register import FAULTY_FROM, HEADINGS, build

YEARS = [2020, 2021, 2023]


@pytest.fixture(scope="module")
def registers():
    return build(2021)


def column(register, key):
    return register.cells[HEADINGS[register.edition.year].headers[key]]


@pytest.mark.parametrize("year", YEARS)
def test_rows_add_up(registers, year):
    register = registers[year]
    faults = sum(register.faults.values())
    assert len(register.clean) == EDITIONS[year].total
    assert len(register.cells) == len(register.clean) + register.duplicates + faults
    running = register.cells.iloc[:, 0]
    assert running.tolist() == list(range(1, len(running) + 1))


@pytest.mark.parametrize("year", YEARS)
def test_duplicates_repeat_all_but_the_running_number(registers, year):
    register = registers[year]
    repeated = register.cells.iloc[:, 1:].duplicated()
    assert repeated.sum() == register.duplicates
    # and no two enterprises can be taken for one another
    once = register.cells[~repeated]
    nib = column(register, "nib")[once.index].dropna()
    assert nib.is_unique
    keys = [HEADINGS[year].headers[key] for key in ("owner_name", "business_name", "address")]
    assert not once[keys].duplicated().any()


@pytest.mark.parametrize("year", YEARS)
def test_faulty_rows_carry_one_fault_each(registers, year):
    register = registers[year]
    faulty = column(register, "phone").str.replace(r"\D", "", regex=True).str[-5:].astype(int) >= FAULTY_FROM
    rows = register.cells[faulty]
    assert len(rows) == sum(register.faults.values())
    sub_district = column(register, "sub_district")
    turnover = column(register, "turnover")[rows.index].astype(str).str.replace(r"\D", "", regex=True)
    found = {
        "outside": (sub_district == OUTSIDE).sum(),
        "clipped": (turnover == str(CLIPPED)).sum(),
        "negative": column(register, "turnover").astype(str).str.startswith("-5").sum(),
        "year_21": (column(register, "start_year") == 21).sum(),
        "no_area": sub_district.isna().sum(),
        "nik_number": column(register, "nik").map(lambda cell: isinstance(cell, float)).sum(),
    }
    assert {fault: n for fault, n in found.items() if n} == register.faults


@pytest.mark.parametrize("year", YEARS)
def test_the_decisions_resolve_every_sound_row(registers, year):
    """Resolve the names as an importer would and compare the counts with the targets."""
    register = registers[year]
    edition = EDITIONS[year]
    borders = boundary_set(edition.boundary_set)
    known = {plain(area.name): area.name for area in borders.sub_districts}
    by_code = {area.code: area.name for area in borders.sub_districts}
    names = {plain(text): by_code.get(name, name) for text, name in register.names["area"].items() if name}
    sound = register.cells[~register.cells.iloc[:, 1:].duplicated()]
    faulty = column(register, "phone")[sound.index].str.replace(r"\D", "", regex=True).str[-5:].astype(int)
    sound = sound[faulty < FAULTY_FROM]
    keys = column(register, "sub_district")[sound.index].map(plain)
    areas = keys.map(known | {key: name for key, name in names.items() if name in borders.names})
    assert areas.value_counts().to_dict() == edition.counts
    categories = {plain(text): name for text, name in register.names["category"].items()}
    found = column(register, "category")[sound.index].map(plain).map(categories)
    assert (found == "Kuliner").sum() == edition.culinary
    assert found.notna().all()
    sizes = {plain(text): name for text, name in register.names["size_class"].items()}
    found = column(register, "size_class")[sound.index].map(plain).map(sizes)
    assert found.value_counts().to_dict() == edition.size_quota


@pytest.mark.parametrize("year", YEARS)
def test_villages_lie_in_the_sub_district_of_their_row(registers, year):
    register = registers[year]
    borders = boundary_set(register.edition.boundary_set)
    home = {(borders.of(village), village.name) for village in VILLAGES}
    assert set(zip(register.clean["sub_district"], register.clean["village"], strict=True)) <= home
    stated = column(register, "village").notna().mean()
    assert stated == pytest.approx(1 - HEADINGS[year].village_missing, abs=0.01)


@pytest.mark.parametrize("year", YEARS)
def test_decisions_only_name_what_occurs(registers, year):
    register = registers[year]
    texts = {plain(text) for key in ("sub_district", "village") for text in column(register, key).dropna()}
    assert {plain(text) for text in register.names["area"]} <= texts
    assert register.names["area"][OUTSIDE] is None


def test_mapping_names_headers_that_exist(registers):
    for register in registers.values():
        assert set(register.mapping.values()) <= set(register.cells.columns)
    assert registers[2023].mapping["turnover"] == "Omzet 2023"
    assert {"Omzet 2021", "Omzet 2022", "Omzet 2023"} <= set(registers[2023].cells.columns)


def test_files_are_grouped_by_sub_district(registers):
    # offices keep registers so; a reader that samples only the first rows would learn the wrong names
    first = column(registers[2020], "sub_district").head(1000).map(lambda text: plain(str(text)))
    assert set(first) <= {"bukitraya", plain(OUTSIDE)}


def test_the_same_seed_gives_the_same_cells(registers):
    again = build(2021)
    for year, register in registers.items():
        pd.testing.assert_frame_equal(register.cells, again[year].cells)
