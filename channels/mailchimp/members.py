"""Carries out a plan for the newsletter's list, and keeps what Mailchimp confirmed.

Killed anywhere, the next run does what was not confirmed: every call may be made twice. The
ledger holds keys (MD5 of an address), states and record IDs, never an address.
"""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any, Final

from backbone.ledger import Entry, Ledger
from backbone.mailchimp import BATCH, MAX_CONNECTIONS, Mailchimp, Refusal, RemoteMember
from museum.attention import AttentionPoint
from museum.audiences import REFUSED, AudiencePlan, AudienceRules, Known, Member
from museum.errors import FixConfiguration

CHANNEL: Final = "mailchimp-members"
GROUPS: Final = "mailchimp-groups"


@dataclass(frozen=True)
class Counts:
    """What a run did, for its page."""

    new: int
    changed: int
    invited: int
    gone: int
    refused: int


class MemberList:
    """The list as Mailchimp last confirmed it, and what brings it further."""

    def __init__(
        self,
        mailchimp: Mailchimp,
        ledger: Ledger,
        groups: Ledger,
        rules: AudienceRules,
        now: Callable[[], datetime],
    ) -> None:
        self._mailchimp = mailchimp
        self._ledger = ledger
        self._groups = groups
        self._rules = rules
        self._now = now

    def known(self) -> dict[str, Known]:
        """Return every member that we know of, by key."""
        return {key: _known(entry) for key, entry in self._ledger.entries().items()}

    def read_back(self) -> int:
        """Read the state of every member (nightly, and before the first plan).

        Makes up for webhooks that were lost. Returns how many states differed.
        """
        known = self.known()
        changed = [
            _entry(_seen(known.get(remote.key), remote))
            for remote in self._mailchimp.members()
            if _differs(known.get(remote.key), remote)
        ]
        self._ledger.confirm(changed)
        self._read_groups()
        return len(changed)

    def apply(self, plan: AudiencePlan) -> tuple[Counts, tuple[AttentionPoint, ...]]:
        """Carry out a plan that the brake let through; returns what was done and refused."""
        groups = self._group_ids() if plan.new or plan.changed or plan.invited else {}
        with ThreadPoolExecutor(MAX_CONNECTIONS) as pool:
            points = [
                point
                for is_new, members in ((True, plan.new), (False, plan.changed))
                for found in pool.map(
                    partial(self._send, groups=groups, is_new=is_new), _batches(members)
                )
                for point in found
            ]
            list(pool.map(partial(self._invite, groups=groups), plan.invited))
            list(pool.map(self._archive, plan.gone))
        counts = Counts(
            new=len(plan.new),
            changed=len(plan.changed),
            invited=len(plan.invited),
            gone=len(plan.gone),
            refused=len(points),
        )
        return counts, tuple(points)

    def _send(
        self, members: Sequence[Member], groups: dict[str, str], *, is_new: bool
    ) -> list[AttentionPoint]:
        bodies = [self._body(one, groups, is_new=is_new) for one in members]
        refusals = {one.place: one for one in self._mailchimp.save(bodies, is_new=is_new)}
        entries, points = [], []
        for place, member in enumerate(members):
            refusal = refusals.get(place)
            if refusal is None:
                entries.append(_entry(self._taken(member, member.status)))
            elif refusal.is_there:
                entries.append(_entry(self._found_there(member)))
            else:
                entries.append(_entry(self._taken(member, REFUSED)))
                points.append(_refused(member, refusal))
        self._ledger.confirm(entries)
        return points

    def _found_there(self, member: Member) -> Known:
        """Know someone who was there before us: they are changed by the next plan, or left."""
        remote = self._mailchimp.member(member.key)
        if remote is None:
            return self._taken(member, REFUSED)
        return Known(member.key, "", remote.status, True, _moment(remote.changed))

    def _invite(self, member: Member, groups: dict[str, str]) -> None:
        self._mailchimp.invite(member.key, self._body(member, groups, is_new=False))
        self._ledger.confirm([_entry(self._taken(member, "pending"))])

    def _archive(self, key: str) -> None:
        self._mailchimp.archive(key)
        self._ledger.confirm([_entry(Known(key, "", "archived", True, self._now()))])

    def _taken(self, member: Member, status: str) -> Known:
        return Known(member.key, member.fingerprint, status, True, self._now())

    def _body(self, member: Member, groups: dict[str, str], *, is_new: bool) -> dict[str, Any]:
        wanted = {groups[self._rules.interests[one]] for one in member.audiences}
        ids = [groups[name] for name in self._rules.interests.values()]
        body = {
            "email_address": member.email,
            "merge_fields": dict(member.fields),
            "interests": {one: one in wanted for one in ids},
            "language": member.language,
            "tags": [self._rules.tag],
        }
        return {**body, "status": member.status} if is_new else body

    def _group_ids(self) -> dict[str, str]:
        known = {key: entry.fingerprint for key, entry in self._groups.entries().items()}
        if set(self._rules.interests.values()) <= set(known):
            return known
        return self._read_groups()

    def _read_groups(self) -> dict[str, str]:
        """Read the IDs of the groups; they are asked for again each night only."""
        found = self._mailchimp.interests()
        missing = [one for one in self._rules.interests.values() if one not in found]
        if missing:
            raise FixConfiguration(
                what=f"In Mailchimp ontbreekt de groep “{missing[0]}”.",
                remedy="Maak die bij Audience, Groups, of pas config/newsletter.toml aan.",
            )
        self._groups.confirm(Entry(name, group_id) for name, group_id in found.items())
        return found


def _batches(members: Sequence[Member]) -> Iterator[Sequence[Member]]:
    for start in range(0, len(members), BATCH):
        yield members[start : start + BATCH]


def _known(entry: Entry) -> Known:
    since = entry.note["since"]
    return Known(
        entry.key,
        entry.fingerprint,
        str(entry.note["status"]),
        bool(entry.note["ours"]),
        _moment(since) if since else None,
    )


def _entry(known: Known) -> Entry:
    since = known.since.isoformat() if known.since else ""
    note = {"status": known.status, "ours": known.is_ours, "since": since}
    return Entry(known.key, known.fingerprint, note)


def _differs(known: Known | None, remote: RemoteMember) -> bool:
    return known is None or known.status != remote.status


def _seen(known: Known | None, remote: RemoteMember) -> Known:
    fingerprint, is_ours = (known.fingerprint, known.is_ours) if known else ("", False)
    return Known(remote.key, fingerprint, remote.status, is_ours, _moment(remote.changed))


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text)


def _refused(member: Member, refusal: Refusal) -> AttentionPoint:
    return AttentionPoint(
        key=f"newsletter:{member.contacts[0]}",
        what=refusal.what,
        remedy=refusal.remedy,
        table="contacts",
        record_id=member.contacts[0],
        field="email",
    )
