"""When jobs run by themselves: the lines of `config/timetable.toml` and their slots. Pure.

A slot is a moment at which a line is due. The clock is Drenthe's: a time that the change to
summer time skips is due an hour later, one that comes twice in October is due the first time.
"""

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Final

from museum.budget_rules import HERE

WEEKDAYS: Final = (
    *("maandag", "dinsdag", "woensdag", "donderdag"),
    *("vrijdag", "zaterdag", "zondag"),
)
DAY, WORKDAY, MONTH, MINUTES = "dag", "werkdag", "maand", "minuten"
EVERY: Final = (DAY, WORKDAY, *WEEKDAYS, MONTH, MINUTES)

LATEST: Final = "latest"
"""After a pause, the latest slot is made up for, however long ago; earlier ones are not."""

_KEYS: Final = frozenset({"job", "every", "at", "day", "minutes", "within_hours"})
_MINUTES_A_DAY: Final = 24 * 60
_LONGEST_PAUSE: Final = timedelta(days=62)
"""Every line that can fire does so within two months."""


class TimetableError(ValueError):
    """`config/timetable.toml` cannot be used; the message lists every problem, in Dutch."""


@dataclass(frozen=True)
class Line:
    """One line: its name, the job it starts, and when.

    `day` is the day of the month, the last one in months that are shorter; `minutes` divide a
    day. `within` is how long a slot may be made up for, None for always.
    """

    name: str
    job: str
    every: str
    at: time = time()
    day: int = 1
    minutes: int = 0
    within: timedelta | None = None

    def slots(self, after: datetime, until: datetime) -> Iterator[datetime]:
        """Yield the slots later than `after`, up to and with `until`, in UTC and in order."""
        if self.every == MINUTES:
            yield from self._by_minutes(after, until)
            return
        day = after.astimezone(HERE).date() - timedelta(days=1)
        last = until.astimezone(HERE).date()
        while day <= last:
            slot = _moment(day, self.at)
            if self._holds(day) and after < slot <= until:
                yield slot
            day += timedelta(days=1)

    def last_slot(self, now: datetime) -> datetime:
        """Return the newest slot that has come."""
        span = timedelta(minutes=self.minutes) if self.every == MINUTES else _LONGEST_PAUSE
        return max(self.slots(now - span, now))

    def next_slot(self, now: datetime) -> datetime:
        """Return the first slot to come."""
        return next(self.slots(now, now + _LONGEST_PAUSE))

    def run_id(self, slot: datetime) -> str:
        """Return the ID of a slot's run: however many start it, it runs once."""
        return f"{self.job}-{self.name}-{slot.astimezone(UTC):%Y-%m-%dT%H:%MZ}"

    def is_too_late(self, slot: datetime, now: datetime) -> bool:
        """Tell whether a slot is not to be made up for any more."""
        return self.within is not None and now - slot > self.within

    def _by_minutes(self, after: datetime, until: datetime) -> Iterator[datetime]:
        step_s = self.minutes * 60
        number = int(after.timestamp() // step_s) + 1
        while number * step_s <= until.timestamp():
            yield datetime.fromtimestamp(number * step_s, UTC)
            number += 1

    def _holds(self, day: date) -> bool:
        if self.every == WORKDAY:
            return day.weekday() < 5
        if self.every == MONTH:
            next_day = day + timedelta(days=1)
            return day.day == self.day or (next_day.day == 1 and day.day < self.day)
        return self.every == DAY or WEEKDAYS[day.weekday()] == self.every


def _moment(day: date, at: time) -> datetime:
    # An aware moment of a skipped hour is an hour later by itself; of a double one, the first.
    return datetime.combine(day, at, HERE).astimezone(UTC)


def parse_timetable(data: Mapping[str, Any], jobs: Collection[str]) -> tuple[Line, ...]:
    """Return the lines. Raises `TimetableError` that names every line with a problem."""
    lines: list[Line] = []
    problems: list[str] = []
    for name, values in data.items():
        found = list(_problems(name, values, jobs))
        problems += [f"regel [{name}]: {problem}" for problem in found]
        if not found:
            lines.append(_line(name, values))
    if problems:
        raise TimetableError("\n- ".join(["", *problems]))
    return tuple(lines)


def _line(name: str, values: Mapping[str, Any]) -> Line:
    within = values.get("within_hours")
    return Line(
        name=name,
        job=values["job"],
        every=values["every"],
        at=time.fromisoformat(values.get("at", "00:00")),
        day=values.get("day", 1),
        minutes=values.get("minutes", 0),
        within=timedelta(hours=within) if within is not None else None,
    )


def _problems(name: str, values: Any, jobs: Collection[str]) -> Iterator[str]:
    if not isinstance(values, Mapping):
        yield "dit is geen regel; schrijf [naam] en daaronder job, every en at"
        return
    if not re.fullmatch(r"[a-z0-9-]{1,40}", name):
        yield "een naam heeft alleen kleine letters, cijfers en streepjes"
    for key in sorted(set(values) - _KEYS):
        yield f"“{key}” is geen instelling van een regel"
    if values.get("job") not in jobs:
        yield f"de taak (job) “{values.get('job')}” bestaat niet; kies uit: {', '.join(jobs)}"
    yield from _problems_of_time(values)
    within = values.get("within_hours")
    if within is not None and not (_is_number(within) and within > 0):
        yield "within_hours is een aantal uren, meer dan 0"


def _problems_of_time(values: Mapping[str, Any]) -> Iterator[str]:
    every = values.get("every")
    if every not in EVERY:
        yield f"every = “{every}” bestaat niet; kies uit: {', '.join(EVERY)}"
    elif every == MINUTES:
        minutes = values.get("minutes")
        if not isinstance(minutes, int) or minutes < 1 or _MINUTES_A_DAY % minutes:
            yield "minutes is een aantal waar een dag in past, zoals 15 of 60"
        if "at" in values:
            yield "at hoort niet bij minuten"
    elif not re.fullmatch(r"([01]\d|2[0-3]):[0-5]\d", str(values.get("at"))):
        yield f"at = “{values.get('at')}” is geen tijd; schrijf hem als 07:00"
    if every != MINUTES and "minutes" in values:
        yield "minutes hoort alleen bij every = “minuten”"
    day = values.get("day")
    if every == MONTH and not (isinstance(day, int) and 1 <= day <= 31):
        yield f"day = “{day}” komt in geen maand voor: deze regel zou nooit iets doen"
    if every != MONTH and "day" in values:
        yield "day hoort alleen bij every = “maand”"


def _is_number(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)
