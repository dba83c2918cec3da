"""A plan in words: "za 3 apr 2027, 14.00–16.30 uur", in Dutch, German or English. No I/O.

Short words leave out this year and the exceptions, and of what already runs only say until when;
long words say all.
"""

from datetime import date, time, timedelta
from itertools import islice
from typing import Final

from museum.date_plan import DatePlan, agenda_span_days
from museum.date_words import DateStyle, Language, clock, closing_clock, joined, with_hour_word
from museum.recurrence import LAST, begin_days, week_of_month

_MIDNIGHT: Final = time(0, 0)
_MOST_DAYS_LISTED: Final = {"short": 3, "long": 12}
_NOT_ON: Final = {"nl": "niet op", "de": "nicht am", "en": "not on"}
_ALSO_ON: Final = {"nl": "ook op", "de": "auch am", "en": "also on"}
_UNTIL: Final = {"nl": "t/m", "de": "bis", "en": "until"}
_FROM: Final = {"nl": "vanaf", "de": "ab", "en": "from"}
_ONGOING: Final = {"nl": "doorlopend", "de": "laufend", "en": "ongoing"}
_LAST: Final = {"nl": "laatste", "de": "letzten", "en": "last"}
_ENGLISH_ORDINALS: Final = {1: "st", 2: "nd", 3: "rd", 21: "st", 22: "nd", 23: "rd", 31: "st"}


def when_text(plan: DatePlan, today: date, language: Language, *, short: bool) -> str:
    """Say when it is, seen from `today` (a day in Drenthe)."""
    style = DateStyle(language, "short" if short else "long", today.year)
    if plan.rule is not None:
        return _repeating(plan, today, style)
    if plan.extras:
        return _several_days(plan, style)
    if plan.last_day is None:
        return _open_period(plan, today, style)
    if plan.all_day:
        return _whole_days(plan.first_day, plan.last_day, today, style)
    if (agenda_span_days(plan) == 0 and plan.last_day == plan.first_day) or _ends_at_midnight(plan):
        return f"{style.day(plan.first_day)}, {_clocks(plan, language)}"
    return _over_midnight(plan, plan.last_day, style)


def _whole_days(first: date, last: date, today: date, style: DateStyle) -> str:
    if first == last:
        return style.day(first)
    if style.width == "short" and first <= today <= last:
        return f"{_UNTIL[style.language]} {style.day(last, weekday=False)}"
    return style.span(first, last)


def _open_period(plan: DatePlan, today: date, style: DateStyle) -> str:
    if style.width == "short" and plan.first_day <= today:
        return _ONGOING[style.language]
    return f"{_FROM[style.language]} {style.day(plan.first_day, weekday=False)}"


def _over_midnight(plan: DatePlan, last: date, style: DateStyle) -> str:
    language = style.language
    same_year = plan.first_day.year == last.year
    begin = style.day(plan.first_day, year=style.width == "long" or not same_year)
    end = style.day(last)
    if plan.opens is None or plan.closes is None:
        return f"{begin} – {end}"
    opens, closes = clock(plan.opens, language), clock(plan.closes, language)
    if style.width == "short":
        return with_hour_word(f"{begin} {opens} – {end} {closes}", language)
    opens = with_hour_word(opens, language)
    return with_hour_word(f"{begin}, {opens} – {end}, {closes}", language)


def _several_days(plan: DatePlan, style: DateStyle) -> str:
    language = style.language
    days = list(begin_days(plan))
    if len(days) <= _MOST_DAYS_LISTED[style.width]:
        words = _listed(days, style, weekday=True)
    else:
        span = style.span(days[0], days[-1])
        words = {
            "nl": f"op {len(days)} dagen, {span}",
            "de": f"an {len(days)} Tagen, {span}",
            "en": f"on {len(days)} days, {span}",
        }[language]
    return words + _clock_tail(plan, language)


def _repeating(plan: DatePlan, today: date, style: DateStyle) -> str:
    words = [_every(plan, style), _bounds(plan, today, style)]
    text = " ".join(word for word in words if word) + _clock_tail(plan, style.language)
    if style.width == "short":
        return text
    language = style.language
    if plan.exceptions:
        text += f"; {_NOT_ON[language]} {_listed(plan.exceptions, style, weekday=False)}"
    if plan.extras:
        text += f"; {_ALSO_ON[language]} {_listed(plan.extras, style, weekday=False)}"
    return text


