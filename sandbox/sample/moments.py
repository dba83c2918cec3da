"""Days and times as the sample's texts write them, seen from the day that the sample is made.

"+12", "-30": days from today. "za+0": the first Saturday from today, "za+3" three weeks later.
"zomertijd+0": the coming day on which the clock goes forward, "wintertijd-1": the day before it
goes back. "12-26": the coming 26 December. A time may follow: "zo+1 14:00", in Drenthe.
"""

import re
from datetime import UTC, date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

ZONE: Final = ZoneInfo("Europe/Amsterdam")
_WEEKDAYS: Final = ("ma", "di", "wo", "do", "vr", "za", "zo")
_CLOCK_MONTHS: Final = {"zomertijd": 3, "wintertijd": 10}
_MOMENT: Final = re.compile(
    r"(?:(?P<weekday>ma|di|wo|do|vr|za|zo)(?P<weeks>[+-]\d+)"
    r"|(?P<clock>zomertijd|wintertijd)(?P<shift>[+-]\d+)"
    r"|(?P<days>[+-]\d+)"
    r"|(?P<month>\d\d)-(?P<day>\d\d))"
    r"(?: (?P<time>\d\d:\d\d))?"
)


def read_day(text: str, today: date, begin: date | None = None) -> date:
    """Return the day; one that would lie before `begin` (the row's first day) follows it instead.

    So "zo+1" after "za+1" is the day after that Saturday, also when today is a Sunday.
    """
    found = _parts(text)
    day = _day(found, today)
    if begin is None or day >= begin or not (found["weekday"] or found["month"]):
        return day
    if found["weekday"]:
        return _weekday_from(found["weekday"], begin)
    return _yearly(int(found["month"]), int(found["day"]), begin)


def read_moment(text: str, today: date, begin: date | None = None) -> str:
    """Return the moment as Airtable writes it: UTC, with milliseconds and a Z."""
    clock = _parts(text)["time"]
    if not clock:
        raise ValueError(f"no time in {text!r}")
    local = datetime.combine(read_day(text, today, begin), time.fromisoformat(clock), tzinfo=ZONE)
    return local.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.000Z")


def _parts(text: str) -> dict[str, str]:
    match = _MOMENT.fullmatch(text)
    if match is None:
        raise ValueError(f"not a day: {text!r}")
    return {name: value or "" for name, value in match.groupdict().items()}


def _day(found: dict[str, str], today: date) -> date:
    if found["weekday"]:
        return _weekday_from(found["weekday"], today) + timedelta(weeks=int(found["weeks"]))
    if found["clock"]:
        return _clock_change(found["clock"], today) + timedelta(days=int(found["shift"]))
    if found["days"]:
        return today + timedelta(days=int(found["days"]))
    return _yearly(int(found["month"]), int(found["day"]), today)


def _weekday_from(name: str, day: date) -> date:
    return day + timedelta(days=(_WEEKDAYS.index(name) - day.weekday()) % 7)


def _yearly(month: int, day: int, since: date) -> date:
    this_year = date(since.year, month, day)
    return this_year if this_year >= since else date(since.year + 1, month, day)


def _clock_change(season: str, today: date) -> date:
    """Return the last Sunday of March or October that is not yet over."""
    for year in (today.year, today.year + 1):
        last = date(year, _CLOCK_MONTHS[season], 31)
        sunday = last - timedelta(days=(last.weekday() + 1) % 7)
        if sunday >= today + timedelta(days=1):
            return sunday
    raise ValueError(season)
