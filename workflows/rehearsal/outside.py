"""What the rehearsed platform is tied to besides Airtable: readers' list, mail, personal links.

All of it in the sandbox; the sample's museums, contacts and readers are made up.
"""

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any, Final

from backbone.settings import load_audience_rules
from museum.submissions import typed_again
from workflows.context import Context
from workflows.intake import Incoming, Sender, take_in
from workflows.rehearsal.edits import Edit

Send = Callable[[str, str, Any], Any]
"""Sends method, path and body to the sandbox; returns what it answered."""

LIST: Final[dict[str, Any]] = {
    "name": "Proef",
    "contact": {"company": "Proef", "address1": "Markt 1", "city": "Assen", "country": "NL"},
    "permission_reminder": "U meldde zich aan.",
    "campaign_defaults": {
        "from_name": "Proef",
        "from_email": "proef@museumflow.example",
        "subject": "",
        "language": "nl",
    },
    "email_type_option": False,
}
LINKS_LAST: Final = timedelta(days=400)
FORM: Final = "museum"
"""The form by which a museum changes its own facts."""


def open_list(send: Send) -> str:
    """Make a list at the sandbox's Mailchimp, as `config/newsletter.toml` wants it; its ID."""
    rules = load_audience_rules()
    list_id = str(send("POST", "/3.0/lists", LIST)["id"])
    for tag in (rules.museum, rules.preferences):
        send(
            "POST", f"/3.0/lists/{list_id}/merge-fields", {"name": tag, "tag": tag, "type": "text"}
        )
    for category, names in _groups(rules.interests).items():
        path = f"/3.0/lists/{list_id}/interest-categories"
        made = send("POST", path, {"title": category, "type": "checkboxes"})
        for name in names:
            send("POST", f"{path}/{made['id']}/interests", {"name": name})
    return list_id


def _groups(interests: Mapping[str, str]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for wanted in interests.values():
        category, _, name = wanted.partition("/")
        found.setdefault(category, []).append(name)
    return found


def answer_by_form(context: Context, edit: Edit) -> None:
    """Hand in one answer of a museum, by a personal link that may publish."""
    kind, values = context.forms.kind(FORM), {edit.field: edit.value}
    link = next(
        (one for one in context.links.standing() if one.museum_id == edit.record_id), None
    ) or context.links.make(
        edit.record_id, "Proef", "proef@museumflow.example", True, context.now(), LINKS_LAST
    )
    sent = Incoming(
        key=f"proef-{edit.at:%Y%m%d%H%M%S}-{edit.record_id}",
        kind=kind,
        door="form",
        values=values,
        typed=typed_again(kind, values),
        sender=Sender(link=link),
        museum_id=edit.record_id,
        record_id=edit.record_id,
    )
    take_in(context, sent)
