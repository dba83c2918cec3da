"""What a reader does with a letter: open, click, leave, bounce, complain, change what they get."""

from typing import Any

from sandbox.mailchimp.account import Account
from sandbox.mailchimp.errors import not_found
from sandbox.mailchimp.items import Item
from sandbox.mailchimp.members import Members


class Letter:
    """One letter of a campaign, by who got it. A member who is gone since has no `member`."""

    def __init__(self, account: Account, campaign_id: str, reader: str) -> None:
        self._account = account
        self.campaign = account.items.get("campaign", "", campaign_id)
        self._row = account.items.find("letter", campaign_id, reader)
        self.reader = reader
        self.list_id = str(self.campaign["recipients"]["list_id"])
        self.members = Members(account, self.list_id)
        self.member = self._member()

    @property
    def was_sent(self) -> bool:
        """Whether it is a real letter, not a test."""
        return self._row is not None

    def open(self) -> None:
        """Count an opening."""
        self._note("open")

    def click(self, key: str) -> str:
        """Count a click, and return where the link leads."""
        url = self.campaign.get("links", {}).get(key)
        if url is None:
            raise not_found()
        self._note("click", url=url)
        return str(url)

    def unsubscribe(self, reason: str = "None given") -> None:
        """Leave the list by this letter; a second time changes nothing."""
        if self.member and self.member["status"] != "unsubscribed":
            self._note("unsub", reason=reason)
            self.members.leave(self.member, reason, self.campaign["id"])

    def complain(self) -> None:
        """Call it spam: that ends the subscription too."""
        self._note("abuse")
        if self.member and self.member["status"] != "unsubscribed":
            self._note("unsub", reason="abuse")
            self.members.leave(self.member, "abuse", self.campaign["id"])

    def bounce(self, kind: str) -> None:
        """Come back: `hard` for good, `soft` for now."""
        if self._row is None:
            raise not_found()
        self._row["status"] = kind
        self._note("bounce", type=kind)
        if kind == "hard" and self.member:
            self.members.clean(self.member, "hard", self.campaign["id"])

    def change(self, form: Item) -> None:
        """Let the reader change their names, address and interests."""
        if self.member is None:
            raise not_found()
        data: dict[str, Any] = {
            "merge_fields": {name: form[name] for name in ("FNAME", "LNAME") if name in form},
            "email_address": form["email"],
            "interests": form["interests"],
        }
        self.members.patch(self.member["id"], data, "user", skip=True)

    def _note(self, action: str, **more: str) -> None:
        if self._row is None:
            return
        done = {"action": action, "timestamp": self._account.now(), **more}
        self._row["activity"].append(done)
        self._account.items.put(
            "letter", self.campaign["id"], self.reader, self._row, self._row["email_id"]
        )

    def _member(self) -> Item | None:
        found = self.members.find(self._row["email_id"]) if self._row else None
        if found and found["unique_email_id"] == self.reader:
            return found
        return find_reader(self._account, self.list_id, self.reader)


def find_reader(account: Account, list_id: str, reader: str) -> Item | None:
    """Return the member of a list with a unique e-mail ID, whatever their address is now."""
    rows = account.items.store.rows(
        "SELECT id FROM mailchimp_items WHERE kind = 'member' AND parent = ?"
        " AND json_extract(body, '$.unique_email_id') = ?",
        (list_id, reader),
    )
    return account.items.find("member", list_id, rows[0][0]) if rows else None
