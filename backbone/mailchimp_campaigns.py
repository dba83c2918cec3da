"""Mailchimp's campaigns: found, made, filled, checked, tested, scheduled, sent, reported.

What may not happen twice (`make`, `test`, `schedule`, `send`) is tried again here only when
Mailchimp surely did nothing (`Busy`): whoever asks it reads first, and reads again when no answer
came (`Unanswered`).
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

from backbone.mailchimp import PAGE, PAUSES_S, Mailchimp
from backbone.mailchimp_errors import Busy, NotThere, Unanswered
from museum.letter_checks import Check
from museum.letters import Letter

_FIELDS: Final = (
    "id", "web_id", "status", "create_time", "send_time", "emails_sent", "settings.title",
    "recipients.recipient_count",
)  # fmt: skip
_REPORT: Final = ("emails_sent", "unsubscribed", "abuse_reports", "bounces", "opens", "clicks")


@dataclass(frozen=True)
class Campaign:
    """A campaign as Mailchimp has it now. `send_time`: when it goes or went, if that is set.

    `readers`: to how many it would go now. `web_id`: by which segments know it.
    """

    id: str
    web_id: str
    status: str
    title: str
    created: str
    send_time: datetime | None
    emails_sent: int
    readers: int

    @property
    def is_draft(self) -> bool:
        """Whether it can still be changed."""
        return self.status in ("save", "paused")

    @property
    def is_out(self) -> bool:
        """Whether letters of it went, or are going."""
        return self.is_done or self.status in ("sending", "canceling")

    @property
    def is_done(self) -> bool:
        """Whether no more letters of it will go, and some may have gone."""
        return self.status in ("sent", "canceled", "archived")


@dataclass(frozen=True)
class Head:
    """What stands above a letter, and to whom it goes: Mailchimp's segment options."""

    title: str
    from_name: str
    reply_to: str
    segment: Mapping[str, Any]


@dataclass(frozen=True)
class Report:
    """What readers did with one campaign. `clicks` are unique clicks per address."""

    sent: int
    opened: int
    clicked: int
    unsubscribed: int
    complained: int
    hard_bounces: int
    soft_bounces: int
    clicks: Mapping[str, int]


