"""Webhook payloads: a change as one webhook's specification wants it told."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sandbox.airtable.changes import BaseChanges, TableChanges
from sandbox.airtable.payload_cells import payload_cell
from sandbox.airtable.schema import Table
from sandbox.airtable.state import Actor, BaseState, Draft
from sandbox.airtable.users import Users


@dataclass(frozen=True)
class Specification:
    """What a webhook watches: `specification.options`, and the one table it is limited to."""

    options: Mapping[str, Any]
    only_table_id: str = ""

    @property
    def filters(self) -> Mapping[str, Any]:
        """The part that says what is told."""
        return self.options.get("filters") or {}

    @property
    def includes(self) -> Mapping[str, Any]:
        """The part that says what is told along with it."""
        return self.options.get("includes") or {}

    def wants(self, data_type: str, change: str, actor: Actor, table_id: str) -> bool:
        """Whether a kind of change in a table is watched at all."""
        filters = self.filters
        kinds, sources = filters.get("changeTypes"), filters.get("fromSources")
        return (
            data_type in (filters.get("dataTypes") or ())
            and (not kinds or change in kinds)
            and (not sources or actor.source in sources)
            and (not self.only_table_id or self.only_table_id == table_id)
        )

    def watched(self, field_ids: list[str]) -> list[str]:
        """Those of the fields whose data is watched."""
        only = self.filters.get("watchDataInFieldIds")
        return [one for one in field_ids if not only or one in only]

    def carried(self, table: Table) -> list[str]:
        """The fields whose unchanged values are told along."""
        wanted = self.includes.get("includeCellValuesInFieldIds")
        if wanted == "all":
            return list(table.by_id)
        return [one for one in wanted or () if one in table.by_id]


def read_specification(options: Mapping[str, Any], base: BaseState) -> Specification:
    """Read `specification.options`; a scope of one view is taken as the view's whole table."""
    scope = str((options.get("filters") or {}).get("recordChangeScope") or "")
    for table in base.tables.values():
        if table.view(scope):
            scope = table.id
    return Specification(options, scope)


def build_payload(
    changes: BaseChanges, draft: Draft, specification: Specification, users: Users
) -> dict[str, Any] | None:
    """Return the payload of a change, or `None` when the webhook does not watch it."""
    told: dict[str, dict[str, Any]] = {}
    for table_id, change in changes.tables.items():
        if table_id in draft.before.tables:
            found = _tell_records(changes, table_id, change, specification, draft.actor)
            if found:
                told[table_id] = found
    created: dict[str, Any] = {}
    destroyed: list[str] = []
    for table_id in draft.changed_tables:
        if table_id in draft.tables:
            _tell_schema(draft, table_id, specification, told, created)
        elif specification.wants("tableMetadata", "remove", draft.actor, table_id):
            destroyed.append(table_id)
    if not (told or created or destroyed):
        return None
    return {
        "timestamp": draft.now,
        "baseTransactionNumber": draft.before.transaction + 1,
        "payloadFormat": "v0",
        "actionMetadata": _action(draft.actor, users),
        **({"changedTablesById": told} if told else {}),
        **({"createdTablesById": created} if created else {}),
        **({"destroyedTableIds": destroyed} if destroyed else {}),
    }


def _action(actor: Actor, users: Users) -> dict[str, Any]:
    user = users.find(actor.user_id) or {"id": actor.user_id, "email": "", "name": ""}
    return {
        "source": actor.source,
        "sourceMetadata": {"user": {**user, "permissionLevel": "create"}},
    }


def _tell_records(
    changes: BaseChanges,
    table_id: str,
    change: TableChanges,
    specification: Specification,
    actor: Actor,
) -> dict[str, Any]:
    told: dict[str, Any] = {}
    if change.created and specification.wants("tableData", "add", actor, table_id):
        told["createdRecordsById"] = {
            one: _tell_created(changes, table_id, one, specification) for one in change.created
        }
    if specification.wants("tableData", "update", actor, table_id):
        changed = {
            one: _tell_changed(changes, table_id, one, watched, specification)
            for one, fields in change.changed.items()
            if (watched := specification.watched(fields))
        }
        told |= {"changedRecordsById": changed} if changed else {}
    if change.destroyed and specification.wants("tableData", "remove", actor, table_id):
        told["destroyedRecordIds"] = list(change.destroyed)
    return told


