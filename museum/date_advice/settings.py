"""What `[advice]` in config/programme.toml says: the points, and when a part of the day is."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import time
from typing import Any, Final

from museum.calendar_check.settings import SEVERITIES, CheckSettingsError, Severity
from museum.date_advice.request import Part
from museum.timetable import WEEKDAYS

_TIMES: Final[tuple[Part, ...]] = ("ochtend", "middag", "avond", "dag")


@dataclass(frozen=True)
class AdviceSettings:
    """`against` are points by severity; weekdays count from Monday 0, those left out have none."""

    against: Mapping[Severity, int]
    empty_quarter: int
    room_around: int
    enough_hours: int
    wished_day: int
    days: Mapping[int, int]
    evenings: Mapping[int, int]
    best: int
    per_week: int
    part: Mapping[str, Part]
    times: Mapping[str, tuple[time, time]]

    def part_for(self, audiences: tuple[str, ...]) -> Part:
        """Return the part of the day that fits best: of several audiences what most have."""
        wanted = [self.part[one] for one in audiences or tuple(self.part)]
        return max(sorted(set(wanted), key=_TIMES.index), key=wanted.count)


def parse_advice_settings(data: Mapping[str, Any]) -> AdviceSettings:
    """Read `config/programme.toml`; raises `CheckSettingsError`."""
    try:
        advice = data["advice"]
        against = {SEVERITIES[word]: int(points) for word, points in advice["against"].items()}
        return AdviceSettings(
            against={key: points for key, points in against.items() if key is not None},
            **{name: int(advice[name]) for name in _NUMBERS},
            days=_by_day(advice["days"]),
            evenings=_by_day(advice["evenings"]),
            part={one: _part(advice["part"][one]) for one in _AUDIENCES},
            times={part: _times(advice["times"][part]) for part in _TIMES},
        )
    except KeyError as error:
        raise CheckSettingsError(f"{error} ontbreekt, of bestaat niet") from error
    except (TypeError, ValueError, AttributeError) as error:
        raise CheckSettingsError(f"bij [advice] staat iets verkeerd ({error})") from error


_NUMBERS: Final = (
    *("empty_quarter", "room_around", "enough_hours", "wished_day"),
    *("best", "per_week"),
)
_AUDIENCES: Final = ("board", "professional", "volunteer")


def _by_day(points: Mapping[str, Any]) -> dict[int, int]:
    return {WEEKDAYS.index(day): int(number) for day, number in points.items()}


def _part(word: str) -> Part:
    for part in _TIMES:
        if part == word:
            return part
    raise ValueError(f"“{word}” is geen deel van een dag")


def _times(words: str) -> tuple[time, time]:
    begin, _, end = words.partition("-")
    found = time.fromisoformat(begin.strip()), time.fromisoformat(end.strip())
    if found[0] >= found[1]:
        raise ValueError(f"“{words}” eindigt niet na het begin")
    return found
