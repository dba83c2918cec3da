"""Takes one mailing one step further, by its state; the same step again changes nothing.

What is to go first passes `claim`, in one transaction with a look at its approval. Everything
that Mailchimp does is read back before it is believed.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from backbone.mailings import Checklist, Mailings
from channels.mailchimp.campaigns import CampaignDesk, Looked
from museum.errors import FixConfiguration, MuseumflowError, StopRun, TryLater
from museum.letter_checks import Check, check_audiences, check_letter, is_good
from museum.sending import (
    TOO_LATE,
    Mailing,
    SendingRules,
    checked,
    claim,
    failed,
    is_too_late,
    taken_off,
    tested,
    took_test,
    went,
)

LOOK_AHEAD: Final = timedelta(minutes=20)
"""Nearer to its moment than this, Mailchimp is asked whether it still has a mailing."""
TOO_NEAR: Final = timedelta(minutes=1)
MAILCHIMP_LATE: Final = timedelta(minutes=30)
MOST_STEPS: Final = 6
LOOK_OVER_AGAIN: Final = timedelta(hours=6)
TESTABLE: Final = ("checked", "tested", "approved", "scheduled")
PATIENCE_S: Final = (0.2, 0.5, 1.0, 2.0, 4.0)
TOOK_OFF: Final = "In Mailchimp van de planning gehaald: zij gaat niet vanzelf uit."
WITHDRAWN_TOO_LATE: Final = "Het intrekken kwam te laat: Mailchimp had haar al verstuurd."
FOR_NOBODY: Final = "Er is in Mailchimp niemand meer voor wie deze nieuwsbrief is."
WENT_BEFORE: Final = "Mailchimp had deze nieuwsbrief al verstuurd."


@dataclass(frozen=True)
class SendingDesk:
    """What a step works with. `wait` takes seconds."""

    campaigns: CampaignDesk
    mailings: Mailings
    rules: SendingRules
    staff: Sequence[str]
    """The addresses that get test mails."""
    audiences: Callable[[Mailing], Sequence[str]]
    """For which audiences a mailing is meant."""
    now: Callable[[], datetime]
    wait: Callable[[float], object]

    def bring_further(self, key: str) -> Mailing:
        """Go on until nothing is left to do now; returns the mailing as it then stands."""
        mailing = self._find(key)
        for _ in range(MOST_STEPS):
            after = self._step(mailing)
            if after == mailing:
                break
            mailing = after
        return mailing

    def _step(self, mailing: Mailing) -> Mailing:
        if mailing.on_timetable and mailing.state not in ("scheduled", "sending"):
            return self._take_off(mailing)
        after = self._by_state(mailing)
        # What was approved goes first: a test that fails must not keep it.
        if after == mailing and mailing.is_test_asked and mailing.state in TESTABLE:
            return self._test(mailing)
        return after

    def _by_state(self, mailing: Mailing) -> Mailing:
        match mailing.state:
            case "draft":
                return self._look_over(mailing)
            case "approved":
                return self._claim(mailing)
            case "scheduled":
                return self._keep_scheduled(mailing)
            case "sending":
                return self._send(mailing)
        return mailing

    def _look_over(self, mailing: Mailing) -> Mailing:
        """Hold a draft against our checklist and Mailchimp's; nothing can have gone yet."""
        last, now = self.mailings.checklist(mailing.key), self.now()
        is_right = last.prints == mailing.prints and is_good(last.checks)
        is_fresh = is_right and now - last.at < LOOK_OVER_AGAIN
        if is_fresh and not mailing.is_test_asked:
            return mailing
        letters = [one.letter for one in self.mailings.letters(mailing.key)
                   if one.letter.language in mailing.prints]  # fmt: skip
        ours = [check_audiences(self.audiences(mailing), letters)]
        ours += [one for letter in letters for one in _named(letter.language, len(letters),
                                                             check_letter(letter))]  # fmt: skip
        checks = ours
        if letters and is_good(ours):
            checks = [*ours, *self.campaigns.prepare(mailing)]
            looked = self.campaigns.look(mailing)
            if looked.is_any_out:
                return self._note_went(mailing, looked, WENT_BEFORE)
        self.mailings.keep_checks(mailing.key, Checklist(mailing.prints, now, tuple(checks)))
        prints = dict(mailing.prints)

        def step(found: Mailing) -> Mailing:
            return checked(found, is_good(checks)) if found.prints == prints else found

        return self.mailings.change(mailing.key, step)

    def _test(self, mailing: Mailing) -> Mailing:
        """Mail a test to staff; without an answer it is mailed again, at worst twice."""
        if not self.staff:
            self.mailings.change(mailing.key, took_test)
            raise FixConfiguration(
                what="Er is niemand om de proefmail aan te sturen.",
                remedy="Zet adressen bij NEWSLETTER_TO (of ALARM_TO) in het bestand .env.",
            )
        prints = dict(mailing.prints)
        try:
            self.campaigns.test(mailing, self.staff)
        except TryLater:
            raise
        except MuseumflowError:
            self.mailings.change(mailing.key, took_test)
            raise
        return self.mailings.change(
            mailing.key, lambda found: tested(found) if found.prints == prints else found
        )

    def _claim(self, mailing: Mailing) -> Mailing:
        """Let an approved mailing go: onto Mailchimp's timetable, or out, once it is time."""
        now = self.now()
        is_by_mailchimp = self.rules.at_mailchimp
        if mailing.moment is not None and mailing.moment > now and not is_by_mailchimp:
            return mailing
        return self._take(mailing, is_by_mailchimp)

    def _take(self, mailing: Mailing, is_by_mailchimp: bool) -> Mailing:
        now = self.now()
        return self.mailings.change(
            mailing.key, lambda found: claim(found, now, is_by_mailchimp=is_by_mailchimp)
        )

    def _keep_scheduled(self, mailing: Mailing) -> Mailing:
        """See to it that Mailchimp has it on its timetable, and what became of it after that."""
        moment, now = mailing.moment, self.now()
        if moment is None or not mailing.is_approved:
            return self.mailings.change(
                mailing.key, lambda found: failed(found, "Niet goedgekeurd.")
            )
        waiting = [one for one in self.mailings.letters(mailing.key) if not one.is_scheduled]
        if now < moment - LOOK_AHEAD and not waiting:
            return mailing
        looked = self.campaigns.look(mailing)
        if looked.is_all_sent:
            return self._note_went(mailing, looked, "")
        if looked.is_any_out:
            return self._take(mailing, False) if now >= moment else mailing
        if looked.was_taken_off:
            return self.mailings.change(mailing.key, _taken_off_by_hand)
        if now < moment:
            return self._schedule(mailing, moment)
        if looked.is_any_waiting and now - moment < MAILCHIMP_LATE:
            return mailing
        return self._take(mailing, False)

    def _schedule(self, mailing: Mailing, moment: datetime) -> Mailing:
        try:
            self.campaigns.schedule(mailing, moment)
        except StopRun as error:
            if self.now() >= moment - TOO_NEAR:
                return mailing  # too late for Mailchimp's timetable: it is sent at its moment
            why = f"{error.what} {error.remedy}".strip()
            return self.mailings.change(mailing.key, lambda found: failed(found, why))
        return mailing

    def _send(self, mailing: Mailing) -> Mailing:
        if is_too_late(mailing, self.now()) and not self.campaigns.look(mailing).is_any_out:
            return self.mailings.change(mailing.key, lambda found: failed(found, TOO_LATE))
        try:
            self._send_patiently(mailing)
        except StopRun as error:
            if self.campaigns.look(mailing).is_any_out:
                raise
            why = f"{error.what} {error.remedy}".strip()
            return self.mailings.change(mailing.key, lambda found: failed(found, why))
        for pause_s in (*PATIENCE_S, 0.0):
            looked = self.campaigns.look(mailing)
            if looked.is_all_sent:
                return self._note_went(mailing, looked, "")
            if looked.is_for_nobody:
                return self.mailings.change(mailing.key, lambda found: failed(found, FOR_NOBODY))
            self.wait(pause_s)
        return mailing

    def _send_patiently(self, mailing: Mailing) -> None:
        """Send what is not out; after a passing fault again, which reads before it acts."""
        for pause_s in PATIENCE_S:
            try:
                return self.campaigns.send(mailing)
            except TryLater as error:
                self.wait(max(pause_s, error.after_s))
        return self.campaigns.send(mailing)

    def _take_off(self, mailing: Mailing) -> Mailing:
        """Keep Mailchimp from sending what was withdrawn or changed; or find it too late."""
        looked = self.campaigns.unschedule(mailing)
        if looked.is_any_out:
            return self._note_went(mailing, looked, WITHDRAWN_TOO_LATE)
        return self.mailings.change(
            mailing.key,
            lambda found: found if found.state == "scheduled" else taken_off(found),
        )

    def _note_went(self, mailing: Mailing, looked: Looked, note: str) -> Mailing:
        at = mailing.moment if mailing.state == "scheduled" else None
        return self.mailings.change(
            mailing.key, lambda found: went(found, at or looked.sent_at or self.now(), note)
        )

    def _find(self, key: str) -> Mailing:
        found = self.mailings.find(key)
        if found is None:
            raise StopRun("Deze nieuwsbrief is er niet.", "Kijk of de datum is ingevuld.")
        return found


def _taken_off_by_hand(mailing: Mailing) -> Mailing:
    if mailing.state != "scheduled":
        return mailing
    return failed(mailing, TOOK_OFF)


def _named(language: str, count: int, checks: Sequence[Check]) -> list[Check]:
    """Say of which letter a check is, when there are several."""
    if count == 1:
        return list(checks)
    return [
        Check(f"{one.heading} ({language})", one.is_right, one.details, one.is_blocking)
        for one in checks
    ]
