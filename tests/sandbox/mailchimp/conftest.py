"""A Mailchimp account on loopback, with the real client, shared by the tests of one file."""

import itertools
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import pytest
import requests
from mailchimp_marketing import Client
from mailchimp_marketing.api_client import ApiClientError

from tests.servers import start_sandbox
from tests.waiting import wait_until

DOMAIN = "platform.example"
LIST = {
    "name": "Musea",
    "contact": {"company": "Platform", "address1": "Markt 1", "city": "Assen", "country": "NL"},
    "permission_reminder": "U meldde zich aan.",
    "campaign_defaults": {
        "from_name": "Platform",
        "from_email": f"redactie@{DOMAIN}",
        "subject": "",
        "language": "nl",
    },
    "email_type_option": False,
}
PAGE = (
    "<p>Dag *|FNAME|*, <a href='https://platform.example/a?b=1&amp;c=2'>lees</a></p>"
    "<p>*|HTML:LIST_ADDRESS_HTML|* <a href='*|UNSUB|*'>weg</a> <a href='*|ARCHIVE|*'>web</a></p>"
)
_NUMBERS = itertools.count(1)


@dataclass(frozen=True)
class Account:
    """What a test works with."""

    address: str
    client: Any

    def audience(self, *names: str, **member: Any) -> str:
        """Make a list with subscribed members; returns its ID."""
        list_id = str(self.client.lists.create_list(LIST)["id"])
        for name in names:
            one = {"email_address": mail_of(name), "status": "subscribed", **member}
            self.client.lists.add_list_member(list_id, {**one, "merge_fields": {"FNAME": name}})
        return list_id

    def campaign(self, list_id: str, page: str = PAGE, **settings: str) -> str:
        """Make a campaign that is ready to send; returns its ID."""
        chosen = {
            "subject_line": "Nieuws voor *|FNAME|*",
            "title": f"editie {next(_NUMBERS)}",
            "from_name": "Platform",
            "reply_to": f"redactie@{DOMAIN}",
            **settings,
        }
        body = {"type": "regular", "recipients": {"list_id": list_id}, "settings": chosen}
        campaign_id = str(self.client.campaigns.create(body)["id"])
        self.client.campaigns.set_content(campaign_id, {"html": page})
        return campaign_id

    def sent(self, list_id: str, page: str = PAGE) -> str:
        """Make a campaign and send it; returns its ID when the last letter is out."""
        campaign_id = self.campaign(list_id, page)
        self.client.campaigns.send(campaign_id)
        self.wait_sent(campaign_id)
        return campaign_id

    def wait_sent(self, campaign_id: str) -> None:
        """Wait until a campaign is out."""
        wait_until(lambda: self.client.campaigns.get(campaign_id)["status"] == "sent")

    def mails(self, name: str) -> list[dict[str, Any]]:
        """Return the mails of a reader, oldest first."""
        found = requests.get(f"{self.address}/sandbox/mails", {"to": mail_of(name)}, timeout=5)
        mails: list[dict[str, Any]] = found.json()["mails"]
        return mails

    def order(self, **fault: Any) -> None:
        """Order a fault."""
        body = {"service": "mailchimp", **fault}
        requests.post(f"{self.address}/sandbox/faults", json=body, timeout=5).raise_for_status()


def mail_of(name: str) -> str:
    """Return the address of a reader; a whole address stays as it is."""
    return name if "@" in name else f"{name.lower()}@musea.example"


def refusal(call: Callable[[], object]) -> dict[str, Any]:
    """Return Mailchimp's refusal of a call."""
    with pytest.raises(ApiClientError) as caught:
        call()
    found: dict[str, Any] = json.loads(caught.value.text)
    assert found["status"] == caught.value.status_code
    return found


def make_client(address: str) -> Any:
    """Return the real client, for this address."""
    client = Client({"api_key": "key-us1", "server": "us1", "timeout": 10})
    client.api_client.host = f"{address}/3.0"
    return client


@contextmanager
def open_account(address: str) -> Iterator[Account]:
    """Open an account whose domain is verified, as its owner does: with the code in the mail."""
    account = Account(address, make_client(address))
    domains = account.client.verifiedDomains
    domains.create_verified_domain({"verification_email": f"post@{DOMAIN}"})
    code = account.mails(f"post@{DOMAIN}")[-1]["text"].split()[-1]
    domains.submit_domain_verification(DOMAIN, {"code": code})
    yield account


@pytest.fixture(scope="module")
def account(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Account]:
    """An account, empty at first."""
    with (
        start_sandbox(tmp_path_factory.mktemp("mailchimp")) as address,
        open_account(address) as found,
    ):
        yield found
