"""A newsroom on loopback: tables, Mailchimp with readers, and the job that sends newsletters."""

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import requests

from backbone.config_files import load_sending_rules
from backbone.limiter import Clocks
from backbone.mailings import Mailings
from backbone.settings import Settings
from museum.audiences import key_of
from museum.errors import StopRun
from museum.letters import Letter
from museum.records import Activity, Newsletter
from museum.sending import Mailing, SendingRules, approve, ask_test, withdraw
from tests.bases import BASE_ID, base_of, field_id, record_id, table_id
from tests.newsroom_records import newsroom_records
from tests.servers import start_sandbox
from workflows.audience import AUDIENCE, audience_jobs
from workflows.context import Context, open_context
from workflows.fetch import fetch
from workflows.mirrored import record_of, records_of
from workflows.newsletter_after import AFTER, after_jobs
from workflows.newsletter_sending import SENDING, newsletter_jobs

STAFF = {"Authorization": "Bearer staff"}
DOMAIN = "drentsemusea.example"
LIST = {
    "name": "Musea",
    "contact": {"company": "P", "address1": "Markt 1", "city": "Assen", "country": "NL"},
    "permission_reminder": "U meldde zich aan.",
    "campaign_defaults": {
        "from_name": "P", "from_email": f"p@{DOMAIN}", "subject": "", "language": "nl"
    },
    "email_type_option": False,
}  # fmt: skip
GROUPS = ("Bestuur", "Vakinhoudelijk", "Vrijwilliger", "Publiek")
READERS = {
    "anna": ("nl", "Bestuur"),
    "bram": ("", "Vrijwilliger"),
    "clara": ("de", "Bestuur"),
    "daan": ("nl", "Vakinhoudelijk"),
}
STAFF_ADDRESS = f"redactie@{DOMAIN}"
PATIENCE_S = 60
"""For a machine that has much else to do."""


class Killed(BaseException):
    """The process is gone."""


