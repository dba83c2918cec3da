"""The condition `Aim`: who got, opened or clicked a campaign, known by its web ID, or any."""

from typing import Final

from sandbox.mailchimp.account import Account
from sandbox.mailchimp.items import Item

AIM: Final = "Aim"
ANY: Final = "any"
_OPS: Final = {
    "sent": ("", True),
    "open": ("open", True),
    "click": ("click", True),
    "nosent": ("", False),
    "noopen": ("open", False),
    "noclick": ("click", False),
}
"""What a reader must (or must not) have done; nothing is to have got it."""


def aimed(account: Account, condition: Item) -> tuple[set[str], bool]:
    """Return the IDs of the members who did it, and whether those are meant or all others."""
    action, is_meant = _OPS[condition["op"]]
    wanted = str(condition.get("value", ANY))
    campaigns = [
        one for one in account.items.all("campaign") if wanted in (ANY, str(one["web_id"]))
    ]
    letters = [letter for one in campaigns for letter in account.items.all("letter", one["id"])]
    return {one["email_id"] for one in letters if not action or _did(one, action)}, is_meant


def _did(letter: Item, action: str) -> bool:
    return any(done["action"] == action for done in letter["activity"])
