"""The numbers of the API are the numbers of the pages: of core.shown, and of the files to save."""

import csv
import io
import json
import math
from typing import Any

import numpy as np
import pandas as pd
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.translation import gettext_lazy, override
from hypothesis import given
from hypothesis import strategies as st

from core import formats, pages
from core.downloads import table_of
from core.figures import NUMERIC, Column, Number, Table
from core.shown import Shown, read
from exports.api import shapes, values
from exports.api.pages import readable
from tests import world as worlds

from .conftest import ROOT, program

NAMES = (
    *("overview", "ratio", "geography", "categories", "clustering", "suitability", "card"),
    *("questionnaires", "survey_questions", "survey_crosstab", "survey_scale", "survey_areas"),
    *("customers", "customer_k", "customer_movement", "customer_value", "customer_sales"),
    *("attribute_segments", "attribute_relations", "attribute_quality"),
)


def same(cell: Any, told: Any) -> bool:
    """Whether the API tells this very cell."""
    if formats.is_missing(cell):
        return told is None
    if isinstance(cell, str) or not isinstance(told, int | float):
        return str(cell) == told
    return cell == told or (told is None and not math.isfinite(cell))


def check_figure(figure: Any, told: dict[str, Any]) -> int:
    """Compare a figure with what the API tells of it; how many cells."""
    assert told["title"] == str(figure.title)
    assert (told["base"], told["summary"]) == (str(figure.base), str(figure.summary))
    assert told["warnings"] == [str(one) for one in figure.warnings]
    assert [list(one.values()) for one in told["how"]] == [[str(one) for one in line] for line in figure.how]
    if figure.table is None:
        assert told["table"] is None
        return 0
    table, n = told["table"], 0
    shown = table_of(figure)
    assert [one["key"] for one in table["columns"]] == [one.key for one in shown.columns]
    for row, cells in zip(shown.rows, table["rows"], strict=True):
        for column in shown.columns:
            assert same(row.get(column.key), cells[column.key]), (figure.key, column.key)
            n += 1
        assert cells.get("_muted", False) == bool(row.get("_muted"))
        assert cells.get("_level") == row.get("_level")
    return n


def check(shown: Shown, told: dict[str, Any]) -> int:
    assert told["heading"] == shown.heading
    assert told["lines"] == shown.lines
    assert told["notices"] == list(shown.notices)
    assert told["editions"] == list(shown.editions)
    assert [(one["label"], one["chosen"]) for one in told["filters"]] == list(shown.filters)
    assert (told["is_demo"], told["problem"], told["address"]) == (
        shown.is_demo, shown.problem, shown.address,
    )  # fmt: skip
    for number, one in zip(shown.numbers, told["numbers"], strict=True):
        assert (one["label"], one["shown"], one["how"]) == (
            str(number.label), number.shown, str(number.how),
        )  # fmt: skip
        assert one["value"] == (number.value if number.kind in NUMERIC else None)
    assert [one["key"] for one in told["figures"]] == list(shown.figures)
    return sum(check_figure(shown.figures[one["key"]], one) for one in told["figures"])


def test_the_pages_of_numbers_are_listed(world: worlds.World) -> None:
    told = program(world.alice).get(f"{ROOT}pages").json()
    assert sorted(one["name"] for one in told["items"]) == sorted(NAMES)
    assert told["count"] == len(NAMES)
    [ratio] = [one for one in told["items"] if one["name"] == "ratio"]
    assert (ratio["title"], ratio["address"], ratio["href"]) == ("Ratio", "/ratio/", f"{ROOT}pages/ratio")


def test_every_page_of_a_report_can_be_read(world: worlds.World) -> None:
    for person in (world.alice, world.bob, world.carol):
        wanted = {one.name for one in pages.all_pages() if one.in_report and person.role in one.roles}
        assert wanted <= {one.name for one in readable(person)}


def test_the_schema_names_every_parameter_of_these_pages(world: worlds.World) -> None:
    own = {name for page in readable(world.carol) for name in page.parameters}
    assert own <= set(shapes.PageFilter.model_fields)


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize("query", ["", "category={food}&size=1", "area={east}&area={centre}&nothing=1"])
@pytest.mark.parametrize("name", NAMES)
def test_every_number_is_the_pages_own(world: worlds.World, name: str, query: str, language: str) -> None:
    asked = query.format(
        food=world.categories["Food"].pk, east=world.areas["East"].pk, centre=world.areas["Centre"].pk
    )
    answer = program(world.bob, language).get(f"{ROOT}pages/{name}?{asked}")
    assert answer.status_code == 200
    assert answer["Content-Language"] == language
    with override(language):
        shown = read(name, asked, world.bob)
        cells = check(shown, answer.json())
    assert cells or shown.problem or not any(one.table for one in shown.figures.values())


def saved(page: Client, address: str, key: str) -> list[list[str]]:
    """The lines of a figure's CSV file behind its notes, without a byte order mark."""
    answer = page.get(address, {"download": "csv", "figure": key})
    text = answer.content.decode("utf-8-sig")
    lines = [line for line in csv.reader(io.StringIO(text)) if not line[0].startswith("# ")]
    return lines[1:]


