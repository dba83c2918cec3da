"""One typed answer to the value of one field: exactly, or refused with what to do.

Values are plain Python as `museum.records` has them; "nothing" is None, "" or () by type.
"""

import re
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Any, Final

import phonenumbers

from museum.answers import (
    Answer,
    Refusal,
    read_date,
    read_days,
    read_minutes,
    read_number,
    read_phone,
    read_postcode,
    read_time,
    read_yes_no,
)
from museum.cells import CellError, read_cell
from museum.date_plan import ZONE
from museum.mail_address import AddressError, read_address
from museum.tables import TEXT_TYPES, FieldDefinition

Answers = Mapping[str, Answer | Sequence[str]]
"""What was typed, by field key. A moment may come in two parts: `starts` and `starts_time`."""

TIME_PART: Final = "_time"
MINUTES: Final = "_min"
"""So ends the key of a field that holds minutes."""
LONGEST_LINE_CHARS: Final = 250
LONGEST_TEXT_CHARS: Final = 6000
_DAYS: Final = frozenset({"except_dates", "extra_dates"})
_SEVERAL: Final = re.compile(r"\s*[,;\n]\s*")
_PAUSE: Final = re.compile(r"\s+(?:om\s+|,\s*)?|,\s*")


class AnswerError(ValueError):
    """An answer cannot be read; the message is whole Dutch sentences that say what to do."""


def read_answer(field: FieldDefinition, answers: Answers, today: date) -> Any:
    """Return the value of a field, from what was typed; raises `AnswerError`."""
    answer = answers.get(field.key)
    if field.type == "dateTime":
        return _moment(answer, answers.get(field.key + TIME_PART), today)
    if field.type == "multipleSelects":
        return _choices(field, answer)
    if _is_empty(answer):
        return _empty(field)
    if isinstance(answer, Sequence) and not isinstance(answer, str):
        answer = answer[0] if len(answer) == 1 else ", ".join(answer)
    if field.type in TEXT_TYPES:
        return _text(field, answer, today)
    if field.type == "singleSelect":
        return _choice(field, str(answer))
    if field.type == "checkbox":
        return _sure(read_yes_no(answer))
    if field.type == "date":
        return _sure(read_date(answer, today))
    if field.type == "number":
        return _number(field, answer)
    raise AnswerError("Dit veld kan niet met een formulier worden ingevuld.")


def nothing(field: FieldDefinition) -> Any:
    """Return what a field holds when nothing was filled in."""
    return _empty(field)


def _is_empty(answer: Answer | Sequence[str]) -> bool:
    if answer is None:
        return True
    return isinstance(answer, str) and not answer.strip()


def _empty(field: FieldDefinition) -> Any:
    if field.type in TEXT_TYPES or field.type == "singleSelect":
        return ""
    if field.type == "multipleSelects":
        return ()
    return False if field.type == "checkbox" else None


def _sure(found: Any) -> Any:
    if isinstance(found, Refusal):
        raise AnswerError(found.reason)
    return found


def _text(field: FieldDefinition, answer: Answer, today: date) -> str:
    if field.key in _DAYS:
        days = _sure(read_days(answer, today))
        return ", ".join(f"{day:%d-%m-%Y}" for day in days)
    if field.key == "postcode":
        return str(_sure(read_postcode(answer)))
    if field.type == "phoneNumber":
        return _phone(answer)
    text = str(answer).replace("\r\n", "\n").replace("\r", "\n")
    if field.type != "multilineText":
        text = " ".join(text.split())
    most = LONGEST_TEXT_CHARS if field.type == "multilineText" else LONGEST_LINE_CHARS
    if len(text) > most:
        raise AnswerError(f"Dit is te lang: {len(text)} tekens. Maak het korter dan {most} tekens.")
    if field.type == "email":
        return _mail_address(text)
    try:
        return str(read_cell(field, text, {}))
    except CellError as error:
        raise AnswerError("Schrijf het adres zo: https://www.museum.nl/pagina") from error


