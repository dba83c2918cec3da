"""Values as people read them: a day in words, a choice by its label, "niets" for nothing."""

from datetime import date, datetime
from typing import Any, Final

from museum.date_plan import ZONE
from museum.date_words import DateStyle
from museum.tables import FieldDefinition

EMPTY: Final = "(niets)"
_STYLE: Final = DateStyle("nl", "long", 0)


def value_words(field: FieldDefinition, value: Any) -> str:
    """Return a value (as JSON has it) in Dutch."""
    if field.type == "checkbox":
        return "Ja" if value else "Nee"
    if value in (None, "", [], ()):
        return EMPTY
    if field.type == "singleSelect":
        return field.options.get(str(value), str(value))
    if field.type == "multipleSelects":
        return ", ".join(field.options.get(str(one), str(one)) for one in value)
    if field.type == "date":
        return _STYLE.day(date.fromisoformat(str(value)))
    if field.type == "dateTime":
        moment = datetime.fromisoformat(str(value)).astimezone(ZONE)
        return f"{_STYLE.day(moment.date())}, {moment:%H.%M} uur"
    if field.type == "number":
        return str(value).replace(".", ",")
    return str(value)
