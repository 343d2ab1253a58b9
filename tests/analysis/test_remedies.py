import json
from itertools import pairwise

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis import remedies
from analysis.column_types import Column, typed
from analysis.remedies import Recipe, Remedy
from analysis.remedy_steps import ACTIONS, LABELS, STEPS
from tests.analysis.attribute_tables import marketing, numbers

FREE = [action for action in ACTIONS if action not in ("to_number", "to_date", "fill_constant")]
VALUE = st.one_of(st.none(), st.integers(0, 5), st.just(400))


def recipe(*steps, **given):
    return Recipe(
        tuple(Remedy(*step) if isinstance(step, tuple) else Remedy(step) for step in steps), **given
    )


def changed(before, after):
    """Cells that differ, told one by one."""

    def same(one, other):
        return (pd.isna(one) and pd.isna(other)) or one == other

    return sum(
        not same(before.at[row, key], after.at[row, key]) for row in after.index for key in after.columns
    )


def ordered(actions):
    return [one for one in ACTIONS if one in actions]


@given(
    st.lists(st.tuples(VALUE, VALUE), min_size=1, max_size=15), st.lists(st.sampled_from(FREE), unique=True)
)
def test_the_log_adds_up_and_says_what_changed(rows, actions):
    table, columns = numbers(x=[x for x, _ in rows], y=[y for _, y in rows])
    applied = remedies.apply(table, columns, recipe(*actions))
    counts = [len(table), *(line.rows_after for line in applied.log)]
    assert [line.rows_before for line in applied.log] == counts[:-1]
    assert counts[-1] == len(applied.table)
    assert [line.action for line in applied.log] == ordered(actions)
    assert [one.key for one in applied.columns] == list(applied.table.columns)
    # step by step: a cell that one step changes may be in a row that a later step leaves out
    upto = [
        remedies.apply(table, columns, recipe(*ordered(actions)[:count])).table
        for count in range(len(actions) + 1)
    ]
    steps = [changed(before, after) for before, after in pairwise(upto)]
    assert [line.cells for line in applied.log] == steps
    assert remedies.apply(table, columns, recipe(*reversed(actions))).table.equals(applied.table)


@given(
    st.lists(st.tuples(st.sampled_from(FREE), st.just(())), max_size=4),
    st.lists(st.text(min_size=1), min_size=1, max_size=3, unique=True),
)
def test_a_recipe_comes_back_from_its_text(steps, labels):
    own = (*steps, ("fill_constant", tuple(labels), "7"), ("to_date", tuple(labels), "dmy"))
    made = recipe(*own, iqr=2.5, columns=tuple((label, "text") for label in labels))
    assert remedies.from_json(made.to_json()) == made
    assert json.loads(made.to_json())["iqr"] == 2.5


def test_each_remedy_does_what_it_says():
    table, columns = numbers(x=[1, 2, 3, None, 2, 90], same=[4, 4, 4, 4, 4, 4])

    def one(*steps):
        return remedies.apply(table, columns, recipe(*steps))

    assert one("drop_constant").table.columns.tolist() == ["x"]
    assert one("drop_constant").log[0].done.dropped == ("same",)
    assert one("drop_duplicates").table.index.tolist() == ["c00", "c01", "c02", "c03", "c05"]
    assert one(("leave_out_missing", ("x",))).table["x"].tolist() == [1, 2, 3, 2, 90]
    # quartiles 2 and 3, so the limits are 0.5 and 4.5
    capped = one(("cap_outliers", ("x",)))
    assert capped.table["x"].dropna().tolist() == [1, 2, 3, 2, 4.5]
    assert capped.log[0].done.used == {"x": (0.5, 4.5)}
    assert one("leave_out_outliers").table.index.tolist() == ["c00", "c01", "c02", "c03", "c04"]
    for action, value in {"fill_median": 2, "fill_mean": 19.6, "fill_mode": 2}.items():
        filled = one((action, ("x",)))
        assert filled.table.loc["c03", "x"] == pytest.approx(value)
        assert filled.log[0].done.used == {"x": pytest.approx(value)}
    assert one(("fill_constant", ("x",), "7")).table.loc["c03", "x"] == 7
    assert table["x"].isna().sum() == 1


def test_limits_do_not_hang_on_which_column_comes_first():
    table, columns = numbers(x=[1, 2, 3, 4, 100], y=[200, 2, 3, 4, 1])
    both = remedies.apply(table, columns, recipe(("leave_out_outliers", ("x", "y"))))
    other = remedies.apply(table, columns, recipe(("leave_out_outliers", ("y", "x"))))
    assert both.table.equals(other.table)
    assert both.log[0].done.rows == {"x": 1, "y": 1}
    assert (both.log[0].rows_before, both.log[0].rows_after) == (5, 3)


