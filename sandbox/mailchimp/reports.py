"""Reports of a sent campaign, counted from what its readers did."""

from collections.abc import Sequence

from sandbox.mailchimp.account import Account
from sandbox.mailchimp.blanks import REPORT, filled
from sandbox.mailchimp.errors import not_found
from sandbox.mailchimp.items import Item
from sandbox.mailchimp.report_sums import summary_of, timeseries_of, with_action


class Report:
    """What readers did with one campaign."""

    def __init__(self, account: Account, campaign_id: str) -> None:
        self.campaign = account.items.get("campaign", "", campaign_id)
        if self.campaign["status"] not in ("sending", "sent", "canceled"):
            raise not_found()
        self._account = account
        self.letters = account.items.all("letter", campaign_id)

    def with_action(self, action: str) -> list[tuple[Item, Sequence[Item]]]:
        """Return the letters with an action, and each time it happened."""
        return with_action(self.letters, action)

    def whole(self) -> Item:
        """Return the report itself."""
        campaign, settings = self.campaign, self.campaign["settings"]
        list_id = campaign["recipients"]["list_id"]
        audience = self._account.items.find("list", "", list_id)
        statuses = [one["status"] for one in self.letters]
        own = {
            "id": campaign["id"],
            "campaign_title": settings.get("title", ""),
            "type": campaign["type"],
            "list_id": list_id,
            "list_is_active": audience is not None,
            "list_name": audience["name"] if audience else "",
            "subject_line": settings.get("subject_line", ""),
            "preview_text": settings.get("preview_text", ""),
            "emails_sent": len(self.letters),
            "abuse_reports": len(self.with_action("abuse")),
            "unsubscribed": len(self.with_action("unsub")),
            "send_time": campaign["send_time"],
            "bounces": {
                "hard_bounces": statuses.count("hard"),
                "soft_bounces": statuses.count("soft"),
                "syntax_errors": 0,
            },
            "forwards": {"forwards_count": 0, "forwards_opens": 0},
            "opens": self._opened(),
            "clicks": self._clicked(),
            "timeseries": timeseries_of(self.letters),
        }
        return filled(REPORT, own)

    def _opened(self) -> Item:
        """Count openings; nobody opens by a proxy here, so that those figures are the same."""
        opened, total = self.with_action("open"), summary_of(self.letters)
        return {
            "opens_total": total["opens"],
            "proxy_excluded_opens": total["opens"],
            "unique_opens": total["unique_opens"],
            "proxy_excluded_unique_opens": total["unique_opens"],
            "open_rate": total["open_rate"],
            "proxy_excluded_open_rate": total["open_rate"],
            "last_open": _last(opened),
        }

    def _clicked(self) -> Item:
        clicked, total = self.with_action("click"), summary_of(self.letters)
        pairs = {(one["reader"], click["url"]) for one, times in clicked for click in times}
        return {
            "clicks_total": total["clicks"],
            "unique_clicks": len(pairs),
            "unique_subscriber_clicks": total["subscriber_clicks"],
            "click_rate": total["click_rate"],
            "last_click": _last(clicked),
        }

    def opens(self) -> list[Item]:
        """Return who opened, and when."""
        return [
            {
                **self._reader(one),
                "opens_count": len(times),
                "proxy_excluded_opens_count": len(times),
                "opens": [{"timestamp": x["timestamp"], "is_proxy_open": False} for x in times],
            }
            for one, times in self.with_action("open")
        ]

    def clicks(self) -> list[Item]:
        """Return the links, and how often each was clicked."""
        clicked = [
            (one["reader"], click) for one, times in self.with_action("click") for click in times
        ]
        total = max(1, len(clicked))
        rows = []
        for key, url in self.campaign.get("links", {}).items():
            here = [(reader, click) for reader, click in clicked if click["url"] == url]
            rows.append(
                {
                    "id": key,
                    "url": url,
                    "total_clicks": len(here),
                    "click_percentage": len(here) / total,
                    "unique_clicks": len({reader for reader, _ in here}),
                    "unique_click_percentage": len({reader for reader, _ in here}) / total,
                    "last_click": max((click["timestamp"] for _, click in here), default=""),
                    "campaign_id": self.campaign["id"],
                }
            )
        return rows

    def clickers(self, key: str) -> list[Item]:
        """Return who clicked a link; raises Mailchimp's 404."""
        url = self.campaign.get("links", {}).get(key)
        if url is None:
            raise not_found()
        found = [
            (one, sum(1 for click in times if click["url"] == url))
            for one, times in self.with_action("click")
        ]
        return [
            {**self._reader(one), "clicks": count, "url_id": key} for one, count in found if count
        ]

    def unsubscribes(self) -> list[Item]:
        """Return who left by this campaign."""
        return [
            {
                **_less(self._reader(one), "contact_status"),
                "timestamp": times[0]["timestamp"],
                "reason": times[0]["reason"],
            }
            for one, times in self.with_action("unsub")
        ]

    def abuse(self) -> list[Item]:
        """Return who complained."""
        return [
            {
                **_less(self._reader(one), "contact_status"),
                "id": place,
                "date": times[0]["timestamp"],
            }
            for place, (one, times) in enumerate(self.with_action("abuse"), 1)
        ]

    def sent_to(self) -> list[Item]:
        """Return who it went to, and whether it arrived."""
        return [
            {
                **_less(self._reader(one), "contact_status"),
                "gmt_offset": 0,
                "status": one["status"],
                "open_count": sum(1 for done in one["activity"] if done["action"] == "open"),
                "last_open": _last([(one, self._opens_of(one))]) if self._opens_of(one) else "",
            }
            for one in self.letters
        ]

    def activity(self) -> list[Item]:
        """Return what each reader did."""
        known = ("open", "click", "bounce")
        return [
            {
                **{name: self._reader(one)[name] for name in
                   ("campaign_id", "list_id", "list_is_active", "email_id", "email_address")},
                "activity": [done for done in one["activity"] if done["action"] in known],
            }
            for one in self.letters
        ]  # fmt: skip

    def _opens_of(self, letter: Item) -> list[Item]:
        return [done for done in letter["activity"] if done["action"] == "open"]

    def _reader(self, letter: Item) -> Item:
        member = self._account.items.find("member", letter["list_id"], letter["email_id"]) or {}
        return {
            "campaign_id": self.campaign["id"],
            "list_id": letter["list_id"],
            "list_is_active": True,
            "contact_status": member.get("status", "deleted"),
            "email_id": letter["email_id"],
            "email_address": letter["email_address"],
            "merge_fields": letter["merge_fields"],
            "vip": member.get("vip", False),
        }


def _less(row: Item, name: str) -> Item:
    return {key: value for key, value in row.items() if key != name}


def _last(found: Sequence[tuple[Item, Sequence[Item]]]) -> str:
    return max((done["timestamp"] for _, times in found for done in times), default="")
