"""Webhooks: what happened to a list, put down as owed; the worker posts it, form-encoded."""

import hashlib
import hmac
from datetime import UTC, datetime
from typing import Any, Final
from urllib.parse import urlencode

import requests

from sandbox.mailchimp.account import Account
from sandbox.mailchimp.audiences import interests_of
from sandbox.mailchimp.errors import invalid
from sandbox.mailchimp.items import Item, new_id
from sandbox.mailchimp.shape_text import EVENTS, SOURCES

ANSWER_WITHIN_S: Final = 10
# Seconds until each next attempt: together 75 minutes.
PAUSES_S: Final = (60, 180, 360, 900, 1200, 1800)


def add_webhook(account: Account, list_id: str, data: Item) -> Item:
    """Make a webhook; its address is looked at with a GET first."""
    url = data.get("url", "")
    check_url(url)
    if any(one["url"] == url for one in account.items.all("webhook", list_id)):
        raise invalid(("url", "Sorry, you can't set up multiple WebHooks for one URL"))
    hook_id = new_id()
    found = {
        "id": hook_id,
        "url": url,
        "events": dict.fromkeys(EVENTS, False) | data.get("events", {}),
        "sources": dict.fromkeys(SOURCES, False) | data.get("sources", {}),
        "list_id": list_id,
    }
    return account.items.put("webhook", list_id, hook_id, found)


def check_url(url: str) -> None:
    """Raise Mailchimp's 400 when nobody answers there with a 200."""
    try:
        status = requests.get(url, timeout=ANSWER_WITHIN_S).status_code
    except requests.RequestException as error:
        raise invalid(("url", "The URL could not be reached.")) from error
    if status != 200:
        raise invalid(("url", f"We couldn't validate the URL: it returned {status}."))


def fire(
    account: Account, list_id: str, event: str, member: Item, source: str, **extra: str
) -> None:
    """Put an event down for the webhooks of a list that watch it from this source."""
    hooks = account.items.all("webhook", list_id)
    if any(one["events"][event] and one["sources"][source] for one in hooks):
        _owe(
            account,
            hooks,
            event,
            source,
            {**_member_data(account, list_id, event, member), **extra},
        )


def fire_campaign(account: Account, campaign: Item) -> None:
    """Tell that a campaign was sent, whatever the source."""
    list_id = campaign["recipients"]["list_id"]
    data = {
        "id": campaign["id"],
        "subject": campaign["settings"].get("subject_line", ""),
        "status": campaign["status"],
        "reason": "",
        "list_id": list_id,
    }
    _owe(account, account.items.all("webhook", list_id), "campaign", "", data)


def _owe(account: Account, hooks: list[Item], event: str, source: str, data: Item) -> None:
    form = {"type": event, "fired_at": f"{account.clock.now():%Y-%m-%d %H:%M:%S}"}
    form |= {f"data{_bracketed(name)}": str(value) for name, value in data.items()}
    due = account.clock.now().timestamp()
    for hook in hooks:
        if hook["events"][event] and (not source or hook["sources"][source]):
            owed = {"id": new_id(), "url": hook["url"], "form": form, "due": due, "attempt": 0}
            account.items.put("owed", "", owed["id"], owed)
    account.wake()


def _bracketed(name: str) -> str:
    first, *rest = name.split(".")
    return "".join(f"[{one}]" for one in (first, *rest))


def _member_data(account: Account, list_id: str, event: str, member: Item) -> Item:
    if event == "upemail":
        return {"list_id": list_id}
    email = member["email_address"]
    if event == "cleaned":
        return {"list_id": list_id, "email": email}
    chosen = [
        one for key, one in interests_of(account, list_id).items() if member["interests"].get(key)
    ]
    data: dict[str, Any] = {
        "id": member["unique_email_id"],
        "email": email,
        "email_type": member["email_type"],
        "ip_opt": member["ip_opt"],
        "web_id": member["web_id"],
        "merges.EMAIL": email,
        **{f"merges.{tag}": value for tag, value in member["merge_fields"].items()},
        "merges.INTERESTS": ", ".join(one["name"] for one in chosen),
        "list_id": list_id,
    }
    titles = list(dict.fromkeys(one["category"] for one in chosen))
    for place, title in enumerate(titles):
        names = [one["name"] for one in chosen if one["category"] == title]
        data[f"merges.GROUPINGS.{place}.name"] = title
        data[f"merges.GROUPINGS.{place}.groups"] = ", ".join(names)
    return data


def deliver(account: Account, owed: Item) -> int:
    """Post what is owed; answers the status (0 for none), and puts it off when that is no 2xx."""
    body = urlencode(owed["form"]).encode()
    stamp = str(int(datetime.now(UTC).timestamp()))
    mac = hmac.new(account.signing_secret.encode(), f"{stamp}.".encode() + body, hashlib.sha256)
    headers = {
        "Content-Type": "application/x-www-form-urlencoded",
        "User-Agent": "MailChimp",
        "X-Mailchimp-Signature": f"t={stamp},v1={mac.hexdigest()}",
    }
    try:
        status = requests.post(
            owed["url"], data=body, headers=headers, timeout=ANSWER_WITHIN_S, allow_redirects=False
        ).status_code
    except requests.RequestException:
        status = 0
    if 200 <= status < 300 or owed["attempt"] >= len(PAUSES_S):
        account.items.delete("owed", "", owed["id"])
    else:
        due = account.clock.now().timestamp() + PAUSES_S[owed["attempt"]]
        again = {**owed, "due": due, "attempt": owed["attempt"] + 1}
        account.items.put("owed", "", owed["id"], again)
    return status
