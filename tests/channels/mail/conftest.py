"""A post that speaks SMTP to the real sandbox."""

import ssl
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import requests
import sqlalchemy as sa

from backbone.mail_server import read_mail_server
from channels.mail.letter import Letter
from channels.mail.outbox import Outbox
from channels.mail.post import Post
from channels.mail.wire import Wire
from museum.mail_address import MailAddress
from tests.servers import smtp_port_of, start_sandbox

NOW = datetime(2027, 3, 2, 6, 0, tzinfo=UTC)
SENDER = MailAddress("platform@museum.example", "Het Platform")
READER = MailAddress("lezer@museum.example", "Lezer, de")


def letter(key: str = "proef:1", may_repeat: bool = True, **other: Any) -> Letter:
    """Return a letter; `other` replaces its words."""
    words = {"subject": "Café open", "text": "Dag!\n.\nTot ziens\n", "html": "<p>Dag é</p>"}
    return Letter(key=key, may_repeat=may_repeat, **{"to": READER, **words, **other})


@dataclass
class PostOffice:
    """Everything a test of the post works with. `ahead` moves its clock."""

    address: str
    database: sa.Engine
    outbox: Outbox
    ahead: timedelta = timedelta()

    def now(self) -> datetime:
        """Return the moment it is."""
        return NOW + self.ahead

    def post(self, timeout_s: float = 5.0, url: str = "") -> Post:
        """Return a new post, as a process that starts has it."""
        server = read_mail_server(url or f"smtp://127.0.0.1:{smtp_port_of(self.address)}")
        wire = Wire(server, ssl.create_default_context(), timeout_s)
        return Post(wire, self.outbox, SENDER, self.now)

    def fault(self, **fault: Any) -> None:
        """Let the mail server fail, as `POST /sandbox/faults` says."""
        body = {"service": "smtp", **fault}
        requests.post(f"{self.address}/sandbox/faults", json=body, timeout=5).raise_for_status()

    def mails(self) -> list[dict[str, Any]]:
        """Return what arrived, oldest first."""
        found: list[dict[str, Any]] = requests.get(
            f"{self.address}/sandbox/mails", timeout=5
        ).json()["mails"]
        return found


@pytest.fixture(scope="module")
def sandbox_address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """One sandbox for the tests of a file."""
    with start_sandbox(tmp_path_factory.mktemp("sandbox")) as found:
        yield found


@pytest.fixture
def office(sandbox_address: str, database: sa.Engine) -> PostOffice:
    """An empty mailbox, an empty outbox."""
    for name in ("faults", "ledger", "mails"):
        requests.delete(f"{sandbox_address}/sandbox/{name}", timeout=5)
    return PostOffice(sandbox_address, database, Outbox(database))
