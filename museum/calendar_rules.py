"""The rules of the calendars, as in `config/calendars.toml`. Parses a dict; reads no file."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from museum.brake import BrakeLimit


class CalendarRulesError(ValueError):
    """`config/calendars.toml` cannot be used; the message says what is wrong, in Dutch."""


@dataclass(frozen=True)
class CalendarRules:
    """`days_back`: so many days after its last day an item is still in the feeds."""

    days_back: int
    brake: BrakeLimit


def parse_calendar_rules(data: Mapping[str, Any]) -> CalendarRules:
    """Read the rules; raises `CalendarRulesError`."""
    try:
        feeds = data["feeds"]
        limit = feeds["brake"]
        return CalendarRules(
            days_back=int(feeds["days_back"]),
            brake=BrakeLimit(float(limit["share"]), int(limit["minimum"])),
        )
    except (KeyError, TypeError, ValueError) as error:
        raise CalendarRulesError(f"er ontbreekt iets of staat iets verkeerd ({error})") from error
