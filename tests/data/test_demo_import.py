"""The files of the demo through the real importer: exactly the rows that each file says it has."""

from collections import Counter

import numpy as np
import pandas as pd
import pytest

from analysis import attribute_roles
from analysis.column_types import Column as ColumnOf
from areas.models import Region
from core.models import Job
from customers.kinds.attribute_columns import attributes_of
from customers.models import SalesEvent
from customers.table import queries as table_queries
from customers.table import remedy_keeping
from customers.table.asked import Asked
from customers.table.scope import Params
from dashboard.management.commands.load_demo import import_demo_file, load_areas, note_events, note_remedies
from data.columnar import rows_path
from data.models import Cell, Edition, FigureCell, MarketRow
from demo import attributes, shop
from demo import survey as facts
from demo.attributes_file import customers_2023
from demo.files import write
from demo.survey_file import survey_2023
from questionnaires import queries
from tests.data import uploads


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    return write(tmp_path_factory.mktemp("demo"))


@pytest.mark.django_db
def test_every_file_gives_what_it_says(files) -> None:
    region = Region.objects.create(slug="pekanbaru", name="Pekanbaru")
    load_areas(region)
    for file in files:
        dataset = import_demo_file(region, file)
        counts = dataset.report["counts"]
        assert {name: counts[name] for name in file.expect} == file.expect, file.path.name
        assert uploads.adds_up(dataset)
        edition = uploads.edition_of(dataset)
        start = {"2009": 2009, "2021": 2020}[file.boundary_set]
        assert edition.boundary_set.valid_from.year == start, file.path.name
        if file.kind == "msme_register":
            assert MarketRow.objects.filter(dataset=dataset).count() == file.expect["accepted"]
            assert sum(uploads.cells_by_area(edition).values()) == file.expect["accepted"]
        elif file.kind == "questionnaire":
            assert queries.survey(edition).n == file.expect["accepted"]
        elif file.kind in ("transactions", "customer_attributes"):
            assert len(pd.read_parquet(rows_path(dataset))) == file.expect["accepted"]
        else:
            named = FigureCell.objects.filter(edition=edition).values("area").distinct().count()
            assert named == file.expect["accepted"]
    assert not Job.objects.exclude(state=Job.State.DONE).exists()
    assert Edition.objects.current().count() == len(files)
    assert not Cell.objects.filter(n=0).exists()


@pytest.mark.django_db
def test_the_shop_s_events_are_kept_for_its_sales() -> None:
    region = Region.objects.create(slug="pekanbaru", name="Pekanbaru")
    note_events(region)
    found = SalesEvent.objects.filter(region=region, series=shop.NAME)
    assert [one.name for one in found] == [one.name for one in shop.EVENTS]
    february = found.filter(first_day__year=2023, first_day__month=2)
    assert {one.name for one in february} == {"Ulang tahun toko", "Valentine"}


@pytest.mark.django_db
def test_the_columns_of_the_table_of_customers_are_understood(tmp_path) -> None:
    region = Region.objects.create(slug="pekanbaru", name="Pekanbaru")
    load_areas(region)
    dataset = import_demo_file(region, customers_2023(tmp_path, 2021))
    types = {one.header: one.type for one in attributes_of(dataset)}
    assert types.pop("ID Pelanggan") == "customer"
    assert types.pop("Tanggal Daftar") == "date"
    assert {types.pop(name) for name in ("Pendidikan", "Status Perkawinan")} == {"text"}
    flags = [f"Menerima Kampanye {place}" for place in range(1, 6)]
    assert {types.pop(name) for name in (*flags, "Respon", "Keluhan")} == {"flag"}
    assert set(types.values()) == {"number"}
    columns = [ColumnOf(header, header, "number") for header in types]
    roles = attribute_roles.recognised(columns)
    assert [one.label for one in roles["spending"]] == list(attributes.GOODS)
    assert [one.label for one in roles["children"]] == ["Anak Kecil", "Anak Remaja"]
    assert {"income", "deals", "purchases", "visits", "recency", "year_of_birth"} <= set(roles)


# The survey: nothing is decided, so the guesses must read it right -----------------------------------------


