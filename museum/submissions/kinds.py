"""The kinds of submissions, as `config/forms.toml` gives them. Parses a dict; reads no file."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final, Literal

from museum.tables import FieldDefinition, TableDefinition, TableDefinitions

Trusts = Literal["link", "iedereen"]
KEY_FIELD: Final = "external_id"
"""The field of a table that holds our own key of what came in."""

_SETTINGS: Final = {
    "title", "lead", "table", "updates", "required", "trusted", "trusts", "sets", "dated",
    "sender", "questions", "hints", "parts", "needs_link", "picture", "for_staff",
}  # fmt: skip
_LIMITS: Final = "limits"
_STATUS: Final = "workflow_status"
TABLE_DOOR: Final = "airtable"
"""The part of the file that says which forms museums have in Airtable itself."""
SHEETS: Final = "rekenblad"
"""The part of the file that says which spreadsheets hold answers (`museum.sheet_forms`)."""


class FormsError(ValueError):
    """`config/forms.toml` cannot be used as it is; the message lists every problem, in Dutch."""


@dataclass(frozen=True)
class FormPart:
    """Some fields under one heading."""

    heading: str
    fields: tuple[FieldDefinition, ...]
    intro: str = ""


@dataclass(frozen=True, eq=False)
class KindForm:
    """One form: its words, its fields, and what happens with the answers.

    `needs_link`: strangers do not get it. `for_staff`: no form that anybody fills in; what comes in
    by another door is proposed with it. `picture`: the field of a picture that goes with it.
    `sets` holds values (our names of choices) that a placed submission gets, `dated` the fields
    that get the day of placing, `sender` the fields for the sender's `name` and `email`.
    """

    key: str
    title: str
    lead: str
    table: TableDefinition
    parts: tuple[FormPart, ...]
    updates: bool = False
    needs_link: bool = False
    for_staff: bool = False
    picture: str = ""
    required: frozenset[str] = frozenset()
    trusted: frozenset[str] = frozenset()
    trusts: Trusts = "link"
    sets: Mapping[str, Any] = field(default_factory=dict)
    dated: tuple[str, ...] = ()
    sender: Mapping[str, str] = field(default_factory=dict)
    questions: Mapping[str, str] = field(default_factory=dict)
    hints: Mapping[str, str] = field(default_factory=dict)

    @property
    def opening_hours(self) -> str:
        """The field with a museum's opening hours; "" where none are asked.

        What a vacancy calls by that name says how much time it takes.
        """
        return "hours_text" if self.table.key == "museums" else ""

    @property
    def fields(self) -> tuple[FieldDefinition, ...]:
        """Every field that is asked, in order."""
        return tuple(one for part in self.parts for one in part.fields)

    @property
    def key_field(self) -> str | None:
        """The field for our own key; None for a table whose rows are only changed."""
        known = {one.key for one in self.table.fields}
        return KEY_FIELD if KEY_FIELD in known else None

    def question(self, key: str) -> str:
        """Return what is asked for a field."""
        return self.questions.get(key) or self.table.field(key).label

    def hint(self, key: str) -> str:
        """Return the explanation under the question; may be empty."""
        return self.hints.get(key, "")


@dataclass(frozen=True)
class Limits:
    """What keeps others from flooding us. `per_…` are in the words of Flask-Limiter."""

    fill_in_s: float
    per_address: str
    per_network: str
    mails_per_reader: int
    confirm_days: int
    link_days: int
    draft_days: int
    check_after_days: int
    check_again_days: int


@dataclass(frozen=True)
class TableDoor:
    """What museums may add through a form of Airtable.

    `is_trusted`: nobody but museums has that form, so that trusted fields need no look.
    """

    kinds: tuple[str, ...] = ()
    is_trusted: bool = False


@dataclass(frozen=True)
class Forms:
    """All forms, in the order of the file."""

    kinds: tuple[KindForm, ...]
    limits: Limits
    table_door: TableDoor = TableDoor()

    @property
    def to_fill_in(self) -> tuple[KindForm, ...]:
        """The forms that people fill in."""
        return tuple(one for one in self.kinds if not one.for_staff)

    def kind(self, key: str) -> KindForm:
        """Return the form with this key; raises `KeyError`."""
        for one in self.kinds:
            if one.key == key:
                return one
        raise KeyError(key)


def parse_forms(data: Mapping[str, Any], definitions: TableDefinitions) -> Forms:
    """Turn the parsed TOML of `config/forms.toml` into forms.

    Raises `FormsError` that lists every problem at once, each with the place to mend.
    """
    problems: list[str] = []
    kinds = [
        _kind(key, spec, definitions, problems)
        for key, spec in data.items()
        if key not in (_LIMITS, SHEETS, TABLE_DOOR)
    ]
    made = tuple(one for one in kinds if one is not None)
    door = _table_door(data.get(TABLE_DOOR, {}), made, problems)
    limits = data.get(_LIMITS, {})
    for name in sorted(set(Limits.__dataclass_fields__) ^ set(limits)):
        state = "ontbreekt" if name not in limits else "is geen instelling"
        problems.append(f"[{_LIMITS}]: “{name}” {state}.")
    if problems:
        raise FormsError("config/forms.toml klopt niet:\n- " + "\n- ".join(problems))
    return Forms(made, Limits(**limits), door)


def _table_door(
    spec: Mapping[str, Any], kinds: tuple[KindForm, ...], problems: list[str]
) -> TableDoor:
    for name in sorted(set(spec) - {"formulieren", "vertrouwd"}):
        problems.append(f"[{TABLE_DOOR}]: “{name}” is geen instelling.")
    by_key = {one.key: one for one in kinds}
    for name in spec.get("formulieren", ()):
        fields = {one.key for one in by_key[name].table.fields} if name in by_key else set()
        if not {_STATUS, KEY_FIELD} <= fields:
            problems.append(f"[{TABLE_DOOR}]: “{name}” kan geen formulier van Airtable zijn.")
    return TableDoor(tuple(spec.get("formulieren", ())), spec.get("vertrouwd") is True)


def _kind(
    key: str, spec: Mapping[str, Any], definitions: TableDefinitions, problems: list[str]
) -> KindForm | None:
    for name in sorted(set(spec) - _SETTINGS):
        problems.append(f"[{key}]: “{name}” is geen instelling van een formulier.")
    missing = [name for name in ("title", "table", "parts") if not spec.get(name)]
    problems.extend(f"[{key}]: “{name}” ontbreekt." for name in missing)
    if spec.get("trusts", "link") not in ("link", "iedereen"):
        problems.append(f"[{key}]: “trusts” is link of iedereen.")
    try:
        table = definitions.table(str(spec.get("table")))
    except KeyError:
        problems.append(f"[{key}]: de tabel “{spec.get('table')}” bestaat niet.")
        return None
    if missing:
        return None
    found = len(problems)
    _check_fields(key, spec, table, problems)
    return _made(key, spec, table) if len(problems) == found else None


def _check_fields(
    key: str, spec: Mapping[str, Any], table: TableDefinition, problems: list[str]
) -> None:
    known = {one.key for one in table.fields}
    asked = [name for part in spec["parts"] for name in part.get("fields", ())]
    named = {
        "parts": asked,
        "sets": spec.get("sets", {}),
        "dated": spec.get("dated", ()),
        "sender": spec.get("sender", {}).values(),
        "picture": [spec["picture"]] if spec.get("picture") else (),
    }
    for setting, names in named.items():
        problems.extend(
            f"[{key}] {setting}: het veld “{name}” staat niet in de tabel {table.key}."
            for name in names
            if name not in known
        )
    for setting in ("required", "trusted", "questions", "hints"):
        problems.extend(
            f"[{key}] {setting}: het veld “{name}” wordt niet gevraagd (parts)."
            for name in spec.get(setting, ())
            if name not in asked
        )


def _made(key: str, spec: Mapping[str, Any], table: TableDefinition) -> KindForm:
    parts = tuple(
        FormPart(
            str(part.get("heading", "")),
            tuple(table.field(name) for name in part["fields"]),
            str(part.get("intro", "")),
        )
        for part in spec["parts"]
    )
    return KindForm(
        key=key,
        title=str(spec["title"]),
        lead=str(spec.get("lead", "")),
        table=table,
        parts=parts,
        updates=bool(spec.get("updates", False)),
        needs_link=bool(spec.get("needs_link", False) or spec.get("updates", False)),
        for_staff=bool(spec.get("for_staff", False)),
        picture=str(spec.get("picture", "")),
        required=frozenset(spec.get("required", ())),
        trusted=frozenset(spec.get("trusted", ())),
        trusts=spec.get("trusts", "link"),
        sets=dict(spec.get("sets", {})),
        dated=tuple(spec.get("dated", ())),
        sender=dict(spec.get("sender", {})),
        questions=dict(spec.get("questions", {})),
        hints=dict(spec.get("hints", {})),
    )
