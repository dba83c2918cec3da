"""When something is, from the values of a submission: as the website reads the same cells. Pure."""

from datetime import UTC, date, datetime
from typing import Any, Final

from museum.date_plan import DatePlan
from museum.date_reading import plan_of
from museum.identity import RecordId
from museum.records import Activity
from museum.submissions.kinds import KindForm
from museum.submissions.models import Values

WHEN: Final = frozenset(
    {"starts", "ends", "first_day", "last_day", "repeats", "repeats_until", "except_dates",
     "extra_dates"}
)  # fmt: skip
"""The fields that say when something is."""


def plan_of_values(form: KindForm, values: Values) -> DatePlan | None:
    """Return the dates in values (as JSON has them); None when they make no plan."""
    given = {key: _typed(form, key, value) for key, value in values.items() if key in WHEN}
    kind = str(form.sets.get("kind") or values.get("kind") or "")
    made = Activity(id=RecordId(""), created=datetime(2000, 1, 1, tzinfo=UTC), kind=kind, **given)
    return plan_of(made).plan


def _typed(form: KindForm, key: str, value: Any) -> Any:
    kind = form.table.field(key).type
    if kind == "dateTime":
        return datetime.fromisoformat(value) if value else None
    if kind == "date":
        return date.fromisoformat(value) if value else None
    return value or ""
