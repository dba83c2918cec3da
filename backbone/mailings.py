"""The mailings: how far each is, its letters as approved, and who approved them.

What claims a send (or a place on Mailchimp's timetable) looks at the approval in the same
transaction: nothing goes that no named person approved as it stands. Holds no reader's data.
"""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import Any, Final, cast

import sqlalchemy as sa

from backbone.database import lock, metadata, reading, upsert
from backbone.moments import moment, moment_text
from museum.errors import StopRun
from museum.letter_checks import Check
from museum.letters import Letter
from museum.sending import Approval, Kind, Mailing, State

_mailings = sa.Table(
    "mailings",
    metadata,
    sa.Column("key", sa.String(64), primary_key=True),
    sa.Column("kind", sa.String(16), nullable=False),
    sa.Column("record_id", sa.String(64), nullable=False, index=True),
    sa.Column("title", sa.Text, nullable=False),
    sa.Column("state", sa.String(16), nullable=False, index=True),
    sa.Column("prints", sa.Text, nullable=False),
    sa.Column("planned_for", sa.String(40), nullable=False),
    sa.Column("approved_by", sa.String(128), nullable=False),
    sa.Column("approved_at", sa.String(40), nullable=False),
    sa.Column("approved_prints", sa.Text, nullable=False),
    sa.Column("approved_for", sa.String(40), nullable=False),
    sa.Column("note", sa.Text, nullable=False),
    sa.Column("is_reminded", sa.Boolean, nullable=False),
    sa.Column("sent_at", sa.String(40), nullable=False),
    sa.Column("is_test_asked", sa.Boolean, nullable=False),
    sa.Column("on_timetable", sa.Boolean, nullable=False),
    sa.Column("checks", sa.Text, nullable=False),
    sa.Column("problem", sa.Text, nullable=False),
)

_letters = sa.Table(
    "mailing_letters",
    metadata,
    sa.Column("key", sa.String(64), primary_key=True),
    sa.Column("language", sa.String(8), primary_key=True),
    sa.Column("body", sa.Text, nullable=False),
    sa.Column("campaign_id", sa.String(64), nullable=False),
    sa.Column("segment", sa.Text, nullable=False),
    sa.Column("is_scheduled", sa.Boolean, nullable=False),
    sa.Column("emails_sent", sa.Integer, nullable=False),
)

_facts = sa.Table(
    "mailing_facts",
    metadata,
    sa.Column("key", sa.String(64), primary_key=True),
    sa.Column("item", sa.String(64), primary_key=True),
    sa.Column("facts", sa.Text, nullable=False),
)

_reports = sa.Table(
    "mailing_reports",
    metadata,
    sa.Column("key", sa.String(64), primary_key=True),
    sa.Column("read_at", sa.String(40), nullable=False),
    sa.Column("body", sa.Text, nullable=False),
)

MOST_NAME_CHARS: Final = 128
_OUT: Final[tuple[State, ...]] = ("sent", "reported")
NEVER: Final = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class StoredLetter:
    """A letter as it was composed, the campaign it became, and to which segment it goes.

    `is_scheduled`: Mailchimp said that it is on its timetable.
    """

    letter: Letter
    campaign_id: str
    segment: Mapping[str, Any]
    is_scheduled: bool
    emails_sent: int


@dataclass(frozen=True)
class Checklist:
    """What the checklists said, when, and of which letters (fingerprints by language)."""

    prints: Mapping[str, str]
    at: datetime
    checks: tuple[Check, ...]


