"""A campaign as one reader gets it: merged, its links counted, as a mail with HTML and text."""

import hashlib
import html
import re
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime
from typing import Final

from markupsafe import escape

from sandbox.mailchimp.account import Account
from sandbox.mailchimp.audiences import interests_of
from sandbox.mailchimp.items import Item
from sandbox.mailchimp.merging import Values, merge

_HREF: Final = re.compile(r"(<a\b[^>]*?\bhref\s*=\s*)([\"'])(https?://[^\"']+)\2", re.IGNORECASE)
_BODY_END: Final = re.compile(r"</body\s*>", re.IGNORECASE)


class LetterWriter:
    """Writes the letters of one campaign."""

    def __init__(self, account: Account, campaign: Item, content: Item) -> None:
        self._account, self._campaign, self._content = account, campaign, content
        self._list = account.items.get("list", "", campaign["recipients"]["list_id"])
        self._fields = account.items.all("merge_field", self._list["id"])
        self._interests = interests_of(account, self._list["id"])

    def subject(self, member: Item) -> str:
        """Return the subject for a reader."""
        values = self.values(member)
        return merge(self._campaign["settings"].get("subject_line", ""), values, as_html=False)

    def text(self, member: Item) -> str:
        """Return the text part for a reader."""
        template = self._content.get("plain_text", "")
        template = template.replace("*|HTML:LIST_ADDRESS_HTML|*", "*|LIST:ADDRESS|*")
        return merge(template, self.values(member), as_html=False)

    def page(self, member: Item, *, is_counted: bool) -> str:
        """Return the HTML for a reader; counted, its links and opening are noted."""
        template = self._content.get("html", "")
        if is_counted and self._campaign["tracking"].get("html_clicks", True):
            template = _HREF.sub(lambda found: self._counted(found, member), template)
        page = merge(template, self.values(member), as_html=True)
        if is_counted and self._campaign["tracking"].get("opens", True) and page:
            pixel = f'<img src="{self._reader_link(member)}/open.gif" width="1" height="1" alt="">'
            found = _BODY_END.search(page)
            at = found.start() if found else len(page)
            page = page[:at] + pixel + page[at:]
        return page

    def mail(self, member: Item, *, is_test: bool = False) -> bytes:
        """Return the whole mail."""
        settings, link = self._campaign["settings"], self._reader_link(member)
        message = EmailMessage()
        subject = " ".join(self.subject(member).split())
        message["Subject"] = f"[Test] {subject}" if is_test else subject
        name, _, domain = settings["reply_to"].rpartition("@")
        message["From"] = str(Address(settings["from_name"], name, domain))
        message["Reply-To"] = settings["reply_to"]
        message["To"] = member["email_address"]
        message["Date"] = format_datetime(self._account.clock.now())
        message["Message-ID"] = (
            f"<{self._campaign['id']}.{member['unique_email_id']}@mailchimp.example>"
        )
        message["X-Campaign"] = self._campaign["id"]
        message["List-ID"] = f"{self._list['id']} <{self._list['id']}.list-id.example>"
        message["List-Unsubscribe"] = f"<{link}/unsubscribe>"
        message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
        message["X-MC-Reader"] = "" if is_test else member["unique_email_id"]
        message.set_content(self.text(member))
        page = self.page(member, is_counted=not is_test)
        if page:
            message.add_alternative(page, subtype="html")
        return message.as_bytes()

    def values(self, member: Item) -> Values:
        """Return what the tags stand for."""
        link, contact = self._reader_link(member), self._list["contact"]
        merged = {one["tag"]: one["default_value"] for one in self._fields}
        merged |= {tag: _text(value) for tag, value in member["merge_fields"].items() if value}
        parts = [contact[one] for one in ("company", "address1", "address2", "city", "zip")]
        lines = [str(one) for one in parts if one]
        groups: dict[str, frozenset[str]] = {}
        for key, one in self._interests.items():
            if member["interests"].get(key):
                groups[one["category"]] = groups.get(one["category"], frozenset()) | {one["name"]}
        settings = self._campaign["settings"]
        plain = {
            **merged,
            "EMAIL": member["email_address"],
            "UNIQID": member["unique_email_id"],
            "LIST:NAME": self._list["name"],
            "LIST:COMPANY": contact["company"],
            "LIST:ADDRESSLINE": ", ".join(lines),
            "LIST:ADDRESS": ", ".join(lines),
            "LIST:DESCRIPTION": self._list["permission_reminder"],
            "MC:SUBJECT": settings.get("subject_line", ""),
            "MC_PREVIEW_TEXT": settings.get("preview_text", ""),
            "MC_LANGUAGE": member["language"],
            "CURRENT_YEAR": f"{self._account.clock.now():%Y}",
        }
        raw = {
            "UNSUB": f"{link}/unsubscribe",
            "ARCHIVE": f"{link}/archive",
            "UPDATE_PROFILE": f"{link}/profile",
            "HTML:LIST_ADDRESS_HTML": "<br>".join(str(escape(one)) for one in lines),
        }
        return Values(plain, raw, groups, self._account.clock.now())

    def _reader_link(self, member: Item) -> str:
        campaign, reader = self._campaign["id"], member["unique_email_id"]
        return f"{self._account.address}/mc/letter/{campaign}/{reader}"

    def _counted(self, found: re.Match[str], member: Item) -> str:
        key = link_key(html.unescape(found[3]))
        return f"{found[1]}{found[2]}{self._reader_link(member)}/click/{key}{found[2]}"


def links_in(content: Item) -> dict[str, str]:
    """Return the links of a content that are counted, by key."""
    found = (html.unescape(one[3]) for one in _HREF.finditer(content.get("html", "")))
    return {link_key(one): one for one in found}


def link_key(url: str) -> str:
    """Return the ID of a link within a campaign."""
    return hashlib.sha256(url.encode()).hexdigest()[:10]


def text_of(page: str) -> str:
    """Write a plain text from HTML, as Mailchimp does when none is given."""
    page = re.sub(r"(?is)<(style|script|head)\b.*?</\1>", "", page)
    page = re.sub(r"(?is)<a\b[^>]*href=[\"']([^\"']+)[\"'][^>]*>(.*?)</a>", r"\2 (\1)", page)
    page = re.sub(r"(?i)<br\s*/?>|</(p|div|tr|h\d|li)>", "\n", page)
    text = html.unescape(re.sub(r"<[^>]+>", "", page))
    return re.sub(r"\n\s*\n+", "\n\n", text).strip()


def _text(value: object) -> str:
    if isinstance(value, dict):
        return ", ".join(str(one) for one in value.values() if one)
    return str(value)
