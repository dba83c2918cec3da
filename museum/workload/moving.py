"""A programme item as it would be on another day: to try before it is done."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from museum.date_plan import ZONE
from museum.occurrences import plan_of, wall_moment
from museum.records import ProgrammeItem


def moved(item: ProgrammeItem, to: date) -> ProgrammeItem:
    """Return the item with its first day on `to`, at the same times on the clock.

    All its other days move as far; typed days (“Niet op”, “Ook op”) stay as they are. An item that
    has no date comes back as it is.
    """
    plan = plan_of(item).plan
    if plan is None:
        return item
    shift = to - plan.first_day

    def day(value: date | None) -> date | None:
        return None if value is None else value + shift

    return replace(
        item,
        starts=_moment(item.starts, shift),
        ends=_moment(item.ends, shift),
        first_day=day(item.first_day),
        last_day=day(item.last_day),
        repeats_until=day(item.repeats_until),
        register_before=day(item.register_before),
    )


def _moment(value: datetime | None, shift: timedelta) -> datetime | None:
    if value is None:
        return None
    local = value.astimezone(ZONE)
    return wall_moment(local.date() + shift, local.time()).astimezone(UTC)
