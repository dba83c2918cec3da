"""Serial numbers: days since 30 December 1899, with the time of day behind the point."""

from datetime import date, datetime, timedelta
from typing import Final

_EPOCH: Final = datetime(1899, 12, 30)  # noqa: DTZ001 - a sheet's moments have no zone
_DAY_MS: Final = 86_400_000


def to_serial(moment: datetime) -> float:
    """Return the serial number of a moment (of a date: at midnight)."""
    passed = moment.replace(tzinfo=None) - _EPOCH
    return passed.days + passed.seconds / 86_400 + passed.microseconds / 86_400e6


def date_serial(day: date) -> float:
    """Return the serial number of a day."""
    return float((datetime(day.year, day.month, day.day) - _EPOCH).days)  # noqa: DTZ001


def from_serial(serial: float) -> datetime | None:
    """Return the moment, to the millisecond; `None` for one that no calendar has."""
    try:
        return _EPOCH + timedelta(milliseconds=round(serial * _DAY_MS))
    except OverflowError:
        return None
