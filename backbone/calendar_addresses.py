"""The secret addresses of staff's own calendars: long, random, taken back with one press."""

import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

import sqlalchemy as sa

from backbone.database import metadata, reading
from backbone.moments import moment, moment_text

_addresses = sa.Table(
    "calendar_addresses",
    metadata,
    sa.Column("id", sa.String(64), primary_key=True),
    sa.Column("person", sa.String(64), nullable=False),
    sa.Column("alarm", sa.String(16), nullable=False),
    sa.Column("made", sa.String(40), nullable=False),
    sa.Column("revoked", sa.Boolean, nullable=False),
    # The last day on which a program fetched it; "" when none did.
    sa.Column("used_on", sa.String(10), nullable=False),
)
_RANDOM_BYTES: Final = 24


@dataclass(frozen=True)
class CalendarAddress:
    """One secret address. `alarm` is the reminder that was asked for ("" for none)."""

    id: str
    person: str
    alarm: str
    made: datetime
    revoked: bool
    used_on: str


class CalendarAddresses:
    """All secret addresses."""

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine

    def make(self, person: str, alarm: str, now: datetime) -> CalendarAddress:
        """Draw an address for a member of staff; earlier ones keep working."""
        made = CalendarAddress(secrets.token_urlsafe(_RANDOM_BYTES), person, alarm, now, False, "")
        with self._engine.begin() as connection:
            connection.execute(
                sa.insert(_addresses).values(
                    id=made.id,
                    person=person,
                    alarm=alarm,
                    made=moment_text(now),
                    revoked=False,
                    used_on="",
                )
            )
        return made

    def find(self, address_id: str) -> CalendarAddress | None:
        """Return an address, taken back or not; None when it never was."""
        query = sa.select(_addresses).where(_addresses.c.id == address_id)
        with reading(self._engine).begin() as connection:
            row = connection.execute(query).one_or_none()
        return _address(row) if row else None

    def standing(self) -> list[CalendarAddress]:
        """Return the addresses that work, the oldest first."""
        query = sa.select(_addresses).where(_addresses.c.revoked.is_(False))
        with reading(self._engine).begin() as connection:
            return [_address(row) for row in connection.execute(query.order_by(_addresses.c.made))]

    def revoke(self, address_id: str) -> None:
        """Take an address back: it opens nothing any more."""
        self._set(address_id, revoked=True)

    def note_used(self, address: CalendarAddress, now: datetime) -> None:
        """Note the day on which a program fetched it: one write a day."""
        today = now.date().isoformat()
        if address.used_on != today:
            self._set(address.id, used_on=today)

    def _set(self, address_id: str, **values: Any) -> None:
        with self._engine.begin() as connection:
            query = sa.update(_addresses).where(_addresses.c.id == address_id)
            connection.execute(query.values(**values))


def _address(row: Any) -> CalendarAddress:
    return CalendarAddress(
        row.id, row.person, row.alarm, moment(row.made), bool(row.revoked), row.used_on
    )
