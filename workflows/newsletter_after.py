"""The job `nieuwsbriefverslag`: what readers did goes to the edition's row, bounces to staff.

A report is read seven times in a month, two calls each; who bounced is asked only when somebody
did. Of a reader nothing is kept but a digest of an address that bounced (`backbone.no_mail`); it
becomes an attention point on the contact's row.
"""

from collections.abc import Callable
from dataclasses import asdict, replace
from datetime import datetime, timedelta
from functools import partial
from time import sleep
from typing import Any, Final

from backbone.mailchimp_campaigns import MailchimpCampaigns, Report
from backbone.mailings import Mailings, StoredLetter
from backbone.no_mail import NoMail, digest_of
from museum.after_sending import (
    READ_AFTER,
    Bar,
    Outcome,
    bars_of,
    is_last_report,
    is_report_due,
    together,
)
from museum.date_plan import ZONE
from museum.sending import Mailing
from workflows.audience import AUDIENCE
from workflows.bounced import tell_bounced
from workflows.context import Context
from workflows.engine import JobFunction, Steps
from workflows.newsletter_rows import write_rows
from workflows.newsletter_sending import mailchimp_campaigns
from workflows.reader_rows import read_contacts
from workflows.runner import JobOutcome, recorded

AFTER: Final = "nieuwsbriefverslag"
DAY: Final = timedelta(days=1)


def after_jobs(context: Context, wait: Callable[[float], object] = sleep) -> dict[str, JobFunction]:
    """Return the job by name, ready for the engine. `wait` takes seconds."""

    def work(steps: Steps, _arguments: Any) -> JobOutcome:
        if not context.settings.has_mailchimp:
            return JobOutcome("unchanged", "Mailchimp is niet ingesteld.")
        mailchimp = mailchimp_campaigns(context, wait)
        keys: list[str] = steps("wat is er te lezen", lambda: _due(context))
        if not keys:
            return JobOutcome("unchanged", "Er was geen verslag te lezen.")
        for key in keys:
            steps(f"verslag van {key}", partial(_read, context, mailchimp, key))
        told: list[str] = steps("rijen bijwerken", lambda: write_rows(context))
        count: int = steps("niet aangekomen", lambda: _note_bounces(context, mailchimp))
        if count:
            told.append(f"Contactpersonen bij wie mail niet aankomt: {count}.")
        return JobOutcome("changed", f"Verslagen gelezen: {len(keys)}.", tuple(told))

    return {
        AFTER: recorded(
            AFTER, work, context.runs, context.now, lambda run: run.outcome != "unchanged"
        )
    }


def plot_of_year(context: Context, year: int) -> list[Bar]:
    """Return what readers did with every edition of a year, in the order of time."""
    mailings = Mailings(context.database)
    reports = mailings.reports()
    return bars_of(
        [
            (one.title, one.sent_at, Outcome(**reports[one.key][1]))
            for one in mailings.all(["sent", "reported"])
            if one.kind == "edition" and one.sent_at and one.key in reports
            and one.sent_at.astimezone(ZONE).year == year
        ]
    )  # fmt: skip


def _due(context: Context) -> list[str]:
    mailings, now = Mailings(context.database), context.now()
    reports = mailings.reports()
    return [
        one.key
        for one in mailings.all(["sent"])
        if one.sent_at is not None
        and is_report_due(one.sent_at, reports[one.key][0] if one.key in reports else None, now)
    ]


def _read(context: Context, mailchimp: MailchimpCampaigns, key: str) -> None:
    """Read the reports of a mailing's letters; after the last reading it is done."""
    mailings, now = Mailings(context.database), context.now()
    found = [mailchimp.report(one.campaign_id) for one in _sent_letters(mailings, key)]
    outcome = together(_outcome(one) for one in found)
    mailings.keep_report(key, asdict(outcome), now)
    mailings.change(key, lambda mailing: _reported(mailing, now))


def _reported(mailing: Mailing, now: datetime) -> Mailing:
    if mailing.sent_at is None or not is_last_report(mailing.sent_at, now):
        return mailing
    return replace(mailing, state="reported")


def _outcome(found: Report) -> Outcome:
    return Outcome(
        sent=found.sent,
        opened=found.opened,
        clicked=found.clicked,
        unsubscribed=found.unsubscribed,
        bounced=found.hard_bounces + found.soft_bounces,
        clicks=found.clicks,
    )


def _sent_letters(mailings: Mailings, key: str) -> list[StoredLetter]:
    return [one for one in mailings.letters(key) if one.campaign_id and one.emails_sent]


def _note_bounces(context: Context, mailchimp: MailchimpCampaigns) -> int:
    """Put who a newsletter bounced from on the list “geen mail meer”; tell staff whose it is.

    Returns how many contacts that are. Contacts are read only when somebody's mail bounced.
    """
    mailings, now, no_mail = Mailings(context.database), context.now(), NoMail(context.database)
    reports = mailings.reports()
    for mailing in mailings.all(["sent", "reported"]):
        is_recent = mailing.sent_at is not None and now - mailing.sent_at <= READ_AFTER[-1] + DAY
        if is_recent and mailing.key in reports and reports[mailing.key][1]["bounced"]:
            for one in _sent_letters(mailings, mailing.key):
                for address in mailchimp.hard_bounced(one.campaign_id):
                    no_mail.add(digest_of(address), "bounced", mailing.sent_at or now)
    has_bounced = any(one.reason == "bounced" for one in no_mail.all())
    told = tell_bounced(context, read_contacts(context) if has_bounced else [])
    # The list of readers may have said it before, without the museum's name.
    context.attention.replace(AUDIENCE, (), now, scopes=told)
    return len(told)
