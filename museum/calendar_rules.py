"""The rules of the calendars, as in `config/calendars.toml`. Parses a dict; reads no file."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import time
from typing import Any, Final

from museum.brake import BrakeLimit
from museum.preparation import PreparationRules
from museum.timetable import WEEKDAYS

_NO_PERSON: Final = ("block_hours", "weeks_before")


class CalendarRulesError(ValueError):
    """`config/calendars.toml` cannot be used; the message says what is wrong, in Dutch."""


@dataclass(frozen=True)
class CalendarRules:
    """`days_back`: so many days after its last day an item is still in the feeds."""

    days_back: int
    brake: BrakeLimit
    preparation: PreparationRules


def parse_calendar_rules(data: Mapping[str, Any]) -> CalendarRules:
    """Read the rules; raises `CalendarRulesError`."""
    try:
        feeds = data["feeds"]
        limit = feeds["brake"]
        return CalendarRules(
            days_back=int(feeds["days_back"]),
            brake=BrakeLimit(float(limit["share"]), int(limit["minimum"])),
            preparation=_preparation(data["preparation"]),
        )
    except (KeyError, TypeError, ValueError) as error:
        raise CalendarRulesError(f"er ontbreekt iets of staat iets verkeerd ({error})") from error


def _preparation(data: Mapping[str, Any]) -> PreparationRules:
    people = {key: value for key, value in data.items() if key not in _NO_PERSON}
    return PreparationRules(
        block_hours=float(data["block_hours"]),
        weeks_before=int(data["weeks_before"]),
        slots={person: [_slot(one) for one in slots] for person, slots in people.items()},
    )


def _slot(text: str) -> tuple[int, time]:
    weekday, _, clock = text.partition(" ")
    if weekday not in WEEKDAYS:
        raise ValueError(f"“{text}” begint niet met een dag")
    return WEEKDAYS.index(weekday), time.fromisoformat(clock)
