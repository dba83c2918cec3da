"""What Mailchimp last confirmed of each member, and the IDs of the list's groups: our ledger.

It holds keys (MD5 of an address), states, digests and record IDs, never a name or an address.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, Final

from backbone.ledger import Entry, Ledger
from backbone.mailchimp import Mailchimp
from museum.audiences import AudienceRules, Known, Told
from museum.errors import FixConfiguration

CHANNEL: Final = "mailchimp-members"
GROUPS: Final = "mailchimp-groups"
ADDRESSES: Final = "contact-addresses"
"""Which contacts have an address, by its key: whom a message of Mailchimp is about."""


class MemberBook:
    """The members that we know of."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger

    def known(self) -> dict[str, Known]:
        """Return every member that we know of, by key."""
        return {key: _known(entry) for key, entry in self._ledger.entries().items()}

    def find(self, key: str) -> Known | None:
        """Return one member, or None."""
        entry = self._ledger.entry(key)
        return _known(entry) if entry else None

    def confirm(self, found: Iterable[Known]) -> None:
        """Write down what Mailchimp confirmed, all or nothing."""
        self._ledger.confirm(_entry(one) for one in found)

    def forget(self, keys: Iterable[str]) -> None:
        """Drop addresses that nobody has any more."""
        self._ledger.forget(keys)


class AddressBook:
    """Which contacts have an address; kept so that a message costs no reading of the table."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger

    def keep(self, contacts: dict[str, tuple[str, ...]]) -> None:
        """Remember who has which address, and forget who had it before."""
        there = self._ledger.entries()
        fresh = {key: Entry(key, ",".join(ids)[:64], {"ids": list(ids)})
                 for key, ids in contacts.items()}  # fmt: skip
        self._ledger.confirm(one for key, one in fresh.items() if there.get(key) != one)
        self._ledger.forget([key for key in there if key not in fresh])

    def of(self, key: str) -> tuple[str, ...]:
        """Return the IDs of the contacts that have an address."""
        entry = self._ledger.entry(key)
        return tuple(entry.note["ids"]) if entry else ()


class Groups:
    """The IDs of the groups that audiences stand for; asked for once, and again each night."""

    def __init__(self, mailchimp: Mailchimp, ledger: Ledger, rules: AudienceRules) -> None:
        self._mailchimp, self._ledger, self._rules = mailchimp, ledger, rules

    def ids(self) -> dict[str, str]:
        """Return the ID of each audience's group; raises `FixConfiguration` for one missing."""
        known = {key: entry.fingerprint for key, entry in self._ledger.entries().items()}
        if not set(self._rules.interests.values()) <= set(known):
            known = self._mailchimp.interests()
            self._keep(known)
        return {key: known[name] for key, name in self._rules.interests.items()}

    def read(self) -> None:
        """Ask for the IDs anew."""
        self._keep(self._mailchimp.interests())

    def _keep(self, found: dict[str, str]) -> None:
        missing = [one for one in self._rules.interests.values() if one not in found]
        if missing:
            raise FixConfiguration(
                what=f"In Mailchimp ontbreekt de groep “{missing[0]}”.",
                remedy="Draai `museumflow newsletter create`, of pas config/newsletter.toml aan.",
            )
        self._ledger.confirm(Entry(name, group_id) for name, group_id in found.items())


def _known(entry: Entry) -> Known:
    note: Any = entry.note
    since, sent = note["since"], note.get("sent")
    return Known(
        key=entry.key,
        fingerprint=entry.fingerprint,
        status=str(note["status"]),
        is_ours=bool(note["ours"]),
        since=datetime.fromisoformat(since) if since else None,
        contacts=tuple(note.get("contacts", ())),
        sent=Told(tuple(sent[0]), sent[1], sent[2]) if sent else None,
        reader=str(note.get("reader", "")),
        changed=str(note.get("changed", "")),
    )


def _entry(known: Known) -> Entry:
    sent = known.sent
    note = {
        "status": known.status,
        "ours": known.is_ours,
        "since": known.since.isoformat() if known.since else "",
        "contacts": list(known.contacts),
        "sent": [list(sent.audiences), sent.language, sent.names] if sent else None,
        "reader": known.reader,
        "changed": known.changed,
    }
    return Entry(known.key, known.fingerprint, note)
