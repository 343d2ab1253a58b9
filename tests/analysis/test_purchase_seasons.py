from datetime import date

import numpy as np
import pandas as pd
import pytest

from analysis import purchase_seasons, repeat_purchases
from analysis.bg_nbd import Model

# customers who buy once every 20 days and do not leave, so that each month is as the one before
STEADY = Model(50.0, 1000.0, 0.01, 100.0)


def shop_of(years, busy=(), times=3.0, customers=400, seed=1):
    """Purchases of customers who all start on 1 January 2024, `times` as many in the months `busy`."""
    rng = np.random.default_rng(seed)
    days = pd.date_range("2024-01-01", f"{2023 + years}-12-31")
    share = np.where([(day.year, day.month) in busy for day in days], times / 20, 1 / 20)
    bought = rng.random((customers, len(days))) < share
    bought[:, 0] = True
    who, when = np.nonzero(bought)
    return repeat_purchases.run(
        pd.DataFrame({"customer": who, "day": days[when], "amount": 1.0}),
        repeat_purchases.Params(unit="days"),
    )


def test_an_even_shop_has_no_unusual_month():
    months = purchase_seasons.monthly(shop_of(2), STEADY)
    assert len(months) == 24
    assert not months["unusual"].any()
    assert purchase_seasons.returning(months) == ()
    assert months["index"].between(0.85, 1.15).all()


def test_a_season_that_returns_is_found():
    months = purchase_seasons.monthly(shop_of(2, busy={(2024, 4), (2025, 4), (2025, 12)}), STEADY)
    assert months.index[months["unusual"]].strftime("%Y-%m").tolist() == ["2024-04", "2025-04", "2025-12"]
    assert purchase_seasons.returning(months) == (4,)
    assert months.loc["2024-04-01", "index"] == pytest.approx(3, rel=0.1)


def test_a_month_that_is_high_once_and_low_once_is_no_season():
    months = purchase_seasons.monthly(shop_of(2, busy={(2024, 4)}), STEADY)
    months.loc["2025-04-01", ["index", "unusual"]] = [0.4, True]
    assert purchase_seasons.returning(months) == ()


def test_a_quiet_season_counts_as_well():
    quiet = {(year, month) for year in (2024, 2025) for month in (7, 8)}
    months = purchase_seasons.monthly(shop_of(2, busy=quiet, times=0.3), STEADY)
    assert purchase_seasons.returning(months) == (7, 8)


def test_a_model_that_is_too_high_everywhere_shows_no_season():
    twice = Model(100.0, 1000.0, 0.01, 100.0)
    months = purchase_seasons.monthly(shop_of(1), twice)
    assert months["actual"].sum() < 0.6 * months["expected"].sum()
    assert not months["unusual"].any()


def test_few_purchases_say_nothing():
    months = purchase_seasons.monthly(shop_of(1, busy={(2024, 4)}, times=5, customers=4), STEADY)
    assert months["expected"].max() < purchase_seasons.LEAST_EXPECTED
    assert not months["unusual"].any()


def test_months_are_whole_and_sum_to_what_was_bought():
    table = pd.DataFrame({"customer": ["a"] * 4 + ["b"], "amount": 1.0, "day": pd.to_datetime(
        ["2024-01-10", "2024-02-03", "2024-02-20", "2024-04-02", "2024-04-05"])})  # fmt: skip
    purchases = repeat_purchases.run(table, repeat_purchases.Params())
    months = purchase_seasons.monthly(purchases, STEADY)
    assert months.index.strftime("%Y-%m").tolist() == ["2024-02", "2024-03"]
    assert months["actual"].tolist() == [2, 0]
    assert purchases.start == date(2024, 1, 10)
    # a shop of some days has no month at all
    short = repeat_purchases.run(table.iloc[:1], repeat_purchases.Params())
    assert purchase_seasons.monthly(short, STEADY).empty
    assert purchase_seasons.returning(purchase_seasons.monthly(short, STEADY)) == ()