@dataclass
class Newsroom:
    """What a test works with. `now` is the moment for us and for Mailchimp."""

    url: str
    list_id: str
    context: Context
    now: datetime
    begin: datetime
    languages: tuple[str, ...] = ("nl",)
    waits: list[float] = field(default_factory=list)
    cannot_compose: str = ""
    at_mailchimp: bool = True
    reply_to: str = ""
    before: dict[tuple[str, str], dict[str, Any]] = field(default_factory=dict)
    """The cells that tests changed, as they were, by table and record."""

    def run(self, kill: Callable[[str], bool] = lambda _name: False) -> dict[str, Any]:
        """Run the job as the engine would; `kill` says after which step the process is gone."""
        jobs = newsletter_jobs(self.context, self.compose, self.waits.append, self._rules)
        return self.work(jobs[SENDING], SENDING, kill)

    def _rules(self) -> SendingRules:
        rules = load_sending_rules()
        reply_to = self.reply_to or rules.reply_to
        return replace(rules, at_mailchimp=self.at_mailchimp, reply_to=reply_to)

    def report(self) -> dict[str, Any]:
        """Run the job that reads reports."""
        return self.work(after_jobs(self.context)[AFTER], AFTER)

    def keep_list(self) -> dict[str, Any]:
        """Run the job that keeps the list of readers, as by night."""
        return self.work(audience_jobs(self.context)[AUDIENCE], AUDIENCE)

    def work(
        self, job: Any, name: str, kill: Callable[[str], bool] = lambda _name: False
    ) -> dict[str, Any]:
        """Run a job as the engine would; `kill` says after which step the process is gone."""

        def steps(step: str, work: Callable[[], Any]) -> Any:
            found = work()
            if kill(step):
                raise Killed
            return found

        found: dict[str, Any] = job(steps, f"{name}-{time.monotonic_ns()}", {})
        assert found["outcome"] != "failed", found
        return found

    def compose(self, context: Context, edition: Newsletter) -> list[Letter]:
        """Write an edition: its words and every activity, a letter per language."""
        if self.cannot_compose:
            raise StopRun(self.cannot_compose)
        activities = sorted(
            (one for one in records_of(context, "activities") if isinstance(one, Activity)),
            key=lambda one: one.id,
        )
        return [self._letter(edition, activities, language) for language in self.languages]

    def _letter(self, edition: Newsletter, found: list[Activity], language: str) -> Letter:
        links = "".join(
            f'<p><a href="https://musea.example/{one.id}/?utm_source=mail">{one.title}</a></p>'
            for one in found
        )
        foot = '<p>*|HTML:LIST_ADDRESS_HTML|* <a href="*|UNSUB|*">af</a></p>'
        return Letter(
            edition=edition.id,
            language=language,
            audiences=edition.audiences,
            subject=f"{edition.title} ({language})",
            preview_text=edition.opening_words or "",
            html=f"<html><body><h1>{edition.opening_words}</h1>{links}{foot}</body></html>",
            text=f"{edition.opening_words}\n*|UNSUB|*",
            items=tuple(one.id for one in found),
        )

    @property
    def mailings(self) -> Mailings:
        return Mailings(self.context.database)

    def mailing(self, key: str = "") -> Mailing:
        found = self.mailings.find(key or record_id("maand"))
        assert found is not None
        return found

    def test(self) -> dict[str, Any]:
        self.mailings.change(record_id("maand"), ask_test)
        return self.run()

    def approve(
        self, by: str = "Roos", key: str = "", seen: Mapping[str, str] | None = None
    ) -> Mailing:
        """Approve what the person saw; without `seen`, what stands there now."""
        found = self.mailing(key)
        prints = found.prints if seen is None else seen
        return self.mailings.change(found.key, lambda one: approve(one, by, prints, self.now))

    def member(self, name: str) -> str:
        """Return the ID of a reader at Mailchimp."""
        return key_of(f"{name}@lezers.example")

    def send_it(self) -> datetime:
        """Bring a fresh edition to where it was sent; returns when that was."""
        self.make_ready()
        self.approve()
        self.run()
        moment = self.mailing().moment
        assert moment is not None
        self.at(moment)
        self.wait_until(lambda: {one["status"] for one in self.campaigns()} == {"sent"})
        self.run()
        assert self.mailing().state == "sent"
        return moment

    def withdraw(self, key: str = "") -> Mailing:
        return self.mailings.change(key or record_id("maand"), withdraw)

    def interests(self, group: str) -> dict[str, bool]:
        """Return the interests of a reader in one group."""
        groups = f"/lists/{self.list_id}/interest-categories"
        category = self.call("GET", groups)["categories"][0]["id"]
        found = self.call("GET", f"{groups}/{category}/interests")["interests"]
        return {one["id"]: one["name"] == group for one in found}

    @property
    def first_start(self) -> str:
        """Return when the lecture began at first."""
        return (self.begin + timedelta(days=20)).isoformat()

    def make_ready(self) -> None:
        """Bring a fresh edition to where it can be approved."""
        self.run()
        self.test()
        assert self.mailing().state == "tested", self.mailings.problem(record_id("maand"))

    def at(self, moment: datetime) -> None:
        """Let it be this moment, here and at Mailchimp."""
        self.now = moment
        self.control("clock", {"now": moment.isoformat()})

    def control(self, what: str, body: dict[str, Any]) -> None:
        requests.post(
            f"{self.url}/sandbox/{what}", json=body, timeout=PATIENCE_S
        ).raise_for_status()

    def fault(self, **fault: Any) -> None:
        self.control("faults", {"service": "mailchimp", "times": 1, **fault})

    def campaigns(self) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = self.call("GET", "/campaigns?count=1000")["campaigns"]
        return found

    def call(self, method: str, path: str, body: Any = None) -> Any:
        reply = requests.request(
            method, f"{self.url}/3.0{path}", json=body, auth=("x", "key"), timeout=PATIENCE_S
        )
        reply.raise_for_status()
        return reply.json() if reply.content else None

    def mails(self, name: str = "", address: str = "") -> list[dict[str, Any]]:
        """Return the mails of a reader, oldest first."""
        to = address or f"{name}@lezers.example"
        found = requests.get(f"{self.url}/sandbox/mails", {"to": to}, timeout=PATIENCE_S)
        mails: list[dict[str, Any]] = found.json()["mails"]
        return mails

    def got(self) -> dict[str, int]:
        """Return how many letters each reader got, as Mailchimp's mailbox has it."""
        return {name: len(self.mails(name)) for name in READERS}

    def change(self, table: str, name: str, /, **cells: Any) -> None:
        """Change a record as staff do, and read it."""
        fields = {field_id(table, key): value for key, value in cells.items()}
        url = f"{self.url}/v0/{BASE_ID}/{table_id(table)}/{record_id(name)}"
        found = requests.get(
            url, {"returnFieldsByFieldId": "true"}, headers=STAFF, timeout=PATIENCE_S
        ).json()["fields"]
        was = self.before.setdefault((table, name), {})
        was.update({key: found.get(key) for key in fields if key not in was})
        self._patch(url, fields)

    def _patch(self, url: str, fields: dict[str, Any]) -> None:
        requests.patch(
            url, json={"fields": fields}, headers=STAFF, timeout=PATIENCE_S
        ).raise_for_status()
        fetch(self.context, always=True)

    def row(self, name: str) -> Any:
        """Return an edition's record as the tables have it now."""
        fetch(self.context, always=True)
        return record_of(self.context, "newsletters", record_id(name))

    def clear(self) -> None:
        """Begin anew: no mailings, no campaigns, no mail, no faults, the tables as they were."""
        self.languages, self.cannot_compose = ("nl",), ""
        self.at_mailchimp, self.reply_to = True, ""
        self.put_back()
        with self.context.database.begin() as connection:
            for table in ("mailings", "mailing_letters", "mailing_facts", "mailing_reports",
                          "mail_outbox", "no_mail", "attention_points"):  # fmt: skip
                connection.exec_driver_sql(f"DELETE FROM {table}")
        requests.delete(f"{self.url}/sandbox/faults", timeout=PATIENCE_S)
        requests.delete(f"{self.url}/sandbox/mails", timeout=PATIENCE_S)
        for one in self.campaigns():
            if one["status"] == "schedule":
                self.call("POST", f"/campaigns/{one['id']}/actions/unschedule")
            self.wait_until(partial(self._is_still, one["id"]))
            self.call("DELETE", f"/campaigns/{one['id']}")
        self.at(self.begin)

    def put_back(self) -> None:
        """Let the tables be as they were."""
        for (table, name), cells in self.before.items():
            url = f"{self.url}/v0/{BASE_ID}/{table_id(table)}/{record_id(name)}"
            self._patch(url, cells)
        self.before.clear()

    def renew_list(self) -> None:
        """Begin with a list of fresh readers: who left or bounced cannot be put back."""
        self.list_id = _list(self)
        settings = self.context.settings.model_copy(update={"mailchimp_list": self.list_id})
        self.context = replace(self.context, settings=settings)

    def _is_still(self, campaign_id: str) -> bool:
        return bool(self.call("GET", f"/campaigns/{campaign_id}")["status"] != "sending")

    def wait_until(self, is_so: Callable[[], object], patience_s: float = PATIENCE_S) -> None:
        """Wait for a condition."""
        end = time.monotonic() + patience_s
        while not is_so():
            assert time.monotonic() < end, "it did not come"
            time.sleep(0.01)


