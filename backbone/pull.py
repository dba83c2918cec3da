"""Brings the mirror up to date: whole the first time, then by the webhook's payloads."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from backbone.airtable import AirtableBase
from backbone.airtable_errors import IteratorLost, NotThere, Refused
from backbone.mirror import Applied, Mirror, RecordGone, RecordSeen
from backbone.payloads import PayloadReader
from backbone.webhook import SecretFile, known_webhook, make_webhook
from museum.attention import AttentionPoint
from museum.binding import Binding, bind
from museum.errors import FixConfiguration
from museum.identity import FieldId, RecordId, TableKey
from museum.tables import TableDefinitions

FRESH_STARTS = 3
"""How often a table is read from its beginning when Airtable loses the list."""


@dataclass(frozen=True)
class PullReport:
    """What a pull did. `problems` are about the tables themselves, not about records."""

    changed: int
    deleted: int
    problems: tuple[AttentionPoint, ...] = ()
    was_whole: bool = False


@dataclass(frozen=True)
class Puller:
    """Pulls one base into the mirror. `hook_url` is where Airtable reaches us, "" if nowhere."""

    airtable: AirtableBase
    mirror: Mirror
    secrets: SecretFile
    hook_url: str
    now: Callable[[], datetime]

    def pull(self) -> PullReport:
        """Bring the mirror up to date by the cheapest way that is sure."""
        if self.mirror.state("pulled_at") is None or self._needs_webhook():
            return self.pull_everything()
        with self.airtable.for_purpose("wijzigingen"):
            return self._pull_changes()

    def pull_everything(self) -> PullReport:
        """Read every table whole: ceil(records/100) calls a table, and at most 3 more.

        The webhook is made first, so that a change during the reading is not lost. Killed
        anywhere, a next call begins again; nothing is taken for deleted before a table was read
        through.
        """
        with self.airtable.for_purpose("alles lezen"):
            if self._needs_webhook():
                make_webhook(self.airtable, self.mirror, self.secrets, self.hook_url)
            problems = self._bind()
            applied = Applied(0, 0)
            for key in mirrored_tables(self.mirror.definitions):
                applied = applied + self._pull_table(key)
        self.mirror.set_state("pulled_at", self.now().isoformat())
        return PullReport(applied.changed, applied.deleted, problems, was_whole=True)

    def _needs_webhook(self) -> bool:
        known = known_webhook(self.mirror)
        return known is None or known.url != self.hook_url

    def _bind(self) -> tuple[AttentionPoint, ...]:
        bound = bind(self.mirror.definitions, self.airtable.schema(), self.mirror.binding())
        if not bound.binding.tables:
            raise FixConfiguration(
                what="In deze base staat geen enkele tabel die museumflow kent.",
                remedy="Kijk of AIRTABLE_BASE klopt, of maak de tabellen met "
                "`museumflow tables create`.",
            )
        self.mirror.bind(bound.binding)
        return bound.problems

    def _pull_table(self, key: TableKey) -> Applied:
        binding = self.mirror.binding()
        table_id = binding.tables.get(key)
        if table_id is None:
            return Applied(0, 0)  # gone in Airtable: its rows stay, an attention point says so
        for attempt in range(1, FRESH_STARTS + 1):
            try:
                return self._read_through(key, table_id, binding)
            except IteratorLost:
                if attempt == FRESH_STARTS:
                    raise
        raise AssertionError("unreachable: the last attempt returns or raises")

    def _read_through(self, key: TableKey, table_id: str, binding: Binding) -> Applied:
        ours = frozenset(binding.fields[key].values())
        missing = self.mirror.record_ids(key)
        applied = Applied(0, 0)
        for page in self.airtable.pages(table_id):
            seen = [_record_seen(key, record, ours) for record in page]
            missing -= {one.id for one in seen}
            applied = applied + self.mirror.apply(seen)
        return applied + self.mirror.apply([RecordGone(key, gone) for gone in sorted(missing)])

    def _pull_changes(self) -> PullReport:
        known = known_webhook(self.mirror)
        assert known is not None  # `pull` saw to it
        try:
            return self._read_payloads(known.id)
        except (NotThere, Refused):
            # The webhook or its cursor is gone at Airtable: make a new one and read all again.
            self.mirror.set_state("webhook", None)
            return self.pull_everything()

    def _read_payloads(self, webhook_id: str) -> PullReport:
        applied = Applied(0, 0)
        problems: tuple[AttentionPoint, ...] = ()
        for answer in self._answers(webhook_id):
            payloads = answer["payloads"]
            if any(self._reader().touches_schema(payload) for payload in payloads):
                problems = self._bind()
            if any(payload.get("error") for payload in payloads):
                return self.pull_everything()
            reader = self._reader()
            seen = [one for payload in payloads for one in reader.seen(payload)]
            applied = applied + self.mirror.apply(seen, {"cursor": answer["cursor"]})
        self.mirror.set_state("pulled_at", self.now().isoformat())
        return PullReport(applied.changed, applied.deleted, problems)

    def _answers(self, webhook_id: str) -> Iterator[dict[str, Any]]:
        while True:
            answer = self.airtable.payloads(webhook_id, int(self.mirror.state("cursor") or 1))
            yield answer
            if not answer.get("mightHaveMore"):
                return

    def _reader(self) -> PayloadReader:
        definitions = self.mirror.definitions
        return PayloadReader(
            definitions, self.mirror.binding(), frozenset(mirrored_tables(definitions))
        )


def mirrored_tables(definitions: TableDefinitions) -> tuple[TableKey, ...]:
    """Return the keys of the tables that are copied: those with anything that may be public.

    Contacts, registrations and the museums' files stay in Airtable alone.
    """
    return tuple(
        table.key for table in definitions.tables if any(field.public for field in table.fields)
    )


def _record_seen(key: str, record: dict[str, Any], ours: frozenset[FieldId]) -> RecordSeen:
    cells = {field_id: value for field_id, value in record["fields"].items() if field_id in ours}
    created = datetime.fromisoformat(record["createdTime"].replace("Z", "+00:00"))
    return RecordSeen(key, RecordId(record["id"]), cells, created)
