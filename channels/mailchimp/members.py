"""Carries out a plan for the newsletter's list, and keeps what Mailchimp confirmed.

Killed anywhere, the next run does what was not confirmed: every call may be made twice.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from typing import Any

from backbone.mailchimp import BATCH, MAX_CONNECTIONS, Mailchimp, Refusal, RemoteMember
from channels.mailchimp.book import Groups, MemberBook
from museum.attention import AttentionPoint
from museum.audiences import (
    ARCHIVED,
    REFUSED,
    AudiencePlan,
    AudienceRules,
    Known,
    Member,
    told_of,
)

LinkOf = Callable[[str], str]
"""Returns the address of a reader's own page of choices, from their key; "" for none."""


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
        book: MemberBook,
        groups: Groups,
        rules: AudienceRules,
        now: Callable[[], datetime],
        link_of: LinkOf,
    ) -> None:
        self._mailchimp = mailchimp
        self._book = book
        self._groups = groups
        self._rules = rules
        self._now = now
        self._link_of = link_of

    def known(self) -> dict[str, Known]:
        """Return every member that we know of, by key."""
        return self._book.known()

    def apply(self, plan: AudiencePlan) -> tuple[Counts, tuple[AttentionPoint, ...]]:
        """Carry out a plan that the brake let through; returns what was done and refused."""
        groups = self._groups.ids() if plan.new or plan.changed or plan.invited else {}
        known = self.known() if plan.changed else {}
        send = partial(self._send, groups=groups, known=known)
        with ThreadPoolExecutor(MAX_CONNECTIONS) as pool:
            points = [
                point
                for is_new, members in ((True, plan.new), (False, plan.changed))
                for found in pool.map(partial(send, is_new=is_new), _batches(members))
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
        self,
        members: Sequence[Member],
        groups: Mapping[str, str],
        known: Mapping[str, Known],
        *,
        is_new: bool,
    ) -> list[AttentionPoint]:
        if is_new:
            bodies = [self._body(one, groups) | {"status": one.status} for one in members]
        else:
            bodies = [self._changed(one, groups, known.get(one.key)) for one in members]
        saved = self._mailchimp.save(bodies, is_new=is_new)
        refusals = {one.place: one for one in saved.refusals}
        entries, points = [], []
        for place, member in enumerate(members):
            refusal = refusals.get(place)
            if refusal is None:
                entries.append(self._taken(member, known, saved.taken.get(member.key)))
            elif refusal.is_there:
                entries.append(self._found_there(member))
            else:
                entries.append(self._known(member, REFUSED))
                points.append(_refused(member, refusal))
        self._book.confirm(entries)
        return points

    def _taken(
        self, member: Member, known: Mapping[str, Known], remote: RemoteMember | None
    ) -> Known:
        """Know a member that Mailchimp took; the status of one who was there stays theirs."""
        before = known.get(member.key)
        found = self._known(member, before.status if before else member.status)
        if remote is not None:
            found = replace(
                found, status=remote.status, reader=remote.reader, changed=remote.changed
            )
        is_same = before is not None and before.status == found.status
        return replace(found, since=before.since) if before and is_same else found

    def _found_there(self, member: Member) -> Known:
        """Know someone who was there before us: they are changed by the next plan, or left."""
        remote = self._mailchimp.member(member.key)
        if remote is None:
            return self._known(member, REFUSED)
        since, contacts = datetime.fromisoformat(remote.changed), tuple(member.contacts)
        return Known(member.key, "", remote.status, True, since, contacts, reader=remote.reader)

    def _invite(self, member: Member, groups: Mapping[str, str]) -> None:
        self._mailchimp.invite(member.key, self._body(member, groups))
        self._book.confirm([self._known(member, "pending")])

    def _archive(self, key: str) -> None:
        self._mailchimp.archive(key)
        before = self._book.find(key)
        contacts = before.contacts if before else ()
        self._book.confirm([Known(key, "", ARCHIVED, True, self._now(), contacts)])

    def _known(self, member: Member, status: str) -> Known:
        return Known(
            key=member.key,
            fingerprint=member.fingerprint,
            status=status,
            is_ours=True,
            since=self._now(),
            contacts=tuple(member.contacts),
            sent=told_of(member, self._rules),
        )

    def _body(self, member: Member, groups: Mapping[str, str]) -> dict[str, Any]:
        fields = dict(member.fields)
        link = self._link_of(member.key)
        if link:
            fields[self._rules.preferences] = link
        return {
            "email_address": member.email,
            "merge_fields": fields,
            "interests": {groups[one]: one in member.audiences for one in self._rules.from_tables},
            "language": member.language,
            "tags": [self._rules.tag],
        }

    def _changed(
        self, member: Member, groups: Mapping[str, str], known: Known | None
    ) -> dict[str, Any]:
        """Leave out what a reader may have chosen meanwhile and we do not change."""
        body = self._body(member, groups)
        if known is None or known.sent is None:
            return body
        if known.sent.audiences == member.audiences:
            del body["interests"]
        if known.sent.language == member.language:
            del body["language"]
        return body


def _batches(members: Sequence[Member]) -> Iterator[Sequence[Member]]:
    for start in range(0, len(members), BATCH):
        yield members[start : start + BATCH]


def _refused(member: Member, refusal: Refusal) -> AttentionPoint:
    return AttentionPoint(
        key=f"newsletter:{member.contacts[0]}",
        what=refusal.what,
        remedy=refusal.remedy,
        table="contacts",
        record_id=member.contacts[0],
        field="email",
    )
