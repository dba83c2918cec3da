"""What the grid sends, made ready to be written."""

from datetime import datetime
from typing import Any

from sandbox.airtable.schema import Field
from sandbox.pages.dutch_dates import AMSTERDAM


def to_cell(field: Field, value: Any) -> Any:
    """Return a value as the tables take it; a moment without an offset is Amsterdam's.

    Anything of the wrong form passes as it is: the tables refuse it in their own words.
    """
    if value == "" and field.type != "singleSelect":
        return None
    if field.type == "dateTime" and isinstance(value, str):
        try:
            moment = datetime.fromisoformat(value)
        except ValueError:
            return value
        return (moment if moment.tzinfo else moment.replace(tzinfo=AMSTERDAM)).isoformat()
    return value
