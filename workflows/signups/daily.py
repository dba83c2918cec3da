"""The daily jobs: reminders and what comes afterwards; and letting go of what is personal.

A letter is asked for under a key of its reader, its kind and the day it is about: once, however
often the job runs, and once more when the item moves to another day.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any, Final

from backbone.signups.afterwards import Afterwards
from backbone.submission_letters import LetterDue
from channels.feeds.programme import programme_plan
from museum.date_plan import ZONE, DatePlan
from museum.signups import SignUp
from museum.signups.reminders import reminders_due
from workflows.context import Context
from workflows.engine import JobFunction, Steps
from workflows.runner import JobOutcome, recorded
from workflows.signups.attendance import empty_list
from workflows.signups.items import find_item, standing_facts
from workflows.signups.rows import PURPOSE, TABLE

REMIND: Final = "inschrijvingen-mailen"
TIDY: Final = "inschrijvingen-opruimen"
_CATCH_UP_DAYS: Final = 7


def daily_jobs(context: Context) -> dict[str, JobFunction]:
    """Return the jobs by name, ready for the engine."""

    def remind(steps: Steps, _arguments: Any) -> JobOutcome:
        asked: int = steps("klaarzetten", lambda: ask_letters(context))
        if not asked:
            return JobOutcome("unchanged", "Er was niemand om te herinneren.")
        told = "1 mail" if asked == 1 else f"{asked} mails"
        return JobOutcome("changed", f"Inschrijvingen: {told} klaargezet om te versturen.")

    def tidy(steps: Steps, _arguments: Any) -> JobOutcome:
        rules = context.sign_up_rules
        steps("onbevestigd", lambda: context.signups.drop_unconfirmed(context.now(), rules.confirm))
        old: list[list[str]] = steps("zoeken", lambda: [list(one) for one in _old(context)])
        gone = 0
        for number, (item_id, title, last_day) in enumerate(old):
            gone += steps(f"weg {number}", _Forget(context, item_id, title, last_day))
        if not gone:
            return JobOutcome("unchanged", "Er waren geen oude inschrijvingen.")
        told = "1 oude inschrijving" if gone == 1 else f"{gone} oude inschrijvingen"
        return JobOutcome("changed", f"De namen en adressen van {told} zijn verwijderd.")

    jobs = {REMIND: remind, TIDY: tidy}
    return {
        name: recorded(
            name, work, context.runs, context.now, lambda run: run.outcome != "unchanged"
        )
        for name, work in jobs.items()
    }


def ask_letters(context: Context) -> int:
    """Ask for the reminders and the mails afterwards that are due today; returns how many."""
    today = context.now().astimezone(ZONE).date()
    due = [
        letter
        for item_id in context.signups.items(["placed"])
        for letter in _letters(context, item_id, today)
    ]
    return context.letters.put(due, context.now())


def _letters(context: Context, item_id: str, today: date) -> Iterator[LetterDue]:
    item = find_item(context, item_id)
    placed = context.signups.of_item(item_id, ["placed"])
    if item is None or not placed:
        return
    facts = standing_facts(context, item_id, placed[0].told)
    if facts.is_cancelled or not facts.first_day:
        return
    rules = context.sign_up_rules
    yield from _reminders(placed, programme_plan(item), today, rules.remind_days)
    since = (today - date.fromisoformat(facts.last_day)).days - rules.afterwards_days
    if 0 <= since <= _CATCH_UP_DAYS:
        present = {
            one.signup.key
            for one in context.attendees.of_item(item_id, ["placed"])
            if one.is_present
        }
        for found in placed:
            # Was nobody marked, then nobody can be left out.
            if not present or found.key in present:
                key = f"inschrijving:{found.key}:na"
                yield LetterDue(key, "signup_afterwards", found.key, found.reader)


def _reminders(
    placed: list[SignUp], plan: DatePlan | None, today: date, remind_days: tuple[int, ...]
) -> Iterator[LetterDue]:
    """Yield the reminders whose time it is, of each date of an item that repeats."""
    for days, day in reminders_due(plan, today, remind_days) if plan else ():
        for found in placed:
            # Who was told within that time needs no reminder of it.
            if found.changed.astimezone(ZONE).date() < day - timedelta(days=days):
                key = f"inschrijving:{found.key}:herinnering:{days}:{day}"
                yield LetterDue(key, "signup_reminder", f"{found.key}:{day}", found.reader)


def _old(context: Context) -> Iterator[tuple[str, str, str]]:
    """Yield the items whose sign-ups are to go: ID, title and last day."""
    today = context.now().astimezone(ZONE).date()
    for item_id in context.signups.items():
        found = context.signups.of_item(item_id)
        facts = standing_facts(context, item_id, found[-1].told)
        last_told = max(one.changed for one in found).astimezone(ZONE).date()
        last_day = date.fromisoformat(facts.last_day) if facts.last_day else last_told
        if last_day < today - context.sign_up_rules.keep:
            yield item_id, facts.title, last_day.isoformat()


class _Forget:
    """Deletes what is personal about one item: in the table, in the sheet, then here."""

    def __init__(self, context: Context, item_id: str, title: str, last_day: str) -> None:
        self._context = context
        self._item = (item_id, title, last_day)

    def __call__(self) -> int:
        context, item_id = self._context, self._item[0]
        store = Afterwards(context.database)
        record_ids = store.record_ids(item_id)
        table_id = context.mirror.binding().tables.get(TABLE)
        if record_ids and table_id:
            base = context.airtable()
            with base.for_purpose(PURPOSE):
                base.delete_records(table_id, record_ids)
        empty_list(context, item_id)
        return store.forget(*self._item)
