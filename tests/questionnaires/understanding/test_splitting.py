"""Options of check boxes found from whole columns, and cells split into them."""

from collections import Counter

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from questionnaires.understanding.splitting import MOST_BOXES, Splitter, best, find, pieces
from tests.questionnaires.understanding.guesses import question

PRINT = "Brosur, spanduk, dan poster"
RADIO = "Radio (AM, FM)"


@pytest.mark.parametrize(
    ("text", "delimiter", "parts"),
    [
        ("A, B", ", ", ("A", "B")),
        ("A;B;", ";", ("A", "B")),
        ("A; B", ";", ("A", "B")),
        ("A,B", ",", ("A", "B")),
        ("A, ", ", ", ("A",)),
        ("1,5 liter, B", ", ", ("1,5 liter", "B")),
        ("Below 2,500,A", ",", ("Below 2,500", "A")),
        (f"{RADIO}, TV", ", ", (RADIO, "TV")),
        ("A (b, (c, d), e), F", ", ", ("A (b, (c, d), e)", "F")),
        ("A (b, C", ", ", ("A (b", "C")),
        ("-", ", ", ()),
        ("", ", ", ()),
    ],
)
def test_pieces(text: str, delimiter: str, parts: tuple[str, ...]) -> None:
    assert pieces(text, delimiter) == parts


def test_an_option_keeps_its_own_commas() -> None:
    cells = [f"{PRINT}, Media sosial", PRINT, "Media sosial", f"Media sosial, {RADIO}", f"{PRINT}, {RADIO}"]
    found = question("Media promosi", cells * 6)
    assert (found.type, found.delimiter) == ("multiple", ", ")
    assert set(found.options) == {PRINT, RADIO, "Media sosial"}
    assert not found.has_other


def test_capital_letters_behind_a_comma_stay_where_they_are_never_apart() -> None:
    cells = ["Riau, Sumatera", "Riau, Sumatera, Bali", "Bali", "Bali, Papua", "Papua"]
    assert set(question("Asal", cells * 6).options) == {"Riau, Sumatera", "Bali", "Papua"}


def test_a_piece_that_also_comes_alone_is_an_option() -> None:
    cells = ["Brosur, spanduk", "spanduk", "Brosur", "Brosur, Radio"]
    assert set(question("Media", cells * 6).options) == {"Brosur", "spanduk", "Radio"}


@pytest.mark.parametrize(
    ("cells", "delimiter"),
    [
        (["A;B;", "A;", "B;C;", "C, atau D;A;"], ";"),
        (["a,b", "a,c", "b,c", "c"], ","),
        (["A, B", "A, C", "C", "B, C"], ", "),
    ],
)
def test_delimiters(cells: list[str], delimiter: str) -> None:
    assert question("Media", cells * 8).delimiter == delimiter


def test_own_words_come_last_and_are_no_option() -> None:
    cells = ["A, B", "A, C", "B, C", "C"] * 9 + ["A, kata saya, juga ini", "lain sekali"]
    found = question("Media", cells)
    assert (set(found.options), found.has_other) == ({"A", "B", "C"}, True)


def test_a_rare_option_is_told_by_what_stands_behind_it() -> None:
    found = question("Media", ["A, B", "A, C", "B, C", "C"] * 9 + ["A, Baliho, B"])
    assert "Baliho" in found.options


@pytest.mark.parametrize(
    ("header", "cells"),
    [
        ("Menurut Anda?", ["Ya, selalu", "Ya, kadang", "Tidak, belum pernah"]),
        ("Jenis usaha", ["Konveksi, pakaian", "Makanan, minuman", "Jasa"]),
        ("Jenis usaha", ["Konveksi, Pakaian", "Makanan, Minuman", "Jasa"]),
        ("Budget", ["Below 500,000", "500,000 - 2,500,000", "Above 2,500,000"]),
        ("Kelurahan", ["Labuh Baru, Payung Sekaki", "Tampan, Payung Sekaki", "Air Hitam, Payung Sekaki"]),
        ("Tujuan (pilih salah satu)", ["A, B", "A, C", "B, C"]),
    ],
)
def test_one_answer_with_a_comma(header: str, cells: list[str]) -> None:
    found = question(header, cells * 9)
    assert found.type == "single"
    assert set(found.options) == set(cells)


def test_free_text_with_commas_is_no_check_box() -> None:
    cells = [f"pelayanan nomor {at}, ramah, semoga sukses {at}" for at in range(40)]
    assert question("Kesan Anda", cells).type == "text"
    assert question("Apa yang menarik?", [f"hal {at}, hal {at + 50}" for at in range(40)]).type == "text"


def test_a_header_that_allows_several_is_enough_for_single_ones() -> None:
    found = question("Media apa? (boleh pilih lebih dari satu)", ["Brosur", "Radio"] * 9)
    assert (found.type, found.why) == ("multiple", "several_allowed")


def test_not_more_options_than_a_mask_holds() -> None:
    texts = {f"pilihan {at}, pilihan {at + 1}": 3 for at in range(100)}
    assert len(find(texts, ", ").options) == MOST_BOXES


def test_nothing_parts_a_column_without_delimiters() -> None:
    assert best({"A": 3, "B": 2}) is None


def test_the_longest_option_wins() -> None:
    splitter = Splitter(["Brosur", PRINT, "Radio"], ", ")
    assert splitter.split(f"{PRINT}, Radio").positions == (1, 2)
    assert splitter.split("brosur, RADIO").positions == (0, 2)
    found = splitter.split("Radio, kata saya, juga, Brosur")
    assert (found.positions, found.words) == ((0, 2), "kata saya, juga")


WORD = st.text("abcdefghijklmnop", min_size=3, max_size=7).map(str.capitalize)
OPTION = st.one_of(
    WORD,
    st.builds("{} dan {}".format, WORD, WORD),
    st.builds("{}, {}, dan {}".format, WORD, WORD.map(str.lower), WORD.map(str.lower)),
    st.builds("{} ({}, {})".format, WORD, WORD, WORD),
)


def are_apart(options: list[str]) -> bool:
    """Whether no option is a part of another, as those of a real form are."""
    found = [part.casefold() for option in options for part in pieces(option, ", ")]
    return len(found) == len(set(found))


@given(st.lists(OPTION, min_size=2, max_size=6), st.sampled_from([", ", ";"]), st.data())
def test_splitting_recovers_what_was_joined(options: list[str], delimiter: str, data: st.DataObject) -> None:
    assume(are_apart(options))
    subsets = st.sets(st.integers(0, len(options) - 1), min_size=1).map(sorted)
    chosen = (
        [[at] for at in range(len(options))] * 2 + [[0, 1]] * 2 + data.draw(st.lists(subsets, max_size=20))
    )
    cells = Counter(delimiter.join(options[at] for at in places) for places in chosen * 3)
    found = find(cells, delimiter)
    assert set(found.options) == set(options)
    splitter = Splitter(options, delimiter)
    for places in chosen:
        assert splitter.split(delimiter.join(options[at] for at in places)) == (tuple(places), "")
