"""Reads one row of a sheet as an answer to its form: values, or sentences on what is wrong."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from backbone.submissions import Submission
from museum.sheet_answers import SheetAnswer
from museum.sheet_forms import SheetForm
from museum.sheet_values import typed_answers
from museum.submissions import KindForm
from museum.submissions.models import Values
from museum.submissions.reading import TIME_PART
from workflows.context import Context
from workflows.intake import Incoming, Sender, read_form

_NOTHING: tuple[Any, ...] = (None, "", [], (), False)


@dataclass(frozen=True)
class RowRead:
    """A row as it was read. `trouble` is "" when all of it was understood.

    `values` are only of the fields that the sheet asks; `problems` are by field.
    """

    answer: SheetAnswer
    values: Values
    typed: dict[str, Any]
    museum_id: str
    notices: Mapping[str, str]
    problems: Mapping[str, str]
    trouble: str


class RowReader:
    """Reads the rows of one tab. The museums are known by the names they have now."""

    def __init__(self, context: Context, form: SheetForm) -> None:
        self._context = context
        self._form = form
        self.kind = context.forms.kind(form.kind)
        self._fields = {str(one.key): one for one in self.kind.fields}
        self._asked = {name.removesuffix(TIME_PART) for name in form.questions}
        self._read_kind = _only(self.kind, self._asked) if self.kind.updates else self.kind
        self._museums = museum_names(context)

    def read(self, answer: SheetAnswer) -> RowRead:
        """Read a row; nothing is stored."""
        typed = typed_answers(self._fields, answer.answers)
        found = read_form(self._context, self._read_kind, typed)
        museum_id = self._museums.get(plain_name(answer.museum), "") if self._form.museum else ""
        problems = {**self._own_problems(found.problems), **answer.doubts}
        if self._form.museum and not museum_id:
            problems["@museum"] = _no_museum(answer.museum)
        notices = dict(found.notices)
        if not self._form.is_trusted:
            notices["@sender"] = "Wie dit instuurde, is niet zeker."
        return RowRead(
            answer=answer,
            values={name: one for name, one in found.values.items() if self._counts(name, one)},
            typed=typed,
            museum_id=museum_id,
            notices=notices,
            problems=problems,
            trouble=self._sentence(problems),
        )

    def incoming(self, key: str, row: RowRead, record_id: str = "") -> Incoming:
        """Return a row as the intake takes it."""
        return Incoming(
            key=key,
            kind=self.kind,
            door="sheet",
            values=row.values,
            typed=row.typed,
            sender=Sender(email=row.answer.sender, is_known=True),
            museum_id=row.museum_id,
            record_id=record_id or (row.museum_id if self.kind.updates else ""),
            notices=row.notices,
        )

    def _counts(self, name: str, value: Any) -> bool:
        """Whether a value was given: a blank in a form about what is there changes nothing."""
        return name in self._asked and not (self.kind.updates and value in _NOTHING)

    def _own_problems(self, problems: Mapping[str, str]) -> dict[str, str]:
        """Leave out what follows from another: an end without a day, when the day is wrong."""
        left = dict(problems)
        if "starts" in left and "ends" not in self._form.questions:
            left.pop("ends", None)
        return left

    def _sentence(self, problems: Mapping[str, str]) -> str:
        """Put problems in sentences, each with the question it is about."""
        headers = self._form.headers
        parts = []
        for name, why in problems.items():
            asked = [headers[one][0] for one in (name, name + TIME_PART) if one in headers]
            question = " / ".join(asked) or self.kind.question(name)
            parts.append(f"{question} {why}" if question.endswith("?") else f"{question}: {why}")
        return " ".join(parts)


def _only(kind: KindForm, asked: set[str]) -> KindForm:
    """Return a form about what is there with only these fields: the others stay as they are."""
    parts = [
        replace(part, fields=tuple(one for one in part.fields if one.key in asked))
        for part in kind.parts
    ]
    return replace(kind, parts=tuple(parts), required=frozenset())


def _no_museum(name: str) -> str:
    if not name:
        return "Er staat niet bij van welk museum het is."
    return f"Er is geen museum dat “{name}” heet. Schrijf de naam zoals hij op de website staat."


def touched(found: Submission, row: RowRead) -> dict[str, Any]:
    """Return the values that an edit is about.

    Of a row that is there already these are only the ones that the sender changed: what staff made
    of the others meanwhile stays as it is.
    """
    if not found.record_id and found.state != "written":
        return dict(row.values)
    changed = {
        one.removesuffix(TIME_PART)
        for one in {*row.typed, *found.typed}
        if row.typed.get(one) != found.typed.get(one)
    }
    about = changed | (set(found.wanted) if found.state != "written" else set())
    return {name: value for name, value in row.values.items() if name in about}


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
