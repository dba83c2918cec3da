"""Looks whether all goes well, and tells people once when it does not, and once when it is over.

Reads the runs, the engine, the attention points and the canary; writes the alarms; sends mail.
Any number of processes may look: the alarms are one table, and each letter goes once.
"""

import hashlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

import structlog
from babel.dates import format_datetime
from sqlalchemy.exc import SQLAlchemyError

from backbone.alarms import RaisedAlarm
from channels.mail.letter import Letter
from channels.mail.post import BeingSent, Post
from channels.mail.writing import Writer
from museum.alarms import AlarmRules, LeftRun, Seen, judge
from museum.errors import MuseumflowError
from museum.mail_address import MailAddress
from workflows.canary import CANARY_SEND, load_alarm_rules, look_for_canary, second_try
from workflows.context import Context
from workflows.engine import EngineClient, EngineSettings
from workflows.mail import open_alarm_post, open_writer
from workflows.repeating import repeating

LOOK_EVERY_S: Final = 60.0
ASLEEP_AFTER: Final = timedelta(minutes=10)
"""A pause between two looks from which this machine was off or asleep."""
_HERE: Final = ZoneInfo("Europe/Amsterdam")

_log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class Lookout:
    """Everything a look needs. `left_runs` are those that the engine has not ended."""

    context: Context
    rules: AlarmRules
    left_runs: Callable[[], Sequence[LeftRun]]
    post: Post | None
    writer: Writer
    submit: Callable[[str, str], None]
    """Enqueues a job under a run ID; the same ID twice is one run."""

    def look(self) -> None:
        """Look once: open and clear alarms, and tell people what they were not told yet."""
        context, now = self.context, self.context.now()
        since = context.alarms.note_look(now, ASLEEP_AFTER)
        if context.flights.newest() is not None:
            look_for_canary(context)  # costs nothing once it is back
        rules = self._rules_now()
        again = second_try(context, rules.canary_back_by) if rules.canary_back_by else None
        if again is not None:
            self.submit(CANARY_SEND, again)
        newest = context.runs.recent(1)
        flight = context.flights.newest()
        seen = Seen(
            now=now,
            watching_since=since.watching_since,
            awake_since=since.awake_since,
            last_run=newest[0].started if newest else None,
            left_runs=self.left_runs(),
            points=[one.point for one in context.attention.open_points()],
            flight=flight.flight if flight else None,
            back_from=context.flights.back_from(),
        )
        # A machine that just woke raises few alarms; those that stand are then not over.
        settle = rules.settle if seen.is_awake(rules) else None
        context.alarms.follow(judge(seen, rules), now, settle)
        self._tell()

    def _rules_now(self) -> AlarmRules:
        """Return the rules; a month whose calls are kept for people has no canary."""
        if self.context.governor().closed_until() is None:
            return self.rules
        return replace(self.rules, canary_back_by=None)

    def _tell(self) -> None:
        readers = self.context.settings.alarm_readers
        if self.post is None or not readers:
            return
        for raised in self.context.alarms.to_tell():
            problems = [self._send(self.post, raised, reader) for reader in readers]
            if not any(problems):
                self.context.alarms.note_told(raised, self.context.now())
            else:
                self._note(raised, next(error for error in problems if error))

    def _send(self, post: Post, raised: RaisedAlarm, reader: MailAddress) -> MuseumflowError | None:
        """Send one letter; one reader's refusal keeps the mail from no other."""
        try:
            post.send(_letter(raised, reader, *self._words(raised)))
        except MuseumflowError as error:
            return error
        return None

    def _note(self, raised: RaisedAlarm, error: MuseumflowError) -> None:
        """Say beside the alarm why its mail did not go; the next look tries again."""
        problem = f"{error.what} {error.remedy}".strip()
        if problem == raised.mail_problem or isinstance(error, BeingSent):
            return
        _log.warning("alarm.not_mailed", kind=type(error).__name__)
        self.context.alarms.note_mail_problem(raised, problem)

    def _words(self, raised: RaisedAlarm) -> tuple[str, str, str]:
        settings = self.context.settings
        template = "alarm" if raised.cleared_at is None else "all_clear"
        values: dict[str, Any] = {
            "alarm": {
                "title": raised.alarm.title,
                "what": raised.alarm.what,
                "remedy": raised.alarm.remedy,
                "since": in_words(raised.since),
                "cleared": in_words(raised.cleared_at) if raised.cleared_at else "",
            },
            "runs_url": f"{settings.site_url}/beheer/runs",
            "is_sample": settings.is_sample,
        }
        words = self.writer.write(template, values)
        return words.subject, words.text, words.html


def _letter(raised: RaisedAlarm, reader: MailAddress, subject: str, text: str, html: str) -> Letter:
    stage = "opened" if raised.cleared_at is None else "cleared"
    # The reader stands in the key as a fingerprint: our tables keep no address.
    whom = hashlib.sha256(reader.address.encode()).hexdigest()[:16]
    moment = raised.since.isoformat(timespec="seconds")
    key = f"alarm:{hashlib.sha256(raised.alarm.key.encode()).hexdigest()[:24]}:{moment}:{stage}"
    return Letter(f"{key}:{whom}", reader, subject, text, html, may_repeat=True)


def in_words(moment: datetime) -> str:
    """Write a moment as staff read it: "maandag 23 november 2026, 09.05 uur"."""
    pattern = "EEEE d MMMM y, HH.mm 'uur'"
    return str(format_datetime(moment.astimezone(_HERE), pattern, locale="nl_NL"))


@contextmanager
def looking_out(
    context: Context, engine: EngineSettings, every_s: float = LOOK_EVERY_S
) -> Iterator[None]:
    """Look once a minute until the block ends."""
    rules = load_alarm_rules()
    client = EngineClient(engine)

    def submit(job: str, run_id: str) -> None:
        client.submit(job, run_id, {}, person_waits=False)

    lookout = Lookout(
        context, rules, client.left_runs, open_alarm_post(context), open_writer(), submit
    )
    # The next look makes up for one that failed; `museumflow status` tells the last that was.
    survives = (SQLAlchemyError, OSError, MuseumflowError)
    with closing(client), repeating("alarms", every_s, lookout.look, survives):
        yield
