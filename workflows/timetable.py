"""Starts the jobs of `config/timetable.toml` at their slots. Only enqueues.

The lines become jobs of the `schedule` library. Such a job asks what is due by our own clock, so
that a restart, a machine that slept or a clock that was put back changes nothing: the ID of a run
is made of its line and its slot, and any number of tickers start it once.
"""

import threading
import time
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Final

import schedule
import structlog
from babel.dates import format_datetime
from sqlalchemy.exc import SQLAlchemyError

from backbone.config_files import load_config
from backbone.slot_log import SlotLog
from museum.attention import URGENT, AttentionPoint
from museum.budget_rules import HERE
from museum.errors import FixConfiguration, MuseumflowError
from museum.timetable import (
    DAY,
    MINUTES,
    MONTH,
    WEEKDAYS,
    WORKDAY,
    Line,
    TimetableError,
    parse_timetable,
)
from workflows.context import Context

SOURCE: Final = "dienstregeling"
LOOK_EVERY_S: Final = 1.0
MAKE_UP_EVERY_S: Final = 60.0
"""How often is looked whether a slot was slept through, besides the times of the lines."""

_FAR_AHEAD: Final = timedelta(days=1)

Submit = Callable[[str, str], None]
"""Enqueues a job by its name, under the ID of the run to be."""

_log = structlog.get_logger(__name__)


def load_timetable(jobs: Collection[str]) -> tuple[Line, ...]:
    """Read `config/timetable.toml`; raises `FixConfiguration` that names every wrong line."""
    try:
        return parse_timetable(load_config("timetable"), sorted(jobs))
    except TimetableError as error:
        raise FixConfiguration(
            what=f"In config/timetable.toml klopt iets niet:{error}\n",
            remedy="Verbeter die regels; de uitleg staat bovenin het bestand.",
        ) from error


class Ticker:
    """Deals with what is due. One per process; any number may tick on one database."""

    def __init__(self, context: Context, lines: Sequence[Line], submit: Submit) -> None:
        self._context = context
        self._lines = tuple(lines)
        self._submit = submit
        self._log = SlotLog(context.database)

    def tick(self) -> None:
        """Deal with the latest slot of every line, when that was not done yet."""
        for line in self._lines:
            self.look_at(line)

    def look_at(self, line: Line) -> None:
        """Start the latest slot of a line, or say that it is too late for it."""
        now = self._context.now()
        slot, last = line.last_slot(now), self._log.last(line.name)
        if last is None or last.done > now + _FAR_AHEAD:
            # New in the timetable: what was before it stood there is nobody's loss. Or noted by a
            # clock that was far ahead, which would keep the line from its slots until then.
            self._log.note(line.name, slot, None)
            return
        if slot <= last.done:
            return  # done; or the clock was put back
        was_done = self._context.runs.find(line.run_id(slot)) is not None
        if line.is_too_late(slot, now) and not was_done:
            self._log.note(line.name, slot, missed=slot)
        else:
            self._submit(line.job, line.run_id(slot))
            self._log.note(line.name, slot, missed=None)
        self._tell()

    def _tell(self) -> None:
        missed = self._log.missed()
        points = [_missed(line, missed[line.name]) for line in self._lines if line.name in missed]
        self._context.attention.replace(SOURCE, points, self._context.now())


def _missed(line: Line, slot: datetime) -> AttentionPoint:
    return AttentionPoint(
        key=f"timetable:{line.name}",
        what=f"De taak “{line.name}” van {in_words(slot)} is niet gedaan: museumflow stond toen "
        "uit, en het is te laat om haar in te halen.",
        remedy="Doe wat er moest gebeuren met de hand, of laat het tot de volgende keer. "
        "Na die keer verdwijnt dit punt vanzelf.",
        subject=line.name,
        severity=URGENT,
    )


