"""Dates: "3 mei 2027", "03-05-'27", "a.s. zaterdag", "eerste zondag van mei", a sheet's serial.

The rules: the day comes before the month; a year of two figures is of this century and within
twenty years; without a year it is the next such day, today included; a weekday must agree. What
names a month, a week or several days is refused.
"""

import re
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import lru_cache
from typing import Final

from museum.answers.date_additions import without_additions
from museum.answers.date_vocabulary import (
    MONTH_NAMES,
    MONTHS,
    WEEKDAY_NAMES,
    WEEKDAYS,
    day_in_year,
    named_days,
    nth_weekday,
)
from museum.answers.number_words import UP_TO_99, plain_word
from museum.answers.plain import Answer, is_number, typed_text, without_edges
from museum.answers.refusal import Refusal, RefusedError
from museum.answers.typed_day import EXAMPLE, WEEKDAY, TypedDay, typed_day
from museum.date_plan import ZONE
from museum.hours.vocabulary import ORDINALS

_SERIAL_ZERO: Final = date(1899, 12, 30)
"""Day 0 of a sheet's serial dates (contracts/sheets.md)."""
_SERIALS: Final = range(20_000, 80_000)
"""1954 to 2119; a smaller number is a year or a count."""
_YEARS: Final = range(1900, 2101)
_SHORT_YEARS_AROUND: Final = 20
_NEXT_WITHIN_DAYS: Final = 366
_RELATIVE: Final = {
    "vandaag": 0, "heden": 0, "vanavond": 0, "vanmiddag": 0, "vanochtend": 0, "vanmorgen": 0,
    "morgen": 1, "morgenavond": 1, "morgenmiddag": 1, "morgenochtend": 1, "overmorgen": 2,
    "gisteren": -1, "eergisteren": -2, "today": 0, "tomorrow": 1, "heute": 0, "gisteravond": -1,
    "vandaag over een week": 7, "morgen over een week": 8, "overmorgenavond": 2,
}  # fmt: skip
_LEAD: Final = re.compile(
    r"(?:(?:op|datum|dd\.?|d\.d\.?|dag|begindatum|startdatum|the|on|am|de|het is)[: ] ?)+"
)
_TIME_BEHIND: Final = re.compile(
    r"(?P<date>.*(?:[0-9]{4}|[a-z]{3,}\.?|'[0-9]{2}|[-/][0-9]{2})),?(?: om | at | van | - | )?t?"
    r"(?P<hour>[0-9]{1,2})(?:(?:[.:u][0-9]{2}(?::[0-9]{2})?(?:\.[0-9]+)?"
    r"(?: ?(?:uur|u|h))?)| ?(?:uur|u))\.?",
)
_GERMAN_DAY: Final = re.compile(r"[0-9]{1,2}\. ?[0-9]{1,2}\.")
_MOMENT: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}[t ][0-9:.]+(?:z|[+-][0-9]{2}:?[0-9]{2})")
_NTH: Final = re.compile(
    rf"(?:de )?(?P<nth>{'|'.join(ORDINALS)}) (?P<weekday>[a-z]+) "
    r"(?:(?:van|in|v\.?d\.?|vd)(?: de)?(?: maand)? )?(?P<month>[a-z]+)\.?(?:,? (?P<year>[0-9]{4}))?"
)
_COMING: Final = re.compile(
    r"(?:a\.? ?s\.?|aanstaande|komende|eerstkomende|eerstvolgende) (?P<before>[a-z]+)"
    r"|(?P<behind>[a-z]+),? (?:a\.s\.?|as|aanstaande)"
)
_THIS_WEEK: Final = re.compile(
    r"(?P<which>deze|volgende) week (?:op )?(?P<day>[a-z]+)"
    r"|(?P<before>[a-z]+) (?:van )?(?P<other>deze|volgende) week"
)
_IN_A_WHILE: Final = re.compile(r"over (?P<count>[0-9]{1,2}|[a-z]+) (?P<what>dagen|dag|weken|week)")
_NAMED_YEAR: Final = re.compile(r"(?P<name>.*?)(?: (?:in |van )?(?P<year>[0-9]{4}))?")


@lru_cache(maxsize=4096, typed=True)  # a sheet asks the same days of row after row
def read_date(answer: Answer, today: date) -> date | Refusal:
    """Return the one day in an answer. `today` is a day in Drenthe. A time behind it is left out.

    A number is a serial date as sheets count: days from 1899-12-30, its fraction a time.
    """
    try:
        if isinstance(answer, bool):
            raise RefusedError(f"Er staat geen datum. {EXAMPLE}")
        if is_number(answer):
            return _of_serial(Decimal(repr(answer)))
        return day_of(date_text(answer), today)
    except (RefusedError, ArithmeticError) as refused:
        is_ours = isinstance(refused, RefusedError)
        return Refusal(str(refused) if is_ours else f"Dit getal is geen datum. {EXAMPLE}")


