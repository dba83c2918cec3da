"""Date advice over the tables as they are now: for `museumflow dates` and `/beheer/datumadvies`."""

from dataclasses import asdict, dataclass, replace
from datetime import date
from functools import partial
from typing import Any, Final

from backbone.calendar_settings import load_advice_settings, load_check_settings
from museum.answers.date_vocabulary import WEEKDAY_NAMES
from museum.calendar_check import Calendar
from museum.date_advice import (
    Advice,
    AdvisedDate,
    Fields,
    Reading,
    Reason,
    advise,
    default_days,
    read_request,
)
from museum.date_plan import ZONE
from workflows.calendar_check import dated_records, event_templates
from workflows.context import Context


@dataclass(frozen=True)
class Answer:
    """What was read of a question, and the advice."""

    reading: Reading
    advice: Advice


def planning_calendar(context: Context, today: date) -> Calendar:
    """Return the calendar of what staff plan: the programme, others' dates and leave.

    Museums' own activities are left out: they take no date of the platform's.
    """
    calendar = Calendar(load_check_settings(), today)
    if context.mirror.binding().tables:
        records = dated_records(context, "programme", "partner_dates", "leave")
        calendar.load(records, (), {}, event_templates(context))
    return calendar


def ask(context: Context, text: str, fields: Fields, today: date) -> Answer:
    """Return the best dates for a sentence, for fields, or for both."""
    calendar = planning_calendar(context, today)
    reading = read_request(text, today, partial(default_days, calendar), fields)
    found = advise(calendar, load_advice_settings(), reading.request, context.now())
    if not context.mirror.binding().tables:
        found = replace(found, notes=(_NOT_READ, *found.notes))
    return Answer(reading, found)


_NOT_READ: Final = (
    "De tabellen zijn nog niet gelezen: er is alleen op feestdagen en schoolvakanties gelet."
)


def as_json(answer: Answer) -> dict[str, Any]:
    """Return an answer for scripts: days and moments as ISO 8601, moments on the clock here."""
    reading, advice = answer.reading, answer.advice
    return {
        "understood": list(reading.understood),
        "supposed": list(reading.supposed),
        "not_understood": list(reading.not_understood),
        "notes": list(advice.notes),
        "considered": advice.considered,
        "dates": [_date_json(one) for one in advice.dates],
    }


def _date_json(one: AdvisedDate) -> dict[str, Any]:
    record = one.record
    moments = {
        name: moment.astimezone(ZONE).isoformat(timespec="minutes")
        for name, moment in (("starts", record.starts), ("ends", record.ends))
        if moment is not None
    }
    return {
        "date": one.day.isoformat(),
        "last_day": one.last_day.isoformat(),
        "weekday": WEEKDAY_NAMES[one.day.weekday()],
        "part": one.part,
        **moments,
        "score": one.score,
        "level": one.level,
        "for": [_reason_json(reason) for reason in one.reasons_for],
        "against": [_reason_json(reason) for reason in one.reasons_against],
    }


def _reason_json(reason: Reason) -> dict[str, Any]:
    return asdict(reason)
