"""Makes submissions of the answers in one tab, and remembers what was seen.

Each change of a row has one end: new and readable, it is stored; changed while nobody decided, the
submission is corrected; changed after it was placed, the change is a proposal of its own; taken out
while it waits, it is withdrawn. What cannot be read is told in our tab, and read again once mended.
"""

from dataclasses import dataclass, field, replace
from itertools import count
from typing import Final

from backbone.sheet_answers import KnownAnswer
from backbone.submissions import OPEN, ChangedMeanwhile, Edit, Submission
from museum.sheet_answers import SheetAnswer, TabAnswers
from museum.sheet_forms import SheetForm
from museum.sheet_matching import Compared, Remembered, stamp_text
from museum.sheet_rows import SheetFacts, TabRows
from museum.submissions import proposed
from workflows.context import Context
from workflows.intake import correct, take_in, values_now
from workflows.sheet_rows_read import RowRead, RowReader, touched

_BY: Final = "rekenblad"


@dataclass(frozen=True)
class TabRead:
    """A tab as it was read: its answers, our own tab beside it, and what was known before."""

    form: SheetForm
    facts: SheetFacts
    found: TabAnswers
    ours: TabRows | None
    known: tuple[KnownAnswer, ...]
    compared: Compared


@dataclass
class Counts:
    """What a run did with one tab."""

    new: int = 0
    changed: int = 0
    gone: int = 0
    unread: int = 0
    written: int = 0
    notices: list[str] = field(default_factory=list)


def place_of(form: SheetForm) -> str:
    """Return the name of a tab among all tabs."""
    return f"{form.spreadsheet_id}/{form.tab}"


class TabIntake:
    """Makes submissions of what is new or changed in one tab, and remembers what it saw."""

    def __init__(self, context: Context, read: TabRead) -> None:
        self._context = context
        self._form = read.form
        self._compared = read.compared
        self._known = {one.seen.key: one for one in read.known}
        self._rows = RowReader(context, read.form)
        self._seen: list[KnownAnswer] = []
        self.counts = Counts()

    def take_all(self) -> None:
        """Deal with every row, and remember all of it together."""
        for key, answer in self._compared.same:
            before = self._known[key]
            if before.seen.row != answer.row:
                self._seen.append(replace(before, seen=_remembered(key, answer)))
        for key, answer in self._compared.new:
            self.counts.new += 1
            self._new(key, answer)
        for key, answer in self._compared.edited:
            self.counts.changed += 1
            self._edited(key, answer)
        for key in self._compared.gone:
            self.counts.gone += 1
            self._gone(key)
        self._context.sheet_answers.remember(place_of(self._form), self._seen)

    def _remember(self, key: str, row: RowRead, submission: str, trouble: str = "") -> None:
        answer = row.answer
        received = f"{answer.received:%d-%m-%Y %H.%M}" if answer.received else ""
        known = KnownAnswer(_remembered(key, answer), submission, trouble, received)
        self._seen.append(known)

    def _new(self, key: str, answer: SheetAnswer) -> None:
        row = self._rows.read(answer)
        if row.trouble:
            self._remember(key, row, "", row.trouble)
            return
        stored, is_new = take_in(self._context, self._rows.incoming(key, row))
        if not is_new and dict(stored.typed) != row.typed and stored.state in OPEN:
            # An earlier run stored it and was killed before it could remember.
            correct(self._context, stored, row.values, row.typed, _BY)
        self._remember(key, row, stored.key)

    def _edited(self, key: str, answer: SheetAnswer) -> None:
        before = self._known[key]
        found = self._context.submissions.find(before.submission) if before.submission else None
        if found is None:
            self._new(key, answer)
            return
        if found.state == "accepted":
            return  # it is being written now: the next run finds the edit again
        row = self._rows.read(answer)
        if row.trouble:
            self._remember(key, row, found.key, f"Uw wijziging kon niet: {row.trouble}")
            return
        try:
            self._remember(key, row, self._corrected(key, found, row))
        except ChangedMeanwhile:
            return  # staff decided this very moment: the next run finds the edit again

    def _corrected(self, key: str, found: Submission, row: RowRead) -> str:
        """Let an edit have its effect; returns the key of the submission that it is in now."""
        is_moved = row.museum_id != found.museum_id
        values = touched(found, row)
        if found.state in OPEN and not is_moved:
            return correct(self._context, found, values, row.typed, _BY).key
        if found.state == "refused" and not is_moved:
            seen = values_now(self._context, self._rows.kind, found.record_id)
            wanted = proposed({**seen, **found.before}, values)
            self._settle(found, Edit(state="waiting", wanted=wanted, typed=row.typed, reason=""))
            return found.key
        if not values and not is_moved:
            return found.key
        if found.state in OPEN:
            self._settle(found, Edit(state="withdrawn", reason="Het is van een ander museum."))
        # Placed, withdrawn or another museum's: the edit is a proposal of its own.
        if is_moved:
            return self._stored_again(key, row, "")
        return self._stored_again(key, replace(row, values=values), found.record_id)

    def _stored_again(self, key: str, row: RowRead, record_id: str) -> str:
        """Store an edit under a key of its own; the same edit a second time is the same."""
        for number in count():
            own = f"{key}-{row.answer.fingerprint[:8]}-{number}"
            stored, is_new = take_in(self._context, self._rows.incoming(own, row, record_id))
            if is_new or stored.state != "withdrawn":
                return stored.key
        raise AssertionError("unreachable: there is always another number")

    def _settle(self, found: Submission, edit: Edit) -> None:
        now = self._context.now()
        self._context.submissions.change(found.key, found.version, edit, _BY, now)

    def _gone(self, key: str) -> None:
        before = self._known[key]
        found = self._context.submissions.find(before.submission) if before.submission else None
        if found is not None and found.state in OPEN:
            edit = Edit(state="withdrawn", reason="De rij is uit het rekenblad gehaald.")
            try:
                self._settle(found, edit)
            except ChangedMeanwhile:
                return  # staff decided this very moment: the next run sees how it stands
        self._seen.append(replace(before, seen=replace(before.seen, row=None)))


def _remembered(key: str, answer: SheetAnswer) -> Remembered:
    return Remembered(
        key, answer.row, stamp_text(answer), answer.sender, answer.fingerprint, answer.content
    )
