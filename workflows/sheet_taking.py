"""Makes submissions of the answers in one tab, and remembers what was seen.

Each change of a row has one end: new and readable, it is stored; changed while nobody decided, the
submission is corrected; changed after it was placed, the change is a proposal of its own; taken out
while it waits, it is withdrawn. What cannot be read is told in our tab, and read again once mended.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final

from backbone.sheet_answers import KnownAnswer
from backbone.submissions import OPEN, ChangedMeanwhile, Edit, Submission
from museum.sheet_answers import SheetAnswer, TabAnswers
from museum.sheet_forms import SheetForm
from museum.sheet_matching import Compared, Remembered, stamp_text
from museum.sheet_rows import SheetFacts, TabRows
from museum.sheet_values import typed_answers
from museum.submissions import KindForm, ReadAnswers
from museum.submissions.reading import TIME_PART
from workflows.context import Context
from workflows.intake import Incoming, Sender, correct, read_form, take_in

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
        self._kind: KindForm = context.forms.kind(read.form.kind)
        self._fields = {str(one.key): one for one in self._kind.fields}
        self._compared = read.compared
        self._known = {one.seen.key: one for one in read.known}
        self._museums = museum_names(context)
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
            self._remember(key, answer, self._taken(key, answer))
        for key, answer in self._compared.edited:
            self.counts.changed += 1
            self._edited(key, answer)
        for key in self._compared.gone:
            self.counts.gone += 1
            self._gone(key)
        self._context.sheet_answers.remember(place_of(self._form), self._seen)

    def problems_of(self, answer: SheetAnswer) -> Mapping[str, str]:
        """Return what cannot be read of an answer, by field; nothing is stored."""
        return self._read(answer)[0].problems

    def _remember(self, key: str, answer: SheetAnswer, end: tuple[str, str]) -> None:
        submission, trouble = end
        received = f"{answer.received:%d-%m-%Y %H.%M}" if answer.received else ""
        known = KnownAnswer(_remembered(key, answer), submission, trouble, received)
        self._seen.append(known)

    def _taken(self, key: str, answer: SheetAnswer) -> tuple[str, str]:
        """Make a submission; returns its key, or "" and why there is none."""
        read, typed, museum_id = self._read(answer)
        if read.problems:
            return "", _sentence(self._kind, self._form, read.problems)
        incoming = self._incoming(key, answer, read, typed, museum_id)
        stored, is_new = take_in(self._context, incoming)
        if not is_new and dict(stored.typed) != typed and stored.state in OPEN:
            # An earlier run stored it and was killed before it could remember.
            correct(self._context, stored, read.values, typed, _BY)
        return stored.key, ""

    def _edited(self, key: str, answer: SheetAnswer) -> None:
        before = self._known[key]
        found = self._context.submissions.find(before.submission) if before.submission else None
        if found is None:
            self._remember(key, answer, self._taken(key, answer))
            return
        if found.state == "accepted":
            return  # it is being written now: the next run finds the edit again
        read, typed, museum_id = self._read(answer)
        if read.problems:
            trouble = _sentence(self._kind, self._form, read.problems)
            self._remember(key, answer, (found.key, f"Uw wijziging kon niet: {trouble}"))
            return
        end = self._corrected(key, found, answer, read, typed, museum_id)
        self._remember(key, answer, (end, ""))

    def _corrected(
        self,
        key: str,
        found: Submission,
        answer: SheetAnswer,
        read: ReadAnswers,
        typed: Mapping[str, Any],
        museum_id: str,
    ) -> str:
        if found.state in OPEN:
            return correct(self._context, found, read.values, typed, _BY).key
        if found.state == "refused":
            edit = Edit(state="waiting", wanted=read.values, typed=typed, reason="")
            changed = self._context.submissions.change(
                found.key, found.version, edit, _BY, self._context.now()
            )
            return changed.key
        # Placed or withdrawn: the edit is a proposal of its own, on the row that was made.
        again = self._incoming(
            f"{key}-{answer.fingerprint[:8]}", answer, read, dict(typed), museum_id
        )
        stored, _ = take_in(self._context, replace(again, record_id=found.record_id))
        return stored.key

    def _gone(self, key: str) -> None:
        before = self._known[key]
        found = self._context.submissions.find(before.submission) if before.submission else None
        if found is not None and found.state in OPEN:
            edit = Edit(state="withdrawn", reason="De rij is uit het rekenblad gehaald.")
            try:
                self._context.submissions.change(
                    found.key, found.version, edit, _BY, self._context.now()
                )
            except ChangedMeanwhile:
                return  # staff decided this very moment: the next run sees how it stands
        self._seen.append(replace(before, seen=replace(before.seen, row=None)))

    def _read(self, answer: SheetAnswer) -> tuple[ReadAnswers, dict[str, Any], str]:
        typed = typed_answers(self._fields, answer.answers)
        read = read_form(self._context, self._kind, typed)
        problems = {**_own_problems(self._form, read.problems), **answer.doubts}
        museum_id = ""
        if self._form.museum:
            museum_id = self._museums.get(plain_name(answer.museum), "")
            if not museum_id:
                problems["@museum"] = (
                    f"Er is geen museum dat “{answer.museum}” heet. Schrijf de naam zoals hij op "
                    "de website staat."
                    if answer.museum
                    else "Er staat niet bij van welk museum het is."
                )
        return replace(read, problems=problems), typed, museum_id

    def _incoming(
        self,
        key: str,
        answer: SheetAnswer,
        read: ReadAnswers,
        typed: dict[str, Any],
        museum_id: str,
    ) -> Incoming:
        notices = dict(read.notices)
        if not self._form.is_trusted:
            notices["@sender"] = "Wie dit instuurde, is niet zeker."
        return Incoming(
            key=key,
            kind=self._kind,
            door="sheet",
            values=read.values,
            typed=typed,
            sender=Sender(email=answer.sender, is_known=True),
            museum_id=museum_id,
            record_id=museum_id if self._kind.updates else "",
            notices=notices,
        )


def _remembered(key: str, answer: SheetAnswer) -> Remembered:
    return Remembered(
        key, answer.row, stamp_text(answer), answer.sender, answer.fingerprint, answer.content
    )


def _own_problems(form: SheetForm, problems: Mapping[str, str]) -> dict[str, str]:
    """Leave out what follows from another: an end without a day, when the day itself is wrong."""
    left = dict(problems)
    if "starts" in left and "ends" not in form.questions:
        left.pop("ends", None)
    return left


def _sentence(kind: KindForm, form: SheetForm, problems: Mapping[str, str]) -> str:
    """Put the problems of an answer in sentences, each with the question it is about."""
    headers = form.headers
    parts = []
    for name, why in problems.items():
        asked = [headers[one][0] for one in (name, name + TIME_PART) if one in headers]
        question = " / ".join(asked) or kind.question(name)
        parts.append(f"{question} {why}" if question.endswith("?") else f"{question}: {why}")
    return " ".join(parts)


def museum_names(context: Context) -> dict[str, str]:
    """Return the record IDs of the museums by their plain names; a name of two is nobody's."""
    name_id = context.mirror.binding().field_id("museums", "name")
    found: dict[str, str] = {}
    for raw in context.mirror.records("museums"):
        name = plain_name(str(raw.cells.get(str(name_id), "")))
        found[name] = "" if name in found else raw.id
    return found


def plain_name(name: str) -> str:
    """Return a museum's name as people may write it: capitals and "het" do not count."""
    words = name.casefold().replace("-", " ").replace("’", "'").split()
    return " ".join(words[1:] if words[:1] in (["het"], ["de"]) else words)
