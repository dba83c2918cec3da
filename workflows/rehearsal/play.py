"""Plays a month: edits at their moments, fetches when they are due, publications after them."""

import os
import time
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final

import sqlalchemy as sa

from backbone.airtable import service_of
from backbone.calls import CallCounts, month_of
from channels.website import catalogue_tables as t
from channels.website.things import TABLE_OF
from museum.budget_rules import HERE
from museum.identity import TableKey
from workflows.calendar_check import CALENDAR_CHECK
from workflows.calendars_in import CALENDARS_IN
from workflows.canary import CANARY_CHECK, CANARY_SEND
from workflows.context import Context
from workflows.due import Due, next_work
from workflows.engine import JobFunction, StepFunction
from workflows.fetch import SERVICE, note_listening
from workflows.fetch_job import FETCH
from workflows.intake_job import INTAKE, writing_due
from workflows.jobs import TIMETABLE_JOBS, jobs
from workflows.newsletter_after import AFTER
from workflows.newsletter_sending import SENDING
from workflows.rehearsal.answers import answer_by_form
from workflows.rehearsal.edits import UNSEEN, Edit, Month
from workflows.rehearsal.played import Played, poller_changes, share_below
from workflows.rehearsal.stage import Cell, Stage
from workflows.replies import REPLIES
from workflows.sheets_intake import SHEETS
from workflows.table_intake import TABLE_FORMS
from workflows.timetable import load_timetable
from workflows.website_job import WEBSITE

_LEFT_OUT: Final = (CANARY_CHECK, SHEETS, TABLE_FORMS, CALENDARS_IN, REPLIES, AFTER)

_WRITES: Final = ("kanarie", "inzendingen", "nieuwsbrieven")
"""What is counted under these purposes changes a table."""

DAYS_AFTER: Final = 1
"""So long after the month, what still waits may be published; nobody edits then."""

PATIENT: Final = frozenset({SENDING, CALENDAR_CHECK, TABLE_FORMS})
"""What runs after each fetch, though nobody waits for it: newsletters that nobody approves here,
what does not fit in the calendar, rows that nobody adds here. It takes as many calls when rarely
done: none, but for what staff decided."""
PATIENT_FIRST: Final = 5
PATIENT_EVERY: Final = timedelta(hours=6)

Progress = Callable[[str], None]
Slot = tuple[datetime, str, str]
"""When a job runs by itself, which one, and the ID of its run."""


@dataclass
class Taken:
    """When a patient job was really done last, and what each time took, in seconds."""

    each_s: list[float] = field(default_factory=list)
    last: datetime | None = None

    def is_to_be_done(self, now: datetime) -> bool:
        """Tell whether it is done now for real."""
        return (
            self.last is None
            or len(self.each_s) < PATIENT_FIRST
            or now - self.last >= PATIENT_EVERY
        )

    def note(self, now: datetime, took_s: float) -> None:
        """Note that it was done."""
        self.each_s.append(took_s)
        self.last = now


@dataclass(frozen=True)
class Ahead:
    """What comes that is no edit: a fetch, the writing of answers to forms, a job by itself."""

    due: Due | None
    write_at: datetime | None
    slot_at: datetime | None

    def first(self) -> datetime | None:
        """Return when the first of these is."""
        moments = (self.due.at if self.due else None, self.write_at, self.slot_at)
        return min((moment for moment in moments if moment), default=None)


