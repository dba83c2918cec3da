"""Several days in one answer: "3, 10 en 17 mei 2027", "3 t/m 5 mei", "28 dec t/m 3 jan 2027".

A day takes the month and the year that it lacks from the day behind it.
"""

import re
from dataclasses import replace
from datetime import date, timedelta
from typing import Final

from museum.answers.date_vocabulary import WEEKDAYS
from museum.answers.dates import date_text, day_of, read_date, settle
from museum.answers.plain import Answer, evened, is_number
from museum.answers.refusal import Refusal, RefusedError
from museum.answers.typed_day import WEEKDAY, TypedDay, typed_day

EXAMPLE: Final = "Schrijf dagen als 3, 10 en 17 mei 2027."
PERIOD_EXAMPLE: Final = "Schrijf de periode als 3 t/m 5 mei 2027."
_LONGEST_DAYS: Final = 366
_MOST_CHARS: Final = 1000
_BETWEEN: Final = re.compile(r"\s*[;\n|]\s*|\s*,?\s+(?:en|und|and|plus)\s+|\s*[&+]\s*|\s*,\s*")
_THROUGH: Final = re.compile(r"\s*(?:t/ ?m|tot en met|t\.e\.m\.|t/m\.|\btm\b|\bbis\b)\s*|\s-\s")
_HYPHEN: Final = re.compile(r"^([^-]*[0-9]{1,2}(?: ?[a-z]+\.?)?(?: [0-9]{4})?)-([0-9].*[a-z].*)$")
_BARE_DAY: Final = re.compile(r"([0-9]{1,2})(?:e|ste|de|\.)?")


def read_days(answer: Answer, today: date) -> tuple[date, ...] | Refusal:
    """Return every day in an answer, in order and once each; periods give all their days."""
    if is_number(answer) or isinstance(answer, bool):
        found = read_date(answer, today)
        return found if isinstance(found, Refusal) else (found,)
    try:
        return _days(_text_with_lines(answer), today)
    except RefusedError as refused:
        return Refusal(str(refused))


def read_period(answer: Answer, today: date) -> tuple[date, date] | Refusal:
    """Return the first and the last day of "3 t/m 5 mei 2027"; one day is a period of one."""
    if is_number(answer) or isinstance(answer, bool):
        found = read_date(answer, today)
        return found if isinstance(found, Refusal) else (found, found)
    try:
        return _period(date_text(answer), today)
    except RefusedError as refused:
        return Refusal(str(refused))


def _text_with_lines(answer: Answer) -> str:
    text = evened(str(answer or ""))
    if len(text) > _MOST_CHARS:
        raise RefusedError(f"Dit is te lang. {EXAMPLE}")
    return text.strip().lower()


def _days(text: str, today: date) -> tuple[date, ...]:
    try:
        return (day_of(date_text(text), today),)
    except RefusedError:
        parts = [part.strip(" .-*•") for part in _BETWEEN.split(text)]
    parts = [part for part in parts if part]
    if not parts:
        raise RefusedError(f"Er staat niets. {EXAMPLE}")
    found: set[date] = set()
    behind: TypedDay | None = None
    for part in reversed(_with_weekdays(parts)):
        first, last, behind = _one_or_period(date_text(part), today, behind)
        found.update(first + timedelta(days=number) for number in range((last - first).days + 1))
    return tuple(sorted(found))


def _with_weekdays(parts: list[str]) -> list[str]:
    """Put a weekday back before its date: "zaterdag, 3 mei" was cut at its comma."""
    joined: list[str] = []
    for part in parts:
        if joined and joined[-1] in WEEKDAYS:
            joined[-1] = f"{joined[-1]} {part}"
        else:
            joined.append(part)
    return joined


def _period(text: str, today: date) -> tuple[date, date]:
    first, last, _ = _one_or_period(text, today, None)
    return first, last


def _one_or_period(
    text: str, today: date, behind: TypedDay | None
) -> tuple[date, date, TypedDay | None]:
    """Return the first and last day of a piece, and its typed parts for the piece before it."""
    ends = _ends(text)
    if len(ends) > 2:
        raise RefusedError(f"Hier staan meer periodes. {PERIOD_EXAMPLE}")
    last_typed = _typed(ends[-1], behind)
    last = day_of(ends[-1], today) if last_typed is None else settle(last_typed, today)
    if last_typed is None:
        last_typed = TypedDay(last.day, last.month, last.year)
    if len(ends) == 1:
        return last, last, replace(last_typed, day=last.day, month=last.month, year=last.year)
    first_typed = _typed(ends[0], TypedDay(last.day, last.month, last.year))
    if first_typed is None:
        first = day_of(ends[0], today)
    else:
        first = _before(first_typed, last, today, is_year_said=_says_year(ends[0]))
    if not first <= last <= first + timedelta(days=_LONGEST_DAYS):
        raise RefusedError(f"Het begin ligt niet voor het einde. {PERIOD_EXAMPLE}")
    return first, last, TypedDay(first.day, first.month, first.year)


def _ends(text: str) -> list[str]:
    """Return both ends of a period, or the one day."""
    text = re.sub(r"^van(?:af)? ", "", text)
    ends = [end.strip(" ,") for end in _THROUGH.split(text)]
    if len(ends) == 1 and typed_day(text) is None and (match := _HYPHEN.fullmatch(text)):
        ends = [match[1], match[2]]
    if not all(ends):
        raise RefusedError(f"Het begin of het einde ontbreekt. {PERIOD_EXAMPLE}")
    return ends


def _typed(text: str, behind: TypedDay | None) -> TypedDay | None:
    """Return the parts of a day, completed from the day behind it."""
    weekday = None
    bare = text
    if (match := WEEKDAY.match(text)) and match.end() < len(text):
        weekday, bare = WEEKDAYS[match["weekday"]], text[match.end() :]
    if match := _BARE_DAY.fullmatch(bare):
        if behind is None:
            raise RefusedError(f"De maand ontbreekt. {EXAMPLE}")
        return _made(int(match[1]), behind.month, behind.year, weekday)
    found = typed_day(text)
    if found is None or found.year is not None or behind is None:
        return found
    return replace(found, year=behind.year)


def _made(day: int, month: int | None, year: int | None, weekday: int | None) -> TypedDay:
    return TypedDay(day, month, year, weekday)


def _says_year(text: str) -> bool:
    typed = None if _BARE_DAY.fullmatch(text) else typed_day(text)
    return typed is not None and typed.year is not None


def _before(typed: TypedDay, last: date, today: date, *, is_year_said: bool) -> date:
    """Return the first day of a period: of the year before when the turn of the year is in it."""
    month = typed.month or last.month
    is_year_before = not is_year_said and (month, typed.day) > (last.month, last.day)
    if is_year_before and month != last.month:
        typed = replace(typed, year=last.year - 1)
    return settle(typed, today)
