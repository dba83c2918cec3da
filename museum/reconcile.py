"""Reconcile: what is wanted beside what a channel has, told so that a person can read it. Pure.

A channel keeps for each thing the values it last published. From these and the wanted values come
the changes of a plan, and the plan's identity: the same changes always give the same one.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final, Literal

from museum.date_plan import ZONE
from museum.tables import FieldDefinition, TableDefinition

Action = Literal["new", "changed", "gone"]
Values = Mapping[str, Any]
"""A record's values by field key, as plain JSON."""

_LONGEST: Final = 60


@dataclass(frozen=True)
class FieldChange:
    """One field that differs; texts as staff know them, shortened."""

    label: str
    old: str
    new: str


@dataclass(frozen=True)
class Change:
    """What a plan does with one thing. `reason` says why something goes; Dutch."""

    action: Action
    kind: str
    record_id: str
    subject: str
    fields: tuple[FieldChange, ...] = ()
    reason: str = ""
    is_expected: bool = False
    """It goes because its date passed: the brake does not count it."""
    fingerprint: str = ""
    """Of what it becomes; tells two changes of the same fields apart."""


def action_of(wanted: str, confirmed: str) -> Action | None:
    """Compare two fingerprints ("" is absent); None when there is nothing to do."""
    if wanted == confirmed:
        return None
    if not confirmed:
        return "new"
    return "changed" if wanted else "gone"


def field_changes(table: TableDefinition, old: Values, new: Values) -> tuple[FieldChange, ...]:
    """Return the public fields that differ, in the order of the table."""
    return tuple(
        FieldChange(field.label, shown(field, old.get(field.key)), shown(field, new.get(field.key)))
        for field in table.fields
        if field.public and (old.get(field.key) or None) != (new.get(field.key) or None)
    )


def shown(field: FieldDefinition, value: Any) -> str:
    """Return a value in the words of staff, at most a line."""
    if value in (None, "", [], False):
        return "nee" if value is False else "leeg"
    if value is True:
        return "ja"
    if field.type in ("multipleRecordLinks", "multipleAttachments"):
        return _count(value)
    if field.options:
        keys = value if isinstance(value, list) else [value]
        return _shortened(", ".join(field.options.get(key, key) for key in keys))
    if field.type in ("date", "dateTime"):
        return _day(str(value))
    return _shortened(str(value))


def plan_identity(changes: Iterable[Change], also: Sequence[str] = ()) -> str:
    """Return the short identity of a plan; "" changes nothing about when or where it was made."""
    told = sorted(
        [change.kind, change.record_id, change.action, change.fingerprint] for change in changes
    )
    text = json.dumps([told, list(also)], ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()[:10]


def _count(value: Any) -> str:
    number = len(value) if isinstance(value, list) else 1
    return "1 gekozen" if number == 1 else f"{number} gekozen"


def _day(value: str) -> str:
    """Write a day, or a moment on the clocks of Drenthe."""
    if "T" not in value:
        return f"{date.fromisoformat(value):%d-%m-%Y}"
    return f"{datetime.fromisoformat(value).astimezone(ZONE):%d-%m-%Y %H.%M uur}"


def _shortened(text: str) -> str:
    line = " ".join(text.split())
    return f"“{line}”" if len(line) <= _LONGEST else f"“{line[: _LONGEST - 1].rstrip()}…”"
