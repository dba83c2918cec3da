"""One Airtable base, through pyairtable, always over HTTP and always by field ID."""

import base64
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

import sqlalchemy as sa
from pyairtable import Api

from backbone.airtable_errors import NotThere, Refused
from backbone.careful_wire import LONGEST_REST_S, CarefulWire, RepeatPolicy
from backbone.limiter import CallBudget, Clocks
from backbone.month_gate import MonthGate
from backbone.settings import Settings
from museum.errors import TryLater

PAGE = 100
MOST_PER_WRITE = 10

Made = TypeVar("Made")


def service_of(settings: Settings) -> str:
    """Return the name under which this base's calls are counted."""
    return f"airtable:{settings.airtable_base}"


@dataclass(frozen=True)
class WebhookMade:
    """A webhook as Airtable made it. The secret is shown this once."""

    id: str
    mac_secret: str
    expires: datetime | None


class AirtableBase:
    """Reads and writes one base. Raises only errors of `museum.errors`."""

    def __init__(
        self,
        settings: Settings,
        database: sa.Engine,
        clocks: Clocks,
        policy: RepeatPolicy | None = None,
        timeout_s: tuple[float, float] | None = None,
        gate: MonthGate | None = None,
    ) -> None:
        settings.require_airtable()
        self.base_id = settings.airtable_base
        self.budget = CallBudget(database, service_of(settings), clocks, gate)
        options: dict[str, Any] = {"timeout_s": timeout_s} if timeout_s else {}
        self._address = settings.airtable_url
        self._policy = policy or RepeatPolicy()
        self._sleep = clocks.sleep
        self._wire = CarefulWire(self.budget, clocks.sleep, self._policy, **options)
        # The wire repeats by itself, and only what is safe: pyairtable's own retry repeats all.
        self._api = Api(
            settings.airtable_token.get_secret_value(),
            endpoint_url=settings.airtable_url,
            retry_strategy=None,
            use_field_ids=True,
        )
        for scheme in ("http://", "https://"):
            self._api.session.mount(scheme, self._wire)
        # No proxy or .netrc of the machine's may see or change what we send.
        self._api.session.trust_env = settings.airtable_url.startswith("https://")

    def create_surely(self, create: Callable[[], Made], find: Callable[[], Made | None]) -> Made:
        """Create what must not be there twice.

        A create is never simply sent again: when its reply was lost, `find` looks first whether
        it is there (or removes what cannot be used).
        """
        for attempt in range(1, self._policy.attempts + 1):
            try:
                return create()
            except Refused:
                # A former one may have come through after all, later than we waited for it.
                found = find() if attempt > 1 else None
                if found is None:
                    raise
                return found
            except TryLater as error:
                if attempt == self._policy.attempts or error.after_s > LONGEST_REST_S:
                    raise
                self._sleep(self._policy.pause_s(attempt))
                found = find()
                if found is not None:
                    return found
        raise AssertionError("unreachable: the last attempt returns or raises")

    def for_purpose(self, purpose: str) -> AbstractContextManager[None]:
        """Count the calls within under this purpose."""
        return self._wire.for_purpose(purpose)

    def schema(self) -> list[dict[str, Any]]:
        """Return the tables as the metadata API gives them. One call."""
        url = self._api.build_url("meta", "bases", self.base_id, "tables")
        tables: list[dict[str, Any]] = self._api.get(url)["tables"]
        return tables

    def pages(self, table_id: str) -> Iterator[list[dict[str, Any]]]:
        """Yield the records of a table, 100 a call. Raises `IteratorLost` when to begin again."""
        pages = self._api.table(self.base_id, table_id).iterate(page_size=PAGE)
        for page in pages:
            yield [dict(record) for record in page]

    def record(self, table_id: str, record_id: str) -> dict[str, Any]:
        """Return one record, fresh: its attachments' addresses live for two hours."""
        return dict(self._api.table(self.base_id, table_id).get(record_id))

    def create_webhook(self, notification_url: str | None) -> WebhookMade:
        """Make a webhook on all data and fields of the base."""
        types = ["tableData", "tableFields", "tableMetadata"]
        body: dict[str, Any] = {"specification": {"options": {"filters": {"dataTypes": types}}}}
        if notification_url:
            body["notificationUrl"] = notification_url
        made = self._api.post(self._webhook_url(), json=body)
        expires = made.get("expirationTime")
        return WebhookMade(
            made["id"], made["macSecretBase64"], _moment(expires) if expires else None
        )

    def webhooks(self) -> list[dict[str, Any]]:
        """Return the base's webhooks, ours and others'."""
        found: list[dict[str, Any]] = self._api.get(self._webhook_url())["webhooks"]
        return found

    def delete_webhook(self, webhook_id: str) -> None:
        """Remove a webhook; one that is gone already is fine."""
        with suppress(NotThere):
            self._api.delete(self._webhook_url(webhook_id))

    def enable_notifications(self, webhook_id: str) -> None:
        """Turn the pings on again: Airtable turns them off after a day without answers."""
        self._api.post(self._webhook_url(webhook_id, "enableNotifications"), json={"enable": True})

    def payloads(self, webhook_id: str, cursor: int) -> dict[str, Any]:
        """Return `{cursor, mightHaveMore, payloads}` from a cursor on; at most 50 payloads."""
        url = self._webhook_url(webhook_id, "payloads")
        answer: dict[str, Any] = self._api.get(url, params={"cursor": cursor})
        return answer

    def create_table(self, body: dict[str, Any]) -> dict[str, Any]:
        """Make a table; returns it as the metadata API does."""
        url = self._api.build_url("meta", "bases", self.base_id, "tables")
        return dict(self._api.post(url, json=body))

    def create_field(self, table_id: str, body: dict[str, Any]) -> dict[str, Any]:
        """Make a field; returns it as the metadata API does."""
        url = self._api.build_url("meta", "bases", self.base_id, "tables", table_id, "fields")
        return dict(self._api.post(url, json=body))

    def rename_field(self, table_id: str, field_id: str, name: str) -> None:
        """Give a field another name."""
        url = self._api.build_url(
            "meta", "bases", self.base_id, "tables", table_id, "fields", field_id
        )
        self._api.patch(url, json={"name": name})

    def upsert(
        self, table_id: str, records: Sequence[dict[str, Any]], merge_on: Sequence[str]
    ) -> None:
        """Write records that merge on fields of ours (by ID): safe to repeat."""
        self.write_rows(table_id, [{"fields": fields} for fields in records], merge_on)

    def write_rows(
        self, table_id: str, rows: Sequence[dict[str, Any]], merge_on: Sequence[str]
    ) -> list[str]:
        """Write rows, ten a call: those with an `id` change that record, others merge (`upsert`).

        Returns the IDs of the records, in the order of the rows. Safe to repeat.
        """
        done = self._api.table(self.base_id, table_id).batch_upsert(rows, list(merge_on))
        return [str(record["id"]) for record in done["records"]]

    def attach(
        self, record_id: str, field_id: str, filename: str, media_type: str, content: bytes
    ) -> None:
        """Add a file to a record's cell. Never simply repeat it: look first whether it is there."""
        # https://api.airtable.com takes records, https://content.airtable.com takes files.
        address = self._address.replace("//api.", "//content.", 1)
        url = f"{address}/v0/{self.base_id}/{record_id}/{field_id}/uploadAttachment"
        body = {
            "contentType": media_type,
            "filename": filename,
            "file": base64.b64encode(content).decode("ascii"),
        }
        self._api.post(url, json=body)

    def delete_records(self, table_id: str, record_ids: Sequence[str]) -> None:
        """Remove records; those that are gone already are fine."""
        table = self._api.table(self.base_id, table_id)
        for start in range(0, len(record_ids), MOST_PER_WRITE):
            batch = list(record_ids[start : start + MOST_PER_WRITE])
            try:
                table.batch_delete(batch)
            except (NotThere, Refused):
                # One that is gone already spoils its whole batch. Airtable says the same of a
                # table that it keeps from us: that this one can be read is made sure of first.
                table.all(max_records=1)
                for record_id in batch:
                    with suppress(NotThere):
                        table.delete(record_id)

    def _webhook_url(self, *parts: str) -> str:
        return str(self._api.build_url("bases", self.base_id, "webhooks", *parts))


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text.replace("Z", "+00:00"))
