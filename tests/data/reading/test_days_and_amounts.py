"""Days of purchases and amounts of money as cash registers and bookkeeping programs write them."""

import datetime
from zoneinfo import ZoneInfo

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.reading import dates, values
from data.reading.learning import DateLearner, FormLearner
from data.reading.values import DateForm, NumberForm

DAY = datetime.date(2024, 1, 5)


def texts(*items: str) -> pd.Series:
    """Cells as a text file gives them."""
    return pd.Series(list(items), dtype="str")


def cells(*items) -> pd.Series:
    """Cells as a sheet gives them."""
    return pd.Series(list(items), dtype=object)


def learned(*chunks: pd.Series) -> DateLearner:
    learner = DateLearner()
    for chunk in chunks:
        learner.feed(chunk)
    return learner


def days(column: pd.Series, form: DateForm | None = None) -> list[datetime.date | None]:
    return [None if pd.isna(one) else one.date() for one in values.day(column, form).values]


@pytest.mark.parametrize(
    "cell",
    [
        "2024-01-05", "2024-01-05 23:59:59", "2024-01-05T08:00:00Z", "05/01/2024 13:22", "5/1/2024 1:22 PM",
        "5-1-24", "5 Januari 2024", "Jan 5, 2024 10:00 PM", "20240105", "05.01.2024 08.30 WIB",
        datetime.datetime(2024, 1, 5, 23, 59), DAY, 20240105.0,
    ],
)  # fmt: skip
def test_a_day_is_read_without_its_time(cell) -> None:
    assert days(cells(cell), DateForm("dmy")) == [DAY]
    if isinstance(cell, str):
        assert days(texts(cell), DateForm("dmy")) == [DAY]


@pytest.mark.parametrize(
    "cell", ["2024-13-05", "31/02/2024", "20241305", 20241305.0, 20240105.5, "05/01", "besok", "5/1/2024 xx"]
)
def test_what_is_no_day_is_a_problem(cell) -> None:
    found = values.day(cells(cell), DateForm("dmy"))
    assert found.values.isna().all()
    assert found.problem.iloc[0] in ("bad_date", "number_not_date")


def test_times_are_cut_only_where_they_are_times() -> None:
    cut = dates.without_times(
        texts("2024-01-05 13:22:10", "2024-01-05 29:00", "x 13:22", "", "1/2/2024 8:05")
    )
    assert cut.tolist() == ["2024-01-05", "2024-01-05 29:00", "x 13:22", "", "1/2/2024"]


@pytest.mark.parametrize(
    ("written", "zone", "day"),
    [
        ("2024-01-05T16:59:59Z", "Asia/Jakarta", 5),
        ("2024-01-05T17:00:00Z", "Asia/Jakarta", 6),
        ("2024-01-05 17:00:00.123Z", "Asia/Jakarta", 6),
        ("2024-01-05T23:30:00+07:00", "Asia/Jakarta", 5),
        ("2024-01-05T23:30+0700", "Asia/Jakarta", 5),
        ("2024-01-05T00:30:00+09:00", "Asia/Jakarta", 4),
        ("2024-01-05T22:45:00+05:30", "Asia/Jakarta", 6),
        ("2024-01-05T18:00:00-05:00", "Asia/Jakarta", 6),
        ("05/01/2024 23.30 WIB", "Asia/Jakarta", 5),
        ("05/01/2024 23.30 WIB", "Asia/Jayapura", 6),
        ("05/01/2024 00:30 WIT", "Asia/Jakarta", 4),
        ("5 Januari 2024 00:30 WITA", "Asia/Jakarta", 4),
        ("Jan 5, 2024 10:30 PM UTC", "Asia/Jakarta", 6),
        ("5/1/2024 11:30 PM GMT+7", "Asia/Jakarta", 5),
        ("5/1/2024 11:30 PM GMT+0000 (UTC)", "Asia/Jakarta", 6),
    ],
)
def test_a_time_with_its_zone_is_the_day_it_is_here(written, zone, day) -> None:
    form = DateForm("dmy", zone=zone)
    for column in (texts(written), cells(written)):
        assert days(column, form) == [datetime.date(2024, 1, day)]
        assert learned(column).zoned == 1
    assert learned(texts("2024-01-05 17:00:00", "05/01/2024", "")).zoned == 0


@pytest.mark.parametrize(
    "written", ["2024-01-05 00:30 WITA", "2024-01-05T23:30:00Z", "2024-01-05 00:30+09:00"]
)
def test_a_time_with_its_zone_stays_where_nobody_says_whose_days_are_meant(written) -> None:
    for column in (texts(written), cells(written)):
        assert days(column, DateForm("dmy")) == [datetime.date(2024, 1, 5)]


@pytest.mark.parametrize(
    "written",
    [
        "2024-01-31 08:00-10:00",
        "2024-01-31 08:00-17:00",
        "31/01/2024, 08.00-10:00",
        "2024-01-31 08:00-10",
        "2024-01-31 08:00+99:00",
        "2024-01-31T08:00:00-12:30",
        "2024-01-31T08:00:00+14:15",
        "2024-01-31 08:00:00+07:20",
        "31 Januari 2024 08:00 GMT-13",
    ],
)
def test_what_is_no_offset_moves_no_day(written) -> None:
    for column in (texts(written), cells(written)):
        for form in (DateForm("dmy"), DateForm("dmy", zone="Asia/Jakarta")):
            assert values.day(column, form).problem.tolist() == ["bad_date"]
        assert learned(column).zoned == 0


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("2024-01-30T08:00-10:00", 31),
        ("2024-01-30 08:00 -10:00", 31),
        ("2024-01-30 08:00:00-10", 31),
        ("2024-01-30 08:00:00.5-10:00", 31),
        ("2024-01-31 06:59+14:00", 30),
        ("2024-01-31 05:44:00+12:45", 30),
        ("2024-01-30 12:00:00-12:00", 31),
        ("2024-01-31 08:00 GMT", 31),
    ],
)
def test_offsets_of_every_zone_there_is_are_read(written, day) -> None:
    for column in (texts(written), cells(written)):
        assert days(column, DateForm("dmy", zone="Asia/Jakarta")) == [datetime.date(2024, 1, day)]
        assert learned(column).zoned == 1