class MailchimpCampaigns(Mailchimp):
    """The campaigns of one list."""

    def campaigns(self, start: str) -> list[Campaign]:
        """Return the campaigns whose title begins so, the oldest first: a thousand a call."""
        found = [one for one in self._all() if one.title.startswith(start)]
        return sorted(found, key=lambda one: (one.created, one.id))

    def campaign(self, campaign_id: str) -> Campaign | None:
        """Return one campaign as it stands now; None when it is not there."""
        try:
            found = self._ask(
                "campaigns", self._client.campaigns.get, campaign_id, fields=list(_FIELDS)
            )
        except NotThere:
            return None
        return _campaign(found)

    def make(self, letter: Letter, head: Head) -> str:
        """Make a draft and return its ID. Look first whether it is there, also afterwards."""
        body = {"type": "regular", **self._head(letter, head)}
        return str(self._act(self._client.campaigns.create, body)["id"])

    def fill(self, campaign_id: str, letter: Letter, head: Head) -> None:
        """Let a draft say exactly this, to exactly these readers."""
        body = {"html": letter.html, "plain_text": letter.text}
        self._ask("campaigns", self._client.campaigns.update, campaign_id, self._head(letter, head))
        self._ask("campaigns", self._client.campaigns.set_content, campaign_id, body)

    def checklist(self, campaign_id: str) -> tuple[Check, ...]:
        """Return Mailchimp's own checklist, in its own words; an `error` is blocking."""
        found = self._ask("campaigns", self._client.campaigns.get_send_checklist, campaign_id)
        return tuple(
            Check(
                f"Mailchimp: {one['heading']}",
                one["type"] == "success",
                "" if one["type"] == "success" else str(one["details"]),
                one["type"] == "error",
            )
            for one in found["items"]
        )

    def test(self, campaign_id: str, addresses: Sequence[str]) -> None:
        """Mail the letter to a few people, as a test."""
        body = {"test_emails": list(addresses), "send_type": "html"}
        self._act(self._client.campaigns.send_test_email, campaign_id, body)

    def schedule(self, campaign_id: str, moment: datetime) -> None:
        """Put a draft on Mailchimp's timetable, on a quarter of an hour that is to come."""
        body = {"schedule_time": moment.astimezone(UTC).isoformat(timespec="seconds")}
        self._act(self._client.campaigns.schedule, campaign_id, body)

    def unschedule(self, campaign_id: str) -> None:
        """Take a campaign off the timetable."""
        self._act(self._client.campaigns.unschedule, campaign_id)

    def send(self, campaign_id: str) -> None:
        """Send a draft now. Read its status first, and after."""
        self._act(self._client.campaigns.send, campaign_id)

    def categories(self) -> dict[str, str]:
        """Return the ID of every category of interests, by its title in lower case."""
        found = self._ask(
            "setup", self._client.lists.get_list_interest_categories, self._list_id, count=PAGE
        )
        return {str(one["title"]).lower(): str(one["id"]) for one in found["categories"]}

    def report(self, campaign_id: str) -> Report:
        """Read what readers did: two calls."""
        reports = self._client.reports
        found = self._ask("reports", reports.get_campaign_report, campaign_id, fields=list(_REPORT))
        clicks = self._ask(
            "reports", reports.get_campaign_click_details, campaign_id,
            fields=["urls_clicked.url", "urls_clicked.unique_clicks"], count=PAGE,
        )  # fmt: skip
        return Report(
            sent=int(found["emails_sent"]),
            opened=int(found["opens"]["unique_opens"]),
            clicked=int(found["clicks"]["unique_subscriber_clicks"]),
            unsubscribed=int(found["unsubscribed"]),
            complained=int(found["abuse_reports"]),
            hard_bounces=int(found["bounces"]["hard_bounces"]),
            soft_bounces=int(found["bounces"]["soft_bounces"]),
            clicks={one["url"]: int(one["unique_clicks"]) for one in clicks["urls_clicked"]},
        )

    def hard_bounced(self, campaign_id: str) -> list[str]:
        """Return the addresses of readers whom nothing can be sent."""
        offset, total, found_addresses = 0, 1, []
        while offset < total:
            found = self._ask(
                "reports", self._client.reports.get_campaign_recipients, campaign_id,
                fields=["sent_to.email_address", "sent_to.status", "total_items"],
                count=PAGE, offset=offset,
            )  # fmt: skip
            total, offset = int(found["total_items"]), offset + PAGE
            found_addresses += [
                str(one["email_address"]) for one in found["sent_to"] if one["status"] == "hard"
            ]
        return found_addresses

    def _all(self) -> Iterator[Campaign]:
        offset, total = 0, 1
        while offset < total:
            found = self._ask(
                "campaigns", self._client.campaigns.list, list_id=self._list_id,
                fields=[*(f"campaigns.{one}" for one in _FIELDS), "total_items"],
                count=PAGE, offset=offset,
            )  # fmt: skip
            total, offset = int(found["total_items"]), offset + PAGE
            yield from (_campaign(one) for one in found["campaigns"])

    def _act(self, call: Callable[..., Any], *given: Any) -> dict[str, Any]:
        """Make a call that may be carried out once; again only when it surely was not."""
        for pause_s in PAUSES_S:
            try:
                return self._once("campaigns", call, *given)
            except Busy as error:
                self._wait(max(pause_s, error.after_s))
        return self._once("campaigns", call, *given)

    def _head(self, letter: Letter, head: Head) -> dict[str, Any]:
        return {
            "recipients": {"list_id": self._list_id, "segment_opts": dict(head.segment)},
            "settings": {
                "title": head.title,
                "subject_line": letter.subject,
                "preview_text": letter.preview_text,
                "from_name": head.from_name,
                "reply_to": head.reply_to,
            },
        }


def _campaign(found: Mapping[str, Any]) -> Campaign:
    try:
        when = str(found.get("send_time") or "")
        return Campaign(
            id=str(found["id"]),
            web_id=str(found["web_id"]),
            status=str(found["status"]),
            title=str(found["settings"]["title"]),
            created=str(found["create_time"]),
            send_time=datetime.fromisoformat(when) if when else None,
            emails_sent=int(found.get("emails_sent") or 0),
            readers=int(found["recipients"].get("recipient_count") or 0),
        )
    except (KeyError, TypeError, ValueError) as error:
        raise Unanswered(
            what="Mailchimp gaf over een campagne een antwoord dat niet te lezen is.",
            remedy="Het wordt vanzelf opnieuw geprobeerd.",
        ) from error
