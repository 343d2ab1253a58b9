"""Options by another question: slow counts in plain Python, scipy, and what must always hold."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import chi2_contingency

from analysis import crosstab, option_crosstab
from analysis.adjusted_p import holm
from analysis.crosstab import Params
from analysis.option_crosstab import OVERLAPPING, counted, counted_twice, run

FEW = Params(draws=50)


def survey(n, seed=20260101):
    """Three options and four columns; the second option goes with the first column."""
    rng = np.random.default_rng(seed)
    codes, picks = rng.integers(0, 4, n), rng.random((n, 3)) < (0.5, 0.3, 0.4)
    picks[:, 1] |= (codes == 0) & (rng.random(n) < 0.5)
    return picks, codes


respondents = st.lists(
    st.tuples(st.tuples(*[st.booleans()] * 3), st.integers(-1, 2), st.tuples(*[st.booleans()] * 2)),
    max_size=40,
)


@given(respondents)
def test_counts_equal_a_plain_count(people):
    picks = np.array([one for one, _, _ in people], dtype=bool).reshape(-1, 3)
    found = counted(picks, [code for _, code, _ in people], 3)
    both = [(one, code) for one, code, _ in people if any(one) and code >= 0]
    assert found.n == len(both)
    assert found.bases.tolist() == [sum(code == column for _, code in both) for column in range(3)]
    assert found.totals.tolist() == [sum(one[option] for one, _ in both) for option in range(3)]
    assert found.marked.tolist() == [
        [sum(one[option] and code == column for one, code in both) for column in range(3)]
        for option in range(3)
    ]


@given(respondents)
def test_options_by_options_equal_a_plain_count(people):
    picks = np.array([one for one, _, _ in people], dtype=bool).reshape(-1, 3)
    others = np.array([other for _, _, other in people], dtype=bool).reshape(-1, 2)
    found = counted_twice(picks, others)
    both = [(one, other) for one, _, other in people if any(one) and any(other)]
    assert found.n == len(both)
    assert found.bases.tolist() == [sum(other[column] for _, other in both) for column in range(2)]
    assert found.marked.tolist() == [
        [sum(one[option] and other[column] for one, other in both) for column in range(2)]
        for option in range(3)
    ]
    turned = counted_twice(others, picks)
    assert turned.marked.tolist() == found.marked.T.tolist()


def test_who_answered_by_marking_nothing_is_in_the_base():
    picks = np.array([[True], [False], [False]])
    assert counted(picks, [0, 0, 1], 2).bases.tolist() == [1, 0]
    assert counted(picks, [0, 0, 1], 2, np.array([True, True, False])).bases.tolist() == [2, 0]
    known = np.ones(3, dtype=bool)
    assert counted_twice(picks, picks, known, known).n == 3


def test_each_option_is_tested_by_itself_and_the_base_is_respondents():
    picks, codes = survey(300)
    found = run(counted(picks, codes, 4), Params())
    answered = picks.any(axis=1)
    for option in range(3):
        rows = [[(picks[:, option] & answered & (codes == column)).sum() for column in range(4)]]
        rows.append([(~picks[:, option] & answered & (codes == column)).sum() for column in range(4)])
        oracle = chi2_contingency(rows, correction=False)
        assert found.tests.loc[option, "chi_square"] == pytest.approx(oracle.statistic)
        assert (found.tests.loc[option, "df"], found.tests.loc[option, "test"]) == (3, "chi_square")
        assert found.expected[option] == pytest.approx(oracle.expected_freq[0])
        assert found.column_shares[option] == pytest.approx(np.array(rows[0]) / np.sum(rows, axis=0))
    assert found.tests["adjusted_p"].tolist() == pytest.approx(holm(found.tests["p"]).tolist())
    assert found.counts.n == answered.sum() == found.counts.bases.sum()
    assert (found.column_shares.sum(axis=0) > 1).all()
    assert found.row_shares.sum(axis=1) == pytest.approx(1)
    # the option that was put there, in its column
    assert found.cells.verdict[1, 0] == 1
    assert found.tests["adjusted_p"].idxmin() == 1


def test_one_option_is_the_row_of_a_plain_crosstab():
    picks, codes = survey(200)
    answered = np.ones(200, dtype=bool)
    found = run(counted(picks[:, :1], codes, 4, answered), Params())
    plain = crosstab.run(crosstab.counted(~picks[:, 0], 2, codes, 4), Params())
    assert found.tests.loc[0, "p"] == plain.association.p
    assert found.cells.residuals[0] == pytest.approx(plain.cells.residuals[0])
    # one comparison per column on both sides
    assert found.cells.adjusted_p[0] == pytest.approx(plain.cells.adjusted_p[0])


def test_two_columns_are_one_comparison_unless_they_overlap():
    picks, codes = survey(400)
    apart = run(counted(picks, codes % 2, 2), Params()).cells
    assert apart.adjusted_p[:, 0] == pytest.approx(holm(apart.p[:, 0]))
    assert apart.adjusted_p[:, 1] == pytest.approx(apart.adjusted_p[:, 0])
    others = np.column_stack([codes < 3, codes > 1])
    overlap = run(counted_twice(picks, others), Params()).cells
    assert overlap.adjusted_p.ravel() == pytest.approx(holm(overlap.p.ravel()))


def test_overlapping_columns_have_cells_but_no_test_of_a_row():
    picks, codes = survey(1000)
    others = np.column_stack([codes == 0, codes < 2, codes > 0])
    found = run(counted_twice(picks, others), Params())
    assert found.tests["problem"].tolist() == [OVERLAPPING] * 3
    assert found.tests["adjusted_p"].isna().all()
    assert found.cells.verdict[1].tolist() == [1, 1, -1]
    # a cell is the chi-square of one option against one other
    base = picks.any(axis=1) & others.any(axis=1)
    fourfold = np.histogram2d(picks[base, 1], others[base, 0], bins=2)[0]
    assert found.cells.residuals[1, 0] ** 2 == pytest.approx(
        chi2_contingency(fourfold, correction=False).statistic
    )


@settings(deadline=None)
@given(respondents, st.randoms())
def test_the_order_of_respondents_options_and_columns_does_not_matter(people, chance):
    picks = np.array([one for one, _, _ in people], dtype=bool).reshape(-1, 3)
    codes = np.array([code for _, code, _ in people], dtype=int)
    found = run(counted(picks, codes, 3), FEW)
    places, options, columns = list(range(len(people))), [0, 1, 2], [0, 1, 2]
    for order in (places, options, columns):
        chance.shuffle(order)
    renamed = np.append(np.argsort(columns), -1)[codes[places]]
    moved = run(counted(picks[places][:, options], renamed, 3), FEW)
    expected = found.tests.iloc[options].reset_index(drop=True).rename_axis("option")
    pd.testing.assert_frame_equal(moved.tests, expected, check_exact=False, rtol=1e-9)
    assert moved.cells.verdict.tolist() == found.cells.verdict[options][:, columns].tolist()


def test_nobody_and_options_that_nobody_or_everybody_marked():
    nobody = run(counted(np.empty((0, 2), dtype=bool), [], 3), Params())
    assert nobody.tests["problem"].tolist() == ["no_data"] * 2
    assert not nobody.cells.verdict.any()
    picks = np.array([[True, False]] * 8)
    found = run(counted(picks, [0, 1] * 4, 3), Params())
    assert found.tests["problem"].tolist() == ["one_row", "one_row"]
    assert found.cells.small.all()
    assert len(run(counted(np.empty((5, 0), dtype=bool), [0] * 5, 1), Params()).tests) == 0


def test_few_marks_get_an_exact_test():
    picks = np.array([[True, at < 3] for at in range(40)])
    found = run(counted(picks, [0] * 20 + [1] * 20, 2), Params())
    assert found.tests.loc[1, "test"] == "fisher"
    # 3 of 20 against 0 of 20: 2 × C(20, 3) ÷ C(40, 3)
    assert found.tests.loc[1, "p"] == pytest.approx(2 * 1140 / 9880)


def test_different_respondents_are_refused():
    with pytest.raises(ValueError, match="same respondents"):
        counted(np.ones((2, 1), dtype=bool), [0], 1)
    with pytest.raises(ValueError, match="same respondents"):
        counted_twice(np.ones((2, 1), dtype=bool), np.ones((3, 1), dtype=bool))


def test_a_hundred_thousand_respondents():
    picks, codes = survey(100_000)
    found = option_crosstab.run(counted(picks, codes, 4), Params())
    assert found.counts.n == picks.any(axis=1).sum()
    assert found.cells.verdict[1].tolist() == [1, -1, -1, -1]
