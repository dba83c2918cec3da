"""Takes in what one agenda of others says: what is new or changed becomes a proposal to staff.

Nothing goes to the website unseen. Every key is made of the event's UID, so that a run that was
killed anywhere is simply done again, and an event that stands in two agendas is one.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from itertools import count
from typing import Any, Final

from backbone.calendars_in import KnownEvent
from backbone.submissions import OPEN, ChangedMeanwhile, Edit, Submission
from museum.calendars_in import Source
from museum.calendars_in.reading import Candidate, values_of
from museum.date_plan import ZONE
from museum.submissions import KindForm, proposed, typed_again
from museum.submissions.planned import WHEN, plan_of_values
from workflows.calendars_in.recognising import Rows, event_key
from workflows.context import Context
from workflows.intake import Incoming, Sender, correct, read_form, take_in, values_now

_BY: Final = "agenda"
_FORMS: Final = {"activiteit": "agenda", "datum": "agenda-datum"}
EXHIBITION_FROM_DAYS: Final = 7
"""What takes this many whole days or more is proposed as an exhibition."""
_GONE: Final = "Staat niet meer in de agenda."
_FROM_LIKENESS: Final = WHEN | {"event_status"}
"""What is proposed of a row that only looks like the event: its words are the museum's own."""


@dataclass
class Counts:
    """What a run did with one agenda."""

    new: int = 0
    changed: int = 0
    gone: int = 0
    put_off: int = 0
    """What staff decide on at this very moment: the next run looks at it again."""
    seen: list[KnownEvent] = field(default_factory=list)


