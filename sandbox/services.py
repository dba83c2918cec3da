"""Everything that the sandbox's routes and pages work with, made once at the start."""

from dataclasses import dataclass

from sandbox.airtable.base import AirtableService
from sandbox.airtable.fetching import AttachmentFetcher
from sandbox.airtable.notifying import Notifier
from sandbox.clock import SandboxClock
from sandbox.faults import FaultBook
from sandbox.ledger import Ledger
from sandbox.mail.imap import ImapServer
from sandbox.mail.mailbox import Mailbox
from sandbox.mail.smtp import MailServer
from sandbox.mailchimp.account import Account
from sandbox.mailchimp.worker import Worker
from sandbox.options import SandboxOptions
from sandbox.sheets.accounts import Accounts
from sandbox.sheets.service import SheetsService
from sandbox.store import Store


@dataclass(frozen=True)
class Services:
    """The parts of one sandbox."""

    options: SandboxOptions
    store: Store
    clock: SandboxClock
    ledger: Ledger
    faults: FaultBook
    airtable: AirtableService
    notifier: Notifier
    fetcher: AttachmentFetcher
    sheets: SheetsService
    mailbox: Mailbox
    mail_server: MailServer
    imap_server: ImapServer
    mailchimp: Account
    mailchimp_worker: Worker

    def start(self) -> None:
        """Start what works in the background."""
        self.notifier.start()
        self.fetcher.start()
        self.mail_server.start()
        self.imap_server.start()
        self.mailchimp_worker.start()

    def stop(self) -> None:
        """Stop it, and close the file."""
        self.faults.stop()
        self.notifier.stop()
        self.fetcher.stop()
        self.mail_server.stop()
        self.imap_server.stop()
        self.mailchimp_worker.stop()
        self.store.close()


def build_services(options: SandboxOptions) -> Services:
    """Open the data folder and put the parts together; raises `SandboxError`."""
    store = Store(options.data)
    clock = SandboxClock(store)
    ledger = Ledger(store, clock)
    faults, mailbox = FaultBook(), Mailbox(store, clock)
    airtable = AirtableService(store, clock, options.address)
    mailchimp = Account(store, clock, mailbox, options.address)
    return Services(
        options=options,
        store=store,
        clock=clock,
        ledger=ledger,
        faults=faults,
        airtable=airtable,
        notifier=Notifier(airtable.webhooks, clock, ledger),
        fetcher=AttachmentFetcher(airtable),
        sheets=SheetsService(store, clock, Accounts(options.data, options.address, clock)),
        mailbox=mailbox,
        mail_server=MailServer(options.smtp_port, mailbox, faults, ledger, options.token),
        imap_server=ImapServer(mailbox, faults, ledger, options.token),
        mailchimp=mailchimp,
        mailchimp_worker=Worker(mailchimp, ledger),
    )
