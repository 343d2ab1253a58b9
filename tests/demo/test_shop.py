"""The demo's shop: exactly the totals, five groups that K-Means finds again, and the mess of a till."""

import csv
from collections import Counter
from datetime import date, datetime

import numpy as np
import pandas as pd
import pytest

from analysis import bg_nbd, holdout, lifetime_cautions, repeat_purchases, score_cells, scores
from demo import shop
from demo.shop_file import FAULTS, HEADERS, cells, shop_2022, shop_2023

SEED = 2021


@pytest.fixture(scope="module")
def rows():
    return shop.transactions(SEED)


@pytest.fixture(scope="module")
def frame(rows):
    """The rows of the first file."""
    return rows[~rows["later"]]


def lrfm(rows, end):
    """Length, recency, frequency and money of each member, slowly: in plain Python."""
    found = {}
    for member, part in rows.groupby("member"):
        visits = part[part["amount"] >= 0]
        first, last = visits["day"].min(), visits["day"].max()
        receipts = set(zip(visits["day"], visits["receipt"], strict=True))
        found[member] = ((last - first).days, (end - last).days, len(receipts), float(part["amount"].sum()))
    names = ["length", "recency", "frequency", "monetary"]
    return pd.DataFrame.from_dict(found, orient="index", columns=names)


def test_the_totals_are_those_of_the_published_case(frame):
    assert (len(frame), frame["member"].nunique()) == (3_228, 1_228)
    assert frame["day"].min() >= pd.Timestamp(2022, 2, 1)
    assert frame["day"].max() <= pd.Timestamp(2023, 6, 30)
    assert frame["day"].dt.to_period("M").nunique() == 17


def test_three_months_follow_with_new_members(rows):
    later = rows[rows["later"]]
    assert len(later) > 400
    assert later["day"].between("2023-07-01", "2023-09-30").all()
    assert rows["member"].nunique() == shop.MEMBERS + shop.NEW_MEMBERS
    # who is new has a number behind all others
    new = set(later["member"]) - set(rows.loc[~rows["later"], "member"])
    assert sorted(new) == [f"{number:04d}" for number in range(1_229, 1_325)]


@pytest.mark.parametrize("later", [False, True])
def test_refunds_zeros_and_doubles_are_as_many_as_said(rows, later):
    part = rows[rows["later"] == later]
    assert (part["amount"] < 0).sum() == shop.REFUNDS[later]
    assert (part["amount"] == 0).sum() == shop.ZEROS[later]
    assert part.duplicated().sum() == shop.DOUBLES[later]
    assert (part["amount"] % 500 == 0).all()


def test_a_refund_gives_back_at_most_what_was_paid_within_ten_days(rows):
    refunds = rows[rows["amount"] < 0]
    paid = rows[rows["amount"] > 0].drop_duplicates(["member", "receipt"])
    pairs = refunds.merge(paid, on=["member", "receipt"], suffixes=("", "_paid"))
    assert len(pairs) == len(refunds)
    days = (pairs["day"] - pairs["day_paid"]).dt.days
    assert days.between(1, 10).all()
    assert (-pairs["amount"] <= pairs["amount_paid"]).all()
    assert pairs["amount"].lt(0).all()


def test_receipts_tell_purchases_apart(rows):
    bought = rows[rows["amount"] >= 0].drop_duplicates()
    assert bought["receipt"].is_unique
    assert bought["receipt"].str.fullmatch(r"ST\d{6}-\d\d").all()
    assert (bought["receipt"].str[2:8] == bought["day"].dt.strftime("%y%m%d")).all()


def test_sales_fell_in_february_2023_although_there_were_events(frame):
    sales = frame.groupby(frame["day"].dt.strftime("%Y-%m"))["amount"].sum()
    assert sales["2023-02"] < 0.7 * sales["2023-01"]
    assert sales["2023-02"] < 0.7 * sales["2023-03"]
    assert sales["2023-02"] == sales.min()
    events = [one.name for one in shop.EVENTS if one.start.strftime("%Y-%m") == "2023-02"]
    assert events == ["Ulang tahun toko", "Valentine"]


