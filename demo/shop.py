"""The demo's shop "Toko Contoh": 1,228 invented members and what they bought, with exactly these totals.

The frame is that of a published case (Maulana Rumi Irwan Balo et al., IJISRT 10(7), 2025): 3,228 transactions
of 1,228 members from February 2022 to June 2023, and a February 2023 whose sales fell in spite of two events.
Every row is invented, and so are the three months that follow.

Members join in `WAVES`: when the shop opens, and when members bring their friends. They buy as BG/NBD has it
(Fader, Hardie & Lee, Marketing Science 24(2), 2005): at exponential gaps with a rate of their own (gamma),
and after each purchase but the first they stay away for good with a probability of their own (beta). Amounts
are Gamma-Gamma (Fader & Hardie, "The Gamma-Gamma Model of Monetary Value", 2013). So the models of lifetime
value fit this shop by its making, and their hold-out shows a forecast that came true. Time runs as fast as
the totals ask for; purchases of February 2023 are put off to March. Calibrated to one thing: K-Means of the
LRFM scores (quintiles) finds five groups as the best by silhouette and by Davies-Bouldin.
"""

from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from demo.apportion import apportion

NAME = "Toko Contoh"
OPENED, CLOSED, UNTIL = date(2022, 2, 1), date(2023, 6, 30), date(2023, 9, 30)
# the published frame, and who is new in the three months after it
MEMBERS, TRANSACTIONS = 1_228, 3_228
NEW_MEMBERS = 96
# of these transactions, in the frame and after it: money back, amounts of zero, rows that stand there twice
REFUNDS, ZEROS, DOUBLES = {False: 17, True: 4}, {False: 12, True: 3}, {False: 9, True: 2}
POOR_MONTH = "2023-02"
# of its purchases, and the days of the next month to which they are put off
_PUT_OFF, _PAY_DAYS = 0.55, 10
_PAYMENTS = {"Tunai": 0.38, "QRIS": 0.34, "Kartu Debit": 0.16, "Transfer": 0.07, "Kartu Kredit": 0.05}
# of the amounts' gamma, and of its rates between members: the latter differ less than the former
_WITHIN, _BETWEEN = 12.0, 26.0
# of several streams of chance the one in which the five groups are clearest
_STREAM = 83
_RUPIAH, _LEAST_AMOUNT, _ROUND = 240_000, 5_000, 500
_MOST = 120

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Event:
    """Something the shop did or that happened: its name and its days, the last one included."""

    name: str
    start: date
    end: date


# Ramadan and Lebaran by the government's calendar; what the shop itself did is invented
EVENTS = (
    Event("Valentine", date(2022, 2, 14), date(2022, 2, 14)),
    Event("Lebaran", date(2022, 5, 2), date(2022, 5, 8)),
    Event("Diskon HUT RI ke-77", date(2022, 8, 15), date(2022, 8, 17)),
    Event("Harbolnas 12.12", date(2022, 12, 10), date(2022, 12, 12)),
    Event("Natal & tahun baru", date(2022, 12, 24), date(2023, 1, 1)),
    Event("Ulang tahun toko", date(2023, 2, 10), date(2023, 2, 12)),
    Event("Valentine", date(2023, 2, 14), date(2023, 2, 14)),
    # the second of the waves in which members join
    Event("Ajak teman jadi member", date(2023, 4, 17), date(2023, 6, 30)),
    Event("Lebaran", date(2023, 4, 22), date(2023, 4, 28)),
)


@dataclass(frozen=True)
class Wave:
    """Members who join about the same time. share: of all; first, last: days counted from OPENED."""

    share: float
    first: int
    last: int


WAVES = (Wave(0.62, 0, 120), Wave(0.38, 440, 513))
LATE_WAVE = Wave(1.0, 515, 604)


@dataclass(frozen=True)
class Buying:
    """How members buy. alike: shape of the gamma of their rates; gap: days between two purchases at the mean
    rate, before time is made to run faster or slower; leaving, staying: of the beta of leaving."""

    alike: float
    gap: float
    leaving: float
    staying: float


BUYING = Buying(alike=1.3, gap=84, leaving=0.31, staying=0.56)


