"""The functions of formulas. Each takes its arguments, the moment, and the place of the formula."""

import math
import statistics
from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, Final

from sandbox.sheets.cells import CellError, plain_number
from sandbox.sheets.serials import date_serial, from_serial, to_serial

Place = tuple[int, int]
Function = Callable[[list[Any], datetime, Place], Any]

# Google has these; here a formula with one is refused rather than worked out wrongly.
NOT_HERE: Final = frozenset(
    [
        "QUERY", "FILTER", "SORT", "UNIQUE", "IMPORTRANGE", "IMPORTXML", "IMPORTDATA",
        "IMPORTHTML", "IMPORTFEED", "ARRAYFORMULA", "VLOOKUP", "HLOOKUP", "XLOOKUP", "LOOKUP",
        "INDEX", "MATCH", "OFFSET", "INDIRECT", "GOOGLEFINANCE", "GOOGLETRANSLATE", "SPARKLINE",
        "REGEXMATCH", "REGEXEXTRACT", "REGEXREPLACE", "SPLIT", "JOIN", "TEXTJOIN", "TRANSPOSE",
        "SUMPRODUCT", "TEXT", "SUMIFS", "COUNTIFS", "AVERAGEIF", "AVERAGEIFS", "LET", "LAMBDA",
        "MAP", "REDUCE", "BYROW", "RAND", "RANDBETWEEN",
    ]
)  # fmt: skip


