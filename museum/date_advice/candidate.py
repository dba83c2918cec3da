"""One day as the programme item it would become, so that the same rules can look at it."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Final

from museum.calendar_check.items import CalendarItem, Window, item_of
from museum.date_advice.request import Request
from museum.date_advice.settings import AdviceSettings
from museum.identity import RecordId
from museum.occurrences import wall_moment
from museum.records import ProgrammeItem

CANDIDATE: Final = RecordId("voorstel")
OTHERWISE: Final = "meeting"
"""The kind that is reckoned with when none was said."""
_MINUTES_OF_PART: Final = 240
AUDIENCES: Final = ("board", "professional", "volunteer")


@dataclass(frozen=True)
class Shape:
    """What is the same for every day: its part of the day, from when to when."""

    part: str
    opens: time
    closes: time

    @property
    def is_evening(self) -> bool:
        """Whether it is in the evening."""
        return self.part == "avond"


def shape_of(request: Request, settings: AdviceSettings) -> Shape:
    """Return the part of the day; a length that was said counts from its begin."""
    part = request.part
    if part in ("", "dagdeel"):
        long = request.minutes > _MINUTES_OF_PART
        part = "dag" if long else settings.part_for(request.audiences)
    opens, closes = settings.times[part]
    if request.minutes:
        last_minute = 24 * 60 - 1 - opens.hour * 60 - opens.minute
        begin = datetime.combine(date.min, opens)
        closes = (begin + timedelta(minutes=min(request.minutes, last_minute))).time()
    return Shape(part, opens, closes)


def programme_item(request: Request, shape: Shape, day: date, now: datetime) -> ProgrammeItem:
    """Return the row that a day would become: provisional."""
    last = day + timedelta(days=request.days - 1)
    whole = request.days > 1
    until = day + timedelta(weeks=request.times - 1)
    return ProgrammeItem(
        id=CANDIDATE,
        created=now,
        title="Dit onderdeel",
        kind=request.kind or OTHERWISE,
        audiences=request.audiences or AUDIENCES,
        date_status="provisional",
        starts=None if whole else wall_moment(day, shape.opens).astimezone(UTC),
        ends=None if whole else wall_moment(day, shape.closes).astimezone(UTC),
        first_day=day if whole else None,
        last_day=last if whole else None,
        repeats="weekly" if request.times > 1 else "",
        repeats_until=until if request.times > 1 else None,
        capacity=request.people,
    )


def calendar_item(record: ProgrammeItem, window: Window) -> CalendarItem:
    """Return it as the calendar sees it."""
    found = item_of(record, window)
    assert found is not None, "a provisional item is in the calendar"
    return found
