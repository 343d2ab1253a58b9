"""When a schedule is due next: behind the moment asked for, at the right hour and day of its zone."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exports.schedule_times import LAST_DAY, next_time

# without summer time, with it (both halves of the world), with half an hour of it, and by quarters of an hour
ZONES = ("Asia/Jakarta", "Asia/Jayapura", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe",
         "Asia/Kathmandu", "Africa/Casablanca", "Pacific/Chatham")  # fmt: skip
JAKARTA = ZoneInfo("Asia/Jakarta")
moments = st.datetimes(datetime(2020, 1, 1), datetime(2040, 1, 1), timezones=st.just(UTC))
rules = st.fixed_dictionaries(
    {
        "every": st.sampled_from(["day", "week", "month"]),
        "weekday": st.integers(0, 6),
        "day": st.integers(1, LAST_DAY),
        "hour": st.integers(0, 23),
        "zone": st.sampled_from(ZONES).map(ZoneInfo),
    }
)
LONGEST = {"day": timedelta(days=1), "week": timedelta(days=7), "month": timedelta(days=31)}
CLOCKS = timedelta(hours=1)


@given(rules, moments)
def test_the_next_time_is_behind_now_at_the_right_local_time(rule: dict, now: datetime) -> None:
    found = next_time(**rule, after=now)
    local = found.astimezone(rule["zone"])
    assert now < found <= now + LONGEST[rule["every"]] + CLOCKS
    # an hour that the clocks leave out is the one it becomes
    gone = datetime(local.year, local.month, local.day, rule["hour"], tzinfo=rule["zone"])
    is_real = gone.astimezone(UTC).astimezone(rule["zone"]).replace(tzinfo=None) == gone.replace(tzinfo=None)
    assert (local.hour, local.minute) == (rule["hour"], 0) or not is_real
    if rule["every"] == "week":
        assert local.weekday() == rule["weekday"]
    if rule["every"] == "month":
        assert local.day == rule["day"]


@given(rules, moments)
def test_each_period_has_one(rule: dict, now: datetime) -> None:
    first = next_time(**rule, after=now)
    second = next_time(**rule, after=first)
    assert next_time(**rule, after=second - timedelta(seconds=1)) == second
    days = (second.astimezone(rule["zone"]).date() - first.astimezone(rule["zone"]).date()).days
    assert days in {"day": {1}, "week": {7}, "month": {28, 29, 30, 31}}[rule["every"]]


@given(rules, moments, st.timedeltas(timedelta(0), timedelta(days=400)))
def test_a_later_moment_has_no_earlier_next(rule: dict, now: datetime, later: timedelta) -> None:
    assert next_time(**rule, after=now) <= next_time(**rule, after=now + later)


def test_seven_in_the_morning_in_pekanbaru_is_midnight_utc() -> None:
    now = datetime(2026, 11, 28, 7, 0, tzinfo=UTC)  # Saturday, 14:00 in Pekanbaru
    assert next_time("day", 0, 1, 7, JAKARTA, now) == datetime(2026, 11, 29, 0, 0, tzinfo=UTC)
    assert next_time("week", 0, 1, 7, JAKARTA, now) == datetime(2026, 11, 30, 0, 0, tzinfo=UTC)
    assert next_time("month", 0, 1, 7, JAKARTA, now) == datetime(2026, 12, 1, 0, 0, tzinfo=UTC)


def test_summer_time_keeps_the_hour_of_the_clock() -> None:
    berlin = ZoneInfo("Europe/Berlin")
    before = next_time("day", 0, 1, 7, berlin, datetime(2026, 3, 28, 0, 0, tzinfo=UTC))
    after = next_time("day", 0, 1, 7, berlin, before)
    assert [before.hour, after.hour] == [6, 5]
    # 02:00 does not exist that day: 03:00, which it becomes
    skipped = next_time("day", 0, 1, 2, berlin, datetime(2026, 3, 29, 0, 30, tzinfo=UTC))
    assert skipped == datetime(2026, 3, 29, 1, 0, tzinfo=UTC)
    # 02:30 comes twice in autumn; the hour 02:00 counts once
    twice = next_time("day", 0, 1, 2, berlin, datetime(2026, 10, 24, 12, 0, tzinfo=UTC))
    assert next_time("day", 0, 1, 2, berlin, twice) - twice == timedelta(hours=25)


def test_a_rule_that_no_day_fits_is_an_error() -> None:
    with pytest.raises(ValueError, match="no day fits"):
        next_time("month", 0, 31 + 1, 7, JAKARTA, datetime(2026, 1, 1, tzinfo=UTC))
