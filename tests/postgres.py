"""A PostgreSQL of the tests' own: on a free port of loopback, in a folder that goes with it.

`.ci/postgres` finds or installs its programs. Nothing is written to disk for sure (fsync off):
these databases live as long as a test.
"""

import os
import pwd
import shutil
import subprocess
import tempfile
import time
import uuid
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import psycopg
import pytest
import sqlalchemy as sa

from backbone.database import create_tables, open_database
from tests.servers import free_port

ROOT: Final = Path(__file__).parents[1]
NOTED: Final = ROOT / ".venv" / ".postgres"
PATIENCE_S: Final = 60.0
OWNER: Final = "nobody"
"""Whom the server runs as when the tests run as root: it refuses root."""

OPTIONS: Final = {
    "listen_addresses": "127.0.0.1",
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "max_connections": "200",
    "shared_buffers": "64MB",
}


@dataclass(frozen=True)
class Postgres:
    """A running server. Its only user is `museum`; it asks for no password."""

    port: int

    def address(self, database: str) -> str:
        """Return a database's address as `DATABASE_URL` takes it."""
        return f"postgresql+psycopg://museum@127.0.0.1:{self.port}/{database}"

    def run(self, statement: str) -> None:
        """Carry out a statement of administration."""
        address = f"postgresql://museum@127.0.0.1:{self.port}/postgres"
        with psycopg.connect(address, autocommit=True) as connection:
            connection.execute(statement.encode())

    @contextmanager
    def database(self, like: str = "template1") -> Iterator[str]:
        """Make a database, an empty one or a copy; yields its address. It goes with the block."""
        name = f"museum_{uuid.uuid4().hex[:12]}"
        self.run(f"CREATE DATABASE {name} TEMPLATE {like}")
        try:
            yield self.address(name)
        finally:
            self.run(f"DROP DATABASE {name} WITH (FORCE)")


@contextmanager
def start_postgres(options: Mapping[str, str] = OPTIONS) -> Iterator[Postgres]:
    """Start a server of our own and stop it when the block ends."""
    programs, owner = _programs(), _owner()
    # Not in pytest's folder: only its own user may go through that.
    folder = Path(tempfile.mkdtemp(prefix="museumflow-postgres-", dir="/tmp"))
    try:
        if owner:
            shutil.chown(folder, OWNER)
        _make_cluster(programs, folder, owner)
        with _running(programs, folder, owner, options) as server:
            yield server
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    with start_postgres() as server:
        yield server


@pytest.fixture
def postgres_url(postgres: Postgres) -> Iterator[str]:
    """The address of an empty database on PostgreSQL."""
    with postgres.database() as url:
        yield url


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of an empty database: the test runs once on each kind."""
    if request.param == "postgresql":
        return str(request.getfixturevalue("postgres_url"))
    return f"sqlite:///{tmp_path}/museumflow.sqlite"


@pytest.fixture(scope="session")
def filled_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file of SQLite with all tables that are known, to be copied."""
    path = tmp_path_factory.mktemp("tables") / "museumflow.sqlite"
    _make_tables(f"sqlite:///{path}")
    return path


@pytest.fixture(scope="session")
def filled_database(postgres: Postgres) -> Iterator[str]:
    """The name of a database on PostgreSQL with all tables that are known, to be copied."""
    with postgres.database() as url:
        _make_tables(url)
        yield url.rpartition("/")[2]


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[sa.Engine]:
    """A database with all tables that are known: the test runs once on each kind."""
    with ExitStack() as stack:
        if request.param == "postgresql":
            server, like = map(request.getfixturevalue, ("postgres", "filled_database"))
            url = stack.enter_context(server.database(like))
        else:
            path = shutil.copy(request.getfixturevalue("filled_file"), tmp_path)
            url = f"sqlite:///{path}"
        engine = open_database(url)
        create_tables(engine)  # those of a room that was imported since
        yield engine
        engine.dispose()


def _make_tables(url: str) -> None:
    engine = open_database(url)
    create_tables(engine)
    engine.dispose()


def _programs() -> Path:
    if not NOTED.exists():
        subprocess.run([str(ROOT / ".ci" / "postgres")], check=True)
    return Path(NOTED.read_text("utf-8").strip())


def _owner() -> dict[str, Any]:
    """Return how a child is started as somebody else; {} when we are nobody special."""
    if os.geteuid() != 0:
        return {}
    entry = pwd.getpwnam(OWNER)
    return {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": []}


def _make_cluster(programs: Path, folder: Path, owner: dict[str, Any]) -> None:
    command = [str(programs / "initdb"), "--pgdata", str(folder / "data"), "--username", "museum"]
    # Sorted as Dutch is, not by bytes as SQLite does: nothing may lean on either.
    command += ["--auth", "trust", "--encoding", "UTF8", "--no-sync"]
    command += ["--locale", "C.UTF-8", "--locale-provider", "icu", "--icu-locale", "nl-NL"]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False, **owner)
    if done.returncode != 0:
        raise RuntimeError(f"initdb failed: {done.stderr}")


@contextmanager
def _running(
    programs: Path, folder: Path, owner: dict[str, Any], options: Mapping[str, str]
) -> Iterator[Postgres]:
    server = Postgres(free_port())
    chosen = {**options, "port": str(server.port), "unix_socket_directories": str(folder)}
    # Ends with us, also when the tests are killed: SIGINT is its quick way of stopping.
    command = ["setpriv", "--pdeathsig", "INT", "--", str(programs / "postgres")]
    command += ["-D", str(folder / "data")]
    command += [part for name, value in chosen.items() for part in ("-c", f"{name}={value}")]
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(command, cwd=folder, stdout=log, stderr=log, **owner)
        try:
            _wait_until_it_answers(server, process, folder / "log")
            yield server
        finally:
            process.send_signal(2)
            process.wait(timeout=PATIENCE_S)


def _wait_until_it_answers(server: Postgres, process: subprocess.Popen[bytes], log: Path) -> None:
    deadline_s = time.monotonic() + PATIENCE_S
    while True:
        try:
            server.run("SELECT 1")
            return
        except psycopg.OperationalError:
            if process.poll() is not None or time.monotonic() > deadline_s:
                raise RuntimeError(f"PostgreSQL did not start: {log.read_text('utf-8')}") from None
            time.sleep(0.05)
