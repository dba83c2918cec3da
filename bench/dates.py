"""Date advice over a whole year, for a programme as full as the bench of consistency has."""

import gc
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from random import Random
from statistics import median
from time import perf_counter
from typing import Final

from backbone.calendar_settings import load_advice_settings, load_check_settings
from bench.consistency import TODAY, made_records
from museum.calendar_check import Calendar
from museum.date_advice import advise, default_days, read_request
from museum.identity import RecordId
from museum.records import Activity, EventTemplate

_QUESTIONS: Final = (
    "een workshop van een dagdeel voor vrijwilligers, ongeveer 25 mensen",
    "een avond voor besturen",
    "een cursus van drie ochtenden voor iedereen, liefst op donderdag",
)
_REPEATS: Final = 3
_NOW: Final = datetime(2026, 11, 23, 9, tzinfo=UTC)
_MADE: Final = datetime(2026, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class AdviceFigures:
    """Seconds for one question, from reading the sentence to the answer; `load_s` goes before."""

    items: int
    days: int
    load_s: float
    advice_s: float
    worst_s: float


def measure_dates() -> AdviceFigures:
    """Ask a few questions over a year, a few times each."""
    records = [one for one in made_records(Random(2027)) if not isinstance(one, Activity)]
    kinds = ("workshop", "meeting", "course")
    templates = [
        EventTemplate(RecordId(f"recT{kind}"), _MADE, kind, kind, 6.0, 5.0, 2.0, 8)
        for kind in kinds
    ]
    settings = load_advice_settings()
    gc.collect()
    begun = perf_counter()
    calendar = Calendar(load_check_settings(), TODAY)
    calendar.load(records, (), {}, templates)
    load_s = perf_counter() - begun
    took, days = [], 0
    for question in _QUESTIONS * _REPEATS:
        begun = perf_counter()
        reading = read_request(question, TODAY, partial(default_days, calendar))
        days = advise(calendar, settings, reading.request, _NOW).considered
        took.append(perf_counter() - begun)
    return AdviceFigures(len(records), days, load_s, median(took), max(took))
