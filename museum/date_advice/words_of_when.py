"""The words that say in which period: months, weeks, quarters, from and until. Patterns only."""

import re
from calendar import monthrange
from datetime import date, timedelta
from typing import Final

from museum.answers import Refusal
from museum.answers.dates import read_date
from museum.date_advice.draft import Draft
from museum.date_advice.request import Span
from museum.date_advice.words_of_days import NOT
from museum.date_advice.words_of_what import COUNT, Rule, count_of
from museum.hours.calendar import HolidaysUnknownError, school_holidays
from museum.hours.vocabulary import MONTHS, ORDINALS

_M: Final = "(?:" + "|".join(sorted(MONTHS, key=len, reverse=True)) + r")\.?"
_YEAR: Final = r"(?: (?:van |in )?(?P<year>20\d\d))?"
_D: Final = (
    rf"(?:\d{{1,2}}[-/]\d{{1,2}}(?:[-/]20\d\d)?|\d{{1,2}} {_M}(?: 20\d\d)?|20\d\d-\d\d-\d\d)"
)
_MONTH_LIST: Final = rf"{_M}(?:(?:,? (?:of|en) (?:in )?|, ?|/){_M})*"
_TO: Final = r"(?:t/m|tot en met|tot|-|–|en)"
_SEASONS: Final = {"voorjaar": 3, "lente": 3, "zomer": 6, "najaar": 9, "herfst": 9, "winter": 12}
_HOLIDAYS: Final = r"(?P<name>(?:zomer|herfst|kerst|voorjaars|mei)vakantie|zomer)"


def month_span(year: int, month: int, months: int = 1) -> Span:
    """Return one month, or some on end."""
    end = month + months - 1
    last_year, last_month = year + (end - 1) // 12, (end - 1) % 12 + 1
    last = date(last_year, last_month, monthrange(last_year, last_month)[1])
    return Span(date(year, month, 1), last)


def _coming(month: int, today: date, months: int = 1) -> Span:
    """Return the month that runs or is the first to come."""
    span = month_span(today.year, month, months)
    return span if span.last >= today else month_span(today.year + 1, month, months)


def _months_in(text: str) -> list[int]:
    return [MONTHS[found.strip(".")] for found in re.findall(rf"{_M}(?!\w)", text)]


def _of(month: int, year: str | None, today: date, months: int = 1) -> Span:
    return month_span(int(year), month, months) if year else _coming(month, today, months)


def _months(match: re.Match[str], draft: Draft) -> None:
    for month in _months_in(match["months"]):
        span = _of(month, match["year"], draft.today)
        draft.spans.append(_part_of(span, match["part"] or ""))


def _part_of(span: Span, part: str) -> Span:
    """Return the first ten days of a month ("begin"), the middle, the end, or a half."""
    first, last = span.first, span.last
    if part.startswith("begin"):
        return Span(first, first.replace(day=10))
    if part.startswith(("half", "medio")):
        return Span(first.replace(day=11), first.replace(day=20))
    if part.startswith("eind"):
        return Span(first.replace(day=21), last)
    if part.startswith("eerste"):
        return Span(first, first.replace(day=15))
    return Span(first.replace(day=16), last) if part.startswith("tweede") else span


def _not_months(match: re.Match[str], draft: Draft) -> None:
    for month in _months_in(match["months"]):
        years = (int(match["year"]),) if match["year"] else (draft.today.year, draft.today.year + 1)
        draft.not_in += [month_span(year, month) for year in years]


def _month_range(match: re.Match[str], draft: Draft) -> None:
    first, last = _months_in(match["first"])[0], _months_in(match["last"])[0]
    draft.spans.append(_of(first, match["year"], draft.today, (last - first) % 12 + 1))


def _day_range(match: re.Match[str], draft: Draft) -> None:
    last = _day(match["last"], draft)
    first = _day(match["first"], draft)
    if first is None or last is None or first > last:
        draft.refused.append(match[0])
        return
    draft.spans.append(Span(first, last))


def _day(text: str, draft: Draft) -> date | None:
    found = read_date(text, draft.today)
    return None if isinstance(found, Refusal) else found


def _one_day(match: re.Match[str], draft: Draft) -> None:
    day = _day(match["day"], draft)
    if day is None:
        draft.refused.append(match[0])
    else:
        draft.spans.append(Span(day, day))


def _edge(match: re.Match[str], draft: Draft) -> None:
    """Read "vanaf 1 maart", "na april", "voor 1 juni", "tot en met mei"."""
    word = match["edge"]
    if match["day"]:
        day = _day(match["day"], draft)
        if day is None:
            draft.refused.append(match[0])
            return
        span = Span(day, day)
    else:
        span = _of(_months_in(match["month"])[0], match["year"], draft.today)
    _set_edge(draft, word, span)


