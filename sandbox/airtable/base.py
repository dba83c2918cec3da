"""The tables as a service: what the REST routes and the pages both stand on.

A page writes as `STAFF` (source `client`: no rate limit, no quota), a token as `API`.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

from sandbox.airtable.archive import (
    delete_base,
    load_bases,
    save_draft,
    save_whole_base,
)
from sandbox.airtable.attachments import Attachment, AttachmentBook, held_cell
from sandbox.airtable.comments import Comments
from sandbox.airtable.errors import model_not_found, not_found
from sandbox.airtable.formulas import FormulaBook
from sandbox.airtable.ids import new_id
from sandbox.airtable.iterators import Iterators
from sandbox.airtable.limits import Quota, RateLimiter
from sandbox.airtable.reader import Reader
from sandbox.airtable.render import RecordStyle, render_record
from sandbox.airtable.schema_edit import create_table
from sandbox.airtable.state import Actor, BaseState, Draft, Record
from sandbox.airtable.users import API_USER, STAFF_USER, Users
from sandbox.airtable.webhooks import Webhooks
from sandbox.airtable.writes import Writer
from sandbox.clock import SandboxClock, iso
from sandbox.store import Store

API = Actor(API_USER["id"], "publicApi")
STAFF = Actor(STAFF_USER["id"], "client")


class AirtableService:
    """Every base of this sandbox, and all that belongs to it."""

    def __init__(self, store: Store, clock: SandboxClock, address: str) -> None:
        self.store = store
        self.clock = clock
        self.users = Users()
        self.attachments = AttachmentBook(store, clock, address)
        self.formulas = FormulaBook()
        self.comments = Comments(store, clock, self.users)
        self.iterators = Iterators(clock)
        self.rates = RateLimiter(clock)
        self.quota = Quota(store, clock)
        self.webhooks = Webhooks(store, clock)
        self._bases = load_bases(store)
        self._meet_people()

    def _meet_people(self) -> None:
        for user in self.store.read_setting("people", []):
            self.users.add(user)

    def bases(self) -> list[BaseState]:
        """Every base, oldest first."""
        return list(self._bases.values())

    def base(self, base_id: str) -> BaseState:
        """Return a base as it stands; raises the API's 403 when there is none."""
        if base_id not in self._bases:
            raise model_not_found()
        return self._bases[base_id]

    def reader(self, state: BaseState) -> Reader:
        """Return something that reads cells of a base at one moment."""
        return Reader(state, self.users, self.attachments, self.formulas, self.clock.now())

    @contextmanager
    def draft(self, base_id: str, actor: Actor) -> Iterator[Draft]:
        """Write to a base: all of it is kept when the block ends, none of it when it raises."""
        with self.store.transaction() as connection:
            draft = Draft(self.base(base_id), actor, iso(self.clock.now()))
            yield draft
            if draft.is_empty:
                return
            after = draft.result()
            if after.record_count() > draft.before.record_count():
                self.quota.check_records(after.record_count())
            save_draft(connection, draft, after)
            woken = self.webhooks.record(draft, after, self.reader)
            self._bases[base_id] = after
        self.webhooks.wake(woken)

    def writer(self, draft: Draft, *, typecast: bool = False) -> Writer:
        """Return something that writes records to a draft."""
        return Writer(draft, self.users, self.attachments, typecast)

    def create_records(
        self,
        base_id: str,
        table: str,
        rows: Sequence[Mapping[str, Any]],
        actor: Actor,
        *,
        typecast: bool = False,
    ) -> list[str]:
        """Add records from values by field name or ID; returns their IDs."""
        with self.draft(base_id, actor) as draft:
            table_id = draft.before.table(table).id
            writer = self.writer(draft, typecast=typecast)
            return [writer.create(table_id, row) for row in rows]

    def write_cells(
        self,
        base_id: str,
        table: str,
        record_id: str,
        values: Mapping[str, Any],
        actor: Actor = STAFF,
        *,
        typecast: bool = False,
    ) -> None:
        """Merge values into one record, as someone at the grid does."""
        with self.draft(base_id, actor) as draft:
            table_id = draft.before.table(table).id
            self.writer(draft, typecast=typecast).update(table_id, record_id, values)

    def delete_records(
        self, base_id: str, table: str, record_ids: Sequence[str], actor: Actor
    ) -> None:
        """Take records away."""
        with self.draft(base_id, actor) as draft:
            table_id = draft.before.table(table).id
            writer = self.writer(draft)
            for record_id in record_ids:
                writer.delete(table_id, record_id)

    def attach_file(
        self,
        base_id: str,
        record_id: str,
        field: str,
        filename: str,
        content: bytes,
        content_type: str = "",
        actor: Actor = STAFF,
    ) -> Attachment:
        """Add a file to the end of an attachment cell of a record, found by its ID alone."""
        with self.draft(base_id, actor) as draft:
            table_id = table_of_record(draft.before, record_id)
            found = draft.tables[table_id].field(field)
            if found is None or found.type != "multipleAttachments":
                raise not_found()
            made = self.attachments.add_file(content, filename, content_type)
            held = draft.records[table_id][record_id].cells.get(found.id, [])
            cell = [*held, held_cell(made, filename)]
            draft.set_cell(table_id, record_id, found.id, cell)
        return made

    def holds(self, attachment: Attachment) -> bool:
        """Whether the cell that an attachment was written to still holds it."""
        place = attachment.place
        state = self._bases.get(place.base_id) if place else None
        if place is None or state is None:
            return False
        return any(
            one["id"] == attachment.id
            for record in state.records.get(place.table_id, {}).values()
            for one in record.cells.get(place.field_id, ())
        )

    def settle_attachment(
        self, attachment: Attachment, content: bytes, content_type: str, actor: Actor
    ) -> None:
        """Keep the file that an attachment promised; whoever watches the cell is told."""
        with self.store.lock:
            known = replace(attachment, type=content_type or attachment.type)
            self.attachments.fill(known, content)
            self._touch_cell(attachment, actor, keep=True)

    def drop_attachment(self, attachment: Attachment, actor: Actor) -> None:
        """Take an attachment whose file could not be fetched out of its cell."""
        with self.store.lock:
            self._touch_cell(attachment, actor, keep=False)
            self.attachments.forget(attachment.id)

    def _touch_cell(self, attachment: Attachment, actor: Actor, *, keep: bool) -> None:
        place = attachment.place
        if place is None or not self.holds(attachment):
            return
        with self.draft(place.base_id, actor) as draft:
            for record in list(draft.records[place.table_id].values()):
                held = record.cells.get(place.field_id, [])
                if any(one["id"] == attachment.id for one in held):
                    cell = [
                        one | {"ready": True} if one["id"] == attachment.id else one
                        for one in held
                        if keep or one["id"] != attachment.id
                    ]
                    draft.set_cell(place.table_id, record.id, place.field_id, cell or None)

    def record(self, base_id: str, table: str, record_id: str) -> Record:
        """Return one record; raises the API's 404 when there is none."""
        state = self.base(base_id)
        found = state.records[state.table(table).id].get(record_id)
        if found is None:
            raise not_found()
        return found

    def render(
        self, state: BaseState, table: str, record_ids: Sequence[str], style: RecordStyle
    ) -> list[dict[str, Any]]:
        """Write records as the REST API does."""
        reader = self.reader(state)
        found = state.table(table)
        records = state.records[found.id]
        rendered = [render_record(reader, found, records[one], style) for one in record_ids]
        if style.comment_count:
            for one in rendered:
                one["commentCount"] = self.comments.count(one["id"])
        return rendered

    def create_base(self, data: Mapping[str, Any], actor: Actor) -> BaseState:
        """Make a base with its tables; raises 422 and makes nothing when a table is wrong."""
        now = iso(self.clock.now())
        name, workspace = str(data.get("name") or "Base"), str(data.get("workspaceId") or "")
        empty = BaseState(new_id("app"), name, workspace, now, {}, {})
        draft = Draft(empty, actor, now)
        for table in data.get("tables") or ():
            create_table(draft, table)
        return self.add_base(draft.result())

    def add_base(self, base: BaseState) -> BaseState:
        """Take in a whole base, from a file or the metadata API."""
        with self.store.transaction() as connection:
            save_whole_base(connection, base)
            self._bases[base.id] = base
        known = list(self.users.by_id.values())
        self.store.write_setting("people", known)
        return base

    def delete_base(self, base_id: str) -> None:
        """Take a base away, with everything in it."""
        with self.store.transaction() as connection:
            delete_base(connection, self.base(base_id))
            del self._bases[base_id]
        self.webhooks.forget_base(base_id)


def table_of_record(state: BaseState, record_id: str) -> str:
    """Return the ID of the table that holds a record; raises the API's 404."""
    for table_id, records in state.records.items():
        if record_id in records:
            return table_id
    raise not_found()
