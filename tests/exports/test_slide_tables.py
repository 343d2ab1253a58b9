"""Widths of the columns of a table on a slide."""

from hypothesis import given
from hypothesis import strategies as st

from exports.slides import fit, tables
from exports.slides.tables import Cell, Sheet

LONG = "Keep them by service and early access rather than lower prices, and thank them for what they do."


def sheet() -> Sheet:
    header = [Cell("Segment"), Cell("Customers", True), Cell("What to do"), Cell("Why"), Cell("Beware")]
    rows = [[Cell("Moderate"), Cell("1,035", True), Cell(LONG), Cell(LONG), Cell(LONG)] for _ in range(3)]
    return Sheet(header, rows, of=3)


def test_sentences_give_way_so_that_no_word_and_no_number_breaks() -> None:
    made = tables.measure(sheet(), (430.0, 300.0))
    room = [wide - inset - tables._BESIDE for wide, inset in zip(made.widths, made.insets, strict=True)]
    assert sum(made.widths) <= 430.0 + 1e-6
    assert fit.width("Segment", made.size, True) <= room[0]
    assert fit.width("Moderate", made.size, False) <= room[0]
    assert fit.width("Customers", made.size, True) <= room[1]
    assert fit.width("1,035", made.size, False) <= room[1]


@given(
    st.lists(st.tuples(st.floats(1, 300), st.floats(1, 300)), min_size=1, max_size=12),
    st.floats(50, 900),
)
def test_columns_fill_their_room_and_no_more(pairs: list[tuple[float, float]], room: float) -> None:
    wanted, least = map(list, zip(*pairs, strict=True))
    found = tables._widths(wanted, least, room)
    assert sum(found) <= room * (1 + 1e-9)
    if sum(wanted) > room:
        assert abs(sum(found) - room) < 1e-6 * room
