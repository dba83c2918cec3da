"""Personal links: for one museum, with an end, and taken back with one press."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

import sqlalchemy as sa

from backbone.database import reading
from backbone.moments import moment, moment_text
from backbone.submission_tables import links

_BY_ID: Final = sa.select(links).where(links.c.id == sa.bindparam("id"))


@dataclass(frozen=True)
class FormLink:
    """A link of one person for one museum. `may_publish`: all that person sends is trusted."""

    id: str
    museum_id: str
    name: str
    email: str
    may_publish: bool
    made: datetime
    ends: datetime
    revoked: bool
    used: datetime | None

    def is_valid(self, now: datetime) -> bool:
        """Tell whether the link opens anything."""
        return not self.revoked and now < self.ends


class FormLinks:
    """All personal links."""

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine

    def make(
        self,
        museum_id: str,
        name: str,
        email: str,
        may_publish: bool,
        now: datetime,
        lasts: timedelta,
    ) -> FormLink:
        """Make a link for a person; the links that this person had for the museum end."""
        made = FormLink(
            secrets.token_urlsafe(18),
            museum_id,
            name,
            email,
            may_publish,
            now,
            now + lasts,
            False,
            None,
        )
        with self._engine.begin() as connection:
            connection.execute(
                sa.update(links)
                .where(links.c.museum_id == museum_id, links.c.email == email)
                .values(revoked=True)
            )
            connection.execute(
                sa.insert(links).values(
                    id=made.id,
                    museum_id=museum_id,
                    name=name,
                    email=email,
                    may_publish=may_publish,
                    made=moment_text(now),
                    ends=moment_text(made.ends),
                    revoked=False,
                    used="",
                )
            )
        return made

    def find(self, link_id: str) -> FormLink | None:
        """Return a link, valid or not; None when it never was."""
        with reading(self._engine).begin() as connection:
            row = connection.execute(_BY_ID, {"id": link_id}).one_or_none()
        return _link(row) if row else None

    def standing(self) -> list[FormLink]:
        """Return the links that were not taken back, by museum."""
        query = sa.select(links).where(links.c.revoked.is_(False))
        query = query.order_by(links.c.museum_id, links.c.email)
        with reading(self._engine).begin() as connection:
            return [_link(row) for row in connection.execute(query)]

    def of_reader(self, email: str) -> list[FormLink]:
        """Return the links that a mail address has and that were not taken back."""
        query = sa.select(links).where(links.c.email == email, links.c.revoked.is_(False))
        with reading(self._engine).begin() as connection:
            return [_link(row) for row in connection.execute(query)]

    def revoke(self, link_id: str) -> None:
        """Take a link back."""
        with self._engine.begin() as connection:
            connection.execute(sa.update(links).where(links.c.id == link_id).values(revoked=True))

    def note_used(self, link_id: str, now: datetime) -> None:
        """Note that a link was pressed."""
        with self._engine.begin() as connection:
            connection.execute(
                sa.update(links).where(links.c.id == link_id).values(used=moment_text(now))
            )


def _link(row: Any) -> FormLink:
    used = moment(row.used) if row.used else None
    return FormLink(
        row.id,
        row.museum_id,
        row.name,
        row.email,
        bool(row.may_publish),
        moment(row.made),
        moment(row.ends),
        bool(row.revoked),
        used,
    )