def planned(now: datetime) -> datetime:
    """Return the date of the edition in these tables: in four days, ten past seven."""
    return (now + timedelta(days=4)).replace(hour=7, minute=10, second=0, microsecond=0)


@contextmanager
def open_newsroom(
    folder: Path,
    records: Mapping[str, list[dict[str, Any]]] | None = None,
    kind: type[Newsroom] = Newsroom,
    now: datetime | None = None,
    **settings: Any,
) -> Iterator[Newsroom]:
    """Open a newsroom with these records, or an edition in four days and one activity.

    It has four readers; `now` is what its clocks say at first.
    """
    told = now
    now = told or datetime.now(UTC).replace(microsecond=0)
    with start_sandbox(
        folder / "sandbox", base=base_of(records or newsroom_records(now, planned(now)))
    ) as url:
        room = kind(url, "", _no_context(), now, now)
        _verify_domain(room)
        if told:
            room.at(told)
        room.list_id = _list(room)
        data = folder / "data"
        data.mkdir()
        given = {
            "data": data,
            "airtable_url": url,
            "airtable_token": "token",
            "airtable_base": BASE_ID,
            "mailchimp_key": "key-us1",
            "mailchimp_list": room.list_id,
            "mailchimp_url": url,
            "site_url": "https://musea.example",
            "smtp_url": requests.get(f"{url}/sandbox/health", timeout=PATIENCE_S).json()["smtp"],
            "mail_from": f"platform@{DOMAIN}",
            **settings,
        }
        context = open_context(Settings(**given), Clocks().now)
        room.context = replace(context, clocks=replace(context.clocks, now=lambda: room.now))
        fetch(room.context)
        yield room
        context.database.dispose()


def _no_context() -> Any:
    return None


def _verify_domain(room: Newsroom) -> None:
    room.call("POST", "/verified-domains", {"verification_email": f"post@{DOMAIN}"})
    code = room.mails(address=f"post@{DOMAIN}")[-1]["text"].split()[-1]
    room.call("POST", f"/verified-domains/{DOMAIN}/actions/verify", {"code": code})


def _list(room: Newsroom) -> str:
    """Make the list with its groups and readers."""
    list_id = str(room.call("POST", "/lists", LIST)["id"])
    groups = f"/lists/{list_id}/interest-categories"
    category = room.call("POST", groups, {"title": "Doelgroep", "type": "checkboxes"})["id"]
    ids = {
        name: room.call("POST", f"{groups}/{category}/interests", {"name": name})["id"]
        for name in GROUPS
    }
    for name, (language, group) in READERS.items():
        member = {
            "email_address": f"{name}@lezers.example",
            "status": "subscribed",
            "language": language,
            "interests": {ids[group]: True},
        }
        room.call("POST", f"/lists/{list_id}/members", member)
    return list_id