@pytest.mark.parametrize("name", ["ratio", "geography", "categories", "survey_questions"])
def test_every_number_is_the_files_own(world: worlds.World, name: str) -> None:
    told = program(world.bob).get(f"{ROOT}pages/{name}").json()
    page = Client(headers={"accept-language": "en"})
    page.force_login(world.bob)
    compared = 0
    for figure in told["figures"]:
        if not figure["table"]:
            continue
        table = figure["table"]
        rows = [*table["rows"], *([table["total"]] if table["total"] else [])]
        for row, line in zip(rows, saved(page, told["address"], figure["key"]), strict=True):
            for column, text in zip(table["columns"], line, strict=True):
                value = row[column["key"]]
                if isinstance(value, int | float):
                    scale = 100 if column["kind"] == "share" else 1
                    assert float(text) == pytest.approx(value * scale, abs=1e-9), (figure["key"], column)
                    compared += 1
                elif value is None:
                    assert text == ""
    assert compared > 10


def test_one_figure_is_the_one_of_the_page(world: worlds.World) -> None:
    asking = program(world.bob)
    page = asking.get(f"{ROOT}pages/ratio?sort=-name").json()
    for figure in page["figures"]:
        one = asking.get(f"{ROOT}pages/ratio/figures/{figure['key']}?sort=-name").json()
        assert one.pop("figure") == figure
        assert one == {name: value for name, value in page.items() if name not in ("figures", "numbers")}


def test_a_figure_that_is_not_there_names_those_that_are(world: worlds.World) -> None:
    asking = program(world.bob)
    keys = [one["key"] for one in asking.get(f"{ROOT}pages/ratio").json()["figures"]]
    answer = asking.get(f"{ROOT}pages/ratio/figures/nothing")
    assert answer.status_code == 404
    assert answer.json() == {"detail": f"This page has no such figure. It has: {', '.join(keys)}."}


@pytest.mark.parametrize("name", ["nothing", "datasets", "people", "survey_written", "enterprises", "é"])
def test_any_other_page_is_not_there(world: worlds.World, name: str) -> None:
    answer = program(world.carol).get(f"{ROOT}pages/{name}")
    assert answer.status_code == 404
    assert answer.json()["detail"].startswith("There is no such page for you. There are: overview")


def test_a_table_is_sorted_as_on_the_page(world: worlds.World) -> None:
    asking = program(world.bob)
    plain = asking.get(f"{ROOT}pages/ratio").json()
    figure = next(one for one in plain["figures"] if one["table"] and len(one["table"]["rows"]) > 2)
    column = next(one["key"] for one in figure["table"]["columns"] if one["kind"] in NUMERIC)
    answer = asking.get(f"{ROOT}pages/ratio", {"sort": f"-{column}", "table": figure["key"]}).json()
    rows = next(one for one in answer["figures"] if one["key"] == figure["key"])["table"]["rows"]
    known = [row[column] for row in rows if row[column] is not None]
    assert known == sorted(known, reverse=True)
    others = [one for one in answer["figures"] if one["key"] != figure["key"]]
    assert others == [one for one in plain["figures"] if one["key"] != figure["key"]]


def test_the_card_of_an_area(world: worlds.World) -> None:
    area = world.areas["East"].pk
    told = program(world.bob).get(f"{ROOT}cards/{area}").json()
    with override("en"):
        assert check(read("card", "", world.bob, [area]), told)
    assert told["heading"].startswith("East")


def test_the_card_of_an_area_of_before_is_that_of_the_same_ground(world: worlds.World) -> None:
    told = program(world.bob).get(f"{ROOT}cards/{world.old_areas['East'].pk}").json()
    assert told["address"].startswith(f"/card/{world.areas['East'].pk}/")


@pytest.mark.parametrize("area", [10**6, 2**63 - 1])
def test_an_area_that_is_none(world: worlds.World, area: int) -> None:
    answer = program(world.bob).get(f"{ROOT}cards/{area}")
    assert (answer.status_code, answer.json()) == (404, {"detail": "There is no such area"})


def test_without_data_the_page_says_why(db: None, bob: Any) -> None:
    worlds.ground()
    told = program(bob).get(f"{ROOT}pages/ratio").json()
    assert told["problem"].startswith("Ratio. Once a register")
    assert (told["figures"], told["numbers"]) == ([], [])


# What is held already ------------------------------------------------------------------------------------


def test_what_is_held_is_not_sent_again(world: worlds.World) -> None:
    asking = program(world.bob)
    for address in ("pages/ratio", "pages/ratio/figures/ratio", "pages/survey_scale", "pages", "areas"):
        first = asking.get(ROOT + address)
        again = asking.get(ROOT + address, headers={"if-none-match": first["ETag"]})
        assert (again.status_code, again.content, again["ETag"]) == (304, b"", first["ETag"]), address
        assert again["Cache-Control"] == "private, no-cache"
        assert asking.get(ROOT + address, headers={"if-none-match": '"other"'}).status_code == 200