def test_events_lie_in_the_frame_in_the_order_of_time():
    starts = [one.start for one in shop.EVENTS]
    assert starts == sorted(starts)
    assert all(shop.OPENED <= one.start <= one.end <= shop.CLOSED for one in shop.EVENTS)


def test_k_means_of_the_scores_finds_five_groups_that_make_sense(frame):
    table = lrfm(frame, pd.Timestamp(2023, 6, 30))
    scored = scores.run(table, scores.Params())
    cells_ = score_cells.cells(scored.scores)
    comparison = score_cells.compare(cells_, range(2, 9), samples=0)
    assert comparison.choices["silhouette"] == comparison.choices["davies_bouldin"] == 5
    assert comparison.recommendation.k == 5
    labels = cells_.spread(comparison.groupings[5].result.labels)
    means = table.groupby(labels).mean()
    core = means["monetary"].idxmax()
    assert core == means["length"].idxmax() == means["frequency"].idxmax()
    once = means[means["frequency"] < 1.2]
    new, lost = once["recency"].idxmin(), once["recency"].idxmax()
    assert means.loc[new, "recency"] < 90
    assert means.loc[lost, "recency"] > 400
    (at_risk,) = set(means.index[(means["recency"] > 200) & (means["frequency"] > 2)])
    assert len({core, new, lost, at_risk}) == 4
    assert labels.value_counts().min() > 100


def test_the_models_of_lifetime_value_fit_as_the_shop_was_made(rows):
    """Fitted to the first two thirds of all days, they foresee the last third within a tenth."""
    days = rows.rename(columns={"member": "customer"}).groupby(["customer", "day"], as_index=False)
    days = days["amount"].sum()
    start, until = shop.OPENED, shop.UNTIL
    end = start + (until - start) * 2 / 3
    seen = repeat_purchases.Params(until=until, calibration_end=end)
    purchases = repeat_purchases.run(days, seen)
    buying = bg_nbd.run(purchases.table, bg_nbd.Params())
    assert buying.maximum.converged
    assert not lifetime_cautions.fit(buying.maximum, "BG/NBD")
    assert not lifetime_cautions.leaving(buying)
    check = holdout.run(purchases, buying.model, holdout.Params())
    assert abs(check.miss) < 0.1
    assert check.customer_error < check.customer_error_own_rate
    whole = repeat_purchases.run(days, repeat_purchases.Params(until=until))
    found, made = bg_nbd.run(whole.table, bg_nbd.Params()), shop.BUYING
    low, high = found.maximum.parameters.loc["r", ["low", "high"]]
    assert low < made.alike < high
    leave = found.model.a / (found.model.a + found.model.b)
    assert leave == pytest.approx(made.leaving / (made.leaving + made.staying), abs=0.08)


def test_the_seed_decides_every_row(rows):
    pd.testing.assert_frame_equal(rows, shop.transactions(SEED))
    assert not rows.equals(shop.transactions(7))


@pytest.mark.parametrize("seed", [1, 7, 99])
def test_any_seed_has_the_totals(seed):
    other = shop.transactions(seed)
    assert (~other["later"]).sum() == 3_228
    assert other.loc[~other["later"], "member"].nunique() == shop.MEMBERS
    assert other["member"].nunique() == shop.MEMBERS + shop.NEW_MEMBERS


def test_a_slower_shop_is_sped_up_until_the_totals_are_reached(monkeypatch):
    monkeypatch.setattr(shop, "BUYING", shop.Buying(alike=1.3, gap=4_000, leaving=0.31, staying=0.56))
    assert (~shop.transactions(3)["later"]).sum() == shop.TRANSACTIONS


def test_members_who_all_but_leave_at_once_cannot_reach_the_totals(monkeypatch):
    monkeypatch.setattr(shop, "BUYING", shop.Buying(alike=1.3, gap=84, leaving=90, staying=1))
    with pytest.raises(ValueError, match="leave before"):
        shop.transactions(3)


# the files -------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("shop")


@pytest.fixture(scope="module")
def workbook(folder):
    """The first file and its rows below the header, as calamine reads them."""
    file = shop_2022(folder, SEED)
    return file, pd.read_excel(file.path, header=3, engine="calamine", dtype=object)