def _set_edge(draft: Draft, word: str, span: Span) -> None:
    one = timedelta(days=1)
    if word == "vanaf":
        draft.begin_from(span.first)
    elif word == "na":
        draft.begin_from(span.last + one)
    elif word in ("voor", "vóór", "tot"):
        draft.end_by(span.first - one)
    else:
        draft.end_by(span.last)


def _around_holiday(match: re.Match[str], draft: Draft) -> None:
    """Read "na de zomervakantie", "voor de zomer"."""
    name = match["name"]
    wanted = "zomervakantie" if name == "zomer" else name
    for year in (draft.today.year, draft.today.year + 1):
        try:
            days = [day for day, told in school_holidays(year).items() if told.lower() == wanted]
        except HolidaysUnknownError:
            break
        if days and max(days) >= draft.today:
            _set_edge(draft, match["edge"], Span(min(days), max(days)))
            return
    draft.refused.append(match[0])


def _week(match: re.Match[str], draft: Draft) -> None:
    number, year = int(match["number"]), int(match["year"] or 0)
    for one in (year,) if year else (draft.today.year, draft.today.year + 1):
        try:
            monday = date.fromisocalendar(one, number, 1)
        except ValueError:
            continue
        if year or monday + timedelta(days=6) >= draft.today:
            draft.spans.append(Span(monday, monday + timedelta(days=6)))
            return
    draft.refused.append(match[0])


def _quarter(match: re.Match[str], draft: Draft) -> None:
    number = int(match["q"]) if match["q"] else ORDINALS[match["nth"]]
    if 1 <= number <= 4:
        draft.spans.append(_of(3 * number - 2, match["year"], draft.today, 3))
    else:
        draft.refused.append(match[0])


def _season(match: re.Match[str], draft: Draft) -> None:
    draft.spans.append(_of(_SEASONS[match["season"]], match["year"], draft.today, 3))


def _year(match: re.Match[str], draft: Draft) -> None:
    named = {"dit": draft.today.year, "volgend": draft.today.year + 1}
    draft.year = int(match["year"]) if match["year"] else named[match["which"]]


def _coming_months(match: re.Match[str], draft: Draft) -> None:
    count = count_of(match["count"] or "een")
    days = count * (7 if match["unit"].startswith("we") else 31)
    draft.spans.append(Span(draft.today, draft.today + timedelta(days=days)))


def _named_month(match: re.Match[str], draft: Draft) -> None:
    next_month = draft.today.month % 12 + 1
    month = draft.today.month if match["which"] == "deze" else next_month
    draft.spans.append(_coming(month, draft.today))


_PART: Final = (
    r"(?:(?P<part>begin|half|medio|eind(?:e)?|(?:de )?(?:eerste|tweede) helft)(?: van)? )?"
)
RULES: Final[tuple[Rule, ...]] = tuple(
    (re.compile(rf"(?:{pattern})(?!\w)"), reader)
    for pattern, reader in (
        (rf"{NOT} (?:in )?(?P<months>{_MONTH_LIST}){_YEAR}", _not_months),
        (rf"(?:tussen|van) (?P<first>{_D}) {_TO} (?P<last>{_D})", _day_range),
        (rf"(?P<first>{_D}) ?(?:t/m|tot en met|-|–) ?(?P<last>{_D})", _day_range),
        (
            rf"(?:tussen|van|in )? ?(?P<first>{_M}) ?(?:t/m|tot en met|tot|-|–) ?"
            rf"(?P<last>{_M}){_YEAR}",
            _month_range,
        ),
        (rf"tussen (?P<first>{_M}) en (?P<last>{_M}){_YEAR}", _month_range),
        (
            rf"(?P<edge>vanaf|na|voor|vóór|tot en met|t/m|tot|uiterlijk)(?: op| in)? "
            rf"(?:(?P<day>{_D})|(?P<month>{_M}){_YEAR})",
            _edge,
        ),
        (rf"(?P<edge>na|voor|vóór) de {_HOLIDAYS}", _around_holiday),
        (rf"(?:op )?(?P<day>{_D})", _one_day),
        (rf"(?:in )?week (?P<number>\d{{1,2}}){_YEAR}", _week),
        (
            rf"(?:in )?(?:het )?(?:(?P<nth>{'|'.join(ORDINALS)}) kwartaal|q(?P<q>[1-4])){_YEAR}",
            _quarter,
        ),
        (rf"(?:in )?(?:het |de )?(?P<season>{'|'.join(_SEASONS)}){_YEAR}", _season),
        (rf"(?:in |op )?(?:de )?{_PART}(?P<months>{_MONTH_LIST}){_YEAR}", _months),
        (r"(?:in )?(?P<which>deze|volgende) maand", _named_month),
        (
            rf"(?:in )?(?:de )?komende (?:(?P<count>{COUNT}) )?(?P<unit>maand(?:en)?|weken|week)",
            _coming_months,
        ),
        (r"(?:in )?(?P<year>20\d\d)|(?P<which>dit|volgend) jaar", _year),
    )
)
