"""The parts that every workflow works with, opened once per process."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

import sqlalchemy as sa

from backbone.airtable import AirtableBase
from backbone.alarms import AlarmBook
from backbone.attention import AttentionStore
from backbone.database import create_tables, open_database
from backbone.flights import Flights
from backbone.inbox import Inbox
from backbone.limiter import Clocks
from backbone.mirror import Mirror
from backbone.pull import Puller
from backbone.runs import Runs
from backbone.settings import Settings, load_definitions
from backbone.webhook import SecretFile
from museum.tables import TableDefinitions


@dataclass(frozen=True)
class Context:
    """Settings, the database and what stands on it. `now` gives an aware moment."""

    settings: Settings
    definitions: TableDefinitions
    database: sa.Engine
    mirror: Mirror
    runs: Runs
    attention: AttentionStore
    inbox: Inbox
    alarms: AlarmBook
    flights: Flights
    secrets: SecretFile
    clocks: Clocks

    @property
    def now(self) -> Callable[[], datetime]:
        """The clock."""
        return self.clocks.now

    def airtable(self) -> AirtableBase:
        """Return the base; raises `FixConfiguration` when it is not set up."""
        return AirtableBase(self.settings, self.database, self.clocks)

    def puller(self) -> Puller:
        """Return what brings the mirror up to date."""
        return Puller(
            self.airtable(), self.mirror, self.secrets, self.settings.hook_url, self.clocks.now
        )


def open_context(settings: Settings, now: Callable[[], datetime] | None = None) -> Context:
    """Open the database and put the parts together."""
    # Every room's tables must be known before they are made.
    import channels.mail.outbox
    import channels.website.catalogue_tables  # noqa: F401

    clocks = Clocks(now=now or (lambda: datetime.now(UTC)))
    definitions = load_definitions()
    database = open_database(settings.database_url)
    create_tables(database)
    return Context(
        settings=settings,
        definitions=definitions,
        database=database,
        mirror=Mirror(database, definitions),
        runs=Runs(database),
        attention=AttentionStore(database),
        inbox=Inbox(database),
        alarms=AlarmBook(database),
        flights=Flights(database),
        secrets=SecretFile(settings.data),
        clocks=clocks,
    )