class Fault(Exception):  # noqa: N818 - an error of the cell, not of the program
    """A formula that comes to an error."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.error = CellError(code, message)


def number(value: Any) -> float:
    """Return a value as a number, as operators take it."""
    if isinstance(value, CellError):
        raise Fault(value.code, value.message)
    if value is None:
        return 0.0
    if isinstance(value, str):
        try:
            return float(value)
        except ValueError as error:
            raise Fault("#VALUE!", f"'{value}' is a text and no number.") from error
    return float(value)


def text_of(value: Any) -> str:
    """Return a value as a text, as `&` takes it."""
    if isinstance(value, CellError):
        raise Fault(value.code, value.message)
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    return value if isinstance(value, str) else str(plain_number(value))


def _flat(arguments: Iterable[Any]) -> Iterator[tuple[Any, bool]]:
    """Yield every value, and whether it came from a cell."""
    for one in arguments:
        if isinstance(one, str) or not isinstance(one, Iterable):
            yield one, False
        else:
            yield from ((value, True) for value in one)


def _numbers(arguments: list[Any]) -> list[float]:
    found = []
    for value, from_cell in _flat(arguments):
        if isinstance(value, CellError):
            raise Fault(value.code, value.message)
        if not from_cell and value is not None:
            found.append(number(value))
        elif isinstance(value, int | float) and not isinstance(value, bool):
            found.append(float(value))
    return found


def _single(value: Any) -> Any:
    found = [one for one, _ in _flat([value])]
    if len(found) != 1:
        raise Fault("#VALUE!", "One value was expected.")
    if isinstance(found[0], CellError):
        raise Fault(found[0].code, found[0].message)
    return found[0]


def _plain(least: int, most: int, work: Callable[..., Any]) -> Function:
    """Make a function of single values."""

    def function(arguments: list[Any], _now: datetime, _place: Place) -> Any:
        if not least <= len(arguments) <= most:
            raise Fault("#N/A", "Wrong number of arguments.")
        try:
            return work(*(_single(one) for one in arguments))
        except (ValueError, OverflowError) as error:
            raise Fault("#NUM!", "The result is no number.") from error

    return function


def _over(work: Callable[[list[float]], float]) -> Function:
    """Make a function of all numbers."""
    return lambda arguments, _now, _place: work(_numbers(arguments))


def _average(numbers: list[float]) -> float:
    if not numbers:
        raise Fault("#DIV/0!", "Evaluation of function AVERAGE caused a divide by zero error.")
    return statistics.fmean(numbers)


def _count_all(arguments: list[Any], _now: datetime, _place: Place) -> float:
    return float(sum(1 for value, _ in _flat(arguments) if value is not None))


def _count_if(arguments: list[Any], _now: datetime, _place: Place) -> float:
    wanted = _single(arguments[1])
    folded = wanted.casefold() if isinstance(wanted, str) else wanted
    values = [one for one, _ in _flat(arguments[:1])]
    return float(sum((v.casefold() if isinstance(v, str) else v) == folded for v in values))


def _round(value: Any, places: Any = 0) -> float:
    step = Decimal(1).scaleb(-int(number(places)))
    return float(Decimal(repr(number(value))).quantize(step, ROUND_HALF_UP))


def _date(year: Any, month: Any, day: Any) -> float:
    months = int(number(year)) * 12 + int(number(month)) - 1
    first = date(months // 12, months % 12 + 1, 1)
    return date_serial(first) + int(number(day)) - 1


def _moment(value: Any) -> datetime:
    found = from_serial(number(value))
    if found is None:
        raise Fault("#NUM!", "No such date.")
    return found


def _mid(text: Any, start: Any, length: Any) -> str:
    first = int(number(start)) - 1
    return text_of(text)[first : first + int(number(length))]


def _remainder(value: Any, by: Any) -> float:
    if number(by) == 0:
        raise Fault("#DIV/0!", "Function MOD parameter 2 cannot be zero.")
    return number(value) % number(by)


FUNCTIONS: Final[dict[str, Function]] = {
    "SUM": _over(math.fsum),
    "AVERAGE": _over(_average),
    "MIN": _over(lambda numbers: min(numbers, default=0.0)),
    "MAX": _over(lambda numbers: max(numbers, default=0.0)),
    "COUNT": _over(lambda numbers: float(len(numbers))),
    "COUNTA": _count_all,
    "COUNTIF": _count_if,
    "AND": _over(all),
    "OR": _over(any),
    "NOT": _plain(1, 1, lambda one: not number(one)),
    "ABS": _plain(1, 1, lambda one: abs(number(one))),
    "INT": _plain(1, 1, lambda one: float(math.floor(number(one)))),
    "MOD": _plain(2, 2, _remainder),
    "ROUND": _plain(1, 2, _round),
    "SQRT": _plain(1, 1, lambda one: math.sqrt(number(one))),
    "PI": _plain(0, 0, lambda: math.pi),
    "TRUE": _plain(0, 0, lambda: True),
    "FALSE": _plain(0, 0, lambda: False),
    "LEN": _plain(1, 1, lambda one: float(len(text_of(one)))),
    "UPPER": _plain(1, 1, lambda one: text_of(one).upper()),
    "LOWER": _plain(1, 1, lambda one: text_of(one).lower()),
    "TRIM": _plain(1, 1, lambda one: " ".join(text_of(one).split())),
    "LEFT": _plain(1, 2, lambda one, count=1: text_of(one)[: int(number(count))]),
    "RIGHT": _plain(1, 2, lambda one, count=1: text_of(one)[-int(number(count)) :]),
    "MID": _plain(3, 3, _mid),
    "CONCAT": _plain(2, 2, lambda one, other: text_of(one) + text_of(other)),
    "CONCATENATE": lambda arguments, _now, _place: "".join(
        text_of(value) for value, _ in _flat(arguments)
    ),
    "HYPERLINK": _plain(1, 2, lambda url, label=None: text_of(url if label is None else label)),
    "ISBLANK": _plain(1, 1, lambda one: one is None),
    "DATE": _plain(3, 3, _date),
    "YEAR": _plain(1, 1, lambda one: float(_moment(one).year)),
    "MONTH": _plain(1, 1, lambda one: float(_moment(one).month)),
    "DAY": _plain(1, 1, lambda one: float(_moment(one).day)),
    "TODAY": lambda _arguments, now, _place: date_serial(now.date()),
    "NOW": lambda _arguments, now, _place: to_serial(now),
    "ROW": lambda _arguments, _now, place: float(place[0] + 1),
    "COLUMN": lambda _arguments, _now, place: float(place[1] + 1),
}