def _tell_created(
    changes: BaseChanges, table_id: str, record_id: str, specification: Specification
) -> dict[str, Any]:
    table = changes.after.state.tables[table_id]
    record = changes.after.state.records[table_id][record_id]
    shown = {*specification.watched(list(table.by_id)), *specification.carried(table)}
    cells = {
        one.id: value
        for one in table.fields
        if one.id in shown
        and (value := payload_cell(changes.after, table, record, one)) is not None
    }
    return {"createdTime": record.created, "cellValuesByFieldId": cells}


def _tell_changed(
    changes: BaseChanges,
    table_id: str,
    record_id: str,
    fields: list[str],
    specification: Specification,
) -> dict[str, Any]:
    table = changes.after.state.tables[table_id]
    record = changes.after.state.records[table_id][record_id]
    told: dict[str, Any] = {"current": _values(changes, "after", table_id, record_id, fields)}
    if specification.includes.get("includePreviousCellValues"):
        told["previous"] = _values(changes, "before", table_id, record_id, fields)
    rest = [one for one in specification.carried(table) if one not in fields]
    unchanged = {
        one: value
        for one in rest
        if (value := payload_cell(changes.after, table, record, table.by_id[one])) is not None
    }
    if unchanged:
        told["unchanged"] = {"cellValuesByFieldId": unchanged}
    return told


def _values(
    changes: BaseChanges, moment: str, table_id: str, record_id: str, fields: list[str]
) -> dict[str, Any]:
    reader = changes.after if moment == "after" else changes.before
    table = reader.state.tables[table_id]
    record = reader.state.records[table_id][record_id]
    return {
        "cellValuesByFieldId": {
            one: payload_cell(reader, table, record, table.by_id[one])
            for one in fields
            if one in table.by_id
        }
    }


def _tell_schema(
    draft: Draft,
    table_id: str,
    specification: Specification,
    told: dict[str, dict[str, Any]],
    created: dict[str, Any],
) -> None:
    """Tell new and changed tables and fields, for webhooks that watch them."""
    now, former = draft.tables[table_id], draft.before.tables.get(table_id)
    fields = {one.id: {"name": one.name, "type": one.type} for one in now.fields}
    if former is None:
        if specification.wants("tableMetadata", "add", draft.actor, table_id):
            metadata = {"name": now.name, "description": now.description}
            created[table_id] = {"metadata": metadata, "fieldsById": fields, "recordsById": {}}
        return
    found: dict[str, Any] = {}
    if specification.wants("tableMetadata", "update", draft.actor, table_id):
        current, previous = _metadata(now), _metadata(former)
        if current != previous:
            found["changedMetadata"] = {"current": current, "previous": previous}
    if specification.wants("tableFields", "add", draft.actor, table_id):
        made = {one: fields[one] for one in fields if one not in former.by_id}
        found |= {"createdFieldsById": made} if made else {}
    if specification.wants("tableFields", "update", draft.actor, table_id):
        changed = _changed_fields(now, former, specification)
        found |= {"changedFieldsById": changed} if changed else {}
    if specification.wants("tableFields", "remove", draft.actor, table_id):
        gone = [one for one in former.by_id if one not in now.by_id]
        found |= {"destroyedFieldIds": gone} if gone else {}
    if found:
        told.setdefault(table_id, {}).update(found)


def _metadata(table: Table) -> dict[str, Any]:
    return {"name": table.name, "description": table.description}


def _changed_fields(now: Table, former: Table, specification: Specification) -> dict[str, Any]:
    only = specification.filters.get("watchSchemasOfFieldIds")
    changed: dict[str, Any] = {}
    for one in now.fields:
        old = former.by_id.get(one.id)
        if old is None or (only and one.id not in only):
            continue
        if (old.name, old.type) != (one.name, one.type):
            changed[one.id] = {"current": {"name": one.name, "type": one.type}}
            if specification.includes.get("includePreviousFieldDefinitions"):
                changed[one.id]["previous"] = {"name": old.name, "type": old.type}
    return changed
