"""How a mail to readers comes from draft to report, and what may happen to it when. Pure.

A mailing is an edition of Nieuwsbrieven or a correction to one; it has a letter per language.
A named person approves exactly the letters and the date as they then stand: whatever changes
afterwards asks again. Nothing here looks at a clock: moments are arguments, aware.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any, Final, Literal

from museum.errors import StopRun
from museum.letters import Letter
from museum.mail_address import read_address

State = Literal[
    "draft", "checked", "tested", "approved", "scheduled", "sending", "sent", "reported",
    "withdrawn",
]  # fmt: skip
Kind = Literal["edition", "correction"]
Action = Literal["test", "approve", "withdraw"]

OPEN: Final[frozenset[State]] = frozenset({"draft", "checked", "tested", "approved", "scheduled"})
"""Not sent, and not withdrawn: what is composed anew and may still change."""
GONE: Final[frozenset[State]] = frozenset({"sending", "sent", "reported"})
ALLOWED: Final[Mapping[Action, frozenset[State]]] = {
    "test": frozenset({"checked", "tested", "approved", "scheduled", "withdrawn"}),
    "approve": frozenset({"tested"}),
    "withdraw": frozenset({"draft", "checked", "tested", "approved", "scheduled"}),
}
"""From which states a person may do what."""
WORDS: Final[Mapping[State, str]] = {
    "draft": "Concept",
    "checked": "Nagekeken, nog niet als proef gemaild",
    "tested": "Als proef gemaild, wacht op goedkeuring",
    "approved": "Goedgekeurd",
    "scheduled": "Ingepland",
    "sending": "Wordt verstuurd",
    "sent": "Verzonden",
    "reported": "Verzonden, met verslag",
    "withdrawn": "Ingetrokken",
}
QUARTER: Final = timedelta(minutes=15)
LATEST: Final = timedelta(hours=6)
"""So long after its moment a mailing may still go; later, a person is asked anew."""
TITLE_PRINT_CHARS: Final = 12
TOO_LATE: Final = (
    "De tijd om te versturen is al lang voorbij. Kies zo nodig een nieuwe datum in de tabel "
    "Nieuwsbrieven; stuur dan opnieuw een proefmail en keur opnieuw goed."
)


class SendingError(ValueError):
    """The part `sending` of `config/newsletter.toml` says something that cannot be; in Dutch."""


@dataclass(frozen=True)
class SendingRules:
    """How mailings go out. `at_mailchimp`: Mailchimp's plan lets it send at a set time."""

    from_name: str
    reply_to: str
    at_mailchimp: bool
    remind_before: timedelta
    prepare_before: timedelta


def parse_sending_rules(data: Mapping[str, Any]) -> SendingRules:
    """Read the part `sending` of `config/newsletter.toml`; raises `SendingError`."""
    try:
        found = data["sending"]
        return SendingRules(
            from_name=str(found["from_name"]),
            reply_to=read_address(str(found["reply_to"])).address,
            at_mailchimp=bool(found["at_mailchimp"]),
            remind_before=timedelta(hours=float(found["remind_hours"])),
            prepare_before=timedelta(days=float(found["prepare_days"])),
        )
    except (KeyError, TypeError, ValueError) as error:
        raise SendingError(f"bij [sending] ontbreekt iets of kan iets niet: {error}") from error


@dataclass(frozen=True)
class Approval:
    """Who approved what. `prints` are the fingerprints per language, `planned_for` the date."""

    by: str
    at: datetime
    prints: Mapping[str, str]
    planned_for: datetime | None


@dataclass(frozen=True)
class Mailing:
    """One mailing as it stands. `prints` are its letters' fingerprints, by language.

    `key` is the edition's record ID, for a correction followed by what changed; `note` is a
    Dutch sentence on why it does not go on, empty when it does.
    """

    key: str
    kind: Kind
    record_id: str
    title: str
    state: State = "draft"
    prints: Mapping[str, str] = field(default_factory=dict)
    planned_for: datetime | None = None
    approval: Approval | None = None
    note: str = ""
    is_reminded: bool = False
    sent_at: datetime | None = None
    is_test_asked: bool = False
    on_timetable: bool = False
    """Mailchimp may send it by itself: until it says that it will not, this stays."""

    @property
    def is_approved(self) -> bool:
        """Whether a named person approved exactly what would go now, at exactly this date."""
        given = self.approval
        return (
            given is not None
            and bool(given.by and given.prints)
            and dict(given.prints) == dict(self.prints)
            and given.planned_for == self.planned_for
        )

    @property
    def moment(self) -> datetime | None:
        """When it goes: the first quarter of an hour from its date, never before its approval."""
        if self.approval is None:
            return None
        wanted = self.approval.planned_for or self.approval.at
        return quarter_from(max(wanted, self.approval.at))


def quarter_from(moment: datetime) -> datetime:
    """Return the first whole quarter of an hour at or after a moment, in UTC."""
    at = moment.astimezone(UTC)
    past = timedelta(minutes=at.minute % 15, seconds=at.second, microseconds=at.microsecond)
    return at if not past else at - past + QUARTER


def title_start(key: str, language: str) -> str:
    """Return how the title of a letter's campaign begins, whatever the letter says."""
    return f"museumflow {key} {language} "


def campaign_title(letter: Letter) -> str:
    """Return the title of a letter's campaign: edition, language and what it says."""
    start = title_start(letter.edition, letter.language)
    return start + letter.fingerprint[:TITLE_PRINT_CHARS]


