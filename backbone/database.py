"""The database: one engine, one set of tables that the rooms share, and its version.

SQLite by default, PostgreSQL by one setting; the same SQLAlchemy Core code on both.
"""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext, suppress
from pathlib import Path
from threading import Lock
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.dialects import postgresql, sqlite

from museum.errors import FixConfiguration

metadata: Final = sa.MetaData()
"""Every room's tables; each room defines its own in the file that reads and writes them."""

SCHEMA_VERSION: Final = 1
BUSY_TIMEOUT_MS: Final = 30_000

_version = sa.Table(
    "schema_version",
    metadata,
    sa.Column("version", sa.Integer, primary_key=True),
)


def open_database(url: str) -> sa.Engine:
    """Open a database; SQLite gets its write-ahead log, so that readers never wait.

    Raises `FixConfiguration` for an address that is none.
    """
    try:
        engine = sa.create_engine(url, pool_pre_ping=not url.startswith("sqlite"))
    except (sa.exc.ArgumentError, ImportError) as error:
        raise FixConfiguration(
            what="Het adres van de database (DATABASE_URL) klopt niet.",
            remedy="Schrijf het als postgresql+psycopg://gebruiker:wachtwoord@machine/naam, "
            "of laat het leeg voor een bestand in de gegevensmap.",
        ) from error
    if engine.dialect.name == "sqlite":
        event.listen(engine, "do_connect", lambda *_: make_file(url))
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_immediately)
        engine.update_execution_options(write_turn=Lock())
    engine.update_execution_options(for_reading=_for_reading(engine))
    return engine


def make_file(url: str) -> None:
    """Make the file of a SQLite database that is not there yet: for its own user only.

    Personal links and calendars are known by what stands in it. SQLite gives the files beside it
    (`-wal`, `-shm`) the same mode. Where that cannot be, SQLite's own opening says why.
    """
    place = sa.make_url(url)
    if place.get_backend_name() == "sqlite" and place.database not in (None, "", ":memory:"):
        with suppress(OSError):
            Path(str(place.database)).touch(mode=0o600)


def _prepare_sqlite(connection: Any, _record: object) -> None:
    # Python's driver would open transactions by itself, and late: we begin them, at once.
    connection.isolation_level = None
    for pragma in (
        f"busy_timeout={BUSY_TIMEOUT_MS}",
        "journal_mode=WAL",
        "synchronous=NORMAL",
        "foreign_keys=ON",
        "cache_size=-64000",
    ):
        connection.execute(f"PRAGMA {pragma}")


def _begin_immediately(connection: sa.Connection) -> None:
    """Take the write lock at the start: a later upgrade of a read lock would fail, not wait."""
    read_only = connection.get_execution_options().get("read_only", False)
    connection.exec_driver_sql("BEGIN" if read_only else "BEGIN IMMEDIATE")


def reading(engine: sa.Engine) -> sa.Engine:
    """Return the same engine for transactions that only read: these never wait for a writer.

    Each sees the database as it was at its first question, whatever is written meanwhile.
    """
    # Made once per engine: to make one takes as long as to ask a question.
    made: sa.Engine | None = engine.get_execution_options().get("for_reading")
    return made or _for_reading(engine)


def _for_reading(engine: sa.Engine) -> sa.Engine:
    if engine.dialect.name == "postgresql":
        return engine.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
    return engine.execution_options(read_only=True)


@contextmanager
def in_turn(engine: sa.Engine) -> Iterator[sa.Connection]:
    """Begin a short transaction that writes, one at a time of this process on SQLite.

    SQLite lets writers wait by sleeping longer and longer: many at once would wait for nobody.
    """
    turn = engine.get_execution_options().get("write_turn") or nullcontext()
    with turn, engine.begin() as connection:
        yield connection


def settle_on_disk(engine: sa.Engine) -> None:
    """Wait until what was committed is on the disk: before somebody is thanked for it.

    SQLite hands its log to the system at each commit and has it flushed now and then, so that a
    power cut could undo the last rows; PostgreSQL flushes at each commit. Several who wait at once
    wait for one flush. Raises `OSError` when the disk will not.
    """
    if engine.dialect.name != "sqlite":
        return
    with suppress(FileNotFoundError), Path(f"{engine.url.database}-wal").open("rb") as log:
        os.fsync(log.fileno())


