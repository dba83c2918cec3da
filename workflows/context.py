"""The parts that every workflow works with, opened once per process."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

import sqlalchemy as sa

from backbone.airtable import AirtableBase, service_of
from backbone.alarms import AlarmBook
from backbone.attention import AttentionStore
from backbone.config_files import (
    load_budget,
    load_calendar_rules,
    load_definitions,
    load_forms,
    load_letter_words,
    load_sheet_forms,
    load_sign_up_rules,
)
from backbone.database import create_tables, open_database
from backbone.drafts import Drafts
from backbone.edit_history import EditHistory
from backbone.fact_sources import FactSources
from backbone.flights import Flights
from backbone.form_links import FormLinks
from backbone.form_tokens import FormTokens
from backbone.governor import Governor
from backbone.inbox import Inbox
from backbone.limiter import Clocks
from backbone.mirror import Mirror
from backbone.month_gate import MonthGate
from backbone.pull import Puller
from backbone.runs import Runs
from backbone.settings import Settings
from backbone.settling import QuietTime, Settling
from backbone.sheet_answers import SheetAnswers
from backbone.sheets import Spreadsheets
from backbone.signups import SignUps
from backbone.signups.people import SignUpPeople
from backbone.submission_letters import SubmissionLetters
from backbone.submissions import Submissions
from backbone.submitted_pictures import SubmittedPictures
from backbone.webhook import SecretFile
from museum.budget_rules import BudgetRules
from museum.calendar_rules import CalendarRules
from museum.sheet_forms import SheetForm
from museum.signups import LetterWords, SignUpRules
from museum.submissions import Forms
from museum.tables import TableDefinitions


@dataclass(frozen=True)
class Context:
    """Settings, the database and what stands on it. `now` gives an aware moment."""

    settings: Settings
    definitions: TableDefinitions
    database: sa.Engine
    mirror: Mirror
    runs: Runs
    attention: AttentionStore
    inbox: Inbox
    alarms: AlarmBook
    flights: Flights
    secrets: SecretFile
    clocks: Clocks
    budget: BudgetRules
    settling: Settling
    forms: Forms
    tokens: FormTokens
    sign_up_rules: SignUpRules
    letter_words: LetterWords

    @property
    def submissions(self) -> Submissions:
        """What museums sent."""
        return Submissions(self.database)

    @property
    def pictures(self) -> SubmittedPictures:
        """The pictures of submissions."""
        return SubmittedPictures(self.database)

    @property
    def facts(self) -> FactSources:
        """Where each fact comes from."""
        return FactSources(self.database)

    @property
    def letters(self) -> SubmissionLetters:
        """The letters that submissions ask for."""
        return SubmissionLetters(self.database)

    @property
    def drafts(self) -> Drafts:
        """Forms that are half filled in."""
        return Drafts(self.database)

    @property
    def links(self) -> FormLinks:
        """The personal links."""
        return FormLinks(self.database)

    @property
    def signups(self) -> SignUps:
        """Who signed up for what."""
        return SignUps(self.database)

    @property
    def attendees(self) -> SignUpPeople:
        """The people of those sign-ups."""
        return SignUpPeople(self.database)

    @property
    def sheet_forms(self) -> tuple[SheetForm, ...]:
        """The spreadsheets with answers; raises `FixConfiguration`."""
        return load_sheet_forms(self.forms)

    @property
    def sheet_answers(self) -> SheetAnswers:
        """What is remembered of those answers."""
        return SheetAnswers(self.database)

    @property
    def calendars(self) -> CalendarRules:
        """The rules of the calendar feeds; raises `FixConfiguration`."""
        return load_calendar_rules()

    def spreadsheets(self) -> Spreadsheets:
        """Return Google Sheets; raises `FixConfiguration` when there is no key."""
        return Spreadsheets(self.settings, self.database, self.clocks)

    @property
    def now(self) -> Callable[[], datetime]:
        """The clock."""
        return self.clocks.now

    def airtable(self, automatic: bool = False) -> AirtableBase:
        """Return the base; raises `FixConfiguration` when it is not set up.

        `automatic`: nobody waits for it, so that it stops at 90% of the month's quota.
        """
        most = self.budget.automatic_most if automatic else None
        gate = MonthGate(
            self.database, service_of(self.settings), self.budget.calls_per_month, most
        )
        return AirtableBase(self.settings, self.database, self.clocks, gate=gate)

    def puller(self, automatic: bool = False) -> Puller:
        """Return what brings the mirror up to date."""
        return Puller(
            self.airtable(automatic),
            self.mirror,
            self.secrets,
            self.settings.hook_url,
            self.clocks.now,
            self.settling,
            EditHistory(self.database),
        )

    def governor(self) -> Governor:
        """Return what keeps the month within the plan's quota."""
        return Governor(
            self.database,
            self.mirror,
            service_of(self.settings),
            self.budget,
            self.clocks.now,
            is_polling=not self.settings.hook_url,
        )


def open_context(settings: Settings, now: Callable[[], datetime] | None = None) -> Context:
    """Open the database and put the parts together."""
    # Every room's tables must be known before they are made.
    import backbone.calendar_addresses
    import backbone.calendar_findings
    import backbone.calendar_items
    import backbone.calendars_in
    import backbone.mailing_history
    import backbone.mailings
    import backbone.no_mail
    import backbone.programme_edits
    import backbone.slot_log  # noqa: F401
    import channels.mail.outbox
    import channels.website.catalogue_tables  # noqa: F401

    clocks = Clocks(now=now or (lambda: datetime.now(UTC)))
    definitions = load_definitions()
    budget = load_budget(settings)
    database = open_database(settings.database_url)
    create_tables(database)
    return Context(
        settings=settings,
        definitions=definitions,
        database=database,
        mirror=Mirror(database, definitions),
        runs=Runs(database),
        attention=AttentionStore(database),
        inbox=Inbox(database),
        alarms=AlarmBook(database),
        flights=Flights(database),
        secrets=SecretFile(settings.data),
        clocks=clocks,
        budget=budget,
        settling=Settling(database, QuietTime(budget.quiet_s, budget.longest_s)),
        forms=load_forms(definitions),
        tokens=FormTokens(database),
        sign_up_rules=load_sign_up_rules(definitions),
        letter_words=load_letter_words(),
    )
