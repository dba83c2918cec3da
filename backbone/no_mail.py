"""The addresses that get no service mail any more: mail to them bounced, or they asked for it.

Holds no address, only a digest of each: enough to know one again when it is about to be mailed.
An address that staff took off the list comes back only by what happens after that.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, Literal, cast

import sqlalchemy as sa

from backbone.database import lock, metadata, reading
from backbone.moments import moment, moment_text

Reason = Literal["bounced", "asked", "staff"]

REASONS: Final[dict[Reason, str]] = {
    "bounced": "Mail aan dit adres kwam terug: het bestaat niet (meer).",
    "asked": "De ontvanger zei “geen mail meer”.",
    "staff": "Door een medewerker op de lijst gezet.",
}

_no_mail = sa.Table(
    "no_mail",
    metadata,
    sa.Column("digest", sa.String(64), primary_key=True),
    sa.Column("reason", sa.String(16), nullable=False),
    sa.Column("since", sa.String(40), nullable=False),
    sa.Column("lifted", sa.String(40), nullable=False),
    sa.Column("museum_id", sa.String(64), nullable=False),
)


@dataclass(frozen=True)
class Stopped:
    """One address that gets no mail. `museum_id`: whose it is, as far as known."""

    digest: str
    reason: Reason
    since: datetime
    museum_id: str


class NoMail:
    """The list, by digest."""

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine

    def add(self, digest: str, reason: Reason, at: datetime) -> bool:
        """Put an address on the list for what happened at a moment; False when it stood there.

        What happened before staff took it off the list does not put it back.
        """
        with self._engine.begin() as connection:
            lock(connection, "no-mail")
            found = connection.execute(_one(digest)).one_or_none()
            values = {"reason": reason, "since": moment_text(at), "lifted": ""}
            if found is None:
                row = {"digest": digest, "museum_id": "", **values}
                connection.execute(sa.insert(_no_mail).values(**row))
                return True
            if not found.lifted or moment(found.lifted) >= at:
                return False
            _change(connection, digest, **values)
            return True

    def lift(self, digest: str, now: datetime) -> bool:
        """Take an address off the list; False when it did not stand there."""
        with self._engine.begin() as connection:
            lock(connection, "no-mail")
            found = connection.execute(_one(digest)).one_or_none()
            if found is None or found.lifted:
                return False
            _change(connection, digest, lifted=moment_text(now))
            return True

    def note_museum(self, digest: str, museum_id: str) -> None:
        """Note to which museum an address belongs: staff see it beside the address."""
        with self._engine.begin() as connection:
            _change(connection, digest, museum_id=museum_id)

    def holds(self, address: str) -> bool:
        """Tell whether an address gets no mail."""
        query = _one(digest_of(address)).where(_no_mail.c.lifted == "")
        with reading(self._engine).begin() as connection:
            return connection.execute(query).one_or_none() is not None

    def bounced(self, addresses: Iterable[str]) -> set[str]:
        """Return those of these addresses from which mail came back."""
        known = {one.digest for one in self.all() if one.reason == "bounced"}
        return {one for one in addresses if digest_of(one) in known}

    def all(self) -> list[Stopped]:
        """Return the list, the newest first."""
        query = sa.select(_no_mail).where(_no_mail.c.lifted == "").order_by(
            _no_mail.c.since.desc(), _no_mail.c.digest
        )  # fmt: skip
        with reading(self._engine).begin() as connection:
            return [_stopped(row) for row in connection.execute(query)]


def digest_of(address: str) -> str:
    """Return by what an address is known on the list, in whatever case it is written."""
    return hashlib.sha256(f"no-mail:{address.strip().lower()}".encode()).hexdigest()


def _one(digest: str) -> sa.Select[Any]:
    return sa.select(_no_mail).where(_no_mail.c.digest == digest)


def _change(connection: sa.Connection, digest: str, **values: str) -> None:
    connection.execute(sa.update(_no_mail).where(_no_mail.c.digest == digest).values(**values))


def _stopped(row: Any) -> Stopped:
    return Stopped(row.digest, cast(Reason, row.reason), moment(row.since), row.museum_id)
