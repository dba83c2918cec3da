"""Sets up the demo's Mailchimp as a person does a real one: a domain, a list, groups, readers.

Speaks to the stand-in alone, over HTTP. What is there already stays: a demo that starts again
goes on with its list. The names of fields and groups come from `config/newsletter.toml`.
"""

from typing import Any, Final

import requests

from backbone.config_files import load_config, load_sending_rules
from museum.mail_address import MailAddress

KEY: Final = "demo-us1"
TIMEOUT_S: Final = 30
_LIST: Final = {
    "name": "Nieuwsbrief Drentse musea",
    "contact": {"company": "Platform Drentse Musea (voorbeeld)", "address1": "Brink 1",
                "city": "Assen", "zip": "9401 HS", "country": "NL"},
    "permission_reminder": "U meldde zich aan voor onze nieuwsbrief.",
    "email_type_option": False,
}  # fmt: skip
_GIVEN_FIELDS: Final = ("FNAME", "LNAME")
"""Every list of Mailchimp has these."""
_PUBLIC_READERS: Final = (
    ("Tineke", "Bosveld", "nl"), ("Jan", "Oldenhuis", "nl"), ("Aicha", "Benali", "nl"),
    ("Wiebe", "Hoekstra", "nl"), ("Ute", "Lammers", "de"), ("Carol", "Finch", "en"),
)  # fmt: skip


def set_up_list(sandbox_url: str) -> str:
    """Return the ID of the demo's list, made when it is not there yet."""
    shop = _Mailchimp(sandbox_url)
    found = shop.call("GET", "/lists")["lists"]
    if found:
        return str(found[0]["id"])
    sender = MailAddress(load_sending_rules().reply_to)
    shop.verify_domain(sender)
    list_id = shop.add_list(sender)
    config = load_config("newsletter")
    groups = shop.add_groups(list_id, list(config["interests"].values()))
    for tag in config["fields"].values():
        if tag not in _GIVEN_FIELDS:
            field = {"name": tag.capitalize(), "tag": tag, "type": "text"}
            shop.call("POST", f"/lists/{list_id}/merge-fields", field)
    public = groups.get(str(config["interests"].get("public", "")).lower())
    for first, last, language in _PUBLIC_READERS if public else ():
        member = {
            "email_address": f"{first}.{last}@lezers.example".lower(),
            "status": "subscribed",
            "language": language,
            "merge_fields": {"FNAME": first, "LNAME": last},
            "interests": {public: True},
        }
        shop.call("POST", f"/lists/{list_id}/members", member)
    return list_id


class _Mailchimp:
    """The stand-in, as its pages would be used."""

    def __init__(self, sandbox_url: str) -> None:
        self._url = sandbox_url

    def call(self, method: str, path: str, body: dict[str, Any] | None = None) -> dict[str, Any]:
        answer = requests.request(
            method, f"{self._url}/3.0{path}", json=body, auth=("demo", KEY), timeout=TIMEOUT_S
        )
        answer.raise_for_status()
        found: dict[str, Any] = answer.json() if answer.content else {}
        return found

    def verify_domain(self, sender: MailAddress) -> None:
        """Confirm that the sender's domain is ours, with the code that is mailed there."""
        domains = self.call("GET", "/verified-domains")["domains"]
        if not any(one["domain"] == sender.domain for one in domains):
            self.call("POST", "/verified-domains", {"verification_email": sender.address})
        mails = requests.get(
            f"{self._url}/sandbox/mails", {"to": sender.address}, timeout=TIMEOUT_S
        ).json()["mails"]
        code = mails[-1]["text"].split()[-1]
        self.call("POST", f"/verified-domains/{sender.domain}/actions/verify", {"code": code})

    def add_list(self, sender: MailAddress) -> str:
        """Make the list."""
        defaults = {"from_name": load_sending_rules().from_name, "from_email": sender.address,
                    "subject": "", "language": "nl"}  # fmt: skip
        made = self.call("POST", "/lists", {**_LIST, "campaign_defaults": defaults})
        return str(made["id"])

    def add_groups(self, list_id: str, names: list[str]) -> dict[str, str]:
        """Make the groups, given as `category/name`; returns their IDs, by name in lower case."""
        base, categories, made = f"/lists/{list_id}/interest-categories", dict[str, str](), {}
        for full in names:
            title, _, name = full.partition("/")
            if title not in categories:
                new = self.call("POST", base, {"title": title, "type": "checkboxes"})
                categories[title] = str(new["id"])
            path = f"{base}/{categories[title]}/interests"
            made[full.lower()] = str(self.call("POST", path, {"name": name})["id"])
        return made
