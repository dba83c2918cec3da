"""A sheet's cell as somebody would have typed it, where Google made a number of it. Pure.

"12,50" typed in a sheet is the number 12.5, and 14:30 a part of a day: the readers know what to do
with those. A text field must not show them the English way.
"""

from collections.abc import Mapping

from museum.answers import Answer
from museum.sheet_rows import CellValue
from museum.tables import FieldDefinition

_PLAIN_TEXT = ("singleLineText", "multilineText")
_PRICE = "price_text"


def typed_answers(
    fields: Mapping[str, FieldDefinition], cells: Mapping[str, CellValue]
) -> dict[str, Answer]:
    """Return a row's cells as answers to a form, by field (or the time of one)."""
    return {name: _typed(fields.get(name), value) for name, value in cells.items()}


def _typed(field: FieldDefinition | None, value: CellValue) -> Answer:
    if field is None or field.type not in _PLAIN_TEXT or value is None or isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "Ja" if value else "Nee"
    if field.key == _PRICE:
        return _price(value)
    return f"{value:.10g}".replace(".", ",")


def _price(value: float) -> str:
    if value == int(value):
        return f"€ {int(value)}"
    return f"€ {value:.2f}".replace(".", ",")
