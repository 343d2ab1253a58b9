"""Which part of a date is the day."""

import datetime

import pytest

from tests.questionnaires.understanding.guesses import counted, question


@pytest.mark.parametrize(
    ("cells", "order", "why", "sure"),
    [
        (["26/05/2023 5:27:21", "03/05/2023 1:00:00"], "dmy", "dates_proven", True),
        (["5/26/2023 5:27:21", "5/3/2023 1:00:00"], "mdy", "dates_proven", True),
        (["26/05/2023", "05/26/2023", "27/05/2023"], "dmy", "dates_proven", False),
        (["2023/05/26 5:27:21 PM GMT+7", "2023/05/04 1:00:00 AM GMT+7"], "dmy", "dates", True),
        ([datetime.datetime(2023, 5, 4), datetime.datetime(2023, 6, 4)], "dmy", "dates", True),
        (["4 Mei 2023", "5 Mei 2023"], "dmy", "dates", True),
        # rising from row to row in one order only
        (["04/05/2023", "05/05/2023", "01/06/2023"], "dmy", "dates_rising", True),
        (["5/4/2023", "5/5/2023", "6/1/2023"], "mdy", "dates_rising", True),
        # rising in both: within three days, or within three months
        (["04/10/2023", "05/10/2023", "06/10/2023"], "dmy", "dates_close", False),
        (["10/4/2023", "10/5/2023", "10/6/2023"], "mdy", "dates_close", False),
        (["05/05/2023", "06/06/2023"], "dmy", "dates_unsure", False),
    ],
)
def test_the_whole_column_decides(cells: list[object], order: str, why: str, sure: bool) -> None:
    found = question("Timestamp", cells)
    assert (found.type, found.form, found.why, found.sure) == ("date", {"order": order}, why, sure)


@pytest.mark.parametrize("chunk", [1, 2, 5])
def test_rows_are_followed_across_chunks(chunk: int) -> None:
    cells = ["04/05/2023", "", "05/05/2023", "besok", "01/06/2023", "01/06/2023"]
    assert counted(cells, chunk).dates_seen.decide() == counted(cells).dates_seen.decide()
    assert counted(cells, chunk).dates_seen.decide().order == "dmy"


@pytest.mark.parametrize("cells", [["1-5", "6-10"], ["0812-34-5678"], ["20230526", "20230527"], ["2021"]])
def test_other_numbers_are_no_dates(cells: list[str]) -> None:
    assert question("Isi", cells * 9).type != "date"