def date_text(answer: Answer) -> str:
    """Return what is typed of a date: lower case, without words around it."""
    typed = typed_text(answer)
    is_german = _GERMAN_DAY.fullmatch(typed) is not None  # its last dot says that it is no number
    text = typed if is_german else without_edges(typed).lower().strip("() ")
    if not text:
        raise RefusedError(f"Er staat niets. {EXAMPLE}")
    return _LEAD.sub("", text, count=1) if _LEAD.match(text) else text


def day_of(text: str, today: date) -> date:
    """Return the day that a text from `date_text` names; raises `RefusedError`."""
    if re.fullmatch(r"[0-9]{5}(?:[.,][0-9]+)?", text):
        return _of_serial(Decimal(text.replace(",", ".")))
    if _MOMENT.fullmatch(text):
        return _of_moment(text)
    text = without_additions(text, today)
    if (found := _day(text, today)) is not None:
        return found
    if match := _TIME_BEHIND.fullmatch(text):
        found = _day(match["date"].strip(" ,"), today)
        if found is not None and int(match["hour"]) <= 24:
            return found
    raise RefusedError(_why_not(text))


def _day(text: str, today: date) -> date | None:
    if (typed := typed_day(text)) is not None:
        return settle(typed, today)
    return _by_name(text, today) or _counted(text, today) or _nth(text, today)


def settle(typed: TypedDay, today: date) -> date:
    """Return the day for its typed parts; raises when it cannot be what was meant."""
    if typed.month is None:
        raise RefusedError(f"De maand ontbreekt. {EXAMPLE}")
    if typed.year is None:
        found = _next(typed.day, typed.month, today)
    else:
        found = date(typed.year, typed.month, typed.day)
        if typed.is_short_year and abs(typed.year - today.year) > _SHORT_YEARS_AROUND:
            raise RefusedError(f"Schrijf het jaar met vier cijfers. {EXAMPLE}")
    return agreeing(found, typed.weekday)


def agreeing(found: date, weekday: int | None) -> date:
    """Return the day when its year is likely and its weekday is the one that was said."""
    if found.year not in _YEARS:
        raise RefusedError(f"Het jaar {found.year} kan niet kloppen. {EXAMPLE}")
    if weekday is not None and found.weekday() != weekday:
        raise RefusedError(
            f"{spoken(found)} is een {WEEKDAY_NAMES[found.weekday()]}, "
            f"geen {WEEKDAY_NAMES[weekday]}. Kijk de datum na."
        )
    return found


def spoken(day: date) -> str:
    """Return "3 mei 2027"."""
    return f"{day.day} {MONTH_NAMES[day.month - 1]} {day.year}"


def _next(day: int, month: int, today: date) -> date:
    for year in (today.year, today.year + 1):
        try:
            found = date(year, month, day)
        except ValueError:
            continue  # 29 February
        if today <= found <= today + timedelta(days=_NEXT_WITHIN_DAYS):
            return found
    raise RefusedError(f"Schrijf het jaar erbij. {EXAMPLE}")


def _of_serial(number: Decimal) -> date:
    whole = int(number)
    if whole in _SERIALS:
        return _SERIAL_ZERO + timedelta(days=whole)
    if number == whole and 10**7 <= whole < 10**8:
        return day_of(str(whole), date.min)
    raise RefusedError(f"Dit getal is geen datum. {EXAMPLE}")


def _of_moment(text: str) -> date:
    try:
        moment = datetime.fromisoformat(text.upper())
    except ValueError as error:
        raise RefusedError(f"Deze datum bestaat niet. {EXAMPLE}") from error
    return agreeing(moment.astimezone(ZONE).date(), None)


@lru_cache(maxsize=1)
def _named() -> dict[str, tuple[str, ...]]:
    return named_days()


def _by_name(text: str, today: date) -> date | None:
    """Return the day of a name: "tweede pinksterdag 2027", "morgen", "koningsdag (27 april)"."""
    if text in _RELATIVE:
        return today + timedelta(days=_RELATIVE[text])
    match = _NAMED_YEAR.fullmatch(text)
    if match and match["name"] in _named():
        rules = _named()[match["name"]]
        if len(rules) > 1:
            raise RefusedError(f"Dit zijn meer dagen. {EXAMPLE}")
        if match["year"]:
            return agreeing(day_in_year(rules[0], _sane_year(match["year"])), None)
        years = (today.year, today.year + 1)
        return next(day for year in years if (day := day_in_year(rules[0], year)) >= today)
    name, _, rest = text.partition(", ") if ", " in text else text.partition(" (")
    if not rest or (name not in _named() and name not in _RELATIVE):
        return _name_and_day(text, today)
    return _same(name, rest.strip("() "), today)