class Play:
    """One month on a stage.

    The first `real` publications are really done. For each one after that, the time is counted
    that 95 of 100 of those stayed below; at the end, all is published and looked at once more.
    """

    def __init__(self, stage: Stage, month: Month, say: Progress, real: int) -> None:
        self._real = real
        self._stage = stage
        self._context = stage.context
        self._clock = stage.clock
        self._month = month
        self._say = say
        self._to_start: deque[tuple[str, str]] = deque()
        self._jobs = jobs(
            self._context,
            later=lambda _job: None,  # the search index takes no call, and may follow later
            start=lambda workflow, run_id: self._to_start.append((workflow, run_id)),
        )
        self._waiting: dict[tuple[str, str, str], list[Edit]] = {}
        self._last: dict[tuple[str, str, str], str] = {}
        self._played = Played()
        self._patient: dict[str, Taken] = {}

    def open(self) -> None:
        """Do the first read and publication, before the month begins."""
        self._work(FETCH, "ophalen-start", {"first": "proef"})

    def run(self, edits: Sequence[Edit]) -> Played:
        """Play the month with these edits, in the order of time."""
        coming, slots = deque(edits), deque(self._slots())
        self._played.poller_changes = poller_changes(edits)
        self._stage.sandbox.forget_ledger()
        ends = self._month.ends + timedelta(days=DAYS_AFTER)
        while True:
            ahead = Ahead(
                next_work(self._context), self._write_at(), slots[0][0] if slots else None
            )
            other, edit_at = ahead.first(), coming[0].at if coming else None
            at = min((moment for moment in (other, edit_at) if moment), default=ends)
            if at >= ends:
                return self._done()
            self._clock.move_to(at)
            if ahead.slot_at and ahead.slot_at <= at:
                self._run_slot(*slots.popleft())
            elif edit_at and edit_at <= at:
                self._type(self._typed_together(coming, other))
            elif ahead.write_at and ahead.write_at <= at:
                self._work(INTAKE, f"{INTAKE}-{ahead.write_at.isoformat()}", {})
            elif ahead.due:
                self._fetch(ahead.due)

    def _slots(self) -> list[Slot]:
        """Return what runs by itself in the month, by the timetable.

        But for the look at the canary, which asks the website's address: nobody serves it here;
        and for what reads elsewhere, or looks every few minutes for rows that nobody adds here, or
        for what readers did with a newsletter that nobody approves here: those cost Airtable
        nothing. The newsletters' quarters of an hour come with the first after `PATIENT_EVERY`.
        """
        found = [
            (slot, line.job, line.run_id(slot))
            for line in load_timetable(TIMETABLE_JOBS)
            for slot in line.slots(self._month.begins, self._month.ends)
            if line.job not in _LEFT_OUT and (line.job != SENDING or _is_for_letters(slot))
        ]
        return sorted(found)

    def _typed_together(self, coming: deque[Edit], other: datetime | None) -> list[Edit]:
        """Take the next edit, and those that follow before `other`, when that cannot come sooner.

        Where changes wait already, one more never hastens their fetch; but for the first in office
        hours after an evening, or in an evening after office hours.
        """
        found = [coming.popleft()]
        waiting, office = self._context.inbox.waiting(SERVICE), self._context.budget.office
        if waiting is None or other is None:
            return found
        is_office = office.covers(waiting.last)
        while (
            coming
            and coming[0].at < other
            and not (found[-1].by_form or coming[0].by_form)
            and office.covers(found[-1].at) == office.covers(coming[0].at) == is_office
        ):
            found.append(coming.popleft())
        return found

    def _run_slot(self, at: datetime, job: str, run_id: str) -> None:
        self._work(job, run_id, {})
        if job == CANARY_SEND:
            calls = sum(self._calls().values())
            day = at.astimezone(HERE)
            self._say(f"{day:%d-%m}: {calls} aanroepen, {self._played.edits} wijzigingen")

    def _write_at(self) -> datetime | None:
        """Return when answers to forms are written, and their mails sent."""
        if self._context.letters.newest():
            return self._clock.now()
        return writing_due(self._context)

    def _type(self, edits: Sequence[Edit]) -> None:
        """Let these be typed, each at its moment: several only where none is sent by a form."""
        binding = self._context.mirror.binding()
        cells = [
            Cell(
                max(edit.at, self._clock.now()),
                str(binding.tables[TableKey(edit.table)]),
                str(binding.field_id(edit.table, edit.field)),
                edit,
            )
            for edit in edits
        ]
        if edits[0].by_form:
            answer_by_form(self._context, edits[0])
        else:
            self._stage.sandbox.type_cells(cells)
            self._clock.follows_to(cells[-1].at)
            self._ping()
        for cell in cells:
            self._note_typed(cell.edit, cell.field_id)

    def _note_typed(self, edit: Edit, field_id: str) -> None:
        self._played.edits += 1
        if edit.table in UNSEEN:
            return
        self._waiting.setdefault((edit.table, edit.record_id, field_id), []).append(edit)
        self._last[edit.table, edit.record_id, field_id] = edit.value

    def _ping(self) -> None:
        """Note a ping; the sandbox pings in real time, and ours come at the moved clock's."""
        self._context.inbox.store_ping(SERVICE, self._clock.now())

    def _fetch(self, due: Due) -> None:
        note_listening(self._context)
        self._played.fetches += due.fetches
        self._work(FETCH, due.run_id, _arguments(due))

    def _work(self, job: str, run_id: str, arguments: dict[str, Any]) -> None:
        """Run a job and what it starts; the time it takes here passes on the clock."""
        self._to_start.append((job, run_id))
        wanted, written = {run_id: arguments}, self._written()
        while self._to_start:
            name, run = self._to_start.popleft()
            if name == WEBSITE:
                self._publish(run)
            elif name in PATIENT:
                self._do_now_and_then(name, run)
            else:
                self._clock.tell()
                self._clock.pass_s(_timed(self._jobs[name], run, wanted.get(run, {})))
        if self._written() > written:
            self._ping()

    def _written(self) -> int:
        """Return how many calls wrote in a table: Airtable pings for those as well."""
        return sum(count for purpose, count in self._calls().items() if purpose in _WRITES)

    def _do_now_and_then(self, name: str, run_id: str) -> None:
        """Do a job that nobody waits for, or let as much time pass as it usually takes.

        Really done the first times, to know what it takes, and then every six hours.
        """
        now, taken = self._clock.now(), self._patient.setdefault(name, Taken())
        if taken.is_to_be_done(now):
            self._clock.tell()
            taken.note(now, _timed(self._jobs[name], run_id, {}))
        self._clock.pass_s(share_below(taken.each_s, 0.5))

    def _publish(self, run_id: str) -> None:
        built_s = self._played.built_s
        if len(built_s) < self._real:
            self._clock.tell()
            built_s.append(_timed(self._jobs[WEBSITE], run_id, {}))
            self._clock.pass_s(built_s[-1])
        else:
            self._clock.pass_s(share_below(built_s, 0.95))
        self._played.publications += 1
        self._note_published()

    def _note_published(self) -> None:
        """Write down how long the edits waited that the website has now."""
        now = self._clock.now()
        for (table, record_id, field_id), edits in list(self._waiting.items()):
            record = self._context.mirror.record(table, record_id)
            shown = record.cells.get(field_id) if record else None
            places = [place for place, edit in enumerate(edits) if edit.value == shown]
            if not places:
                continue
            # What was typed before it and overtaken has reached the page as well.
            done = edits[: places[-1] + 1]
            self._played.waited_s += [(now - edit.at).total_seconds() for edit in done]
            self._played.left_s.append((now - done[-1].at).total_seconds())
            self._waiting[table, record_id, field_id] = edits[places[-1] + 1 :]
            if not self._waiting[table, record_id, field_id]:
                del self._waiting[table, record_id, field_id]

    def _look_at_pages(self) -> None:
        """Count the last texts that stand on the website: what was typed is what one reads."""
        waiting = {edit.value for edits in self._waiting.values() for edit in edits}
        stands = published(self._context)
        wanted = {
            value
            for (table, record_id, _field), value in self._last.items()
            if record_id in stands.get(table, ()) and value not in waiting
        }
        self._played.last_texts = len(wanted)
        for page in self._context.settings.public.rglob("index.html"):
            text = page.read_text("utf-8")
            wanted = {value for value in wanted if value not in text}
        self._played.shown = self._played.last_texts - len(wanted)

    def _calls(self) -> dict[str, int]:
        month = month_of(self._month.begins + timedelta(days=1))
        counts = CallCounts(self._context.database).calls(month)
        return counts.get(service_of(self._context.settings), {})

    def _done(self) -> Played:
        closing = self._jobs[WEBSITE](_at_once, "website-slot", {})
        if closing["outcome"] in ("changed", "unchanged"):
            self._look_at_pages()
        else:
            self._played.problem = f"{closing['summary']} {closing['error']}".strip()
        self._played.calls = self._calls()
        self._played.unpublished = sum(len(edits) for edits in self._waiting.values())
        self._played.mails = self._stage.sandbox.mails()
        self._played.tables = len(self._context.mirror.binding().tables)
        return self._played