class Mailings:
    """Every mailing, by key."""

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine

    def find(self, key: str) -> Mailing | None:
        """Return one mailing, or None."""
        with reading(self._engine).begin() as connection:
            return _find(connection, key)

    def all(self, states: Iterable[State] | None = None) -> list[Mailing]:
        """Return mailings, the newest date first; with `states` only those."""
        query = sa.select(_mailings).order_by(_mailings.c.planned_for.desc(), _mailings.c.key)
        if states is not None:
            query = query.where(_mailings.c.state.in_(sorted(states)))
        with reading(self._engine).begin() as connection:
            return [_mailing(row) for row in connection.execute(query)]

    def change(
        self, key: str, step: Callable[[Mailing], Mailing], letters: Sequence[Letter] | None = None
    ) -> Mailing:
        """Take one step with a mailing that is there, alone: read, think, write, in one go.

        With `letters`, those become its letters when the step took their fingerprints. What
        `step` raises changes nothing. Raises `StopRun` when there is no such mailing.
        """
        with self._engine.begin() as connection:
            lock(connection, f"mailing:{key}")
            before = _find(connection, key)
            if before is None:
                raise StopRun("Deze nieuwsbrief is er niet.", "Kijk of de datum is ingevuld.")
            after = step(before)
            if after != before:
                row = _row(after)
                if after.state in _OUT:
                    row["problem"] = ""  # whatever kept it from going
                connection.execute(sa.update(_mailings).where(_mailings.c.key == key).values(**row))
            if letters is not None and after.prints == _prints(letters) != before.prints:
                self._put_letters(connection, key, letters)
            return after

    def add(self, mailing: Mailing, letters: Sequence[Letter] = ()) -> bool:
        """Add a mailing that is not there yet, with its letters; False when it was there."""
        with self._engine.begin() as connection:
            lock(connection, f"mailing:{mailing.key}")
            if _find(connection, mailing.key) is not None:
                return False
            connection.execute(sa.insert(_mailings).values(checks="", problem="", **_row(mailing)))
            self._put_letters(connection, mailing.key, letters)
            return True

    def letters(self, key: str) -> list[StoredLetter]:
        """Return the letters of a mailing, by language; also former ones that became a campaign."""
        query = sa.select(_letters).where(_letters.c.key == key).order_by(_letters.c.language)
        with reading(self._engine).begin() as connection:
            return [_letter(row) for row in connection.execute(query)]

    def note_campaign(self, letter: Letter, campaign_id: str, segment: Mapping[str, Any]) -> None:
        """Keep which campaign a letter became, and to whom it goes."""
        self._update(letter, campaign_id=campaign_id, segment=json.dumps(dict(segment)))

    def note_scheduled(self, letter: Letter, is_scheduled: bool) -> None:
        """Keep whether Mailchimp has a letter on its timetable."""
        self._update(letter, is_scheduled=is_scheduled)

    def note_sent(self, letter: Letter, emails_sent: int) -> None:
        """Keep to how many a letter went."""
        self._update(letter, emails_sent=emails_sent)

    def keep_checks(self, key: str, checklist: Checklist) -> None:
        """Keep the checklist as it was last seen."""
        told = {
            "prints": dict(checklist.prints),
            "at": moment_text(checklist.at),
            "checks": [asdict(one) for one in checklist.checks],
        }
        self._set(key, checks=json.dumps(told, ensure_ascii=False))

    def checklist(self, key: str) -> Checklist:
        """Return the checklist as it was last seen; an empty one when it never was."""
        found = json.loads(self._get(key, "checks") or "{}")
        if not found:
            return Checklist({}, NEVER, ())
        checks = tuple(Check(**one) for one in found["checks"])
        return Checklist(found["prints"], moment(found["at"]), checks)

    def keep_problem(self, key: str, problem: str) -> None:
        """Keep in Dutch why a mailing did not go on, or "" when it did.

        Of one that is out, there is none: what another worker met on the way does not matter.
        """
        statement = sa.update(_mailings).where(
            _mailings.c.key == key, _mailings.c.state.not_in(_OUT)
        )
        with self._engine.begin() as connection:
            connection.execute(statement.values(problem=problem))

    def problem(self, key: str) -> str:
        """Return in Dutch why a mailing did not go on; empty when it did."""
        return self._get(key, "problem")

    def keep_report(self, key: str, body: Mapping[str, Any], now: datetime) -> None:
        """Keep what readers did with a mailing, as small plain JSON without readers."""
        statement = upsert(self._engine, _reports).values(
            key=key, read_at=moment_text(now), body=json.dumps(dict(body), ensure_ascii=False)
        )
        statement = statement.on_conflict_do_update(
            index_elements=["key"],
            set_={name: statement.excluded[name] for name in ("read_at", "body")},
        )
        with self._engine.begin() as connection:
            connection.execute(statement)

    def reports(self) -> dict[str, tuple[datetime, dict[str, Any]]]:
        """Return every report by the key of its mailing, and when it was read."""
        with reading(self._engine).begin() as connection:
            rows = connection.execute(sa.select(_reports))
            return {row.key: (moment(row.read_at), json.loads(row.body)) for row in rows}

    def _set(self, key: str, **values: str) -> None:
        with self._engine.begin() as connection:
            connection.execute(sa.update(_mailings).where(_mailings.c.key == key).values(**values))

    def _get(self, key: str, column: str) -> str:
        query = sa.select(_mailings.c[column]).where(_mailings.c.key == key)
        with reading(self._engine).begin() as connection:
            return str(connection.scalar(query) or "")

    def keep_facts(self, key: str, facts: Mapping[str, Mapping[str, Any]]) -> None:
        """Keep what a mailing tells of each item, as small plain JSON; nothing else it told."""
        rows = [
            {"key": key, "item": item, "facts": json.dumps(dict(told), ensure_ascii=False)}
            for item, told in facts.items()
        ]
        with self._engine.begin() as connection:
            connection.execute(sa.delete(_facts).where(_facts.c.key == key))
            if rows:
                connection.execute(sa.insert(_facts), rows)

    def forget_facts(self, key: str) -> None:
        """Forget what a mailing would have told: it never went."""
        with self._engine.begin() as connection:
            connection.execute(sa.delete(_facts).where(_facts.c.key == key))

    def facts(self, key: str) -> dict[str, dict[str, Any]]:
        """Return what a mailing tells of each item."""
        query = sa.select(_facts).where(_facts.c.key == key)
        with reading(self._engine).begin() as connection:
            return {row.item: json.loads(row.facts) for row in connection.execute(query)}

    def _update(self, letter: Letter, **values: Any) -> None:
        where = (_letters.c.key == letter.edition, _letters.c.language == letter.language)
        with self._engine.begin() as connection:
            connection.execute(sa.update(_letters).where(*where).values(**values))

    def _put_letters(self, connection: sa.Connection, key: str, letters: Sequence[Letter]) -> None:
        """Replace the letters of a mailing; what is known of their campaigns stays."""
        languages = [one.language for one in letters]
        connection.execute(
            sa.delete(_letters).where(
                _letters.c.key == key,
                _letters.c.language.not_in(languages),
                _letters.c.campaign_id == "",
            )
        )
        statement = upsert(self._engine, _letters)
        statement = statement.on_conflict_do_update(
            index_elements=["key", "language"], set_={"body": statement.excluded.body}
        )
        fresh = {"campaign_id": "", "segment": "{}", "is_scheduled": False, "emails_sent": 0}
        rows = [
            {**fresh, "key": key, "language": one.language, "body": _body(one)} for one in letters
        ]
        if rows:
            connection.execute(statement, rows)