@given(st.lists(st.datetimes(datetime.datetime(1970, 1, 2), datetime.datetime(2068, 12, 31)), min_size=1))
def test_moments_of_utc_are_shifted_all_at_once(moments) -> None:
    """As converting each of them by the library's own zones."""
    column = texts(*(f"{one:%Y-%m-%dT%H:%M:%S}Z" for one in moments))
    jakarta = ZoneInfo("Asia/Jakarta")
    local = [one.replace(tzinfo=datetime.UTC).astimezone(jakarta).date() for one in moments]
    assert days(column, DateForm(zone="Asia/Jakarta")) == local


@given(st.lists(st.datetimes(datetime.datetime(1970, 1, 1), datetime.datetime(2068, 12, 31)), min_size=1))
def test_moments_are_read_as_the_days_they_belong_to(moments) -> None:
    """Cut and read at once, as reading each moment whole and flooring it does."""
    column = texts(*(f"{one:%d/%m/%Y %H:%M:%S}" for one in moments))
    whole = values.date(column, DateForm("dmy")).values.dt.floor("D")
    assert values.day(column, DateForm("dmy")).values.equals(whole)
    assert days(column, DateForm("dmy")) == [one.date() for one in moments]


def test_serial_numbers_are_days_where_the_column_holds_them() -> None:
    column = texts("45296", "45297,5", "05/01/2024")
    learner = learned(column)
    assert learner.form() == DateForm("dmy", serial=True)
    assert days(column, learner.form()) == [DAY, datetime.date(2024, 1, 6), DAY]
    assert learned(cells(45296.0, DAY)).form().serial
    assert days(cells(45296.0, DAY), DateForm(serial=True)) == [DAY, DAY]
    assert not learned(texts("12345", "05/01/2024")).form().serial
    assert not learned(texts("19970101", "19970102")).form().serial


def test_compact_days_are_read_in_any_form() -> None:
    column = texts("19970101", "19970112", "19971231")
    assert learned(column).form() == DateForm("dmy")
    assert not learned(column).is_unclear
    assert days(column)[-1] == datetime.date(1997, 12, 31)


@pytest.mark.parametrize(
    ("column", "order"),
    [
        (["13/01/2024", "02/01/2024"], "dmy"),
        (["01/13/2024", "01/02/2024"], "mdy"),
        (["97-01-02", "98-12-31"], "ymd"),
        (["2024-01-02", "2024-01-03"], "dmy"),
    ],
)
def test_the_order_is_proven_by_the_whole_column(column, order) -> None:
    learner = learned(texts(*column[1:]), texts(column[0]))
    assert learner.form().order == order
    assert not learner.is_unclear


def test_days_and_months_that_could_be_either_are_unclear() -> None:
    learner = learned(texts("03/04/2024", "05/06/2024"))
    assert learner.is_unclear
    assert learner.examples["unclear"] == ["03/04/2024", "05/06/2024"]
    assert not learned(texts("04/04/2024", "05/05/2024")).is_unclear
    learner.feed(texts("13/04/2024"))
    assert not learner.is_unclear


@pytest.mark.parametrize(
    ("cell", "amount"),
    [
        ("(1.234)", -1234.0), ("Rp (1.234,50)", -1234.5), ("-1.234", -1234.0), ("Rp -1.234", -1234.0),
        ("1.234-", -1234.0), ("1.234,50 -", -1234.5), ("Rp 50.000,-", 50_000.0), ("1,5 juta", 1_500_000.0),
        ("0", 0.0),
    ],
)  # fmt: skip
def test_amounts_below_zero(cell, amount) -> None:
    form = NumberForm(",", ".", minus_behind=True)
    assert values.number(texts(cell), form).values.tolist() == [amount]


def test_a_minus_behind_is_a_sign_only_where_few_cells_have_one() -> None:
    few, all_of_them = FormLearner(), FormLearner()
    few.feed(texts("1.234,50", "20,00", "1.234,50-", ""))
    assert few.form() == NumberForm(",", ".", minus_behind=True)
    all_of_them.feed(texts("50.000-", "75.000-", "", ""))
    assert not all_of_them.minus_behind
    assert values.number(texts("50.000-"), all_of_them.resolve(whole=True)).problem.tolist() == ["bad_number"]


def test_english_amounts_with_a_minus_behind() -> None:
    learner = FormLearner()
    learner.feed(texts("1,234.50", "1,234.50-", "12.00", "3.00"))
    read = values.number(texts("1,234.50-", "(2,000.00)"), learner.resolve(whole=True))
    assert read.values.tolist() == [-1234.5, -2000.0]


def test_brackets_of_one_cell_leave_the_others_alone() -> None:
    assert values.number(texts("(5)", "(5", "5)")).problem.tolist() == ["", "bad_number", "bad_number"]
