"""Brings the mirror up to date: whole the first time, then by the webhook's payloads."""

import hashlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from backbone.airtable import AirtableBase
from backbone.airtable_errors import NotThere, Refused
from backbone.edit_history import EditHistory
from backbone.mirror import Applied, Mirror, Seen
from backbone.payloads import PayloadReader
from backbone.settling import DatedChange, Settling
from backbone.table_reader import TableReader
from backbone.uncopied import marks
from backbone.webhook import SecretFile, WebhookKeeper
from museum.attention import AttentionPoint
from museum.binding import bind
from museum.errors import FixConfiguration
from museum.identity import RecordId, TableKey
from museum.reading import RawRecord
from museum.tables import TableDefinitions


@dataclass(frozen=True)
class PullReport:
    """What a pull did. `problems` are about the tables themselves, not about records.

    `problems` are all that stand now, also those found earlier. `was_whole` says that every
    table was read.
    """

    changed: int = 0
    deleted: int = 0
    problems: tuple[AttentionPoint, ...] = ()
    was_whole: bool = False

    def and_then(self, applied: Applied) -> "PullReport":
        """Return the report with this done as well."""
        return replace(
            self, changed=self.changed + applied.changed, deleted=self.deleted + applied.deleted
        )


class Puller:
    """Pulls one base into the mirror. `hook_url` is where Airtable reaches us, "" if nowhere."""

    def __init__(
        self,
        airtable: AirtableBase,
        mirror: Mirror,
        secrets: SecretFile,
        hook_url: str,
        now: Callable[[], datetime],
        settling: Settling,
        history: EditHistory,
    ) -> None:
        self.airtable = airtable
        self.mirror = mirror
        self.now = now
        self.settling = settling
        self.history = history
        self._tables = TableReader(airtable, mirror, settling)
        self.webhook = WebhookKeeper(airtable, mirror, secrets, hook_url, now)

    def pull(self, everything: bool = True) -> PullReport:
        """Bring the mirror up to date by the cheapest way that is sure.

        Records that somebody is still typing in wait a little, unless `everything`.
        """
        if self.webhook.is_due():
            self.webhook.look_after()
        if not self.webhook.is_usable():
            return self.pull_everything()
        if self.mirror.state("pulled_at") is None:
            with self.airtable.for_purpose("alles lezen"):
                self._look()
                return self._read_unread(PullReport())
        with self.airtable.for_purpose("wijzigingen"):
            return self._pull_changes(everything)

    def release(self, everything: bool, newest_ping: datetime | None = None) -> PullReport:
        """Let changes into the mirror that waited for their record to be left alone. No call."""
        now = None if everything else self.now()
        applied = self.mirror.apply_chosen(
            lambda connection: self.settling.take(connection, now, newest_ping)
        )
        return PullReport().and_then(applied)

    def pull_everything(self) -> PullReport:
        """Read every table whole: ceil(records/100) calls a table, and at most 3 more.

        A webhook is there before the reading, so that no change during it is lost. Killed
        anywhere, `pull` goes on with the tables that were not read through.
        """
        with self.airtable.for_purpose("alles lezen"):
            self.mirror.apply((), self._all_unread())
            if not self.webhook.is_usable():
                self.webhook.make()
            self._look()
            return self._read_unread(PullReport())

    def read_again(self, table: str, record_id: RecordId) -> RawRecord | None:
        """Read one record from Airtable: its files' addresses live for two hours again.

        None when it is gone. One call.
        """
        binding = self.mirror.binding()
        table_id = binding.tables.get(TableKey(table))
        if table_id is None:
            return None
        with self.airtable.for_purpose("bestanden ophalen"):
            try:
                record = self.airtable.record(table_id, record_id)
            except NotThere:
                return None
        self._tables.apply_one(TableKey(table), record)
        return self.mirror.record(table, record_id)

    def _all_unread(self) -> dict[str, Any]:
        tables = mirrored_tables(self.mirror.definitions)
        # What happened to the other tables meanwhile, nobody told.
        others = {table.key for table in self.mirror.definitions.tables} - set(tables)
        told = marks(others, self.now().isoformat())
        return {"pulled_at": None, **told, **{f"read:{key}": [] for key in tables}}

    def _look(self) -> None:
        """Compare the tables with the definitions; keep the IDs that are there and what differs."""
        definitions = self.mirror.definitions
        bound = bind(definitions, self.airtable.schema(), self.mirror.known_ids())
        if not bound.binding.tables:
            raise FixConfiguration(
                what="In deze base staat geen enkele tabel die museumflow kent.",
                remedy="Kijk of AIRTABLE_BASE klopt, of maak de tabellen met "
                "`museumflow tables create`.",
            )
        self.mirror.bind(bound.binding)
        told = [asdict(point) for point in bound.problems]
        self.mirror.apply((), {"problems": told, "definitions": _fingerprint(definitions)})

    def _read_unread(self, report: PullReport) -> PullReport:
        """Read the tables that were not read through yet, and note that all is up to date."""
        tables = mirrored_tables(self.mirror.definitions)
        unread = self.mirror.unread(tables)
        problems = [AttentionPoint(**point) for point in self.mirror.state("problems") or ()]
        for key in unread:
            try:
                report = report.and_then(self._tables.read(key))
            except NotThere:
                # Its rows stay as they are, and a next pull tries again; the others go on.
                problems.append(self._out_of_reach(key))
        self.mirror.set_state("pulled_at", self.now().isoformat())
        is_whole = len(unread) == len(tables)
        return replace(report, problems=tuple(problems), was_whole=is_whole)

    def _out_of_reach(self, key: TableKey) -> AttentionPoint:
        label = self.mirror.definitions.table(key).label
        return AttentionPoint(
            key=f"tables:unreadable:{key}",
            what=f"Airtable laat ons de tabel “{label}” niet lezen.",
            remedy="Geef het token in Airtable toegang tot deze base en deze tabel. "
            "Tot dan blijft op de website staan wat er stond.",
            table=key,
            subject=label,
            severity="error",
        )

    def _pull_changes(self, everything: bool) -> PullReport:
        report = PullReport()
        if self.mirror.state("definitions") != _fingerprint(self.mirror.definitions):
            self._look()  # config/tables.toml was changed
        try:
            for answer in self._answers():
                report = self._apply_answer(answer, report, everything)
        except (NotThere, Refused):
            # The webhook or its cursor is gone at Airtable: make a new one and read all again.
            self.webhook.forget()
            return self.pull_everything()
        if self.mirror.state("pulled_at") is None:
            return self.pull_everything()
        return self._read_unread(report)

    def _answers(self) -> Iterator[dict[str, Any]]:
        while True:
            asked = int(self.mirror.state("cursor") or 1)
            answer = self.airtable.payloads(self.webhook.known_id(), asked)
            yield answer
            if not answer["mightHaveMore"] or answer["cursor"] <= asked:
                return

    def _apply_answer(
        self, answer: dict[str, Any], report: PullReport, everything: bool
    ) -> PullReport:
        """Apply at most 50 payloads, and the cursor with them.

        Only after the last of them is known which records were left alone.
        """
        payloads = answer["payloads"]
        state: dict[str, Any] = {"cursor": answer["cursor"], **self.webhook.extended()}
        if any(payload.get("error") for payload in payloads):
            # Airtable could not tell what changed: everything is read again, now or at restart.
            self.mirror.apply((), {**state, **self._all_unread()})
            return report
        if any(self._reader().touches_schema(payload) for payload in payloads):
            self._look()
        changes = self._dated(payloads)

        def choose(connection: sa.Connection) -> Iterable[Seen]:
            self.history.note(connection, (self._moment_of(payload) for payload in payloads))
            self.settling.keep(connection, changes)
            if answer["mightHaveMore"] and payloads:
                return ()
            return self.settling.take(connection, None if everything else self.now())

        state |= self._uncopied(answer)
        return report.and_then(self.mirror.apply_chosen(choose, state))

    def _uncopied(self, answer: dict[str, Any]) -> dict[str, str]:
        """Mark where something changed in the tables that are not copied."""
        reader = self._reader()
        places = {place for payload in answer["payloads"] for place in reader.uncopied(payload)}
        return marks(places, f"{self.now().isoformat()} {answer['cursor']}")

    def _dated(self, payloads: list[dict[str, Any]]) -> list[DatedChange]:
        reader = self._reader()
        return [
            DatedChange(self._moment_of(payload), one)
            for payload in payloads
            for one in reader.seen(payload)
        ]

    def _moment_of(self, payload: dict[str, Any]) -> datetime:
        """Return when a change was made, by a clock that may differ: never in the future."""
        now = self.now()
        text = payload.get("timestamp")
        return now if text is None else min(now, datetime.fromisoformat(str(text)))

    def _reader(self) -> PayloadReader:
        definitions = self.mirror.definitions
        return PayloadReader(
            definitions, self.mirror.binding(), frozenset(mirrored_tables(definitions))
        )


def mirrored_tables(definitions: TableDefinitions) -> tuple[TableKey, ...]:
    """Return the keys of the tables that are copied: those with anything that may be public.

    And those that `config/tables.toml` says are needed to reckon with, such as leave. Contacts,
    registrations and the museums' files stay in Airtable alone.
    """
    return tuple(table.key for table in definitions.tables if table.is_public or table.copied)


def _fingerprint(definitions: TableDefinitions) -> str:
    return hashlib.sha256(repr(definitions).encode()).hexdigest()