def composed(mailing: Mailing, prints: Mapping[str, str], planned_for: datetime | None) -> Mailing:
    """Return a mailing after its letters were made anew: a change takes the approval away."""
    is_same = dict(prints) == dict(mailing.prints) and planned_for == mailing.planned_for
    if is_same or mailing.state not in OPEN:
        return mailing
    note = ""
    if mailing.approval is not None:
        note = "Er is iets gewijzigd na de goedkeuring: keur de nieuwsbrief opnieuw goed."
    return replace(
        mailing,
        state="draft",
        prints=dict(prints),
        planned_for=planned_for,
        approval=None,
        note=note,
        is_reminded=mailing.is_reminded and planned_for == mailing.planned_for,
    )


def checked(mailing: Mailing, is_good: bool) -> Mailing:
    """Return a draft after the checklists were looked at."""
    if mailing.state not in ("draft", "checked"):
        return mailing
    if is_good:
        return replace(mailing, state="checked")
    return replace(mailing, state="draft")


def ask_test(mailing: Mailing) -> Mailing:
    """Return the mailing for which a test is asked: one that was withdrawn begins anew.

    A draft is looked at once more first. Raises `StopRun` when it went already.
    """
    if mailing.state != "draft":
        _require(mailing, "test")
    state: State = "draft" if mailing.state == "withdrawn" else mailing.state
    return replace(mailing, state=state, is_test_asked=True)


def took_test(mailing: Mailing) -> Mailing:
    """Return the mailing whose test was mailed, or cannot be: nobody waits for it any more."""
    return replace(mailing, is_test_asked=False)


def tested(mailing: Mailing) -> Mailing:
    """Return the mailing after its test mail went."""
    taken = took_test(mailing)
    return replace(taken, state="tested") if taken.state == "checked" else taken


def approve(mailing: Mailing, by: str, seen: Mapping[str, str], now: datetime) -> Mailing:
    """Return the mailing with the approval of a named person of what they saw.

    Raises `StopRun` when it cannot be approved, or is no longer what they saw.
    """
    name = " ".join(by.split())
    if not name:
        raise StopRun("Er staat niet bij wie goedkeurt.", "Vul uw naam in.")
    if mailing.kind == "edition" and mailing.planned_for is None:
        raise StopRun(
            "Er staat geen datum bij deze nieuwsbrief.",
            "Vul in de tabel Nieuwsbrieven “Gepland op” in.",
        )
    if dict(seen) != dict(mailing.prints) or not mailing.prints:
        raise StopRun(
            "De nieuwsbrief is veranderd sinds u haar bekeek.",
            "Bekijk haar opnieuw, stuur een proefmail en keur dan goed.",
        )
    _require(mailing, "approve")
    given = Approval(name, now, dict(mailing.prints), mailing.planned_for)
    return replace(mailing, state="approved", approval=given, note="")


def withdraw(mailing: Mailing) -> Mailing:
    """Return the mailing after a person withdrew it; raises `StopRun` when it went already."""
    _require(mailing, "withdraw")
    return replace(mailing, state="withdrawn", approval=None, note="")


def claim(mailing: Mailing, now: datetime, *, is_by_mailchimp: bool) -> Mailing:
    """Return the mailing as it stands once it may go: put on Mailchimp's timetable, or sent now.

    One whose moment is long past must be approved anew. Raises `StopRun` when nobody approved
    exactly this, or it is not the moment.
    """
    moment = mailing.moment
    if mailing.state not in ("approved", "scheduled") or not mailing.is_approved or moment is None:
        raise StopRun("Deze nieuwsbrief is niet goedgekeurd.", "Laat iemand haar goedkeuren.")
    if is_by_mailchimp and moment > now:
        return replace(mailing, state="scheduled", on_timetable=True, note="")
    if moment > now:
        raise StopRun("Het is nog niet de tijd om te versturen.")
    if is_too_late(mailing, now):
        return failed(mailing, TOO_LATE)
    return replace(mailing, state="sending", note="")


def is_too_late(mailing: Mailing, now: datetime) -> bool:
    """Tell whether a mailing's moment is so long ago that a person must be asked anew."""
    return mailing.moment is not None and now - mailing.moment > LATEST


def failed(mailing: Mailing, why: str) -> Mailing:
    """Return the mailing of which nothing went, though it was to: it must be approved anew."""
    return replace(mailing, state="draft", approval=None, note=why)


def taken_off(mailing: Mailing, note: str = "") -> Mailing:
    """Return the mailing once Mailchimp surely sends nothing of it by itself."""
    return replace(mailing, on_timetable=False, note=note or mailing.note)


def went(mailing: Mailing, now: datetime, note: str = "") -> Mailing:
    """Return the mailing once Mailchimp says that it is out."""
    return replace(mailing, state="sent", sent_at=now, on_timetable=False, note=note)


def _require(mailing: Mailing, action: Action) -> None:
    if mailing.state in ALLOWED[action]:
        return
    if mailing.state in GONE:
        raise StopRun("Deze nieuwsbrief wordt al verstuurd of is verzonden.")
    if action == "approve" and mailing.approval is not None:
        raise StopRun(f"{mailing.approval.by} keurde deze nieuwsbrief al goed.")
    remedy = {
        "test": "Los eerst op wat de controle noemt.",
        "approve": "Stuur eerst een proefmail en kijk die na.",
        "withdraw": "Zij gaat niet uit.",
    }[action]
    raise StopRun(f"Dat kan nu niet: de nieuwsbrief staat op “{WORDS[mailing.state]}”.", remedy)


def wants_reminder(mailing: Mailing, now: datetime, before: timedelta) -> bool:
    """Tell whether staff must hear that a mailing near its date was not approved."""
    if mailing.is_reminded or mailing.planned_for is None:
        return False
    is_waiting = mailing.state in ("draft", "checked", "tested")
    return is_waiting and now >= mailing.planned_for - before
