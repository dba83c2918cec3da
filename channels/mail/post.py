"""The post: sends a letter once, and says in Dutch when it cannot.

A kill between the hand-over and its note in the outbox leaves doubt that SMTP cannot lift. A
letter that may repeat (an alarm) is then sent again after five minutes, under the same
Message-ID; any other waits for a person.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from backbone.no_mail import NoMail, digest_of
from channels.mail.letter import Letter, message_of
from channels.mail.outbox import SENDING_LASTS, Claim, Outbox, Posting, State
from channels.mail.wire import Handed, Wire
from museum.errors import FixConfiguration, StopRun, TryLater
from museum.mail_address import MailAddress

FIRST_WAIT_S: Final = 60.0
MOST_WAIT_S: Final = 3600.0


class NotMailed(StopRun):
    """This address is on the list of those that get no mail."""


class BeingSent(TryLater):
    """Another process is handing this letter over."""


@dataclass(frozen=True)
class Posted:
    """`is_new` is False when this letter had already gone."""

    is_new: bool


class Post:
    """Sends letters of one sender through one server. `now` gives an aware moment.

    With `no_mail`, who stands on that list gets nothing, and whose mail bounces comes on it.
    """

    def __init__(
        self,
        wire: Wire,
        outbox: Outbox,
        sender: MailAddress,
        now: Callable[[], datetime],
        no_mail: NoMail | None = None,
    ) -> None:
        self._no_mail = no_mail
        self._wire = wire
        self._outbox = outbox
        self._sender = sender
        self._now = now

    def send(self, letter: Letter) -> Posted:
        """Send a letter, unless it went before.

        Raises `TryLater` (after 1, 2, 4 … up to 60 minutes), `StopRun` when it was refused or
        nobody knows whether it went (`NotMailed`: it may not be sent), and `FixConfiguration`
        when the server turns us away.
        """
        now = self._now()
        if self._no_mail is not None and self._no_mail.holds(letter.to.address):
            return self._unsent(letter)
        claim = self._outbox.claim(letter.key, now, letter.may_repeat)
        if not claim.is_granted:
            return self._as_it_stands(letter, claim, now)
        message = message_of(letter, self._sender, now)
        handed = self._wire.hand_over(message, self._sender.address, letter.to.address)
        posting = _outcome(letter, claim.attempt, handed, self._now())
        self._outbox.settle(posting)
        if posting.state == "sent":
            return Posted(is_new=True)
        if handed.is_reader_unknown and self._no_mail is not None:
            self._no_mail.add(digest_of(letter.to.address), "bounced", self._now())
        raise _problem(letter, posting, handed, self._now())

    def _unsent(self, letter: Letter) -> Posted:
        found = self._outbox.find(letter.key)
        if found is not None and found.state == "sent":
            return Posted(is_new=False)
        raise NotMailed(
            "Dit adres krijgt geen mail meer: mail kwam terug, of de ontvanger vroeg erom.",
            "Wilt u toch mailen? Haal het adres dan van de lijst “Geen mail meer”.",
        )

    def _as_it_stands(self, letter: Letter, claim: Claim, now: datetime) -> Posted:
        found = claim.posting
        if found is None or found.state == "sent":
            return Posted(is_new=False)
        if found.state == "sending":
            if now - found.changed < SENDING_LASTS:
                left_s = (SENDING_LASTS - (now - found.changed)).total_seconds()
                raise BeingSent("Deze mail wordt al verstuurd.", after_s=left_s)
            found = Posting(letter.key, "unknown", found.attempts, now, now, 0)
            self._outbox.settle(found)
        raise _problem(letter, found, Handed("unknown", found.code), now)


def _outcome(letter: Letter, attempt: int, handed: Handed, now: datetime) -> Posting:
    wait_s = min(FIRST_WAIT_S * 2 ** (attempt - 1), MOST_WAIT_S)
    later = now + timedelta(seconds=wait_s)
    if handed.went == "sent":
        return Posting(letter.key, "sent", attempt, now, now, handed.code)
    if handed.went == "unknown":
        return Posting(letter.key, "unknown", attempt, now, later, handed.code)
    # A login that is refused is mended in the settings, after which the letter may still go.
    is_final = handed.went == "refused" and not handed.is_turned_away
    state: State = "refused" if is_final else "later"
    return Posting(letter.key, state, attempt, now, later, handed.code)


def _problem(
    letter: Letter, posting: Posting, handed: Handed, now: datetime
) -> StopRun | TryLater | FixConfiguration:
    said = f" (antwoord {posting.code})" if posting.code else ""
    after_s = max(0.0, (posting.not_before - now).total_seconds())
    if handed.is_turned_away:
        return FixConfiguration(
            f"De mailserver laat ons niet binnen, of is niet te vertrouwen{said}.",
            "Controleer SMTP_URL: de naam, het wachtwoord en of er starttls of smtps bij hoort.",
        )
    if posting.state == "refused":
        return StopRun(
            f"De mailserver weigert deze mail{said}.",
            "Controleer het adres van de ontvanger en de afzender (MAIL_FROM).",
        )
    if posting.state == "unknown" and not letter.may_repeat:
        return StopRun(
            "De verbinding met de mailserver viel weg nadat de mail was overhandigd: misschien is "
            "hij verzonden, misschien niet.",
            "Vraag de ontvanger of de mail er is.",
        )
    return TryLater(
        f"De mailserver neemt de mail nu niet aan{said}.",
        "museumflow probeert het vanzelf opnieuw.",
        after_s=after_s,
    )
