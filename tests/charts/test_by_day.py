import pandas as pd
import pytest

from charts.by_day import purchases


def drawn(*days: str, amounts: list[float] | None = None):
    when = pd.Series(pd.to_datetime(list(days)))
    return purchases(when, pd.Series(amounts or [1.0] * len(days)), y_title="Amount", language="en")


@pytest.mark.parametrize(
    "days", [("2023-09-27",), ("2023-09-01", "2023-09-27"), ("2022-01-01", "2023-09-27")]
)
def test_an_axis_by_months_has_months_to_tell(days):
    """One purchase was a bar as wide as the chart, over an axis that said its month seven times."""
    first, last = map(pd.Timestamp, drawn(*days).layout.xaxis.range)
    assert last - first >= pd.Timedelta(days=119)
    assert first < pd.Timestamp(days[0])
    assert last > pd.Timestamp(days[-1])


def test_purchases_of_a_day_are_one_bar():
    figure = drawn("2023-01-02", "2023-01-01", "2023-01-02", amounts=[5.0, 2.0, -1.0])
    assert list(figure.data[0].x) == ["2023-01-01", "2023-01-02"]
    assert list(figure.data[0].y) == [2.0, 4.0]
