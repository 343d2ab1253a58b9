"""When a schedule is due next. Pure: a rule, a time zone and a moment in, a moment out."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

# every month has the days 1 to 28, so no month is passed over
LAST_DAY = 28
# a day of every month is found within two months of days
MOST_DAYS = 62


def next_time(every: str, weekday: int, day: int, hour: int, zone: ZoneInfo, after: datetime) -> datetime:
    """The first moment behind `after` (aware) at this hour of `zone`, in UTC.

    every: "day", "week" (on `weekday`, 0 Monday … 6 Sunday) or "month" (on `day`, 1 … 28). An hour that a
    change of clocks leaves out is the one that it becomes; one that comes twice counts the first time.
    Raises ValueError where no day fits.
    """
    today = after.astimezone(zone).date()
    for step in range(MOST_DAYS):
        candidate = today + timedelta(days=step)
        if not _fits(every, weekday, day, candidate):
            continue
        # compared in UTC: two times of one zone are compared by their clocks alone
        moment = datetime.combine(candidate, time(hour), zone).astimezone(UTC)
        if moment > after:
            return moment
    raise ValueError(f"no day fits: {every}, weekday {weekday}, day {day}")


def _fits(every: str, weekday: int, day: int, candidate: date) -> bool:
    if every == "week":
        return candidate.weekday() == weekday
    return candidate.day == day if every == "month" else every == "day"
