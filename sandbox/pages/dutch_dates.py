"""Moments in Dutch words, on the clock of Amsterdam."""

from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

AMSTERDAM: Final = ZoneInfo("Europe/Amsterdam")
_DAYS: Final = ("maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag")
_MONTHS: Final = (
    "januari",
    "februari",
    "maart",
    "april",
    "mei",
    "juni",
    "juli",
    "augustus",
    "september",
    "oktober",
    "november",
    "december",
)


def long_moment(moment: datetime) -> str:
    """Write `dinsdag 2 maart 2027, 10:00`."""
    local = moment.astimezone(AMSTERDAM)
    day = f"{_DAYS[local.weekday()]} {local.day} {_MONTHS[local.month - 1]} {local.year}"
    return f"{day}, {local:%H:%M}"


def short_moment(text: str) -> str:
    """Write an ISO moment as `2-3-2027 10:00:05`."""
    local = datetime.fromisoformat(text).astimezone(AMSTERDAM)
    return f"{local.day}-{local.month}-{local.year} {local:%H:%M:%S}"


def month_name(moment: datetime) -> str:
    """Write `maart 2027`."""
    return f"{_MONTHS[moment.month - 1]} {moment.year}"