def _find(connection: sa.Connection, key: str) -> Mailing | None:
    row = connection.execute(sa.select(_mailings).where(_mailings.c.key == key)).one_or_none()
    return _mailing(row) if row else None


def _prints(letters: Sequence[Letter]) -> dict[str, str]:
    return {one.language: one.fingerprint for one in letters}


def _body(letter: Letter) -> str:
    return json.dumps(asdict(letter), ensure_ascii=False)


def _letter(row: Any) -> StoredLetter:
    found = json.loads(row.body)
    letter = Letter(
        **{**found, "audiences": tuple(found["audiences"]), "items": tuple(found["items"])}
    )
    return StoredLetter(
        letter, row.campaign_id, json.loads(row.segment), row.is_scheduled, row.emails_sent
    )


def _row(mailing: Mailing) -> dict[str, Any]:
    given = mailing.approval
    return {
        "key": mailing.key,
        "kind": mailing.kind,
        "record_id": mailing.record_id,
        "title": mailing.title,
        "state": mailing.state,
        "prints": json.dumps(dict(mailing.prints), sort_keys=True),
        "planned_for": _text(mailing.planned_for),
        "approved_by": given.by[:MOST_NAME_CHARS] if given else "",
        "approved_at": _text(given.at) if given else "",
        "approved_prints": json.dumps(dict(given.prints) if given else {}, sort_keys=True),
        "approved_for": _text(given.planned_for) if given else "",
        "note": mailing.note,
        "is_reminded": mailing.is_reminded,
        "sent_at": _text(mailing.sent_at),
        "is_test_asked": mailing.is_test_asked,
        "on_timetable": mailing.on_timetable,
    }


def _mailing(row: Any) -> Mailing:
    approval = None
    if row.approved_by:
        approval = Approval(
            row.approved_by,
            moment(row.approved_at),
            json.loads(row.approved_prints),
            _moment(row.approved_for),
        )
    return Mailing(
        key=row.key,
        kind=cast(Kind, row.kind),
        record_id=row.record_id,
        title=row.title,
        state=cast(State, row.state),
        prints=json.loads(row.prints),
        planned_for=_moment(row.planned_for),
        approval=approval,
        note=row.note,
        is_reminded=row.is_reminded,
        sent_at=_moment(row.sent_at),
        is_test_asked=row.is_test_asked,
        on_timetable=row.on_timetable,
    )


def _text(found: datetime | None) -> str:
    return moment_text(found) if found else ""


def _moment(text: str) -> datetime | None:
    return moment(text) if text else None
