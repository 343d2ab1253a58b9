"""The rows of a table as HTML: escaped, linked, coloured, and no longer than they must be."""

from typing import Any

import pytest
from django.template import Context
from django.test import RequestFactory
from django.utils.safestring import mark_safe
from django.utils.translation import override

from core.figures import Column, Table
from core.templatetags import figures

COLUMNS = (
    Column("name", "Name <b>"), Column("n", 'MSMEs "all"', "integer", unit="%", link="_list"),
    Column("level", "Level", "level"), Column("why", "Why"),
)  # fmt: skip


def body(rows: list[dict[str, Any]], columns: tuple[Column, ...] = COLUMNS, **more: Any) -> str:
    context = Context({"request": RequestFactory().get("/")})
    with override("en"):
        return str(figures.data_table(context, Table(columns, rows, **more))["body"])


def test_texts_and_addresses_of_a_file_are_escaped() -> None:
    found = body(
        [{"name": "<i>A&B", "n": 1200, "_list": '/x/?a=1&b="', "_href": "?area=1&size=2", "why": "'<"}]
    )
    assert found == (
        '\n<tr><th scope="row"><a href="?area=1&amp;size=2">&lt;i&gt;A&amp;B</a></th>'
        '<td class="num" data-label="MSMEs &quot;all&quot; (%)">'
        '<a href="/x/?a=1&amp;b=&quot;">1,200</a></td>'
        '<td data-label="Level"><span class="missing"><span aria-hidden="true">–</span>'
        '<span class="visually-hidden">no value</span></span></td>'
        '<td data-label="Why">&#x27;&lt;</td></tr>'
    )


def test_a_safe_text_stays_as_it_is() -> None:
    assert "<strong>A</strong>" in body([{"name": "a", "why": mark_safe("<strong>A</strong>")}])


@pytest.mark.parametrize(
    ("row", "classes"),
    [({}, ""), ({"_muted": True}, "muted"), ({"_selected": True}, "selected"),
     ({"_muted": True, "_selected": True}, "muted selected")],
)  # fmt: skip
def test_muted_and_chosen_rows_are_marked(row: dict[str, Any], classes: str) -> None:
    found = body([{"name": "a", **row}])
    assert found.startswith(f'\n<tr class="{classes}">' if classes else "\n<tr>")
    assert (" – marked</span>" in found) == ("selected" in classes)


def test_a_sentence_has_the_whole_row_of_a_card() -> None:
    assert f'<td class="long" data-label="Why">{"a" * 61}</td>' in body([{"name": "a", "why": "a" * 61}])


def test_small_words_stand_beneath_a_cell() -> None:
    found = body([{"name": "a", "n": 3, "_notes": {"n": "1 – <5>"}}], COLUMNS[:2])
    assert '>3 <span class="base note">1 – &lt;5&gt;</span></td>' in found


def test_a_heat_map_has_its_colours_in_words_and_names_no_column_again() -> None:
    found = body([{"name": "a", "n": 3, "_heat": {"n": (50, "medium")}}], COLUMNS[:2])
    assert found == (
        '\n<tr><th scope="row">a</th><td class="num heat-50">3'
        '<span class="visually-hidden"> medium</span></td></tr>'
    )


def test_only_rows_that_become_cards_on_a_phone_name_their_columns() -> None:
    assert "data-label" in body([{"name": "a", "n": 3}])
    assert "data-label" not in body([{"name": "a", "n": 3}], compact=True)


def test_no_rows_are_no_body() -> None:
    assert body([]) == ""
