"""Dates and moments as the API reads and writes them."""

import re
from datetime import UTC, date, datetime
from typing import Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from sandbox.clock import iso

_DUTCH_DATE = re.compile(r"(\d{1,2})[-/](\d{1,2})[-/](\d{4})")


_UTC_NAMES: Final = ("client", "utc", "")


def zone(name: str) -> ZoneInfo:
    """Return a time zone by its IANA name; `client`, `utc` and unknown names are UTC."""
    return ZoneInfo(name if name.lower() not in _UTC_NAMES and is_zone(name) else "UTC")


def is_zone(name: str) -> bool:
    """Whether a request may ask for this time zone: an IANA name, `client` or `utc`."""
    try:
        return name.lower() in _UTC_NAMES or bool(ZoneInfo(name))
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False


def read_date(text: str) -> str | None:
    """Read a date or the date of a moment; `None` when it is neither."""
    try:
        return date.fromisoformat(text[:10]).isoformat() if _is_iso(text) else None
    except ValueError:
        return None


def read_moment(text: str, zone_name: str) -> str | None:
    """Read a moment; without an offset it is in the field's own time zone."""
    try:
        moment = datetime.fromisoformat(text.strip()) if _is_iso(text) else None
    except ValueError:
        return None
    if moment is None:
        return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=zone(zone_name))
    try:
        return iso(moment.astimezone(UTC))
    except OverflowError:
        return None


def guess_date(text: str) -> str | None:
    """Read a date as people type it, as typecast does: `2027-03-02`, `2-3-2027`."""
    found = _DUTCH_DATE.fullmatch(text.strip())
    if not found:
        return read_date(text.strip())
    day, month, year = (int(part) for part in found.groups())
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None


def _is_iso(text: str) -> bool:
    return bool(re.match(r"\d{4}-\d{2}-\d{2}", text))