@pytest.fixture
def survey(db, tmp_path) -> queries.Survey:
    region = Region.objects.create(slug="pekanbaru", name="Pekanbaru")
    load_areas(region)
    dataset = import_demo_file(region, survey_2023(tmp_path, 2021))
    return queries.survey(uploads.edition_of(dataset))


def counted(survey, role: str) -> dict[str, int]:
    question = survey.with_role(role).question
    codes = queries.answers(survey, question.key)
    return {question.options[code]: n for code, n in Counter(codes.tolist()).items() if code >= 0}


def test_every_role_is_found_and_every_margin_comes_through(survey) -> None:
    assert counted(survey, "awareness") == facts.AWARENESS
    assert counted(survey, "importance") == facts.IMPORTANCE
    assert counted(survey, "frequency") == facts.FREQUENCY
    assert counted(survey, "effect") == facts.EFFECT
    assert counted(survey, "budget") == facts.BUDGET
    assert counted(survey, "size") == facts.SIZES
    assert counted(survey, "field") == {field: n for field, (_used, n) in facts.USED.items()}
    assert counted(survey, "sub_district") == facts.sub_district_counts()
    field, used = (survey.with_role(role).question for role in ("field", "used"))
    yes = queries.answers(survey, used.key) == used.options.index("Ya")
    fields = queries.answers(survey, field.key)[yes]
    assert {name: int((fields == field.options.index(name)).sum()) for name in facts.USED} == {
        name: users for name, (users, _n) in facts.USED.items()
    }
    assert survey.with_role("submitted").question.type == "date"


def test_scales_stand_in_their_order_and_the_negative_statement_is_turned(survey) -> None:
    assert survey.with_role("awareness").question.options == tuple(facts.AWARENESS)
    grid = [one for one in survey.questions if one.grid]
    assert [one.item for one in grid] == list(facts.STATEMENTS)
    assert {one.options for one in grid} == {facts.AGREEMENT}
    assert [one.item for one in grid if one.reverse] == [facts.NEGATIVE]


def test_marks_in_one_cell_are_split_where_they_should_be(survey) -> None:
    methods = survey.with_role("other_methods").question
    marks, answered = queries.picks(survey, methods.key)
    assert methods.has_other
    found = dict(zip((*methods.options, "other"), marks.sum(axis=0).tolist(), strict=True))
    assert found == facts.METHODS | {"other": len(facts.OTHER_METHODS)}
    assert answered.all()


def test_names_numbers_and_remarks_are_no_answers_to_count(survey) -> None:
    kinds = {one.label: one.type for one in survey.questions}
    assert [kinds[label] for label in ("Nama pemilik usaha", "Nomor WhatsApp")] == ["personal"] * 2
    assert "text" in kinds.values()
    places = queries.areas(survey)
    assert int((places == 0).sum()) == facts.WITHOUT_DISTRICT
    assert len(np.unique(places)) == 16


@pytest.mark.django_db
def test_the_table_of_customers_comes_with_remedies_that_leave_usable_segments(tmp_path) -> None:
    region = Region.objects.create(slug="pekanbaru", name="Pekanbaru")
    load_areas(region)
    import_demo_file(region, customers_2023(tmp_path, 2021))
    note_remedies(region)
    table = table_queries.tables(Edition.objects.current())[0]
    kept = table_queries.recipe_in_use(table)
    assert {one["action"] for one in kept.recipe["remedies"]} == {
        "drop_constant", "drop_repeated_ids", "leave_out_missing", "leave_out_outliers",
    }  # fmt: skip
    known = Asked(table, kept, table.edition.period_end, Params()).prepared()
    born, income = (known.table[known.by_name[name].key] for name in ("Tahun Lahir", "Pendapatan"))
    assert (len(known.raw), len(known.table)) == (2_004, 1_958)
    assert income.max() < 110e6 < 2e9
    assert born.min() > 1940
    with pytest.raises(ValueError, match="nothing is asked about"):
        remedy_keeping.keep(table.edition, {("outliers", "Pendidikan"): "leave_out_outliers"}, None)
    with pytest.raises(ValueError, match="the remedies are refused"):
        remedy_keeping.keep(table.edition, {("outliers", "Pendapatan"): "fill_median"}, None)