def published(context: Context) -> dict[str, list[str]]:
    """Return the IDs of what stands on the website, by table."""
    found: dict[str, list[str]] = {}
    query = sa.select(t.things.c.kind, t.things.c.id).where(t.things.c.state == "published")
    with context.database.begin() as connection:
        for row in connection.execute(query.order_by(t.things.c.kind, t.things.c.id)):
            found.setdefault(TABLE_OF[row.kind], []).append(row.id)
    return found


def _is_for_letters(slot: datetime) -> bool:
    local = slot.astimezone(HERE)
    return local.minute == 0 and timedelta(hours=local.hour) % PATIENT_EVERY == timedelta(0)


def _timed(job: JobFunction, run_id: str, arguments: dict[str, Any]) -> float:
    """Do a job and return how long it took, in seconds.

    On a machine that is busy with other work, that is what the processor did for it here and in
    processes of ours that ended, one after the other: what others took is not of this month.
    """
    begun_s, worked_s = time.perf_counter(), _worked_s()
    job(_at_once, run_id, arguments)
    return min(time.perf_counter() - begun_s, _worked_s() - worked_s)


def _worked_s() -> float:
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system


def _at_once(_name: str, function: StepFunction) -> Any:
    return function()


def _arguments(due: Due) -> dict[str, Any]:
    return {"fetch": due.fetches}
