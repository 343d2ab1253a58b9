import datetime

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis import derived, usual_features
from analysis.column_types import Column
from analysis.derived import Formula
from tests.analysis.attribute_tables import REFERENCE, marketing, numbers

AT = datetime.date(2026, 3, 1)
AMOUNT = st.one_of(st.none(), st.integers(-5, 5))


@given(st.lists(st.tuples(AMOUNT, AMOUNT, AMOUNT), min_size=1, max_size=10))
def test_formulas_equal_a_slow_row_by_row_reading(rows):
    a, b, c = (list(column) for column in zip(*rows, strict=True))
    table, columns = numbers(a=a, b=b, c=c)
    found = derived.run(table, columns, (
        Formula("total", "Total", "sum", ("a", "b", "c")),
        Formula("rate", "Rate", "ratio", ("total", "c"), times=100),
        Formula("product", "Product", "product", ("a", "b"), times=0.01),
    ), AT)  # fmt: skip

    def slow(x, y, z):
        total = None if None in (x, y, z) else x + y + z
        rate = None if total is None or z == 0 else total / z * 100
        return total, rate, None if None in (x, y) else x * y / 100

    by_hand = zip(*[slow(*row) for row in rows], strict=True)
    for key, expected in zip(("total", "rate", "product"), by_hand, strict=True):
        want = [np.nan if value is None else value for value in expected]
        assert found.table[key].tolist() == pytest.approx(want, nan_ok=True)
    rate = found.notes[1]
    assert rate.n + rate.missing == len(rows)
    assert rate.missing == sum(rate.reasons.values())
    assert rate.reasons.get("zero", 0) == sum(None not in row and row[2] == 0 for row in rows)
    assert found.table[["a", "b", "c"]].equals(table)


def test_ages_and_durations_count_from_the_reference_date():
    table = pd.DataFrame({
        "year": [1990.0, 2027, None],
        "born": pd.to_datetime(["1990-03-01", "1990-03-02", None]),
        "since": pd.to_datetime(["2025-03-01", "2026-03-02", "2026-03-01"]),
    })  # fmt: skip
    columns = (
        Column("year", "Year", "number"),
        Column("born", "Born", "date"),
        Column("since", "Since", "date"),
    )
    found = derived.run(table, columns, (
        Formula("by_year", "Age", "age", ("Year",)), Formula("by_day", "Age", "age", ("Born",)),
        Formula("member", "Membership", "years_since", ("Since",)),
    ), AT)  # fmt: skip
    assert found.table["by_year"].tolist() == pytest.approx([36, np.nan, np.nan], nan_ok=True)
    assert found.notes[0].reasons == {"source": 1, "after_reference": 1}
    assert found.table["by_day"].tolist() == pytest.approx([36, 35, np.nan], nan_ok=True)
    assert found.table["member"].tolist() == pytest.approx([365 / 365.2425, np.nan, 0], nan_ok=True)
    assert found.notes[2].reasons == {"after_reference": 1}
    assert [one.text for one in found.notes] == ["t − Year", "t − Born", "(t − Since) ÷ 365.2425"]


@given(st.lists(st.integers(0, 100), min_size=1, max_size=20))
def test_groups_are_those_of_their_names(ages):
    table, columns = numbers(age=ages)
    formula = Formula("group", "Group", "groups", ("age",), edges=(25, 35, 36, 65))
    found = derived.run(table, columns, (formula,), AT)
    names = ("<25", "25–34", "35", "36–64", "≥65")
    assert found.columns[-1].levels == names
    place = [sum(age >= edge for edge in (25, 35, 36, 65)) for age in ages]
    assert found.table["group"].tolist() == [names[one] for one in place]
    assert derived.group_names((0.5, 1.5)) == ("<0.5", "0.5–<1.5", "≥1.5")


@pytest.mark.parametrize(
    ("edges", "names"),
    [
        ((25e6, 50e6, 100e6), ("<25000000", "25000000–49999999", "50000000–99999999", "≥100000000")),
        ((12_345_678, 12_345_700), ("<12345678", "12345678–12345699", "≥12345700")),
        ((0.00001, 0.5), ("<0.00001", "0.00001–<0.5", "≥0.5")),
        ((-1.5, 1e13), ("<-1.5", "-1.5–<10000000000000", "≥10000000000000")),
    ],
)
def test_names_of_groups_say_their_edges_in_full(edges, names):
    assert derived.group_names(edges) == names


EDGES = st.sets(st.integers(-(10**17), 10**17) | st.floats(-1e20, 1e20), min_size=1, max_size=6)


@given(EDGES, st.integers(0, 5))
def test_each_group_has_a_name_of_its_own(edges, at):
    """Also where edges are as near as numbers can be: else two groups would be one."""
    near = {float(edge) for edge in edges} | {float(np.nextafter(sorted(edges)[at % len(edges)], np.inf))}
    names = derived.group_names(tuple(sorted(near)))
    assert len(set(names)) == len(near) + 1
    assert not any("e" in name for name in names)


def test_a_group_of_nothing_is_missing():
    table, columns = numbers(age=[None, 30])
    found = derived.run(table, columns, (Formula("g", "G", "groups", ("age",), edges=(25.0,)),), AT)
    assert found.table["g"].isna().tolist() == [True, False]
    assert found.notes[0].reasons == {"source": 1}


