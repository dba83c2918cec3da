"""How long the calendar takes: all of it over two years, one change, and one advice.

5,000 items of made-up museums: single days, weekly and monthly ones, exhibitions, offers, in rooms
of their own, beside a programme, dates of others and leave. The same seed gives the same calendar.
"""

import gc
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from statistics import median
from time import perf_counter, process_time
from typing import Final

from backbone.calendar_settings import load_check_settings
from museum.calendar_check import Calendar, Source
from museum.identity import RecordId
from museum.records import Activity, Leave, Museum, PartnerDate, ProgrammeItem
from museum.workload import PEOPLE

ITEMS: Final = 5_000
MUSEUMS: Final = 53
PROGRAMME: Final = 120
CHANGES: Final = 60
TODAY: Final = date(2026, 11, 23)
_MADE: Final = datetime(2026, 6, 1, tzinfo=UTC)
_HOURS: Final = (
    "di t/m zo 11-17 u",
    "apr t/m okt: di t/m zo 11-17 u; nov t/m mrt: za + zo 13.30-17 u",
    "za + zo 13-17 u, ma in de schoolvakanties 13-17 u",
    "1 april t/m 31 oktober wo t/m zo 10-17 u, feestdagen gesloten",
    "dagelijks 10-17 u, gesloten op 1 jan, 25 + 31 dec",
)
_SUBJECTS: Final = (
    *("turf", "veen", "hunebed", "klompen", "molen", "textiel", "kunst", "oorlog", "boerderij"),
    *("orgel", "drukkerij", "glas", "zwerfkei", "tram", "school", "gevangenis", "tuin", "bijen"),
)
_FORMS: Final = ("rondleiding", "workshop", "lezing", "kinderdag", "demonstratie", "wandeling")


@dataclass(frozen=True)
class Figures:
    """Seconds and counts; `change_s` is the median of many changes, `change_worst_s` the worst.

    `whole_cpu_s`: of the processor, which others on the machine take less from.
    """

    items: int
    occurrences: int
    findings: int
    whole_s: float
    whole_cpu_s: float
    change_s: float
    change_worst_s: float
    is_equal: bool
    """Whether the calendar after all changes says the same as one read anew."""


def measure_consistency() -> Figures:
    """Read and check the whole calendar, then change it one record at a time."""
    random = Random(2027)
    museums, records = list(made_museums()), list(made_records(random))
    gc.collect()
    settings = load_check_settings()
    begun, begun_cpu = perf_counter(), process_time()
    calendar = Calendar(settings, TODAY)
    calendar.load(records, museums, {})
    found = calendar.findings()
    whole_s, whole_cpu_s = perf_counter() - begun, process_time() - begun_cpu
    took = []
    for number in random.sample(range(len(records)), CHANGES):
        records[number] = _moved(records[number])
        begun = perf_counter()
        calendar.change(records[number].id, records[number])
        calendar.findings()
        took.append(perf_counter() - begun)
    anew = Calendar(settings, TODAY)
    anew.load(records, museums, {})
    return Figures(
        len(records),
        sum(len(item.begins) for item in calendar.items.values()),
        len(found),
        whole_s,
        whole_cpu_s,
        median(took),
        max(took),
        calendar.findings() == anew.findings(),
    )


def made_museums() -> Iterator[Museum]:
    """Yield the museums, each with its opening hours."""
    for number in range(MUSEUMS):
        hours = _HOURS[number % len(_HOURS)]
        yield Museum(RecordId(f"recM{number:03}"), _MADE, name=f"Museum {number}", hours_text=hours)


def made_records(random: Random, items: int = ITEMS) -> Iterator[Source]:
    """Yield everything that the calendar reads."""
    for number in range(items - PROGRAMME - 24):
        yield _activity(number, random)
    for number in range(PROGRAMME):
        yield _programme(number, random)
    for number in range(12):
        day = TODAY + timedelta(days=random.randint(0, 700))
        kind = random.choice(("congress", "sector", "other"))
        yield PartnerDate(
            RecordId(f"recD{number:03}"), _MADE, f"Dag {number}", kind, day, source="Een bron",
            checked_on=TODAY,
        )  # fmt: skip
        yield Leave(
            RecordId(f"recL{number:03}"), _MADE, "Vrij", random.choice(PEOPLE), day,
            day + timedelta(days=random.randint(0, 14)),
        )  # fmt: skip


def _activity(number: int, random: Random) -> Activity:
    kind = random.choices(("activity", "exhibition", "offer", "education"), (70, 15, 5, 10))[0]
    day = TODAY + timedelta(days=random.randint(-200, 600))
    made = Activity(
        RecordId(f"recA{number:05}"),
        _MADE,
        title=f"{random.choice(_SUBJECTS)} {random.choice(_FORMS)} bij {random.choice(_SUBJECTS)}",
        kind=kind,
        workflow_status="approved",
        museum=RecordId(f"recM{number % MUSEUMS:03}"),
    )
    if kind in ("exhibition", "offer"):
        last = day + timedelta(days=random.randint(14, 180))
        return replace(made, first_day=day, last_day=None if random.random() < 0.05 else last)
    hour = random.randint(10, 16)
    made = replace(made, starts=_at(day, hour), ends=_at(day, hour + random.randint(1, 2)))
    if random.random() < 0.4:
        room, town = f"Zaal {number % 7}", f"Dorp {number % MUSEUMS}"
        made = replace(made, location_name=room, location_place=town)
    if random.random() < 0.4:
        repeats = random.choice(("weekly", "weekly", "fortnightly", "monthly_weekday"))
        until = None if random.random() < 0.3 else day + timedelta(days=random.randint(60, 700))
        made = replace(made, repeats=repeats, repeats_until=until)
    return made


def _programme(number: int, random: Random) -> ProgrammeItem:
    day = TODAY + timedelta(days=random.randint(-40, 700))
    hour = random.choice((10, 13, 19))
    return ProgrammeItem(
        RecordId(f"recP{number:04}"),
        _MADE,
        title=f"{random.choice(_FORMS)} {random.choice(_SUBJECTS)}",
        kind=random.choice(("course", "training", "workshop", "meeting", "drinks")),
        audiences=tuple(
            random.sample(("board", "professional", "volunteer"), random.randint(1, 2))
        ),
        date_status=random.choice(("fixed", "fixed", "provisional")),
        starts=_at(day, hour),
        ends=_at(day, hour + 3),
        place="Assen",
        room=random.choice(("Drents Archief", "De Nieuwe Kolk", "De Schakel")),
        speakers=random.choice(("", "Sietske Bouwman", "Egbert Nijland en Janna Schuurman")),
        capacity=25,
        hours_before=random.choice((4, 8, 30)),
        hours_on_the_day=5,
        hours_after=2,
        staff=random.choice((("coordinator",), ("coordinator", "assistant"))),
    )


def _at(day: date, hour: int) -> datetime:
    return datetime.combine(day, time(hour), tzinfo=UTC)


def _moved(record: Source) -> Source:
    """Move a record a week on."""
    week = timedelta(days=7)
    if isinstance(record, Activity | ProgrammeItem) and record.starts is not None:
        ends = None if record.ends is None else record.ends + week
        return replace(record, starts=record.starts + week, ends=ends)
    if record.first_day is None:
        return record
    last = None if record.last_day is None else record.last_day + week
    return replace(record, first_day=record.first_day + week, last_day=last)