def _phone(answer: Answer) -> str:
    """Return a number as people write it: 0592 377 773, or +49 … from abroad."""
    found = phonenumbers.parse(str(_sure(read_phone(answer))))
    is_dutch = found.country_code == 31
    style = (
        phonenumbers.PhoneNumberFormat.NATIONAL
        if is_dutch
        else phonenumbers.PhoneNumberFormat.INTERNATIONAL
    )
    return phonenumbers.format_number(found, style)


def _mail_address(text: str) -> str:
    try:
        return read_address(text).address
    except AddressError as error:
        raise AnswerError("Dit is geen e-mailadres. Schrijf het zo: naam@museum.nl") from error


def _number(field: FieldDefinition, answer: Answer) -> float | int:
    reads = read_minutes if field.key.endswith(MINUTES) else read_number
    found: Decimal = _sure(reads(answer))
    if field.precision:
        return round(float(found), field.precision)
    if found != found.to_integral_value():
        raise AnswerError("Schrijf een heel getal, bijvoorbeeld 90.")
    if found < 0 or found > 1_000_000:
        raise AnswerError("Dit getal kan hier niet. Schrijf een getal als 90.")
    return int(found)


def _choice(field: FieldDefinition, typed: str) -> str:
    """Return our name of a choice, given by that name or by what people see."""
    plain = typed.strip().casefold()
    for key, label in field.options.items():
        if plain in (key.casefold(), label.casefold()):
            return key
    labels = ", ".join(field.options.values())
    raise AnswerError(f"“{typed.strip()[:60]}” staat niet bij de keuzes. Kies uit: {labels}.")


def _choices(field: FieldDefinition, answer: Answer | Sequence[str]) -> tuple[str, ...]:
    if answer is None:
        return ()
    parts = _SEVERAL.split(answer) if isinstance(answer, str) else answer
    if not isinstance(parts, Sequence):
        raise AnswerError("Kies uit: " + ", ".join(field.options.values()) + ".")
    chosen = {_choice(field, part) for part in parts if part.strip()}
    return tuple(key for key in field.options if key in chosen)


def _moment(
    answer: Answer | Sequence[str], time_answer: Answer | Sequence[str], today: date
) -> datetime | None:
    if isinstance(answer, Sequence) and not isinstance(answer, str):
        answer = answer[0] if answer else None
    if isinstance(time_answer, Sequence) and not isinstance(time_answer, str):
        time_answer = time_answer[0] if time_answer else None
    if _is_empty(answer):
        if not _is_empty(time_answer):
            raise AnswerError("Vul bij deze tijd ook de dag in, bijvoorbeeld 3 mei 2027.")
        return None
    if _is_empty(time_answer):
        answer, time_answer = _apart(answer, today)
    day: date = _sure(read_date(answer, today))
    if _is_empty(time_answer):
        raise AnswerError("Vul ook de tijd in, bijvoorbeeld 14.00 uur.")
    clock: time = _sure(read_time(time_answer))
    return datetime.combine(day, clock, ZONE).astimezone(UTC)


def _apart(answer: Answer, today: date) -> tuple[Answer, Answer]:
    """Return the day and the time of an answer that holds both; a sheet's number has both."""
    if isinstance(answer, float):
        day, part = divmod(answer, 1)
        return int(day), part or None
    text = str(answer)
    for pause in _PAUSE.finditer(text):
        before, after = text[: pause.start()], text[pause.end() :]
        is_day = not isinstance(read_date(before, today), Refusal)
        if is_day and not isinstance(read_time(after), Refusal):
            return before, after
    return answer, None


def with_end_day(answers: Answers, today: date) -> Answers:
    """Fill in the day of `ends` when only its time was typed: that of `starts`."""
    if _is_empty(answers.get("ends")) and not _is_empty(answers.get("ends" + TIME_PART)):
        starts = answers.get("starts")
        if isinstance(starts, int | float) and not isinstance(starts, bool):
            return {**answers, "ends": int(starts)}  # a sheet's number: the day without its time
        if isinstance(starts, str) and not isinstance(_day_of(starts, today), Refusal):
            return {**answers, "ends": starts}
    return answers


def _day_of(text: str, today: date) -> date | Refusal:
    return read_date(_apart(text, today)[0], today)
