"""Campaigns: made, filled, checked, tested, scheduled, sent once."""

import re
from typing import Any, Final

from sandbox.mailchimp.account import Account, written
from sandbox.mailchimp.blanks import CAMPAIGN, filled
from sandbox.mailchimp.errors import ProblemError, bad_request, invalid, unknown_here
from sandbox.mailchimp.items import Item, hash_of, new_id
from sandbox.mailchimp.letters import LetterWriter, text_of
from sandbox.mailchimp.report_sums import summary_of
from sandbox.mailchimp.segments import check_options, readers_of, segment_text
from sandbox.mailchimp.shapes import check_moment

MAX_TEST_ADDRESSES: Final = 100
_EDITABLE: Final = ("save", "paused")


class Campaigns:
    """The campaigns of an account."""

    def __init__(self, account: Account) -> None:
        self._account = account
        self._items = account.items

    def get(self, campaign_id: str) -> Item:
        """Return a campaign; raises Mailchimp's 404."""
        return self._items.get("campaign", "", campaign_id)

    def add(self, data: Item) -> Item:
        """Make a draft."""
        if data["type"] not in ("regular", "plaintext"):
            raise unknown_here(f"campaigns of type {data['type']}")
        campaign_id = new_id()
        found = {
            "id": campaign_id,
            "web_id": self._items.next_number("web_id", 100_000),
            "type": data["type"],
            "create_time": self._account.now(),
            "status": "save",
            "emails_sent": 0,
            "send_time": "",
            "content_type": data.get("content_type", "html"),
            "recipients": {},
            "settings": {},
            "tracking": {"opens": True, "html_clicks": True, "text_clicks": False},
        }
        return self._keep(self._changed(found, data))

    def change(self, campaign_id: str, data: Item) -> Item:
        """Change a draft."""
        found = self._editable(campaign_id)
        return self._keep(self._changed(found, data))

    def delete(self, campaign_id: str) -> None:
        """Delete a campaign that is not going out."""
        if self.get(campaign_id)["status"] in ("sending", "schedule"):
            raise bad_request("Cannot delete a campaign that is scheduled or sending.")
        self._items.delete("campaign", "", campaign_id)
        self._items.delete("content", "", campaign_id)

    def content(self, campaign_id: str) -> Item:
        """Return what a campaign says."""
        self.get(campaign_id)
        return self._items.find("content", "", campaign_id) or {"html": "", "plain_text": ""}

    def fill(self, campaign_id: str, data: Item) -> Item:
        """Set what a campaign says; without a text part one is written from the HTML."""
        self._editable(campaign_id)
        for name in ("archive", "url", "variate_contents"):
            if name in data:
                raise unknown_here(f"content by {name}")
        page = data.get("html", "")
        if "template" in data:
            template = self._items.get("template", "", str(data["template"]["id"]))
            page = _sections(template["html"], data["template"].get("sections", {}))
        before = self.content(campaign_id)
        if "html" not in data and "template" not in data:
            page = before["html"]
        text = data.get("plain_text") or text_of(page)
        return self._items.put("content", "", campaign_id, {"html": page, "plain_text": text})

    def readers(self, campaign: Item) -> list[Item]:
        """Return who a campaign goes to, now."""
        recipients = campaign["recipients"]
        if not recipients.get("list_id"):
            return []
        return readers_of(self._account, recipients["list_id"], recipients.get("segment_opts"))

    def checklist(self, campaign: Item) -> list[Item]:
        """Return the items of the send checklist; an `error` keeps it from being sent."""
        settings, content = campaign["settings"], self.content(campaign["id"])
        page = content["html"] or content["plain_text"]
        readers = len(self.readers(campaign))
        domain = settings.get("reply_to", "").rpartition("@")[2]
        rows = (
            ("List", bool(campaign["recipients"].get("list_id")), "No list is chosen."),
            ("Audience", readers > 0, "The list or segment has no subscribed contacts."),
            ("Subject", bool(settings.get("subject_line")), "The subject line is empty."),
            ("From", bool(settings.get("from_name")), "The from name is empty."),
            ("Replies", is_verified(self._account, domain), f"Verify the domain {domain}."),
            ("Content", bool(page), "The campaign has no content."),
            ("Unsubscribe", "*|UNSUB|*" in page, "The tag *|UNSUB|* is missing."),
            ("Address", "LIST:ADDRESS" in page or "LIST_ADDRESS_HTML" in page,
             "The postal address is missing: use *|HTML:LIST_ADDRESS_HTML|*."),
            ("Plan", not self._account.plan_problem(readers), self._account.plan_problem(readers)),
        )  # fmt: skip
        return [
            {
                "type": "success" if is_right else "error",
                "id": 500 + place,
                "heading": heading,
                "details": "" if is_right else details,
            }
            for place, (heading, is_right, details) in enumerate(rows)
        ]

    def test(self, campaign_id: str, data: Item) -> None:
        """Send the letter to a few addresses; merge tags stand for their defaults."""
        campaign, addresses = self.get(campaign_id), data["test_emails"]
        if not addresses or len(addresses) > MAX_TEST_ADDRESSES:
            raise invalid(("test_emails", "Give from 1 to 100 addresses."))
        if not self.content(campaign_id)["plain_text"]:
            raise bad_request("Your Campaign is not ready to send: it has no content.")
        self._check_head(campaign)
        self._account.check_plan(len(addresses))
        content = self.content(campaign_id)
        if data["send_type"] == "plaintext":
            content = {**content, "html": ""}
        writer = LetterWriter(self._account, campaign, content)
        for address in addresses:
            mail = writer.mail(_tester(address), is_test=True)
            self._account.mailbox.keep(campaign["settings"]["reply_to"], [address], mail)
        self._account.count_sends(len(addresses))

    def schedule(self, campaign_id: str, data: Item) -> None:
        """Put a campaign on a quarter of an hour that is still to come."""
        moment = check_moment(data["schedule_time"], "schedule_time")
        if moment.minute % 15 or moment.second or moment.microsecond:
            text = "Campaigns may only be scheduled on the quarter-hour (:00, :15, :30, :45)."
            raise invalid(("schedule_time", text))
        if moment <= self._account.clock.now():
            raise invalid(("schedule_time", "The time you chose is in the past."))
        if data.get("timewarp") or data.get("batch_delivery"):
            raise unknown_here("timewarp and batch delivery")
        found = self._ready(campaign_id)
        self._keep({**found, "status": "schedule", "send_time": written(moment)})
        self._account.wake()

    def unschedule(self, campaign_id: str) -> None:
        """Take a campaign off the timetable."""
        found = self.get(campaign_id)
        if found["status"] != "schedule":
            raise bad_request("The campaign is not scheduled.")
        self._keep({**found, "status": "save", "send_time": ""})

    def send(self, campaign_id: str) -> None:
        """Begin to send; the status is `sending` until the last letter is out."""
        self._keep({**self._ready(campaign_id), "status": "sending"})
        self._account.wake()

    def cancel(self, campaign_id: str) -> None:
        """Stop a campaign that is being sent; what is out stays out."""
        found = self.get(campaign_id)
        if found["status"] != "sending":
            raise bad_request("Only a campaign that is being sent can be cancelled.")
        self._keep({**found, "status": "canceled"})

    def replicate(self, campaign_id: str) -> Item:
        """Make a draft of the same."""
        found = self.get(campaign_id)
        copy = self.add({name: found[name] for name in ("type", "recipients", "settings")})
        self._items.put("content", "", copy["id"], self.content(campaign_id))
        return self.get(copy["id"])

    def show_content(self, campaign_id: str) -> Item:
        """Return what a campaign says, as the API does."""
        found = self.content(campaign_id)
        return {**found, "archive_html": found["html"], "variate_contents": []}

    def show(self, found: Item) -> Item:
        """Return a campaign as the API does."""
        recipients = found["recipients"]
        audience = self._items.find("list", "", recipients.get("list_id", ""))
        options = recipients.get("segment_opts")
        is_out = found["status"] in ("sending", "sent", "canceled")
        count = found["emails_sent"] if is_out else len(self.readers(found))
        recipients = {
            "list_is_active": audience is not None,
            "list_name": audience["name"] if audience else "",
            "segment_text": segment_text(options),
            "recipient_count": count,
            **recipients,
        }
        archive = f"{self._account.address}/mc/archive/{found['id']}"
        links = {"archive_url": archive, "long_archive_url": archive}
        own = {name: value for name, value in found.items() if name != "links"}
        if is_out:
            own["report_summary"] = summary_of(self._items.all("letter", found["id"]))
        return filled(CAMPAIGN, {**own, **links, "recipients": recipients})

    def _changed(self, found: Item, data: Item) -> Item:
        recipients = data.get("recipients")
        if recipients is not None:
            if self._items.find("list", "", recipients["list_id"]) is None:
                raise invalid(("recipients.list_id", "The list does not exist."))
            self._check_segment(recipients)
            found = {**found, "recipients": recipients}
        if "social_card" in data:
            found = {**found, "social_card": data["social_card"]}
        changed = {name: {**found[name], **data.get(name, {})} for name in ("settings", "tracking")}
        return {**found, **changed}

    def _check_segment(self, recipients: Item) -> None:
        options, at = recipients.get("segment_opts") or {}, "recipients.segment_opts"
        check_options(options, at)
        saved = options.get("saved_segment_id")
        if saved and self._items.find("segment", recipients["list_id"], str(saved)) is None:
            raise invalid((f"{at}.saved_segment_id", "The segment does not exist."))
        if "prebuilt_segment_id" in options:
            raise unknown_here("prebuilt segments")

    def _editable(self, campaign_id: str) -> Item:
        found = self.get(campaign_id)
        if found["status"] not in _EDITABLE:
            raise bad_request(f"Cannot change a campaign with the status {found['status']}.")
        return found

    def _ready(self, campaign_id: str) -> Item:
        """Return a draft that can go out; raises Mailchimp's 400 when it cannot."""
        found = self.get(campaign_id)
        if found["status"] not in _EDITABLE:
            raise bad_request(f"Cannot send a campaign with the status {found['status']}.")
        if any(one["type"] == "error" for one in self.checklist(found)):
            said = "Your Campaign is not ready to send. For more information, see the checklist."
            raise ProblemError(400, "Bad Request", said)
        return found

    def _check_head(self, campaign: Item) -> None:
        settings = campaign["settings"]
        missing = [
            one for one in ("subject_line", "from_name", "reply_to") if not settings.get(one)
        ]
        if missing or not campaign["recipients"].get("list_id"):
            raise bad_request("Your Campaign is not ready to send: fill in its settings first.")

    def _keep(self, found: Item) -> Item:
        return self._items.put("campaign", "", found["id"], found, found["status"])


def is_verified(account: Account, domain: str) -> bool:
    """Whether mail may go out in the name of a domain."""
    found = account.items.find("domain", "", domain.lower())
    return bool(found and found["verified"])


def _tester(address: str) -> dict[str, Any]:
    return {
        "email_address": address,
        "unique_email_id": hash_of(address)[:10],
        "merge_fields": {},
        "interests": {},
        "language": "",
    }


def editable_parts(page: str) -> dict[str, str]:
    """Return what stands in the parts of a template that may be filled in, by name."""
    pattern = r"(?is)<(\w+)\b[^>]*mc:edit=[\"']([^\"']+)[\"'][^>]*>(.*?)</\1>"
    return {found[2]: found[3] for found in re.finditer(pattern, page)}


def _sections(page: str, sections: Item) -> str:
    for name, inner in sections.items():
        pattern = rf"(?is)(<(\w+)\b[^>]*mc:edit=[\"']{re.escape(name)}[\"'][^>]*>).*?(</\2>)"
        page = re.sub(pattern, rf"\g<1>{_literal(inner)}\g<3>", page)
    return page


def _literal(inner: object) -> str:
    return str(inner).replace("\\", "\\\\")