def test_what_cannot_be_computed_is_said_and_the_rest_computed():
    table = pd.DataFrame({"a": [1.0], "city": pd.Series(["x"], dtype="str")})
    columns = (Column("a", "A", "number"), Column("city", "City", "text"))
    found = derived.run(table, columns, (
        Formula("gone", "Gone", "sum", ("A", "Visits")),
        Formula("later", "Later", "sum", ("A", "gone")),
        Formula("text", "Text", "sum", ("A", "City")),
        Formula("since", "Since", "years_since", ("A",)),
        Formula("a", "Again", "sum", ("A",)),
        Formula("fine", "Fine", "sum", (" a ",)),
    ), AT)  # fmt: skip
    assert [one.problem % one.data for one in found.notes] == [
        "“Visits” is not in the table, so this was not computed.",
        "“gone” is not in the table, so this was not computed.",
        "“City” is of a type that this formula cannot use.",
        "“A” is of a type that this formula cannot use.",
        "The table already has a column “a”, so this was not computed.",
        "",
    ]
    assert list(found.table) == ["a", "city", "fine"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"kind": "power"}, {"sources": ()}, {"sources": ("a", "a")}, {"kind": "ratio"},
        {"kind": "ratio", "sources": ("a", "b", "c")}, {"kind": "age", "sources": ("a", "b")},
        {"times": 0}, {"times": float("nan")}, {"key": ""}, {"edges": (1,)},
        {"kind": "groups"}, {"kind": "groups", "edges": (2, 1)},
    ],
)  # fmt: skip
def test_wrong_formulas_are_refused(wrong):
    with pytest.raises(ValueError):
        Formula(**{"key": "k", "label": "K", "kind": "sum", "sources": ("a",), **wrong})


def test_the_usual_columns_are_proposed_and_come_back_from_their_text(shared_data):
    table, columns = marketing(shared_data)
    formulas = tuple(one.formula for one in usual_features.proposed(columns))
    assert derived.from_json(derived.to_json(formulas)) == formulas
    found = derived.run(table, columns, formulas, REFERENCE)
    notes = {one.formula.key: one for one in found.notes}
    assert {key: note.text for key, note in notes.items()} == {
        "children": "Kidhome + Teenhome",
        "age": "t − Year_Birth",
        "age_group": "Age: <25, 25–34, 35–44, 45–54, 55–64, ≥65",
        "membership": "(t − Dt_Customer) ÷ 365.2425",
        "transactions": "NumWebPurchases + NumCatalogPurchases + NumStorePurchases",
        "transactions_with_deals":
            "NumDealsPurchases + NumWebPurchases + NumCatalogPurchases + NumStorePurchases",
        "campaigns": "AcceptedCmp3 + AcceptedCmp4 + AcceptedCmp5 + AcceptedCmp1 + AcceptedCmp2",
        "spending": "MntWines + MntFruits + MntMeatProducts + MntFishProducts + MntSweetProducts",
        "spending_all":
            "MntWines + MntFruits + MntMeatProducts + MntFishProducts + MntSweetProducts + MntGoldProds",
        "conversion": "Purchases ÷ NumWebVisitsMonth",
        "visits_product": "Purchases, deals added × NumWebVisitsMonth ÷ 100",
    }  # fmt: skip
    assert [note.problem for note in notes.values()] == [""] * 11
    assert notes["conversion"].reasons == {"zero": 11}
    assert found.table["spending"].mean() == pytest.approx(561.776, abs=0.001)
    row = found.table.loc["5524"]
    assert row[["children", "age", "transactions", "transactions_with_deals", "spending"]].tolist() == [
        0, 57, 22, 25, 1529,
    ]  # fmt: skip
    assert row["conversion"] == 22 / 7
    assert row["visits_product"] == pytest.approx(25 * 7 / 100)


def test_indonesian_headers_are_recognised():
    headers = ("Tahun Lahir", "Tgl Daftar", "Pendapatan", "Anak Kecil", "Anak Remaja", "Belanja Sayur",
               "Belanja Daging", "Pembelian Web", "Pembelian Toko", "Kunjungan Situs")  # fmt: skip
    columns = tuple(Column(f"c{place}", header, "date" if "Tgl" in header else "number")
                    for place, header in enumerate(headers))  # fmt: skip
    keys = [one.formula.key for one in usual_features.proposed(columns)]
    assert keys == ["children", "age", "age_group", "membership", "transactions", "spending", "conversion",
                    "visits_product"]  # fmt: skip
    product = usual_features.proposed(columns)[-1].formula
    assert product.sources == ("transactions", "Kunjungan Situs")


def test_nothing_is_proposed_for_unknown_headers_or_the_wrong_type():
    columns = (
        Column("a", "Colour", "text"),
        Column("b", "Tgl Daftar", "text"),
        Column("c", "Income", "number"),
    )
    assert usual_features.proposed(columns) == ()
    age = usual_features.proposed((Column("a", "Usia", "number"),))
    assert [one.formula.sources for one in age] == [("Usia",)]


def test_the_pairs_of_the_document_that_are_there():
    pairs = usual_features.relations(("c5", "spending", "conversion"), "c5")
    assert pairs == (("c5", "conversion"), ("spending", "conversion"), ("c5", "spending"))
    assert usual_features.relations(("spending", "conversion"), None) == (("spending", "conversion"),)