class EventIntake:
    """Makes proposals of the events of one agenda, and collects what to remember of them."""

    def __init__(
        self, context: Context, source: Source, museum_id: str, known: Mapping[str, KnownEvent]
    ) -> None:
        self._context = context
        self._source = source
        self._museum_id = museum_id
        self._known = known
        self._kind: KindForm = context.forms.kind(_FORMS[source.becomes])
        self._rows = Rows(context, self._kind.table.key, museum_id)
        self.counts = Counts()

    def take(self, found: Candidate) -> None:
        """Deal with one event of the agenda."""
        key = event_key(found.uid)
        before = self._known.get(key)
        if before is not None and before.fingerprint == found.fingerprint and not before.is_gone:
            return
        now = KnownEvent(
            key,
            found.title,
            found.fingerprint,
            {},
            before.submission if before else "",
            before.record_id if before else "",
            found.timing.last,
        )
        values, trouble = self._read(found)
        if trouble:
            self._remember(replace(now, trouble=trouble, cells=before.cells if before else {}))
        elif before is None or not (before.submission or before.record_id):
            self.counts.new += 1
            self._remember(self._first(replace(now, cells=values), values, found))
        else:
            self._again(before, replace(now, cells=values), values)

    def miss(self, known: KnownEvent) -> None:
        """Deal with an event that is in the agenda no more."""
        self.counts.gone += 1
        submission = self._submission(known)
        if submission is not None and submission.state in OPEN:
            try:
                self._settle(submission, Edit(state="withdrawn", reason=_GONE))
            except ChangedMeanwhile:
                self.counts.put_off += 1
                return
        self._remember(replace(known, is_gone=True))

    def _read(self, found: Candidate) -> tuple[Mapping[str, Any], str]:
        """Return an event's values as the form has them; or why it cannot be taken over."""
        if found.timing.trouble:
            return {}, found.timing.trouble
        given = self._values(found)
        read = read_form(self._context, self._kind, typed_again(self._kind, given))
        if not read.is_good:
            named = (f"{self._kind.question(name)}: {why}" for name, why in read.problems.items())
            return {}, " ".join(named)
        return read.values, ""

    def _values(self, found: Candidate) -> dict[str, Any]:
        values = dict(values_of(found))
        if self._source.becomes == "activiteit":
            return {**values, "kind": _kind_of(values)}
        first = values["first_day"] or _day_of(values["starts"])
        last = values["last_day"] or _day_of(values["ends"]) or first
        return {
            "title": found.title,
            "kind": "other",
            "first_day": first,
            "last_day": last,
            "source": self._source.title,
        }

    def _first(self, now: KnownEvent, values: Mapping[str, Any], found: Candidate) -> KnownEvent:
        """Propose an event that was not seen before, unless it is there already."""
        record_id = self._rows.known_as(now.key)
        about = values
        if not record_id:
            record_id = self._alike(values)
            about = {key: one for key, one in values.items() if key in _FROM_LIKENESS}
        if not record_id:
            if found.is_cancelled:
                return now  # called off before anybody heard of it
            return replace(now, submission=self._stored(now.key, values, ""))
        if not self._differs(record_id, about):
            return replace(now, record_id=record_id)
        own = f"{now.key}-{found.fingerprint[:8]}"
        return replace(now, record_id=record_id, submission=self._stored(own, about, record_id))

    def _alike(self, values: Mapping[str, Any]) -> str:
        plan = plan_of_values(self._kind, values)
        return self._rows.alike(str(values["title"]), plan) if plan else ""

    def _differs(self, record_id: str, values: Mapping[str, Any]) -> bool:
        return bool(proposed(values_now(self._context, self._kind, record_id), values))

    def _again(self, before: KnownEvent, now: KnownEvent, values: Mapping[str, Any]) -> None:
        """Let a change of an event that was seen before have its effect."""
        found = self._submission(before)
        if found is not None and found.state == "accepted":
            self.counts.put_off += 1  # it is being written now
            return
        self.counts.changed += 1
        if found is None or found.state == "written":
            record_id = (found.record_id if found else "") or before.record_id
            now = replace(now, record_id=record_id)
            changed = {key: one for key, one in values.items() if before.cells.get(key) != one}
            if before.record_id and not (found and found.key == now.key):
                changed = {key: one for key, one in changed.items() if key in _FROM_LIKENESS}
            if record_id and self._differs(record_id, changed):
                now = replace(now, submission=self._stored_again(now, changed, record_id))
        elif found.state in OPEN:
            try:
                self._correct(found, values)
            except ChangedMeanwhile:
                self.counts.put_off += 1
                return
        elif found.state == "withdrawn" and before.is_gone:
            again = self._stored_again(now, values, found.record_id)
            now = replace(now, submission=again)
        self._remember(now)

    def _correct(self, found: Submission, values: Mapping[str, Any]) -> None:
        about = {key: one for key, one in values.items() if key in found.wanted or not
                 found.record_id}  # fmt: skip
        correct(self._context, found, about, typed_again(self._kind, values), _BY)

    def _stored(self, key: str, values: Mapping[str, Any], record_id: str) -> str:
        incoming = Incoming(
            key=key,
            kind=self._kind,
            door="calendar",
            values=values,
            typed=typed_again(self._kind, values),
            sender=Sender(name=self._source.title, is_known=True),
            museum_id=self._museum_id,
            record_id=record_id,
        )
        stored, is_new = take_in(self._context, incoming)
        if not is_new and stored.state in OPEN and proposed(stored.wanted, values):
            # An earlier run stored it and was killed before it could remember.
            self._correct(stored, values)
        return stored.key

    def _stored_again(self, now: KnownEvent, values: Mapping[str, Any], record_id: str) -> str:
        """Store a change under a key of its own; the same change a second time is the same."""
        for number in count():
            key = f"{now.key}-{now.fingerprint[:8]}-{number}"
            there = self._context.submissions.find(key)
            if there is None or there.state in (*OPEN, "accepted"):
                return self._stored(key, values, record_id)
        raise AssertionError("unreachable: there is always another number")

    def _submission(self, known: KnownEvent) -> Submission | None:
        return self._context.submissions.find(known.submission) if known.submission else None

    def _settle(self, found: Submission, edit: Edit) -> None:
        now = self._context.now()
        self._context.submissions.change(found.key, found.version, edit, _BY, now)

    def _remember(self, event: KnownEvent) -> None:
        self.counts.seen.append(event)


def missing(
    known: Mapping[str, KnownEvent], found: Sequence[Candidate], today: date
) -> tuple[list[KnownEvent], int]:
    """Return the events still to come that are gone from an agenda, and of how many."""
    there = {event_key(one.uid) for one in found}
    coming = [
        one
        for one in known.values()
        if not one.is_gone and (one.last_day is None or one.last_day >= today)
    ]
    return [one for one in coming if one.key not in there], len(coming)


def _kind_of(values: Mapping[str, Any]) -> str:
    if not values["first_day"]:
        return "activity"
    first, last = date.fromisoformat(values["first_day"]), date.fromisoformat(values["last_day"])
    return "exhibition" if (last - first).days + 1 >= EXHIBITION_FROM_DAYS else "activity"


def _day_of(moment: str | None) -> str | None:
    return datetime.fromisoformat(moment).astimezone(ZONE).date().isoformat() if moment else None
