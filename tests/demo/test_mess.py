import numpy as np
import pandas as pd
import pytest

from demo.market import CATEGORIES
from demo.mess import (
    AREA_TYPOS,
    CATEGORY_VARIANTS,
    area_variants,
    confirmed,
    money,
    phones,
    plain,
    respell,
    rupiah,
    village_variants,
)
from demo.pekanbaru import BOUNDARY_SETS, VILLAGES


def rng():
    return np.random.default_rng(1)


def amount_of(cell):
    """The slow reader of the tests: rupiah of a cell as a person reads it."""
    if cell is None or cell == "-":
        return None
    if not isinstance(cell, str):
        return cell
    digits = cell.removeprefix("Rp").strip()
    if digits.endswith(" juta"):
        return round(float(digits.removesuffix(" juta").replace(",", ".")) * 1_000_000)
    return int(digits.removesuffix(",00").replace(".", ""))


def test_rupiah_is_written_the_indonesian_way():
    assert rupiah(2_500_000) == "Rp 2.500.000"


def test_money_loses_nothing_but_what_is_missing():
    amounts = pd.Series([100_000, 72_500_000, 999_900_000, 49_000_000_000, np.nan] * 200)
    cells = money(rng(), amounts, 0.6, 0.1)
    read = [amount_of(cell) for cell in cells]
    pairs = [(want, got) for want, got in zip(amounts, read, strict=True) if got is not None]
    assert all(want == got for want, got in pairs)
    assert all(cell is None for cell in cells[4::5])
    assert 0.85 < len(pairs) / 800 < 0.95
    forms = {type(cell) for cell in cells} | {cell[-4:] for cell in cells if isinstance(cell, str)}
    assert {str, int, type(None), "juta", "0,00"} <= forms


def test_respelling_changes_spelling_only():
    variants = area_variants("2009")
    names = np.array(BOUNDARY_SETS[0].names * 300, dtype=object)
    cells = respell(rng(), names, variants, 0.2)
    by_key = {plain(name): name for name in BOUNDARY_SETS[0].names} | {
        plain(text): name for text, name in variants.items()
    }
    assert [by_key[plain(cell)] for cell in cells] == list(names)
    assert any(cell.endswith(" ") for cell in cells)
    assert any(cell.isupper() for cell in cells)
    assert any("  " in cell for cell in cells)


@pytest.mark.parametrize("borders", BOUNDARY_SETS, ids=["2009", "2021"])
def test_no_spelling_means_two_areas(borders):
    sub_districts = {plain(name): name for name in borders.names}
    for text, name in area_variants(borders.key).items():
        assert name in borders.names
        assert sub_districts.get(plain(text), name) == name
    villages = {plain(village.name): village.name for village in VILLAGES}
    for text, name in village_variants().items():
        assert villages.get(plain(text), name) == name
        assert plain(text) not in sub_districts


def test_only_what_matching_cannot_resolve_is_confirmed():
    found = confirmed(area_variants("2021"))
    assert "Bina Widya" not in found
    assert found["Tampan (Bina Widya)"] == "Binawidya"
    assert set(AREA_TYPOS["2021"]) <= set(found)


def test_the_sets_share_no_typing_error():
    old, new = ({plain(text) for text in AREA_TYPOS[key]} for key in ("2009", "2021"))
    assert not old & new


def test_category_variants_name_categories_once():
    assert set(CATEGORY_VARIANTS.values()) <= set(CATEGORIES)
    assert not {plain(text) for text in CATEGORY_VARIANTS} & {plain(name) for name in CATEGORIES}


def test_a_phone_keeps_its_digits():
    numbers = np.array([f"0800-000-{n:05d}" for n in range(500)], dtype=object)
    digits = ["".join(filter(str.isdigit, cell)) for cell in phones(rng(), numbers)]
    assert {text[:5] for text in digits} == {"08000", "62800"}
    assert [int(text[-5:]) for text in digits] == list(range(500))
