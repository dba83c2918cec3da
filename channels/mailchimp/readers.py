"""Looks at what readers did at Mailchimp: each night at all of them, and at whom a message names.

What is read here is the truth of that moment, whatever messages said: they may be lost, late,
double or forged. `settle` is called once the tables have what was seen.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Final

from backbone.mailchimp import RemoteMember
from backbone.mailchimp_readers import MailchimpReaders, RemoteReader
from channels.mailchimp.book import Groups, MemberBook
from museum.audiences import FORGOTTEN, IN, REFUSED, AudienceRules, Known
from museum.brake import Removal, judge
from museum.errors import StopRun
from museum.reader_changes import Seen

ERASED: Final = "erased"
_NOT_THERE: Final = (REFUSED, FORGOTTEN)


class ReaderList:
    """The readers at Mailchimp, beside what we knew of them."""

    def __init__(
        self, mailchimp: MailchimpReaders, book: MemberBook, groups: Groups, rules: AudienceRules
    ) -> None:
        self._mailchimp = mailchimp
        self._book = book
        self._groups = groups
        self._rules = rules

    def look_at_all(self) -> list[tuple[Seen, Known | None]]:
        """Read the state of every member and return those of ours that changed.

        What concerns no contact is noted at once. Raises `StopRun` when so many are gone that
        something else must be the matter. Makes up for messages that were lost.
        """
        self._groups.read()
        known = self._book.known()
        remote = {one.key: one for one in self._mailchimp.members()}
        self._note_gone(known, remote)
        former = {one.reader: one for one in known.values() if one.reader}
        differing = [one for one in remote.values() if _differs(known.get(one.key), one)]
        before = {one.key: known.get(one.key) or former.get(one.reader) for one in differing}
        ours = [one for one in differing if _is_news(before[one.key], one)]
        readers = {one.key: one for one in self._full([x for x in ours if x.status in IN])}
        self._book.confirm(
            _known_of(one, known.get(one.key))
            for one in differing
            if not _is_news(before[one.key], one)
        )
        return [(readers.get(one.key) or _bare(one), before[one.key]) for one in ours]

    def look_at(self, keys: Iterable[str]) -> list[tuple[Seen, Known | None]]:
        """Read single readers; one whom Mailchimp does not know is noted as gone."""
        found: list[tuple[Seen, Known | None]] = []
        there: set[str] = set()
        for key in dict.fromkeys(keys):
            known = self._book.find(key)
            remote = self._mailchimp.reader(key)
            if remote is None and known is not None and known.reader:
                remote = self._mailchimp.reader(known.reader)  # at another address
            if remote is None:
                self._book.confirm([replace(known, status=FORGOTTEN)] if known else [])
            elif remote.reader not in there:
                there.add(remote.reader)
                found.append((self._seen(remote), known or self._former(remote.reader)))
        return found

    def settle(self, seen: Seen, known: Known | None, *, is_shared: bool = False) -> None:
        """Know a reader as they were seen: the tables have it. The former address is dropped.

        `is_shared`: a change that no row can take is looked at again, until a person took it over.
        """
        if known is None:
            self._book.confirm([Known(seen.key, "", seen.status, False, seen.since,
                                      reader=seen.reader, changed=seen.changed)])  # fmt: skip
            return
        is_same = known.status == seen.status
        is_kept = is_shared or known.sent is None or seen.status not in IN
        after = replace(
            known,
            key=seen.key,
            status=seen.status,
            since=known.since if is_same and known.since else seen.since,
            reader=seen.reader,
            sent=known.sent if is_kept else seen.told,
            changed=known.changed if is_shared else seen.changed,
        )
        self._book.confirm([after])
        if known.key != seen.key:
            self._book.forget([known.key])

    def _note_gone(self, known: Mapping[str, Known], remote: Mapping[str, RemoteMember]) -> None:
        """Note who was erased; who only has another address is still there."""
        there = {one.reader for one in remote.values()}
        stood = [one for one in known.values() if one.status not in _NOT_THERE]
        gone = [one for one in stood if one.key not in remote and one.reader not in there]
        lost = Removal(ERASED, "leden die in Mailchimp niet meer bestaan", len(gone), len(stood))
        verdict = judge([lost], {ERASED: self._rules.limit})
        if verdict.is_blocked:
            raise StopRun(
                what=f"In Mailchimp ontbreken ineens {len(gone)} van de {len(stood)} leden.",
                remedy="Kijk of MAILCHIMP_LIST nog de goede lijst is. Er is niets veranderd.",
            )
        self._book.confirm(replace(one, status=FORGOTTEN) for one in gone)

    def _full(self, wanted: list[RemoteMember]) -> Iterator[Seen]:
        """Read more of these readers, in as few calls as it takes."""
        if not wanted:
            return
        keys = {one.key for one in wanted}
        for remote in self._mailchimp.readers_since(min(one.changed for one in wanted)):
            if remote.key in keys:
                yield self._seen(remote)

    def _seen(self, remote: RemoteReader) -> Seen:
        groups, rules = self._groups.ids(), self._rules
        return Seen(
            key=remote.key,
            email=remote.email,
            status=remote.status,
            since=datetime.fromisoformat(remote.changed),
            first_name=remote.fields.get(rules.first_name, ""),
            last_name=remote.fields.get(rules.last_name, ""),
            audiences=tuple(
                sorted(key for key in rules.from_tables if groups[key] in remote.interests)
            ),
            language=remote.language,
            reader=remote.reader,
            changed=remote.changed,
        )

    def _former(self, reader: str) -> Known | None:
        """Return what we knew of a reader under another address."""
        return next((one for one in self._book.known().values() if one.reader == reader), None)


def _is_news(known: Known | None, remote: RemoteMember) -> bool:
    """Whether the tables may have to hear of it: of who is out already, nothing matters more."""
    if known is None or not (known.is_ours or known.contacts):
        return False
    return remote.status in IN or remote.status != known.status


def _bare(remote: RemoteMember) -> Seen:
    """Return somebody who is out of the list: what they chose does not matter any more."""
    since = datetime.fromisoformat(remote.changed)
    return Seen(remote.key, "", remote.status, since, "", "", (), "", remote.reader, remote.changed)


def _differs(known: Known | None, remote: RemoteMember) -> bool:
    if known is None:
        return True
    return (known.status, known.changed) != (remote.status, remote.changed)


def _known_of(remote: RemoteMember, before: Known | None) -> Known:
    since = datetime.fromisoformat(remote.changed)
    if before is None:
        return Known(remote.key, "", remote.status, False, since,
                     reader=remote.reader, changed=remote.changed)  # fmt: skip
    is_same = before.status == remote.status and before.since
    return replace(
        before,
        status=remote.status,
        since=before.since if is_same else since,
        reader=remote.reader,
        changed=remote.changed,
    )
