"""The job `nieuwsbrieven`: editions are kept up to date, looked over, and go once approved.

It runs on the timetable and after everything a person does; it sends nothing that no named
person approved. What a person does is written down first (`workflows.newsletter_people`).
"""

from collections.abc import Callable, Sequence
from functools import partial
from time import sleep
from typing import Any, Final

from backbone.calls import CallCounts
from backbone.config_files import load_audience_rules, load_sending_rules
from backbone.mailchimp_campaigns import MailchimpCampaigns
from backbone.mailings import Mailings
from channels.mailchimp.campaigns import CampaignDesk
from museum.attention import URGENT, AttentionPoint
from museum.errors import MuseumflowError, TryLater
from museum.records import Newsletter
from museum.sending import OPEN, WORDS, Mailing, SendingRules, State
from workflows.context import Context
from workflows.engine import JobFunction, Steps
from workflows.mirrored import record_of
from workflows.newsletter_editions import Compose, propose_corrections, refresh_editions
from workflows.newsletter_grounds import ComposedBefore
from workflows.newsletter_reminder import remind
from workflows.newsletter_rows import write_rows
from workflows.newsletter_steps import SendingDesk
from workflows.runner import JobOutcome, recorded

SENDING: Final = "nieuwsbrieven"
LETTERS_READ: Final = frozenset(
    {"newsletters", "news", "programme", "activities", "vacancies", "grants", "museums", "images"}
)
"""The tables that letters are made of: a change in them may take an approval away."""
BUSY: Final[frozenset[State]] = OPEN | {"sending"}


def newsletter_jobs(
    context: Context,
    compose: Compose,
    wait: Callable[[float], object] = sleep,
    rules_now: Callable[[], SendingRules] = load_sending_rules,
) -> dict[str, JobFunction]:
    """Return the job by name, ready for the engine. `wait` takes seconds."""

    before = ComposedBefore()

    def work(steps: Steps, _arguments: Any) -> JobOutcome:
        if not context.settings.has_mailchimp:
            return JobOutcome("unchanged", "Mailchimp is niet ingesteld.")
        if not context.mirror.binding().tables:
            return JobOutcome("unchanged", "De tabellen zijn nog niet gelezen; dat komt eerst.")
        rules, told = rules_now(), []
        told += steps("edities nakijken", lambda: refresh_editions(context, compose, rules, before))
        proposed: int = steps("rectificaties", lambda: propose_corrections(context))
        if proposed:
            told.append("Er is een rectificatie voorgesteld.")
        keys: list[str] = steps("wat er loopt", lambda: _to_do(context))
        desk = sending_desk(context, rules, wait)
        for key in keys:
            told += steps(f"verder met {key}", partial(_bring_further, desk, key))
        told += steps("rijen bijwerken", lambda: write_rows(context))
        told += steps("herinneren", lambda: remind(context, rules))
        steps("aandachtspunten", lambda: _tell(context))
        if not told:
            return JobOutcome("unchanged", "Er was niets te doen aan de nieuwsbrieven.")
        return JobOutcome("changed", "De nieuwsbrieven zijn bijgewerkt.", tuple(told))

    return {
        SENDING: recorded(
            SENDING, work, context.runs, context.now, lambda run: run.outcome != "unchanged"
        )
    }


def mailchimp_campaigns(
    context: Context, wait: Callable[[float], object] = sleep
) -> MailchimpCampaigns:
    """Return the campaigns of the newsletter's list."""
    settings = context.settings
    return MailchimpCampaigns(
        settings.mailchimp_key.get_secret_value(),
        settings.mailchimp_list,
        CallCounts(context.database),
        context.now,
        wait,
        settings.mailchimp_url,
    )


def sending_desk(
    context: Context, rules: SendingRules, wait: Callable[[float], object] = sleep
) -> SendingDesk:
    """Return what takes mailings further, with the client that reaches Mailchimp."""
    settings, mailings = context.settings, Mailings(context.database)
    mailchimp = mailchimp_campaigns(context, wait)
    return SendingDesk(
        campaigns=CampaignDesk(mailchimp, mailings, rules, load_audience_rules()),
        mailings=mailings,
        rules=rules,
        staff=tuple(one.address for one in settings.newsletter_staff),
        audiences=lambda mailing: _audiences(context, mailing),
        now=context.now,
        wait=wait,
    )


def _audiences(context: Context, mailing: Mailing) -> Sequence[str]:
    """Return for whom a mailing is meant; a correction goes to who got the edition."""
    edition = record_of(context, "newsletters", mailing.record_id)
    if mailing.kind == "correction" or not isinstance(edition, Newsletter):
        return ()
    return edition.audiences


def _to_do(context: Context) -> list[str]:
    """Return the keys of what is not finished, or what Mailchimp must not send any more."""
    return [one.key for one in Mailings(context.database).all()
            if one.state in BUSY or one.on_timetable]  # fmt: skip


def _bring_further(desk: SendingDesk, key: str) -> list[str]:
    """Take one mailing as far as it can go now; what stops it is kept beside it."""
    before, problem = desk.mailings.find(key), ""
    try:
        desk.bring_further(key)
    except TryLater as error:
        problem = f"{error.what} Het wordt vanzelf opnieuw geprobeerd."
    except MuseumflowError as error:
        problem = f"{error.what} {error.remedy}".strip()
    desk.mailings.keep_problem(key, problem)
    after = desk.mailings.find(key)
    if after is None:
        return []
    is_told = problem and after.state not in ("sent", "reported")
    lines = [f"{after.title}: {problem}"] if is_told else []
    if before is None or before.state != after.state:
        lines.append(f"{after.title}: {WORDS[after.state].lower()}.")
    return lines


def _tell(context: Context) -> None:
    """Keep the attention points: what keeps a mailing from going, and what waits for a person."""
    mailings = Mailings(context.database)
    points = []
    for mailing in mailings.all(BUSY):
        problem = mailings.problem(mailing.key) or mailing.note
        if problem:
            points.append(_point(mailing, problem))
        elif mailing.state not in ("draft", "checked", "tested"):
            continue
        elif mailing.is_reminded:
            points.append(_point(mailing, "Deze nieuwsbrief is nog niet goedgekeurd."))
        elif mailing.kind == "correction":
            what = f"Er wacht een rectificatie op goedkeuring: {mailing.title}."
            points.append(_point(mailing, what))
    context.attention.replace(SENDING, points, context.now())


def _point(mailing: Mailing, what: str) -> AttentionPoint:
    was_approved = mailing.state in ("approved", "scheduled", "sending")
    return AttentionPoint(
        key=f"{SENDING}:{mailing.key}",
        what=what,
        remedy="Bekijk het op de pagina Nieuwsbrieven.",
        table="newsletters",
        record_id=mailing.record_id,
        subject=mailing.title,
        severity=URGENT if was_approved else "warning",
    )
