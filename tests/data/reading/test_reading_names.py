import pandas as pd
import pytest

from data.reading import names


@pytest.mark.parametrize(
    "spellings",
    [
        ("Lima Puluh", "Limapuluh", "LIMA_PULUH", "Kec. Lima  Puluh", "KEC.LIMAPULUH"),
        ("Bina Widya", "Binawidya", "14.71.08 Binawidya", "Kecamatan Bina-Widya"),
        ("[19] MADIUN", "Madiun", "Kab. Madiun", "Kabupaten Madiun", "19 - Madiun"),
        ("[R,S] Aktivitas Jasa", "AKTIVITAS JASA", "aktivitas-jasa"),
    ],
)
def test_spellings_of_one_name_share_a_key(spellings):
    assert len({names.key(spelling) for spelling in spellings}) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Kota Madiun", "Madiun"),
        ("[77] KOTA MADIUN", "[19] MADIUN"),
        ("Pekanbaru", "Pekanbaru Kota"),
        ("Kota Pekanbaru", "Pekanbaru Kota"),
        ("Rumbai", "Rumbai Pesisir"),
        ("Ilir Barat I", "Ilir Barat II"),
        ("5 Koto", "Koto"),
    ],
)
def test_different_places_keep_different_keys(one, other):
    assert names.key(one) != names.key(other)


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("[07] MALANG", ("07", "MALANG")),
        ("07 - Malang", ("07", "Malang")),
        ("07-Malang", ("07", "Malang")),
        ("14.71.08 Binawidya", ("14.71.08", "Binawidya")),
        ("1. Sukajadi", ("1", "Sukajadi")),
        ("[R,S] JASA", ("R,S", "JASA")),
        ("5 Koto", ("", "5 Koto")),
        ("2 x 11 Enam Lingkung", ("", "2 x 11 Enam Lingkung")),
        ("3-4 Ulu", ("", "3-4 Ulu")),
        ("Tampan (Bina Widya)", ("", "Tampan (Bina Widya)")),
        ("", ("", "")),
    ],
)
def test_codes_are_kept_apart(text, parts):
    assert names.split_code(text) == parts


def test_keys_of_a_column():
    found = names.keys(pd.Series(["Kec. Sail", None, "SAIL", float("nan")], index=[3, 4, 5, 6]))
    assert found.to_dict() == {3: "sail", 4: "", 5: "sail", 6: ""}


@pytest.mark.parametrize(
    "text", ["Jumlah", "TOTAL:", "Grand Total", "Sub Total", "Jumlah/Total", "Pekanbaru"]
)
def test_total_rows_are_recognised(text):
    assert names.is_total(text, ["Pekanbaru"])
    assert names.is_total(f"Total Kota {text}" if text == "Pekanbaru" else text, ["Kota Pekanbaru"])


@pytest.mark.parametrize("text", ["Pekanbaru Kota", "Total Jaya", "Sukajadi", "", "Kota"])
def test_other_rows_are_no_totals(text):
    assert not names.is_total(text, ["Pekanbaru"])
    assert not names.is_total(text, ["Kota Pekanbaru"])


KNOWN = {names.key(name): name for name in ("Binawidya", "Tuahmadani", "Pekanbaru Kota", "Sail", "Sukajadi")}


def test_suggestions():
    found = names.suggest(["Tampan (Bina Widya)", "tuah madany", "Pekanbaru", "zzz", "Suka Jadi"], KNOWN)
    assert found["Tampan (Bina Widya)"] == [("Binawidya", 100.0)]
    assert found["tuah madany"] == [("Tuahmadani", 90.0)]
    assert found["Suka Jadi"][0] == ("Sukajadi", 100.0)
    assert found["Pekanbaru"] == found["zzz"] == []


def test_a_name_of_another_number_is_not_suggested_and_takes_no_place():
    numbered = ["Ilir Barat I", "Ilir Barat III", "Ilir Barat IV", "Ilir Barat V", "Ilir Barrat II"]
    known = {names.key(name): name for name in numbered}
    [(suggested, score)] = names.suggest(["Ilir Barat II"], known, limit=1)["Ilir Barat II"]
    assert (suggested, round(score)) == ("Ilir Barrat II", 96)


def test_suggestions_do_not_depend_on_order():
    unknown = ["Sial", "Sali", "Binawidia"]
    forward = names.suggest(unknown, KNOWN, floor=50)
    assert names.suggest(unknown[::-1], dict(reversed(KNOWN.items())), floor=50) == forward
    assert names.suggest(unknown, {}) == {text: [] for text in unknown}


def test_a_name_of_open_brackets_is_like_none():
    assert names.suggest(["(" * 50_000 + "x"], KNOWN) == {"(" * 50_000 + "x": []}