def _bounds(plan: DatePlan, today: date, style: DateStyle) -> str:
    language, first = style.language, plan.first_day
    until = plan.rule.until if plan.rule else None
    if until is None:
        if first <= today and style.width == "short":
            return ""
        return f"{_FROM[language]} {style.day(first, weekday=False)}"
    if first <= today <= until and style.width == "short":
        return f"{_UNTIL[language]} {style.day(until, weekday=False)}"
    lead = {"nl": "van", "de": "vom", "en": "from"}[language]
    if language == "nl":
        return f"{lead} {style.span(first, until)}"
    begin = style.day(first, weekday=False, year=first.year != until.year)
    through = {"de": "bis zum", "en": "to"}[language]
    return f"{lead} {begin} {through} {style.day(until, weekday=False)}"


def _every(plan: DatePlan, style: DateStyle) -> str:
    rule = plan.rule
    if rule is None:
        return ""
    first, language = plan.first_day, style.language
    weekday = style.weekday(first)
    day_and_month = style.day(first, weekday=False, year=False)
    words = {
        "nl": _dutch(first, weekday, day_and_month),
        "de": _german(first, weekday, day_and_month),
        "en": _english(first, weekday, day_and_month),
    }[language]
    return words[rule.repeats] + _days_each(plan, language)


def _dutch(first: date, weekday: str, day_and_month: str) -> dict[str, str]:
    week = week_of_month(first)
    which = _LAST["nl"] if week == LAST else f"{week}e"
    return {
        "daily": "elke dag",
        "weekly": f"elke {weekday}",
        "fortnightly": f"om de week op {weekday}",
        "monthly_weekday": f"elke {which} {weekday} van de maand",
        "monthly_date": f"elke maand op de {first.day}e",
        "yearly": f"elk jaar op {day_and_month}",
    }


def _german(first: date, weekday: str, day_and_month: str) -> dict[str, str]:
    week = week_of_month(first)
    which = _LAST["de"] if week == LAST else f"{week}."
    return {
        "daily": "täglich",
        "weekly": f"jeden {weekday}",
        "fortnightly": f"alle zwei Wochen am {weekday}",
        "monthly_weekday": f"jeden {which} {weekday} im Monat",
        "monthly_date": f"jeden Monat am {first.day}.",
        "yearly": f"jedes Jahr am {day_and_month}",
    }


def _english(first: date, weekday: str, day_and_month: str) -> dict[str, str]:
    week = week_of_month(first)
    which = _LAST["en"] if week == LAST else _english_ordinal(week)
    return {
        "daily": "every day",
        "weekly": f"every {weekday}",
        "fortnightly": f"every other {weekday}",
        "monthly_weekday": f"every {which} {weekday} of the month",
        "monthly_date": f"every month on the {_english_ordinal(first.day)}",
        "yearly": f"every year on {day_and_month}",
    }


def _english_ordinal(number: int) -> str:
    return f"{number}{_ENGLISH_ORDINALS.get(number, 'th')}"


def _days_each(plan: DatePlan, language: Language) -> str:
    days = agenda_span_days(plan) + 1
    if days == 1:
        return ""
    return f" ({days} {({'nl': 'dagen', 'de': 'Tage', 'en': 'days'})[language]})"


def _listed(days: list[date] | tuple[date, ...], style: DateStyle, *, weekday: bool) -> str:
    """List days; the year is said once, behind the last of its year."""
    listed = list(islice(days, _MOST_DAYS_LISTED["long"]))
    years = [day.year for day in listed]
    parts = [
        style.day(day, weekday=weekday, year=day.year not in years[number + 1 :])
        for number, day in enumerate(listed)
    ]
    if len(days) > len(listed):
        parts.append("…")
    return joined(parts, style.language)


def _clock_tail(plan: DatePlan, language: Language) -> str:
    return "" if plan.all_day else f", {_clocks(plan, language)}"


def _clocks(plan: DatePlan, language: Language) -> str:
    opens = clock(plan.opens or _MIDNIGHT, language)
    if plan.closes is None:
        return with_hour_word(opens, language)
    closes = closing_clock(plan.closes, language)
    return with_hour_word(f"{opens}–{closes}", language)


def _ends_at_midnight(plan: DatePlan) -> bool:
    next_day = plan.first_day + timedelta(days=1)
    return plan.closes == _MIDNIGHT and plan.last_day == next_day
