"""Recognises an event of somebody's agenda as a row that is there: by its UID, else by likeness."""

import hashlib
from datetime import date, timedelta
from typing import Final

from museum.date_plan import DatePlan
from museum.occurrences import occurrences, plan_of
from museum.records import Activity, PartnerDate
from museum.submissions.hints import are_alike
from museum.submissions.kinds import KEY_FIELD
from workflows.context import Context
from workflows.mirrored import records_of

_PREFIX: Final = "agenda-"
_LOOKED_AT_DAYS: Final = 400


def event_key(uid: str) -> str:
    """Return our key of an event: the same in whichever agenda it stands."""
    return _PREFIX + hashlib.sha256(uid.encode()).hexdigest()[:40]


class Rows:
    """The rows of one table that an event may be, as the mirror holds them now."""

    def __init__(self, context: Context, table: str, museum_id: str) -> None:
        self._by_key: dict[str, str] = {}
        self._others: list[tuple[str, str, DatePlan]] = []
        for record in records_of(context, table):
            if not isinstance(record, Activity | PartnerDate):
                continue
            key = getattr(record, KEY_FIELD)
            if key:
                self._by_key[key] = record.id
            plan = _plan_of(record)
            is_its_own = not isinstance(record, Activity) or record.museum == museum_id
            if plan is not None and is_its_own and not key.startswith(_PREFIX):
                self._others.append((record.id, record.title, plan))

    def known_as(self, key: str) -> str:
        """Return the row that was made of an event; "" when there is none."""
        return self._by_key.get(key, "")

    def alike(self, title: str, plan: DatePlan) -> str:
        """Return the one row with such a title on such a day; "" for none, or for several."""
        days = _days(plan)
        found = [
            record_id
            for record_id, other, others_plan in self._others
            if are_alike(title, other) and not days.isdisjoint(_days(others_plan))
        ]
        return found[0] if len(found) == 1 else ""


def _plan_of(record: Activity | PartnerDate) -> DatePlan | None:
    if isinstance(record, Activity):
        return plan_of(record).plan
    if record.first_day is None:
        return None
    return DatePlan(record.first_day, max(record.last_day or record.first_day, record.first_day))


def _days(plan: DatePlan) -> set[date]:
    """Return the days it begins on, in the year from its first day."""
    last = plan.first_day + timedelta(days=_LOOKED_AT_DAYS)
    return {one.first_day for one in occurrences(plan, plan.first_day, last)}
