"""Brings a mailing's letters through Mailchimp: one campaign per letter, and each sent once.

A letter has one campaign, known by the beginning of its title: it is looked for before one is
made, and after an answer that did not come. Its status is read before and after `send`. Killed
anywhere, the same call again does what was left.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from backbone.mailchimp_campaigns import Campaign, Head, MailchimpCampaigns
from backbone.mailchimp_errors import NotReady, Unanswered
from backbone.mailings import Mailings, StoredLetter
from channels.mailchimp.segments import ReaderSegments
from museum.audiences import AudienceRules
from museum.errors import StopRun, TryLater
from museum.letter_checks import Check
from museum.letters import Letter
from museum.sending import Mailing, SendingRules, campaign_title, title_start


@dataclass(frozen=True)
class Looked:
    """How far the campaigns of a mailing are, together. `readers`: to how many they went.

    `is_any_waiting`: Mailchimp has one on its timetable; `was_taken_off`: it had one, and somebody
    took it off there; `is_for_nobody`: not one of them has a reader, or is out.
    """

    is_all_out: bool
    is_all_sent: bool
    is_any_out: bool
    is_any_waiting: bool
    was_taken_off: bool
    is_for_nobody: bool
    readers: int
    sent_at: datetime | None


class CampaignDesk:
    """Does with campaigns what the state of a mailing asks for."""

    def __init__(
        self,
        mailchimp: MailchimpCampaigns,
        mailings: Mailings,
        rules: SendingRules,
        audiences: AudienceRules,
    ) -> None:
        self._mailchimp = mailchimp
        self._mailings = mailings
        self._rules = rules
        self._segments = ReaderSegments(mailchimp, mailings, audiences)

    def prepare(self, mailing: Mailing) -> tuple[Check, ...]:
        """Put the letters in drafts and return Mailchimp's checklist; nothing is sent.

        A letter without readers needs no campaign to be ready, as long as another has some.
        """
        current = self._current(mailing)
        checks: dict[str, Check] = {}
        readers = 0
        for stored in current:
            found = self._filled(stored, current)
            readers += found.readers
            for one in self._mailchimp.checklist(found.id) if found.readers else ():
                known = checks.get(one.heading)
                if known is None or known.is_right:
                    checks[one.heading] = one
        told = "" if readers else "Er is niemand in de lijst voor wie deze nieuwsbrief is."
        return (Check("Lezers", bool(readers), told), *checks.values())

    def test(self, mailing: Mailing, addresses: Sequence[str]) -> None:
        """Mail every letter to staff, as a test. Raises `TryLater` when nobody knows."""
        for stored in self._current(mailing):
            found = self._found_or_made(stored, self._current(mailing))
            self._mailchimp.test(found.id, addresses)

    def schedule(self, mailing: Mailing, moment: datetime) -> None:
        """See to it that Mailchimp has every letter on its timetable, at this moment."""
        current = self._current(mailing)
        for stored in current:
            found = self._found_or_made(stored, current)
            is_there = found.status == "schedule" and found.send_time == moment
            if found.is_draft and not found.readers:
                continue
            if is_there or self._put_on_timetable(stored, current, moment):
                self._mailings.note_scheduled(stored.letter, True)

    def unschedule(self, mailing: Mailing) -> Looked:
        """See to it that Mailchimp sends nothing more of this by itself; tells what is out."""
        for stored in self._mailings.letters(mailing.key):
            found = self._known(stored)
            if found is not None and found.status == "schedule":
                self._taken_off(found.id)
            self._mailings.note_scheduled(stored.letter, False)
        return self.look(mailing)

    def send(self, mailing: Mailing) -> None:
        """Send every letter that is not out yet. Only for a mailing whose send was claimed."""
        current = self._current(mailing)
        for stored in current:
            # By its ID alone: another of the same title may be a draft of one that was sent.
            noted = stored.campaign_id
            found = self._mailchimp.campaign(noted) if noted else None
            if found is None:
                # It may have been sent and then removed: making it anew could send it twice.
                raise StopRun(
                    "De campagne is in Mailchimp weggehaald voordat zij verstuurd was.",
                    "Kijk in Mailchimp of zij toch uitging; keur haar anders opnieuw goed.",
                )
            if not found.is_out:
                found = self._filled(stored, current)
            if not found.is_out and found.readers:
                self._send_once(found.id)

    def look(self, mailing: Mailing) -> Looked:
        """Read how far the campaigns are, and keep to how many each went."""
        pairs = [(one, self._known(one)) for one in self._mailings.letters(mailing.key)]
        for stored, found in pairs:
            if found is not None and found.is_out:
                self._mailings.note_sent(stored.letter, found.emails_sent)
        there = [found for _, found in pairs if found is not None]
        to_go = [
            found
            for stored, found in pairs
            if stored.letter.language in mailing.prints
            and (found is None or found.is_out or found.readers)
        ]
        return Looked(
            is_all_out=bool(to_go) and all(one is not None and one.is_out for one in to_go),
            is_all_sent=bool(to_go) and all(one is not None and one.is_done for one in to_go),
            is_any_out=any(one.is_out for one in there),
            is_any_waiting=any(one.status == "schedule" for one in there),
            was_taken_off=any(
                stored.is_scheduled and (found is None or found.is_draft) for stored, found in pairs
            ),
            is_for_nobody=not to_go,
            readers=sum(one.emails_sent for one in there if one.is_out),
            sent_at=max(
                (one.send_time for one in there if one.is_out and one.send_time), default=None
            ),
        )

    def _current(self, mailing: Mailing) -> list[StoredLetter]:
        """Return the letters as they stand; raises `StopRun` when they are not what was noted."""
        stored = self._mailings.letters(mailing.key)
        current = [one for one in stored if one.letter.language in mailing.prints]
        prints = {one.letter.language: one.letter.fingerprint for one in current}
        if prints != dict(mailing.prints):
            raise StopRun("De nieuwsbrief is intussen veranderd.", "Zij wordt opnieuw nagekeken.")
        return current

    def _known(self, stored: StoredLetter) -> Campaign | None:
        """Return the campaign of a letter, by its ID or else by its title; None without one.

        One that is out, or about to be, goes before a draft.
        """
        if stored.campaign_id:
            found = self._mailchimp.campaign(stored.campaign_id)
            if found is not None:
                return found
        start = title_start(stored.letter.edition, stored.letter.language)
        there = self._mailchimp.campaigns(start)
        return next((one for one in there if not one.is_draft), there[0] if there else None)

    def _found_or_made(self, stored: StoredLetter, all_of_it: Sequence[StoredLetter]) -> Campaign:
        found = self._known(stored)
        if found is not None:
            if found.id != stored.campaign_id:
                segment = stored.segment or self._segments.of(stored.letter, all_of_it)
                self._mailings.note_campaign(stored.letter, found.id, segment)
            return found
        head = self._head(stored.letter, all_of_it)
        try:
            made_id = self._mailchimp.make(stored.letter, head)
        except Unanswered:
            # It may be there, or come yet: the next run looks before it makes anything.
            self._mailings.note_campaign(stored.letter, "", head.segment)
            raise
        self._mailings.note_campaign(stored.letter, made_id, head.segment)
        return self._read(made_id)

    def _filled(self, stored: StoredLetter, all_of_it: Sequence[StoredLetter]) -> Campaign:
        """Return the campaign of a letter, saying exactly what the letter says."""
        found = self._found_or_made(stored, all_of_it)
        if found.is_out:
            return found
        if found.status == "schedule":
            found = self._taken_off(found.id)
            if found.is_out:
                return found
        head = self._head(stored.letter, all_of_it)
        self._mailchimp.fill(found.id, stored.letter, head)
        self._mailings.note_campaign(stored.letter, found.id, head.segment)
        return self._read(found.id)

    def _put_on_timetable(
        self, stored: StoredLetter, all_of_it: Sequence[StoredLetter], moment: datetime
    ) -> bool:
        """Put one letter on the timetable; False when it has no readers, or is out."""
        found = self._filled(stored, all_of_it)
        if not found.readers or found.is_out:
            return False
        try:
            self._mailchimp.schedule(found.id, moment)
        except Unanswered:
            if self._read(found.id).is_draft:
                raise
        except NotReady as error:
            raise self._not_ready(found.id) from error
        return True

    def _taken_off(self, campaign_id: str) -> Campaign:
        """Take a campaign off the timetable and return what it is then: a draft, or out."""
        try:
            self._mailchimp.unschedule(campaign_id)
        except (Unanswered, NotReady):
            # Its reply was lost, or it went meanwhile: what it is now says which.
            found = self._read(campaign_id)
            if found.status == "schedule":
                raise
            return found
        return self._read(campaign_id)

    def _send_once(self, campaign_id: str) -> None:
        try:
            self._mailchimp.send(campaign_id)
        except TryLater:
            if not self._read(campaign_id).is_out:
                raise
        except NotReady as error:
            if not self._read(campaign_id).is_out:
                raise self._not_ready(campaign_id) from error

    def _not_ready(self, campaign_id: str) -> StopRun:
        """Say what Mailchimp misses, in its own words, to the person who must act."""
        wrong = [one for one in self._mailchimp.checklist(campaign_id) if not one.is_right]
        told = "; ".join(f"{one.heading}: {one.details}" for one in wrong)
        return StopRun(
            f"Mailchimp vindt de nieuwsbrief niet klaar. {told}".strip(),
            "Los dit op in Mailchimp of in de tabel.",
        )

    def _read(self, campaign_id: str) -> Campaign:
        found = self._mailchimp.campaign(campaign_id)
        if found is None:
            raise TryLater("De campagne is er in Mailchimp niet meer; zij wordt opnieuw gemaakt.")
        return found

    def _head(self, letter: Letter, all_of_it: Sequence[StoredLetter]) -> Head:
        return Head(
            title=campaign_title(letter),
            from_name=self._rules.from_name,
            reply_to=self._rules.reply_to,
            segment=self._segments.of(letter, all_of_it),
        )
