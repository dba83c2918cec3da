"""Cells that name people."""

from typing import Any

from sandbox.airtable.errors import invalid_value
from sandbox.airtable.schema import Field
from sandbox.airtable.state import Cell
from sandbox.airtable.users import Users


def accept_people(users: Users, field: Field, value: Any, *, by_name: bool = False) -> Cell | None:
    """Check a cell of one or several people, each `{"id"}` or `{"email"}`.

    With `by_name`, as typecast allows, a text may also be someone's name, address or ID.
    """
    if value is None:
        return None
    if field.type == "singleCollaborator":
        return _person(users, field, value, by_name)
    if not isinstance(value, list):
        raise invalid_value(field.name)
    return [_person(users, field, one, by_name) for one in value] or None


def _person(users: Users, field: Field, value: Any, by_name: bool) -> dict[str, str]:
    named = value.get("id") or value.get("email") if isinstance(value, dict) else None
    if by_name and isinstance(value, str):
        named = value
    found = users.find(named) if isinstance(named, str) else None
    if found is None and by_name and isinstance(value, str):
        found = users.named(value)
    if found is None:
        raise invalid_value(field.name)
    return found