def transactions(seed: int) -> pd.DataFrame:
    """All rows of both files in order of time, index 0 …; the same seed gives the same rows.

    Columns: member ("0001" …, by the day of joining), day (datetime64), receipt, amount (whole rupiah, below
    zero for a refund, which carries the number of its purchase), payment, later (whether after CLOSED).
    """
    # a stream of its own, so that a change here leaves the other files alone
    rng = np.random.default_rng([seed, MEMBERS, _STREAM])
    people = _people(rng)
    bought = _exact(rng, people)
    bought["amount"] = _amounts(rng, people, bought["member"].to_numpy())
    bought = _with_zeros(rng, bought).sort_values(["day", "member"], kind="stable", ignore_index=True)
    bought["receipt"] = _receipts(bought["day"])
    bought["payment"] = rng.choice(
        np.array(list(_PAYMENTS), dtype=object), len(bought), p=list(_PAYMENTS.values())
    )
    refunds = [_refunds(rng, bought, later) for later in (False, True)]
    doubles = [_some(rng, bought, later, DOUBLES[later]) for later in (False, True)]
    rows = pd.concat([bought, *refunds, *doubles])
    rows = rows.sort_values(["day", "receipt"], kind="stable", ignore_index=True)
    rows["member"] = [f"{one + 1:04d}" for one in rows["member"]]
    rows["day"] = np.datetime64(OPENED, "s") + rows["day"].to_numpy().astype("timedelta64[D]")
    return rows[["member", "day", "receipt", "amount", "payment", "later"]]


def _people(rng: np.random.Generator) -> pd.DataFrame:
    """A row per member in the order of joining: first (day), gap, leaves (chance after a purchase), rate (of
    the amounts)."""
    numbers = apportion(MEMBERS, [one.share for one in WAVES]).tolist()
    first = np.concatenate([_joining(rng, one, n) for one, n in zip(WAVES, numbers, strict=True)])
    first = np.concatenate([np.sort(first), np.sort(_joining(rng, LATE_WAVE, NEW_MEMBERS))])
    n = len(first)
    return pd.DataFrame({
        "first": first,
        "gap": BUYING.gap * BUYING.alike / rng.gamma(BUYING.alike, 1.0, n),
        "leaves": rng.beta(BUYING.leaving, BUYING.staying, n),
        "rate": rng.gamma(_BETWEEN, _WITHIN / _RUPIAH / (_BETWEEN - 1), n),
    })  # fmt: skip


def _joining(rng: np.random.Generator, wave: Wave, n: int) -> Floats:
    return rng.uniform(wave.first, wave.last + 1, n)


def _exact(rng: np.random.Generator, people: pd.DataFrame) -> pd.DataFrame:
    """Purchases (member, day, is_first, later); in the frame as many as other rows leave of its total."""
    frame, wanted = (CLOSED - OPENED).days, TRANSACTIONS - REFUNDS[False] - DOUBLES[False]
    found = _put_off(rng, _paced(_Draws.of(rng, people), frame, wanted))
    found["later"] = found["day"] > frame
    # one purchase more or two, as long as time has no finer pace
    again = np.flatnonzero(~found["later"] & ~found["is_first"])
    out = rng.choice(again, int((~found["later"]).sum()) - wanted, replace=False)
    return found.drop(found.index[out]).reset_index(drop=True)


@dataclass(frozen=True, eq=False)
class _Draws:
    """Chances that are drawn once, whatever the pace: days from joining to each later purchase at pace 1, and
    whether somebody is still a customer by then, (members, _MOST)."""

    first: Floats
    after: Floats
    stays: NDArray[np.bool_]

    @classmethod
    def of(cls, rng: np.random.Generator, people: pd.DataFrame) -> "_Draws":
        shape = (len(people), _MOST)
        after = np.cumsum(rng.exponential(people["gap"].to_numpy()[:, None], shape), axis=1)
        stays = rng.random(shape) >= people["leaves"].to_numpy()[:, None]
        # nobody leaves before the second purchase
        stays = np.concatenate([np.ones((len(people), 1), dtype=bool), stays[:, :-1]], axis=1)
        return cls(people["first"].to_numpy(), after, np.logical_and.accumulate(stays, axis=1))

    def visits(self, pace: float) -> pd.DataFrame:
        """Every purchase until UNTIL: member (place among all), day (from OPENED), is_first."""
        moment = self.first[:, None] + pace * self.after
        member, place = np.nonzero(self.stays & (moment < (UNTIL - OPENED).days + 1))
        everybody = np.arange(len(self.first))
        return pd.DataFrame({
            "member": np.concatenate([everybody, member]),
            "day": np.concatenate([self.first, moment[member, place]]).astype(np.int64),
            "is_first": np.concatenate([np.ones(len(everybody), bool), np.zeros(len(member), bool)]),
        })  # fmt: skip


