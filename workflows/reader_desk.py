"""Everything that the jobs about readers work with: the list, its readers, and our books."""

from dataclasses import dataclass
from typing import Final

from backbone.calls import CallCounts
from backbone.config_files import load_audience_rules
from backbone.ledger import Ledger
from backbone.mailchimp import PAUSES_S, TIMEOUT_S
from backbone.mailchimp_readers import EVENTS, SOURCES, MailchimpReaders
from channels.mailchimp.book import ADDRESSES, CHANNEL, GROUPS, AddressBook, Groups, MemberBook
from channels.mailchimp.members import MemberList
from channels.mailchimp.readers import ReaderList
from museum.audiences import AudienceRules
from workflows.context import Context

HOOK_PATH: Final = "/hooks/mailchimp/"
PAGE_TIMEOUT_S: Final = 8.0
PREFERENCES_PATH: Final = "/formulieren/voorkeuren/"


@dataclass(frozen=True)
class ReaderDesk:
    """The list at Mailchimp, in both directions."""

    context: Context
    mailchimp: MailchimpReaders
    rules: AudienceRules
    book: MemberBook
    addresses: AddressBook
    groups: Groups

    @property
    def mailchimp_in_a_hurry(self) -> MailchimpReaders:
        """The list for somebody who waits for a page: asked once, and not for long."""
        return _client(self.context, PAGE_TIMEOUT_S, pauses_s=())

    @property
    def members(self) -> MemberList:
        """What brings the list further."""
        return MemberList(
            self.mailchimp, self.book, self.groups, self.rules, self.context.now, self.link_of
        )

    @property
    def readers(self) -> ReaderList:
        """What readers did."""
        return ReaderList(self.mailchimp, self.book, self.groups, self.rules)

    def link_of(self, key: str) -> str:
        """Return the address of a reader's own page of choices: nobody can guess it."""
        token = preferences_token(self.context, key)
        return f"{self.context.settings.site_url}{PREFERENCES_PATH}{token}"

    def create_missing(self) -> list[str]:
        """Make the fields and groups that the list lacks; returns what was made, in Dutch."""
        rules, there, told = self.rules, self.mailchimp.field_tags(), []
        wanted = {
            rules.first_name: "Voornaam",
            rules.last_name: "Achternaam",
            rules.museum: "Museum",
            rules.preferences: "Link naar de voorkeuren",
            **({rules.regions.field: "Streek"} if rules.regions.field else {}),
        }
        for tag, name in wanted.items():
            if tag not in there:
                self.mailchimp.add_field(tag, name)
                told.append(f"Veld {tag} gemaakt.")
        return told + self._create_groups()

    def _create_groups(self) -> list[str]:
        there, categories = self.mailchimp.interests(), self.mailchimp.category_ids()
        told = []
        for name in self.rules.interests.values():
            if name in there:
                continue
            title, _, group = name.partition("/")
            if title not in categories:
                categories[title] = self.mailchimp.add_category(title.capitalize())
            self.mailchimp.add_interest(categories[title], group.capitalize())
            told.append(f"Groep {title.capitalize()}/{group.capitalize()} gemaakt.")
        return told

    def look_after_hook(self) -> str:
        """See that Mailchimp tells us what happens, at one address: ours as it is now.

        Nothing is done when nobody can reach us. Returns what was done.
        """
        base = self.context.settings.hook_url
        if not base:
            return ""
        url, hooks = hook_url(self.context), self.mailchimp.hooks()
        for other, hook in hooks.items():
            if other != url and other.startswith(base + HOOK_PATH):
                self.mailchimp.drop_hook(str(hook["id"]))
        ours = hooks.get(url)
        if ours is None:
            self.mailchimp.make_hook(url)
            return "made"
        if ours["sources"] != SOURCES or not all(ours["events"].get(one) for one in EVENTS):
            self.mailchimp.mend_hook(str(ours["id"]))
            return "mended"
        return ""


def open_desk(context: Context) -> ReaderDesk:
    """Return the desk, with the client that reaches the list."""
    rules, mailchimp = load_audience_rules(), _client(context)
    book = MemberBook(Ledger(context.database, CHANNEL))
    addresses = AddressBook(Ledger(context.database, ADDRESSES))
    groups = Groups(mailchimp, Ledger(context.database, GROUPS), rules)
    return ReaderDesk(context, mailchimp, rules, book, addresses, groups)


def _client(
    context: Context, timeout_s: float = TIMEOUT_S, pauses_s: tuple[float, ...] = PAUSES_S
) -> MailchimpReaders:
    settings = context.settings
    return MailchimpReaders(
        settings.mailchimp_key.get_secret_value(),
        settings.mailchimp_list,
        CallCounts(context.database),
        context.now,
        context.clocks.sleep,
        settings.mailchimp_url,
        timeout_s,
        pauses_s,
    )


def hook_secret(context: Context) -> str:
    """Return the secret part of the address at which Mailchimp tells us what happens."""
    return context.tokens.secret("mailchimp-hook")


def hook_url(context: Context) -> str:
    """Return that whole address."""
    return f"{context.settings.hook_url}{HOOK_PATH}{hook_secret(context)}"


def preferences_token(context: Context, key: str) -> str:
    """Return what stands in a reader's link: their key, and a proof that we made it."""
    return f"{key}-{context.tokens.secret(f'preferences:{key}')}"


def reader_of_token(context: Context, token: str) -> str:
    """Return the key of the reader whose link it is; "" when we did not make it."""
    key = token.partition("-")[0]
    return key if context.tokens.is_same(token, preferences_token(context, key)) else ""
