"""What readers changed at Mailchimp, and what of it goes into the tables. Pure.

Mailchimp owns who left; a reader owns their own address, language and audiences. A change is what
differs from what we last sent: our own writes are therefore none, by whatever way they come back.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from museum.attention import AttentionPoint
from museum.audiences import IN, LEFT, UNSUBSCRIBED, Known, Told, key_of, names_digest
from museum.identity import RecordId
from museum.records import Contact

LANGUAGES: Final = ("nl", "de", "en")
_SHARED: Final = "newsletter-shared:"
AT_MAILCHIMP: Final = "het aanmeldformulier van Mailchimp"


@dataclass(frozen=True)
class Seen:
    """A reader as Mailchimp has them now. `audiences` are those of the tables only."""

    key: str
    email: str
    status: str
    since: datetime
    first_name: str
    last_name: str
    audiences: tuple[str, ...]
    language: str
    reader: str
    changed: str

    @property
    def told(self) -> Told:
        """What stands there of what we tell."""
        return Told(self.audiences, self.language, names_digest(self.first_name, self.last_name))


@dataclass(frozen=True)
class RowChanges:
    """Cells to write, by record and our key of the field, and what a person must look at."""

    cells: Mapping[RecordId, Mapping[str, Any]]
    points: tuple[AttentionPoint, ...] = ()


def row_changes(seen: Seen, known: Known | None, contacts: Sequence[Contact]) -> RowChanges:
    """Return what goes into the rows of an address: `contacts` are all who have it.

    `known` is what we last knew of this reader, under this address or their former one.
    """
    cells: dict[RecordId, dict[str, Any]] = {one.id: {} for one in contacts}
    for one in contacts:
        cells[one.id] |= _status(seen, known, one)
    points: tuple[AttentionPoint, ...] = ()
    own = _own_choices(seen, known) if known and seen.status in IN else {}
    if own and len(contacts) == 1:
        cells[contacts[0].id] |= own
    elif own and contacts:
        points = (_shared(contacts[0]),)
    return RowChanges({key: value for key, value in cells.items() if value}, points)


def _status(seen: Seen, known: Known | None, contact: Contact) -> dict[str, Any]:
    is_in = contact.newsletter in IN
    if seen.status == UNSUBSCRIBED and is_in:
        has_fresh_consent = contact.consent_on is not None and contact.consent_on > seen.since
        return {} if has_fresh_consent else {"newsletter": UNSUBSCRIBED}
    if seen.status in IN and is_in and contact.newsletter != seen.status:
        return {"newsletter": seen.status}
    has_come_back = seen.status == "subscribed" and known is not None and known.status in LEFT
    if has_come_back and not is_in:
        return {
            "newsletter": "subscribed",
            "consent_on": seen.since,
            "consent_source": AT_MAILCHIMP,
            "consent_words": "",
        }
    return {}


def _own_choices(seen: Seen, known: Known) -> dict[str, Any]:
    """Return what the reader chose otherwise than we last sent it."""
    found: dict[str, Any] = {}
    if known.key != seen.key:
        found["email"] = seen.email
    if known.sent is None:
        return found
    if seen.audiences != known.sent.audiences:
        found["audiences"] = list(seen.audiences)
    if seen.language != known.sent.language and seen.language in LANGUAGES:
        found["language"] = seen.language
    name = f"{seen.first_name} {seen.last_name}".strip()
    if name and seen.told.names != known.sent.names:
        found["name"] = name
    return found


def standing(known: Known, contacts: Sequence[Contact]) -> RowChanges:
    """Return what the rows of an address should say of what we know already.

    What was seen once goes into the tables in the end, also when a first attempt was lost.
    """
    if known.since is None or known.status not in (*IN, UNSUBSCRIBED):
        return RowChanges({})
    seen = Seen(known.key, "", known.status, known.since, "", "", (), "", known.reader, "")
    cells = {one.id: _status(seen, None, one) for one in contacts}
    return RowChanges({key: value for key, value in cells.items() if value})


def at_address(contacts: Sequence[Contact], *keys: str) -> list[Contact]:
    """Return the contacts whose address has one of these keys, the oldest first."""
    found = [one for one in contacts if key_of(one.email.strip()) in keys]
    return sorted(found, key=lambda one: (one.created, one.id))


def is_shared(point: AttentionPoint) -> bool:
    """Whether a point tells of a change at an address that two people share."""
    return point.key.startswith(_SHARED)


def _shared(contact: Contact) -> AttentionPoint:
    return AttentionPoint(
        key=f"{_SHARED}{contact.id}",
        what="Twee of meer mensen delen dit adres; een van hen veranderde iets bij Mailchimp.",
        remedy="Vraag wie het was, en pas de tabel aan. Tot dan blijft die zoals zij is.",
        table="contacts",
        record_id=contact.id,
        field="email",
    )