def _name_and_day(text: str, today: date) -> date | None:
    """Return the day of "koningsdag 27 april", when both are the same day."""
    match = re.fullmatch(
        r"(?P<name>[a-z][a-z -]*?|[12](?:e|ste|de) [a-z]+) (?P<rest>[0-9].*)", text
    )
    if match is None or (match["name"] not in _named() and match["name"] not in _RELATIVE):
        return None
    return _same(match["name"], match["rest"], today)


def _same(name: str, rest: str, today: date) -> date | None:
    typed = typed_day(rest)
    if typed is None:
        return None
    found = settle(typed, today)
    by_name = _by_name(name if name in _RELATIVE else f"{name} {found.year}", today)
    if by_name != found:
        raise RefusedError(f"{name.capitalize()} en {spoken(found)} zijn niet dezelfde dag.")
    return found


def _sane_year(text: str) -> int:
    if int(text) not in _YEARS:
        raise RefusedError(f"Het jaar {text} kan niet kloppen. {EXAMPLE}")
    return int(text)


def _counted(text: str, today: date) -> date | None:
    """Return the day that is counted from today: "a.s. zaterdag", "over twee weken"."""
    if match := _COMING.fullmatch(text):
        weekday = WEEKDAYS.get(match["before"] or match["behind"])
        if weekday is not None:
            return today + timedelta(days=(weekday - today.weekday() - 1) % 7 + 1)
    if match := _THIS_WEEK.fullmatch(text):
        weekday = WEEKDAYS.get(match["day"] or match["before"])
        weeks = 1 if (match["which"] or match["other"]) == "volgende" else 0
        if weekday is not None:
            return today + timedelta(days=weekday - today.weekday() + 7 * weeks)
    if match := _IN_A_WHILE.fullmatch(text):
        said = match["count"]
        count = int(said) if said.isdigit() else UP_TO_99.get(plain_word(said))
        if count:
            return today + timedelta(days=count * (7 if match["what"].startswith("w") else 1))
    return None


def _nth(text: str, today: date) -> date | None:
    """Return the day of "eerste zondag van mei", "laatste zaterdag in september 2027"."""
    match = _NTH.fullmatch(text)
    if match is None or match["weekday"] not in WEEKDAYS or match["month"] not in MONTHS:
        return None
    weekday, month, nth = WEEKDAYS[match["weekday"]], MONTHS[match["month"]], ORDINALS[match["nth"]]
    years = (_sane_year(match["year"]),) if match["year"] else (today.year, today.year + 1)
    for year in years:
        try:
            found = nth_weekday(year, month, weekday, nth)
        except ValueError as error:
            raise RefusedError(f"Die dag is er niet in deze maand. {EXAMPLE}") from error
        if match["year"] or found >= today:
            return found
    return None


_REASONS: Final = (
    (re.compile(r"t/m|t\.e\.m|\btm\b|\btot\b|\bbis\b|\ben\b|[&+;]|, ?[0-9]| - "),
     "Er staat meer dan één dag. Schrijf hier één dag."),
    (re.compile(r"\b(?:ongeveer|circa|ca|rond|omstreeks|begin|medio|eind|half|of|voor|na|vanaf)\b|±"),
     "Dit is niet één zekere dag."),
    (re.compile(r"\b(?:elke|iedere|ieder|van de maand|wekelijks|dagelijks|maandelijks)\b"),
     "Dit zijn meer dagen. Schrijf hier één dag."),
    (re.compile(r"\b(?:week|weekend|volgende|vorige)\b"), "Noem de dag zelf."),
    (re.compile(rf"[0-9]{{1,2}} ?(?:{'|'.join(MONTHS)})\b"), "Er staat meer dan de dag."),
    (re.compile(rf"(?:{'|'.join(MONTHS)})\.? ?'?[0-9]{{2,4}}|{'|'.join(MONTHS)}"),
     "De dag ontbreekt."),
    (re.compile(r"[0-9]{4}"), "Er staat alleen een jaar."),
)  # fmt: skip


def _why_not(text: str) -> str:
    if (match := WEEKDAY.fullmatch(text)) or text in WEEKDAYS:
        del match
        return f"Zet de datum bij de weekdag. {EXAMPLE}"
    for pattern, reason in _REASONS:
        finds = pattern.search if pattern is not _REASONS[-1][0] else pattern.fullmatch
        if finds(text):
            return f"{reason} {EXAMPLE}"
    return f"Dit is niet als datum te lezen. {EXAMPLE}"