def test_the_workbook_says_what_it_is(workbook):
    file, table = workbook
    assert list(table.columns) == list(HEADERS.values())
    top = pd.read_excel(file.path, header=None, nrows=2, engine="calamine")
    assert str(top.iat[0, 0]).startswith("DATA DEMO – SINTETIS")
    assert top.iat[1, 0] == "Toko Contoh – transaksi member, 1 Februari 2022 s.d. 30 Juni 2023"
    assert (file.kind, file.series) == ("transactions", "Toko Contoh")
    assert (file.period_start, file.period_end) == (date(2022, 2, 1), date(2023, 6, 30))
    assert file.decisions["accept_good_rows"]


def test_the_workbook_has_its_rows_its_faults_and_its_total(workbook):
    file, table = workbook
    body = table.dropna(how="all")
    assert file.expect == {"accepted": 3_228, "rejected": len(FAULTS), "skipped": 2, "duplicates": 0}
    assert len(body) == 3_228 + len(FAULTS) + 2
    total = body[body["No. Member"] == "TOTAL"].iloc[0]
    assert total["Total"] == shop.transactions(SEED).loc[lambda all_: ~all_["later"], "amount"].sum()
    assert pd.isna(total["Tanggal"])
    assert body["No. Member"].isna().sum() == 1
    assert body.iloc[:-2].duplicated().sum() == shop.DOUBLES[False]


def test_days_and_amounts_have_several_forms(workbook):
    _file, table = workbook
    body = table.iloc[: 3_228 + len(FAULTS)]
    days = Counter(type(one) for one in body["Tanggal"])
    assert days[datetime] + days[pd.Timestamp] + days[date] > 2_900
    assert days[str] > 100
    amounts = body["Total"]
    with_rp = [one for one in amounts if isinstance(one, str) and one.startswith("Rp ")]
    assert 250 < len(with_rp) < 400
    assert all("." in one for one in with_rp if len(one) > 6)
    assert 50 < sum(one.endswith(",00") for one in with_rp) < 150
    # numbers stay texts with their zeros
    members = body["No. Member"].dropna()
    assert members.str.fullmatch(r"\d{4}").all()
    spelt = set(body["Metode Pembayaran"].dropna())
    assert {"Tunai", "tunai", "TUNAI", "QRIS", "qris"} <= spelt


def test_a_member_has_one_name_and_nobody_is_called_so():
    table = cells(SEED, False).dropna(subset=["Nama"])
    names = table.groupby("No. Member")["Nama"].nunique()
    assert (names == 1).all()
    assert table["Nama"].str.startswith("Demo ").all()
    assert table["Nama"].nunique() == table["No. Member"].nunique() == shop.MEMBERS
    # a range that no telephone dials, and one number per member
    assert table["No. HP"].str.startswith("0800-000-").all()
    assert table["No. HP"].nunique() == shop.MEMBERS


def test_the_later_file_is_a_csv_with_times_in_order(folder):
    file = shop_2023(folder, SEED)
    with file.path.open(encoding="utf-8-sig", newline="") as lines:
        found = list(csv.reader(lines, delimiter=";"))
    header, body = found[3], found[4:]
    assert header == list(HEADERS.values())
    later = shop.transactions(SEED)["later"].sum()
    assert len(body) == later + 2 == file.expect["accepted"] + file.expect["skipped"]
    moments = [datetime.strptime(row[1], "%d/%m/%Y %H:%M") for row in body[:-2]]
    assert moments == sorted(moments)
    assert (file.period_start, file.period_end) == (date(2023, 7, 1), date(2023, 9, 30))
    assert not file.decisions["accept_good_rows"]


def test_the_same_seed_writes_the_same_bytes(folder, tmp_path):
    for make in (shop_2022, shop_2023):
        assert make(folder, SEED).path.read_bytes() == make(tmp_path, SEED).path.read_bytes()


def test_rates_and_amounts_are_spread_as_gamma_gamma_has_it(frame):
    """Within each member alike: the coefficient of variation of a gamma of shape 12 is 1 / sqrt(12)."""
    bought = frame[frame["amount"] > 0]
    groups = bought.groupby("member")["amount"]
    often = groups.size() >= 6
    spread = (groups.std() / groups.mean())[often]
    assert spread.mean() == pytest.approx(1 / np.sqrt(12), rel=0.12)