def in_words(moment: datetime) -> str:
    """Write a moment as staff read it: "maandag 1 maart, 07.00 uur"."""
    pattern = "EEEE d MMMM, HH.mm 'uur'"
    return str(format_datetime(moment.astimezone(HERE), pattern, locale="nl_NL"))


def scheduled(ticker: Ticker, lines: Sequence[Line]) -> schedule.Scheduler:
    """Return a scheduler with a job per line, each of which only looks what is due.

    A job that raises would stop the others (`schedule` 1.2.2), so none can.
    """
    scheduler = schedule.Scheduler()
    for line in lines:
        for job in _jobs(scheduler, line):
            job.do(_guarded, lambda line=line: ticker.look_at(line))
    return scheduler


def _guarded(look: Callable[[], None]) -> None:
    try:
        look()
    except (SQLAlchemyError, OSError, MuseumflowError) as error:
        # A database or engine that is away for a moment: the next look makes up for this one.
        _log.warning("timetable.look_failed", kind=type(error).__name__)


def _jobs(scheduler: schedule.Scheduler, line: Line) -> Iterator[schedule.Job]:
    at = f"{line.at:%H:%M}"
    if line.every == MINUTES:
        # Every minute: slots lie on whole minutes, wherever the process began.
        yield scheduler.every().minute.at(":00")
    elif line.every in (DAY, MONTH):
        yield scheduler.every().day.at(at, HERE.key)  # in other days of the month nothing is due
    else:
        for weekday in WEEKDAYS[:5] if line.every == WORKDAY else (line.every,):
            on_that_day: schedule.Job = getattr(scheduler.every(), _ENGLISH[weekday])
            yield on_that_day.at(at, HERE.key)


_ENGLISH: Final = dict(
    zip(
        WEEKDAYS,
        ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"),
        strict=True,
    )
)


@contextmanager
def ticking(ticker: Ticker, lines: Sequence[Line]) -> Iterator[None]:
    """Tick in a thread of its own; what was slept through is dealt with at once."""
    stop = threading.Event()
    scheduler = scheduled(ticker, lines)

    def run() -> None:
        # Not a job of `schedule`: one without a time stands still while a local clock goes back.
        looked_s = float("-inf")
        while True:
            if time.monotonic() - looked_s >= MAKE_UP_EVERY_S:
                looked_s = time.monotonic()
                _guarded(ticker.tick)
            scheduler.run_pending()
            if stop.wait(LOOK_EVERY_S):
                return

    thread = threading.Thread(target=run, name="timetable", daemon=True)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join(timeout=10)


def next_slots(lines: Sequence[Line], now: datetime, days: int) -> list[tuple[datetime, Line]]:
    """Return what runs in the coming days, in the order of time."""
    until = now + timedelta(days=days)
    found = [(slot, line) for line in lines for slot in line.slots(now, until)]
    return sorted(found, key=lambda each: (each[0], each[1].name))


def agenda_lines(found: Sequence[tuple[datetime, Line]]) -> list[str]:
    """Write slots as staff read them: what runs every few minutes first and once, then by time."""
    if not found:
        return ["In deze dagen gebeurt er niets vanzelf."]
    by_minutes: dict[int, dict[str, None]] = {}
    for _, line in found:
        if line.every == MINUTES:
            by_minutes.setdefault(line.minutes, {})[_name(line)] = None
    often = [
        f"{_how_often(minutes)}: {', '.join(sorted(names))}"
        for minutes, names in sorted(by_minutes.items())
    ]
    timed = [f"{in_words(slot)}: {_name(line)}" for slot, line in found if line.every != MINUTES]
    return [*often, *([""] if often and timed else []), *timed]


def _name(line: Line) -> str:
    return line.name if line.name == line.job else f"{line.name} ({line.job})"


def _how_often(minutes: int) -> str:
    if minutes % 60:
        return "elke minuut" if minutes == 1 else f"elke {minutes} minuten"
    return "elk uur" if minutes == 60 else f"elke {minutes // 60} uur"