def test_a_figure_that_is_not_there_is_not_held(world: worlds.World) -> None:
    """The page's own ETag, or another figure's, says nothing of a key that no figure has."""
    asking = program(world.bob)
    figures = f"{ROOT}pages/ratio/figures"
    page, figure = asking.get(f"{ROOT}pages/ratio")["ETag"], asking.get(f"{figures}/ratio")["ETag"]
    for held in (page, figure, "*", f"{page}, {figure}", 'W/"-nothing"', '"x', "-nothing"):
        answer = asking.get(f"{figures}/nothing", headers={"if-none-match": held})
        assert answer.status_code == 404, held
    assert asking.get(f"{figures}/quadrants", headers={"if-none-match": figure}).status_code == 200
    both = asking.get(f"{figures}/ratio", headers={"if-none-match": f'"other", {figure}'})
    assert (both.status_code, both["ETag"]) == (304, figure)


def test_the_work_is_not_done_for_what_is_held(world: worlds.World, monkeypatch: Any) -> None:
    asking = program(world.bob)
    held = asking.get(f"{ROOT}pages/categories")["ETag"]
    monkeypatch.setattr("data.content.kept", lambda *_all: pytest.fail("the page was made"))
    assert asking.get(f"{ROOT}pages/categories", headers={"if-none-match": held}).status_code == 304


def test_another_person_right_language_or_filter_holds_something_else(world: worlds.World) -> None:
    held = program(world.bob).get(f"{ROOT}pages/ratio")["ETag"]

    def again(asking: Client, query: str = "") -> int:
        return asking.get(f"{ROOT}pages/ratio{query}", headers={"if-none-match": held}).status_code

    assert again(program(world.bob)) == 304
    assert again(program(world.carol)) == 200
    assert again(program(world.bob, "id")) == 200
    assert again(program(world.bob), "?size=1") == 200
    world.bob.permission_revision += 1
    world.bob.save()
    assert again(program(world.bob)) == 200


@pytest.mark.parametrize(
    ("wanted", "language"),
    [("", "id"), ("en", "en"), ("id", "id"), ("fr, en;q=0.5", "en"), ("fr", "id"), ("*", "id"), (";;q", "id"),
     ("en-GB", "en"), ("x" * 5000, "id")],
)  # fmt: skip
def test_the_language_is_the_one_asked_for(world: worlds.World, wanted: str, language: str) -> None:
    asking = program(world.bob, wanted)
    asking.cookies["django_language"] = "en" if language == "id" else "id"
    answer = asking.get(f"{ROOT}pages")
    assert answer["Content-Language"] == language
    titles = {one["name"]: one["title"] for one in answer.json()["items"]}
    assert titles["overview"] == {"id": "Ringkasan", "en": "Overview"}[language]


# How many queries ----------------------------------------------------------------------------------------


def test_a_page_asks_no_more_for_larger_tables(world: worlds.World) -> None:
    def asked(name: str) -> int:
        asking = program(world.bob)
        asking.get(ROOT + name)
        with CaptureQueriesContext(connection) as queries:
            assert asking.get(ROOT + name).status_code == 200
        return len(queries)

    before = {name: asked(name) for name in ("pages/ratio", "areas", "editions", "categories")}
    for year in (2019, 2020, 2021, 2022):
        worlds.add_market(world, worlds.MARKET, year)
    assert {name: asked(name) for name in before} == before


# Values --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "kind", "told"),
    [
        (None, "number", None), (float("nan"), "number", None), (float("inf"), "share", None),
        (-np.inf, "money", None), (pd.NA, "integer", None), (pd.NaT, "text", None), ("", "text", None),
        (np.int64(7), "integer", 7), (np.float64(0.25), "share", 0.25), (40.0, "integer", 40),
        (2.0, "number", 2.0), (0, "integer", 0), (-0.5, "number", -0.5),
        ("fewer than five", "number", "fewer than five"), (gettext_lazy("low"), "level", "low"),
        (2, "level", "high"), ("group 4", "level", "group 4"),
    ],
)  # fmt: skip
def test_a_cell_is_told_as_it_is(value: Any, kind: Any, told: Any) -> None:
    with override("en"):
        found = values.raw(value, Column("a", "A", kind))
    assert (found, type(found)) == (told, type(told))


@given(st.lists(st.one_of(st.none(), st.integers(), st.floats(), st.text()), max_size=8))
def test_any_table_becomes_json_that_is_read_back(cells: list[Any]) -> None:
    columns = (Column("name", "Name"), Column("n", "N", "number"))
    told = values.table(Table(columns, [{"name": "x", "n": cell} for cell in cells]))
    read_back = json.loads(json.dumps(told, allow_nan=False))
    for cell, row in zip(cells, read_back["rows"], strict=True):
        assert same(cell, row["n"]) or not math.isfinite(cell)


def test_a_number_that_is_a_text_has_no_value() -> None:
    told = values.number(Number("Largest", "Centre", note="of five"))
    assert (told["value"], told["shown"], told["note"]) == (None, "Centre", "of five")
    assert values.number(Number("Share", 0.25, kind="share"))["value"] == 0.25
