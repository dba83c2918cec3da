"""What USER_ENTERED makes of a text: the number, date, time, yes or no or formula it looks like."""

import math
import re
from dataclasses import dataclass
from datetime import date
from typing import Final

from sandbox.sheets.cells import Cell, Value
from sandbox.sheets.locales import Locale
from sandbox.sheets.serials import date_serial

_TIME: Final = re.compile(r"(\d{1,2}):(\d{2})(?::(\d{2})(\.\d+)?)?(?: ?(am|pm))?", re.IGNORECASE)
_NUMERIC_DATE: Final = re.compile(r"(\d{1,4})([-/.])(\d{1,2})(?:\2(\d{4}|\d{2}))?")
_ISO: Final = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_SYMBOLS: Final = "€$£"


@dataclass(frozen=True)
class Entered:
    """What a text comes to, with the format that goes with how it was written."""

    value: Value
    kind: str = ""
    pattern: str = ""


def enter(cell: Cell, text: str, locale: Locale, today: date) -> Cell | str:
    """Return the cell with a text typed in it; a formula (with `=`) comes back as text."""
    if cell.number_format.get("type") == "TEXT":
        return cell.with_value(text or None)
    if text.startswith("'"):
        return cell.with_value(text[1:])
    stripped = text.strip()
    if stripped.startswith("=") and len(stripped) > 1:
        return stripped
    found = understand(stripped, locale, today) if stripped else None
    if found is None and len(stripped) > 1 and stripped[0] in "+-@":
        return f"={stripped}"
    if found is None:
        return cell.with_value(text or None)
    if found.kind and not cell.number_format:
        cell = cell.with_number_format(found.kind, found.pattern)
    return cell.with_value(found.value)


def understand(text: str, locale: Locale, today: date) -> Entered | None:
    """Return what a text comes to; `None` when it is just text."""
    folded = text.casefold()
    if folded in ("true", locale.true.casefold()):
        return Entered(True)
    if folded in ("false", locale.false.casefold()):
        return Entered(False)
    return _number(text, locale) or _moment(text, locale, today)


def _number(text: str, locale: Locale) -> Entered | None:
    body, percent = (text[:-1].rstrip(), True) if text.endswith("%") else (text, False)
    found = re.fullmatch(rf"([-+]?)\s*([{_SYMBOLS}]?)\s*([-+]?)(.+?)\s*([{_SYMBOLS}]?)", body)
    if found is None or (found[1] and found[3]) or (found[2] and found[5]):
        return None
    symbol, digits = found[2] or found[5], found[4]
    group, point = re.escape(locale.group), re.escape(locale.decimal)
    shape = rf"(?:\d+|\d{{1,3}}(?:{group}\d{{3}})+)?(?:{point}\d*)?(?:[eE][-+]?\d+)?"
    if not re.fullmatch(shape, digits) or (not digits[0].isdigit() and len(digits) < 2):
        return None
    plain = digits.replace(locale.group, "").replace(locale.decimal, ".")
    try:
        value = float(plain)
    except ValueError:
        return None
    if not math.isfinite(value):
        return None
    if "-" in (found[1], found[3]):
        value = -value
    return _formatted(value, digits, symbol, percent, locale)


def _formatted(value: float, digits: str, symbol: str, percent: bool, locale: Locale) -> Entered:
    behind = digits.partition(locale.decimal)[2]
    if percent:
        return Entered(value / 100, "PERCENT", "0.00%" if behind else "0%")
    if symbol:
        space = "" if symbol in "$£" else " "
        return Entered(value, "CURRENCY", f"[${symbol}]{space}#,##0" + (".00" if behind else ""))
    if "e" in digits.lower():
        return Entered(value, "SCIENTIFIC", "0.00E+00")
    if locale.group in digits:
        return Entered(value, "NUMBER", "#,##0.00" if behind else "#,##0")
    return Entered(value)


def _moment(text: str, locale: Locale, today: date) -> Entered | None:
    time = _time(text)
    if time is not None:
        return Entered(time[0], "TIME", time[1])
    day, _, rest = text.rpartition(" ") if ":" in text else (text, "", "")
    if rest.lower() in ("am", "pm"):
        day, _, hour = day.rpartition(" ")
        rest = f"{hour} {rest}"
    found = _day(day.strip().rstrip(","), locale, today)
    if found is None:
        return None
    serial, pattern = found
    if not rest:
        return Entered(serial, "DATE", pattern)
    time = _time(rest)
    if time is None or time[0] >= 1:
        return None
    return Entered(serial + time[0], "DATE_TIME", f"{pattern} {time[1]}")


def _time(text: str) -> tuple[float, str] | None:
    found = _TIME.fullmatch(text)
    if found is None or int(found[2]) > 59 or int(found[3] or 0) > 59:
        return None
    hour = int(found[1])
    if found[5]:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if found[5].lower() == "pm" else 0)
    seconds = hour * 3600 + int(found[2]) * 60 + float((found[3] or "0") + (found[4] or ""))
    pattern = ("hh" if len(found[1]) == 2 else "h") + ":mm" + (":ss" if found[3] else "")
    return seconds / 86_400, pattern + (" am/pm" if found[5] else "")


def _day(text: str, locale: Locale, today: date) -> tuple[float, str] | None:
    iso = _ISO.fullmatch(text)
    if iso:
        serial = _serial(int(iso[1]), int(iso[2]), int(iso[3]))
        return (serial, "yyyy-mm-dd") if serial is not None else None
    found = _NUMERIC_DATE.fullmatch(text)
    if found is None:
        return _day_in_words(text, locale, today)
    if len(found[1]) > 2 or (found[2] == "." and locale.order == "mdy"):
        return None
    if found[2] == "." and found[4] is None:
        return None
    first, second, sign = int(found[1]), int(found[3]), found[2]
    day, month = (second, first) if locale.order == "mdy" else (first, second)
    year = _year(found[4]) if found[4] else today.year
    serial = _serial(year, month, day)
    letters = ("M", "d") if locale.order == "mdy" else ("d", "M")
    pattern = letters[0] * len(found[1]) + sign + letters[1] * len(found[3])
    if found[4]:
        pattern += sign + "y" * len(found[4])
    return (serial, pattern) if serial is not None else None


def _day_in_words(text: str, locale: Locale, today: date) -> tuple[float, str] | None:
    months: dict[str, tuple[int, str]] = {}
    for place, name in enumerate(locale.months, 1):
        months |= {locale.short_months[place - 1].casefold(): (place, "mmm")}
        months |= {name.casefold(): (place, "mmmm")}
    words = text.casefold().replace(",", " ").split()
    if not 2 <= len(words) <= 3:
        return None
    at = 0 if words[0] in months else 1
    if words[at] not in months:
        return None
    day_text = words[1 - at]
    year_text = words[2] if len(words) == 3 else str(today.year)
    if not (day_text.isdecimal() and year_text.isdecimal() and len(year_text) in (2, 4)):
        return None
    month, letters = months[words[at]]
    serial = _serial(_year(year_text), month, int(day_text))
    year = " yyyy" if len(words) == 3 else ""
    pattern = f"d {letters}{year}" if at else f"{letters} d{',' if year else ''}{year}"
    return (serial, pattern) if serial is not None else None


def _year(text: str) -> int:
    year = int(text)
    return year if len(text) == 4 else year + (2000 if year < 30 else 1900)


def _serial(year: int, month: int, day: int) -> float | None:
    try:
        return date_serial(date(year, month, day))
    except ValueError:
        return None