def test_texts_become_numbers_and_dates_and_what_is_lost_is_counted():
    texts = pd.DataFrame({"Joined": ["1/2/2020", "soon", ""], "Income": ["1.000,5", "n/a", "2"]}, dtype="str")
    table, columns = typed(texts)
    steps = (("to_date", ("Joined",), "dmy"), ("to_number", ("Income",), ","))
    applied = remedies.apply(table, columns, recipe(*steps))
    assert [one.type for one in applied.columns] == ["date", "number"]
    assert applied.table.loc[0, "Joined"] == pd.Timestamp("2020-02-01")
    assert applied.table["Income"].tolist() == pytest.approx([1000.5, np.nan, 2], nan_ok=True)
    by_action = {line.action: line.done for line in applied.log}
    assert by_action["to_date"].cells == {"Joined": 2}
    assert by_action["to_date"].lost == {"Joined": 1}
    assert by_action["to_number"].lost == {"Income": 1}


def test_gaps_of_dates_flags_and_texts_are_filled_in_kind():
    days = pd.to_datetime(pd.Series(["2020-01-01", "2020-01-04", None])).astype("datetime64[s]")
    table = pd.DataFrame(
        {"day": days, "vip": [1.0, None, 1.0], "city": pd.Series(["a", None, "b"], dtype="str")}
    )
    columns = (Column("day", "Day", "date"), Column("vip", "Vip", "flag"), Column("city", "City", "text"))
    applied = remedies.apply(table, columns, recipe("fill_median", "fill_mode"))
    assert applied.table["day"].tolist()[2] == pd.Timestamp("2020-01-02")
    assert applied.table["vip"].tolist() == [1, 1, 1]
    # equally frequent: the first in their order
    assert applied.table["city"].tolist() == ["a", "a", "b"]
    assert applied.table.dtypes.equals(table.dtypes)
    own = recipe(("fill_constant", ("Day",), "2020-02-30"), ("fill_constant", ("City",), "elsewhere"))
    applied = remedies.apply(table, columns, own)
    assert [one.text % one.data for one in applied.misfits] == [
        "“2020-02-30” does not fit “Day”, so its gaps were left."
    ]
    assert applied.table["city"].tolist() == ["a", "elsewhere", "b"]


def test_repeated_ids_keep_their_first_row():
    table = pd.DataFrame({"x": [1.0, 2, 3]}, index=["a", "b", "a"])
    applied = remedies.apply(table, (Column("x", "X", "number"),), recipe("drop_repeated_ids"))
    assert applied.table["x"].to_dict() == {"a": 1, "b": 2}


def test_next_year_says_what_no_longer_fits():
    table, columns = numbers(income=[1, 2, None], fee=[3, 3, 3], age=[None, 5, 6])
    steps = (("fill_median", ("income", "age")), ("drop_constant", ("fee",)))
    made = recipe(*steps, columns=remedies.described(columns))
    assert remedies.apply(table, columns, made).misfits == ()
    later = pd.DataFrame({"c1": [3.0, 4], "c2": pd.Series(["x", None], dtype="str"), "c3": [1.0, 2]})
    labelled = (
        Column("c1", "FEE", "number"),
        Column("c2", "Income", "text"),
        Column("c3", "Visits", "number"),
    )
    applied = remedies.apply(later, labelled, made)
    assert [(one.action, one.column, one.text % one.data) for one in applied.misfits] == [
        ("", "Income", "“Income” is of another type than when the steps were chosen."),
        ("", "Visits", "“Visits” is new: no step was chosen for it."),
        ("drop_constant", "FEE", "“FEE” has different values now, so it was kept."),
        (
            "fill_median",
            "Income",
            "“Income” is of a type that this step is not for, so it was left out for it.",
        ),
        ("fill_median", "age", "“age” is no longer in the table, so this step was left out for it."),
    ]
    assert applied.table.equals(later)


def test_a_column_without_values_cannot_be_filled():
    table, columns = numbers(x=[None, None])
    applied = remedies.apply(table, columns, recipe("fill_mean"))
    assert [one.text % one.data for one in applied.misfits] == [
        "“x” has no value from which its gaps could be filled."
    ]


def test_the_real_table_goes_through_a_recipe(shared_data):
    table, columns = marketing(shared_data)
    made = recipe("leave_out_missing", "drop_duplicates", "drop_constant",
                  ("leave_out_outliers", ("Year_Birth", "Income")))  # fmt: skip
    applied = remedies.apply(table, columns, made)
    assert [(line.action, line.rows_after) for line in applied.log] == [
        ("drop_constant", 2240), ("drop_duplicates", 2058), ("leave_out_outliers", 2047),
        ("leave_out_missing", 2023),
    ]  # fmt: skip
    assert applied.table.shape == (2023, 26)
    assert not applied.table.isna().any(axis=None)


def test_every_action_has_a_step_and_a_name():
    assert set(STEPS) == set(LABELS) == set(ACTIONS)


@pytest.mark.parametrize(
    "wrong",
    [
        ("sort",),
        ("drop_duplicates", ("x",)),
        ("to_number",),
        ("fill_constant", ("x",)),
        ("fill_constant", (), "1"),
    ],
)
def test_wrong_remedies_are_refused(wrong):
    with pytest.raises(ValueError):
        Remedy(*wrong)
