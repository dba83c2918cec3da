"""Puts a campaign's letters into the mailbox, and keeps who got what."""

from typing import Final

from sandbox.mailchimp.account import Account
from sandbox.mailchimp.campaigns import Campaigns
from sandbox.mailchimp.hooks import fire_campaign
from sandbox.mailchimp.items import Item
from sandbox.mailchimp.letters import LetterWriter, links_in

_AT_ONCE: Final = 200


def send_letters(account: Account, campaign: Item) -> None:
    """Send to everyone who has not got it yet; killed half-way, the next start goes on."""
    campaigns, items = Campaigns(account), account.items
    content = campaigns.content(campaign["id"])
    writer = LetterWriter(account, campaign, content)
    got = {one["email_id"] for one in items.all("letter", campaign["id"])}
    left = [one for one in campaigns.readers(campaign) if one["id"] not in got]
    for start in range(0, len(left), _AT_ONCE):
        with items.store.transaction():
            if campaigns.get(campaign["id"])["status"] != "sending":
                return
            _send_some(account, campaign, writer, left[start : start + _AT_ONCE])
    with items.store.transaction():
        _finish(account, campaign, links_in(content))


def _send_some(account: Account, campaign: Item, writer: LetterWriter, members: list[Item]) -> None:
    letters = []
    for member in members:
        mail = account.mailbox.keep(
            campaign["settings"]["reply_to"], [member["email_address"]], writer.mail(member)
        )
        letter = {
            "email_id": member["id"],
            "email_address": member["email_address"],
            "reader": member["unique_email_id"],
            "mail_id": mail.id,
            "list_id": campaign["recipients"]["list_id"],
            "merge_fields": member["merge_fields"],
            "sent_at": account.now(),
            "status": "sent",
            "activity": [],
        }
        letters.append((member["unique_email_id"], member["id"], letter))
    account.items.put_all("letter", campaign["id"], letters)
    account.count_sends(len(letters))


def _finish(account: Account, campaign: Item, links: dict[str, str]) -> None:
    items = account.items
    current = items.get("campaign", "", campaign["id"])
    if current["status"] != "sending":
        return
    sent = {
        **current,
        "status": "sent",
        "send_time": account.now(),
        "emails_sent": items.count("letter", campaign["id"]),
        "links": links,
    }
    items.put("campaign", "", campaign["id"], sent, "sent")
    fire_campaign(account, sent)
