import numpy as np
import pytest

from analysis.answers import checked_codes, checked_picks

PICKS = np.array([[True, False], [False, False]])


def test_codes_of_any_whole_kind_are_read():
    assert checked_codes([0, -1, 2], 3).tolist() == [0, -1, 2]
    assert checked_codes(np.array([True, False]), 2).tolist() == [1, 0]
    assert checked_codes(np.array([1, 0], dtype=np.uint8), 2).dtype == np.int64
    assert checked_codes([], 0).tolist() == []


@pytest.mark.parametrize("codes", [[0, 3], [-2, 0], [0.5, 1], [[0, 1]], ["a"]])
def test_other_codes_are_refused(codes):
    with pytest.raises(ValueError, match="codes must"):
        checked_codes(codes, 3)


def test_a_row_without_a_mark_is_no_answer_unless_said():
    assert checked_picks(PICKS)[1].tolist() == [True, False]
    assert checked_picks(PICKS, np.array([True, True]))[1].tolist() == [True, True]
    assert checked_picks(np.empty((0, 3), dtype=bool))[1].tolist() == []


@pytest.mark.parametrize("picks", [PICKS[0], PICKS.astype(int)])
def test_other_picks_are_refused(picks):
    with pytest.raises(ValueError, match="respondents x options"):
        checked_picks(picks)


@pytest.mark.parametrize("answered", [[True], [1, 1]])
def test_answered_is_one_per_respondent(answered):
    with pytest.raises(ValueError, match="one per respondent"):
        checked_picks(PICKS, np.array(answered))


def test_a_mark_without_an_answer_is_refused():
    with pytest.raises(ValueError, match="without having answered"):
        checked_picks(PICKS, np.array([False, True]))
