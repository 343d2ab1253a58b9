"""Every character is drawn by a font that has it, in the order in which it is read."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from charts import fonts

pytestmark = pytest.mark.usefixtures("_fonts")


def test_plain_text_is_one_run() -> None:
    assert fonts.runs("Tampan 12,5 %") == (("Text", "Tampan 12,5 %"),)
    assert fonts.runs("Tampan", "bold") == (("Text-Bold", "Tampan"),)


@pytest.mark.parametrize("sign", ["≈", "→", "≤", "√", "▸"])
def test_signs_that_the_text_font_lacks_come_from_the_wide_one(sign: str) -> None:
    assert fonts.runs(f"a{sign}b") == (("Text", "a"), ("Wide", sign), ("Text", "b"))


def test_emoji_are_drawn() -> None:
    assert ("Signs", "🏪") in fonts.runs("Toko 🏪")


def test_what_no_font_has_is_a_box() -> None:
    assert fonts.runs("中") == (("Wide", "□"),)


def test_what_is_not_seen_is_left_out() -> None:
    assert fonts.runs("a\u200d\ufe0f\u0007b") == (("Text", "ab"),)


def test_arabic_is_joined_and_read_from_the_right() -> None:
    ((font, drawn),) = fonts.runs("قهوة")
    assert font == "Wide"
    # its last letter first, each in its joined shape
    assert drawn == "\ufe93\ufeee\ufeec\ufed7"


def test_hebrew_in_a_sentence_keeps_the_sentence_in_order() -> None:
    drawn = "".join(part for _font, part in fonts.runs("Toko שלום baru"))
    assert drawn == "Toko םולש baru"


def test_lines_are_broken_at_words() -> None:
    assert fonts.lines("satu dua tiga", 10, fonts.width("satu dua", 10)) == ["satu dua", "tiga"]


def test_a_no_break_space_holds_a_number_and_its_unit_together() -> None:
    room = fonts.width("Omzet Rp", 10)
    assert fonts.lines("Omzet Rp\u00a02", 10, room) == ["Omzet", "Rp\u00a02"]


def test_line_breaks_of_a_text_stay() -> None:
    assert fonts.lines("satu\ndua", 10, 500) == ["satu", "dua"]


@given(st.text(max_size=60), st.floats(20, 200))
def test_no_line_is_wider_than_its_room(text: str, room: float) -> None:
    found = fonts.lines(text, 10, room)
    assert all(fonts.width(line, 10) <= room + 0.1 or len(line) <= 1 for line in found)


@given(st.text(alphabet="abc é≈", max_size=40))
def test_no_character_is_lost_by_breaking(text: str) -> None:
    broken = "".join(fonts.lines(text, 10, 25))
    assert broken.replace(" ", "") == text.replace(" ", "")


def test_missing_fonts_say_what_to_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fonts.pdfmetrics, "getRegisteredFontNames", list)
    with pytest.raises(fonts.FontsMissing, match="build_frontend"):
        fonts.load(tmp_path)


def test_a_word_of_40_000_letters_is_broken_in_one_pass() -> None:
    measured = fonts._width.cache_info().misses
    found = fonts.lines("x" * 40_000, 8, 100)
    assert "".join(found) == "x" * 40_000
    assert all(fonts.width(line, 8) <= 100.01 for line in found)
    # each line once here, and once where it was made: not each of its beginnings
    assert fonts._width.cache_info().misses - measured < 20


def test_more_lines_than_there_is_room_for_end_in_dots() -> None:
    assert fonts.lines("one two three four", 8, 20, most=2)[-1].endswith(" …")
    assert fonts.lines("one two", 8, 20, most=2) == ["one", "two"]