def _paced(draws: _Draws, frame: int, wanted: int) -> pd.DataFrame:
    """The purchases at the slowest pace that has enough of them in the frame, by bisection."""
    fast, slow = 0.01, 100.0
    if (draws.visits(fast)["day"] <= frame).sum() < wanted:
        raise ValueError("these members leave before they bought as often as the totals ask for")
    for _step in range(50):
        pace = float(np.sqrt(fast * slow))
        enough = (draws.visits(pace)["day"] <= frame).sum() >= wanted
        fast, slow = (pace, slow) if enough else (fast, pace)
    return draws.visits(fast)


def _put_off(rng: np.random.Generator, found: pd.DataFrame) -> pd.DataFrame:
    """Purchases of the poor month that are made in the first days of the next one instead."""
    poor = (_month(found["day"]) == POOR_MONTH) & ~found["is_first"].to_numpy()
    moved = poor & (rng.random(len(found)) < _PUT_OFF)
    next_month = (np.datetime64(POOR_MONTH, "M") + 1).astype("datetime64[D]") - np.datetime64(OPENED, "D")
    days = int(next_month.astype(int)) + rng.integers(0, _PAY_DAYS, len(found))
    return found.assign(day=np.where(moved, days, found["day"]))


def _month(day: "pd.Series[int]") -> NDArray[np.str_]:
    moments = np.datetime64(OPENED, "D") + day.to_numpy().astype("timedelta64[D]")
    return np.datetime_as_string(moments, unit="M")


def _amounts(rng: np.random.Generator, people: pd.DataFrame, member: Ints) -> Ints:
    """Gamma-Gamma: gamma amounts of a member, whose rate is gamma between members; rounded as prices are."""
    drawn: Floats = rng.gamma(_WITHIN, 1 / people["rate"].to_numpy()[member])
    rounded = _ROUND * np.round(np.maximum(drawn, _LEAST_AMOUNT) / _ROUND)
    return rounded.astype(np.int64)


def _with_zeros(rng: np.random.Generator, bought: pd.DataFrame) -> pd.DataFrame:
    """Some purchases cost nothing (a voucher), never a member's first."""
    for later, n in ZEROS.items():
        bought.loc[_some(rng, bought, later, n).index, "amount"] = 0
    return bought


def _some(rng: np.random.Generator, bought: pd.DataFrame, later: bool, n: int) -> pd.DataFrame:
    """`n` rows with an amount, no member's first."""
    fitting = (bought["later"] == later) & ~bought["is_first"] & (bought["amount"] > 0)
    return bought.loc[np.sort(rng.choice(bought.index[fitting], n, replace=False))]


def _receipts(day: "pd.Series[int]") -> list[str]:
    """ST, the date, and which of its day a purchase was."""
    moments = pd.Series(np.datetime64(OPENED, "s") + day.to_numpy().astype("timedelta64[D]"))
    numbers = day.groupby(day).cumcount() + 1
    return [f"ST{moment:%y%m%d}-{n:02d}" for moment, n in zip(moments, numbers, strict=True)]


def _refunds(rng: np.random.Generator, bought: pd.DataFrame, later: bool) -> pd.DataFrame:
    """Money back within ten days, all of it or half."""
    last = ((UNTIL if later else CLOSED) - OPENED).days
    found = _some(rng, bought[bought["day"] <= last - 10], later, REFUNDS[later]).copy()
    part = np.where(rng.random(len(found)) < 0.7, 1.0, 0.5)
    found["amount"] = -(_ROUND * np.round(found["amount"] * part / _ROUND)).astype(np.int64)
    found["day"] += rng.integers(1, 11, len(found))
    return found