def at_once(engine: sa.Engine) -> sa.Engine:
    """Return the same engine for transactions of one statement, which is whole by itself.

    PostgreSQL then needs no word for its beginning and none for its end.
    """
    if engine.dialect.name == "postgresql":
        return engine.execution_options(isolation_level="AUTOCOMMIT")
    return engine


def create_tables(engine: sa.Engine) -> None:
    """Make the tables that are not there yet.

    Several processes may do this at once: the first makes them, the others find them. Raises
    `FixConfiguration` for the database of another version, or one that cannot be opened.
    """
    try:
        _create_tables(engine)
    except sa.exc.DBAPIError as error:
        # Only the kind of the driver's error: its text may hold the address with its password.
        raise FixConfiguration(
            what=f"De database is niet te openen ({type(error.orig).__name__}).",
            remedy="Kijk of DATABASE_URL klopt en of de database draait. Is het een bestand in de "
            "gegevensmap en is het beschadigd, zet dan een reservekopie terug.",
        ) from error


def _create_tables(engine: sa.Engine) -> None:
    with engine.begin() as connection:
        lock(connection, "schema")
        _version.create(connection, checkfirst=True)
        found = connection.scalar(sa.select(sa.func.max(_version.c.version)))
        if found is not None and found > SCHEMA_VERSION:
            raise FixConfiguration(
                what="Deze gegevens zijn gemaakt met een nieuwere versie van museumflow.",
                remedy="Gebruik die nieuwere versie, of een andere map (MUSEUMFLOW_DATA).",
            )
        present = _check_shapes(connection)
        if not present.issuperset(metadata.tables):
            shaped = _shaped_for(connection.dialect)
            missing = [table for table in shaped.sorted_tables if table.name not in present]
            shaped.create_all(connection, missing, checkfirst=False)
        if found is None:
            connection.execute(sa.insert(_version).values(version=SCHEMA_VERSION))


def _shaped_for(dialect: sa.Dialect) -> sa.MetaData:
    """Return the tables as this kind of database should make them.

    PostgreSQL would sort texts by the language of its machine, and refuse those longer than was
    said; SQLite does neither. Sorted by their signs, as Python does, they are alike on both.
    """
    if dialect.name != "postgresql":
        return metadata
    shaped = sa.MetaData()
    for table in metadata.sorted_tables:
        for column in table.to_metadata(shaped).columns:
            if isinstance(column.type, sa.String):
                column.type = sa.Text(collation="C")
    return shaped


def _check_shapes(connection: sa.Connection) -> set[str]:
    """Return our tables that are there; raise when one has other columns than we know."""
    found = sa.inspect(connection).get_multi_columns(filter_names=list(metadata.tables))
    for (_schema, name), columns in found.items():
        if {column["name"] for column in columns} != set(metadata.tables[name].c.keys()):
            raise other_version()
    return {name for _schema, name in found}


def other_version() -> FixConfiguration:
    """Return the error for data that another version of museumflow left, in a shape of its own."""
    return FixConfiguration(
        what="Deze gegevens zijn gemaakt met een andere versie van museumflow.",
        remedy="Kies een andere, lege map (MUSEUMFLOW_DATA, bij de demo DATA=), of verplaats de "
        "bestanden museumflow.sqlite en engine.sqlite uit deze map: de website wordt dan opnieuw "
        "uit de tabellen gemaakt.",
    )


def lock(connection: sa.Connection, name: str) -> None:
    """Let nobody else past the same name until this transaction ends.

    SQLite needs nothing more: a transaction that may write took the one lock at its beginning.
    """
    if connection.dialect.name == "postgresql":
        key = sa.func.hashtextextended(name, 0)
        connection.execute(sa.select(sa.func.pg_advisory_xact_lock(key)))


Insert = postgresql.Insert | sqlite.Insert


def upsert(engine: sa.Engine, table: sa.Table) -> Insert:
    """Return an INSERT that can say ON CONFLICT, in the words of this database."""
    makers: dict[str, Callable[[sa.Table], Insert]] = {
        "sqlite": sqlite.insert,
        "postgresql": postgresql.insert,
    }
    return makers[engine.dialect.name](table)
