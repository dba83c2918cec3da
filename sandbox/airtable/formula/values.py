"""The values of a formula, and how Airtable turns one kind into another.

Numbers are JavaScript's: doubles, with NaN and the infinities as values. Dates without a time
are `date`, all others aware `datetime`s. Blank is `None`; it counts as 0 beside a number and as
"" beside text (community.airtable.com/t/nested-if-formula-review-please/30827).
"""

import math
import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Any, Final, TypeAlias
from zoneinfo import ZoneInfo

from sandbox.airtable.formula.errors import UnsuitableError

MAX_TEXT: Final = 100_000  # the longest text that an Airtable cell can hold
_EXACT: Final = 2**53  # above it a double no longer holds every whole number


@dataclass(frozen=True)
class FormulaFailure:
    """What a formula gives when it cannot be worked out; the grid shows its text."""

    text: str = "#ERROR!"


Value: TypeAlias = (
    bool | int | float | str | date | datetime | list["Value"] | FormulaFailure | None
)

ERROR: Final = FormulaFailure()


class ShownDateTime(datetime):
    """A moment with the zone and language in which DATETIME_FORMAT is to show it."""

    locale: str = ""

    @classmethod
    def of(
        cls, moment: datetime, zone: ZoneInfo | None = None, locale: str = ""
    ) -> "ShownDateTime":
        """The same moment, to be shown in another zone or language."""
        local = moment.astimezone(zone) if zone else moment
        shown = cls.combine(local.date(), local.timetz())
        shown.locale = locale or getattr(moment, "locale", "")
        return shown


def tidy(number: float) -> int | float:
    """A whole number without its decimal point, so that 1.0 shows as 1."""
    if isinstance(number, int) or (number.is_integer() and abs(number) <= _EXACT):
        return int(number)
    return number


def is_blank(value: Value) -> bool:
    """Whether Airtable takes the value for an empty cell."""
    return value is None or value in ("", [])


def unwrap(value: Value) -> Value:
    """An array as operators see it: nothing, its only item, or its items joined to text."""
    if not isinstance(value, list):
        return value
    if not value:
        return None
    return unwrap(value[0]) if len(value) == 1 else as_text(value)


def as_text(value: Value) -> str:
    """The value as `&` shows it."""
    if isinstance(value, FormulaFailure):
        raise UnsuitableError(value.text)
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, int | float):
        return number_text(value)
    if isinstance(value, list):
        return ", ".join(as_text(item) for item in value)
    return iso_text(value)


def number_text(number: float) -> str:
    """The number as JavaScript writes it: 1, 0.5, 1e+21, NaN, Infinity."""
    if not math.isfinite(number):
        return "NaN" if math.isnan(number) else ("Infinity" if number > 0 else "-Infinity")
    number = tidy(number)
    if isinstance(number, int):
        return str(number)
    if not 1e-6 <= abs(number) < 1e21:
        return re.sub(r"e([+-])0+", r"e\1", repr(number))
    return _trimmed(format(Decimal(repr(number)), "f"))


def _trimmed(decimals: str) -> str:
    return decimals.rstrip("0").rstrip(".") if "." in decimals else decimals


def iso_text(moment: date) -> str:
    """A date as 2027-03-01, a moment as 2027-03-01T09:30:00.000Z."""
    if not isinstance(moment, datetime):
        return moment.isoformat()
    utc = moment.astimezone(UTC).replace(tzinfo=None)
    return utc.isoformat(timespec="milliseconds") + "Z"


_NUMBER: Final = re.compile(r"\s*[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?\s*")


def text_number(text: str) -> float | None:
    """The number that a text holds and nothing beside it, or `None`."""
    return float(text) if _NUMBER.fullmatch(text) else None


def as_number(value: Value) -> float:
    """The value in arithmetic: blank is 0, text only where it is a number, dates never."""
    value = unwrap(value)
    if is_blank(value):
        return 0.0
    if isinstance(value, int | float):
        return float(value)
    number = text_number(value) if isinstance(value, str) else None
    if number is None:
        raise UnsuitableError("not a number")
    return number


def as_whole(value: Value) -> int:
    """A position or a count, cut off towards zero."""
    number = as_number(value)
    if not math.isfinite(number):
        raise UnsuitableError("not a finite number")
    return int(number)


def midnight(day: date) -> datetime:
    """The moment at which Airtable counts a date to begin: 00:00 UTC."""
    return datetime.combine(day, time(), UTC)


def truthy(value: Value) -> bool:
    """Whether filterByFormula keeps the record: not for 0, false, "", NaN, [] or an error."""
    if isinstance(value, FormulaFailure):
        return False
    if isinstance(value, int | float):
        return not math.isnan(value) and value != 0
    return not is_blank(value)


def to_cell(value: Value) -> Any:
    """The value as the REST API shows it in a formula or rollup field; `None` means left out."""
    if isinstance(value, bool):
        return int(value)  # Airtable's logical functions give 1 and 0
    if isinstance(value, list):
        return [item if isinstance(item, bool) else to_cell(item) for item in value]
    if isinstance(value, FormulaFailure):
        return {"error": value.text}
    if isinstance(value, int | float):
        special = number_text(value)
        return tidy(value) if math.isfinite(value) else {"specialValue": special}
    return iso_text(value) if isinstance(value, date) else value
