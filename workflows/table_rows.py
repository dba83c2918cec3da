"""The rows of tables that museums may add rows to, as the mirror has them."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from museum.binding import Binding
from museum.reading import RawRecord
from museum.submissions import KindForm
from museum.submissions.kinds import KEY_FIELD
from museum.tables import TableDefinition
from workflows.context import Context

STATUS: Final = "workflow_status"
_SENDER: Final = "sent_by"


@dataclass(frozen=True)
class Row:
    """A row of a table whose rows museums may add. `status` is our name of it, "" for none."""

    table: TableDefinition
    raw: RawRecord
    kind: KindForm | None
    status: str
    museum_id: str
    sender: str
    is_ours: bool

    @property
    def id(self) -> str:
        """The record's ID."""
        return str(self.raw.id)


def rows_of(context: Context) -> Iterator[Row]:
    """Yield every row of the tables that have a form in Airtable.

    The binding is read once: it is looked up for every cell of some hundreds of rows.
    """
    binding = context.mirror.binding()
    tables = {one.key: one for one in (context.forms.kind(key).table for key in _kinds(context))}
    for table in tables.values():
        if table.key in binding.tables:
            for raw in context.mirror.records(table.key):
                yield _row(context, binding, table, raw)


def _kinds(context: Context) -> tuple[str, ...]:
    return context.forms.table_door.kinds


def _row(context: Context, binding: Binding, table: TableDefinition, raw: RawRecord) -> Row:
    museums = _cell(binding, table, raw, "museum") or ()
    kind_name = _choice(binding, table, raw, "kind")
    return Row(
        table=table,
        raw=raw,
        kind=next((one for one in _forms(context, table) if _makes(one, kind_name)), None),
        status=_choice(binding, table, raw, STATUS),
        museum_id=str(museums[0]) if museums else "",
        sender=str(_cell(binding, table, raw, _SENDER) or ""),
        is_ours=bool(_cell(binding, table, raw, KEY_FIELD)),
    )


def _forms(context: Context, table: TableDefinition) -> Iterator[KindForm]:
    for key in _kinds(context):
        if (kind := context.forms.kind(key)).table.key == table.key:
            yield kind


def _makes(kind: KindForm, name: str) -> bool:
    """Tell whether a form makes rows of this kind; a table of one kind does not say it."""
    return bool(kind.sets.get("kind", "") == name)


def _cell(binding: Binding, table: TableDefinition, raw: RawRecord, field: str) -> Any:
    field_id = binding.field_id(table.key, field)
    return raw.cells.get(field_id) if field_id else None


def _choice(binding: Binding, table: TableDefinition, raw: RawRecord, field: str) -> str:
    """Return our name of a choice, "" for none or one that we do not know."""
    if all(one.key != field for one in table.fields):
        return ""
    field_id = binding.field_id(table.key, field)
    names = binding.choice_names.get(field_id, {}) if field_id else {}
    value = _cell(binding, table, raw, field)
    return next((key for name, key in names.items() if name == value), "")
