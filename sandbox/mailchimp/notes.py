"""Notes that staff keep with a member."""

from sandbox.mailchimp.account import Account
from sandbox.mailchimp.errors import invalid
from sandbox.mailchimp.items import Item

MAX_NOTE_CHARS = 1000


class Notes:
    """The notes of one member, newest first."""

    def __init__(self, account: Account, list_id: str, member: Item) -> None:
        self._account, self._items = account, account.items
        self._list_id, self._member = list_id, member
        # By what stays when an address changes.
        self._parent = f"{list_id}/{member['unique_email_id']}"

    def all(self) -> list[Item]:
        """Return every note."""
        return [self._shown(one) for one in reversed(self._items.all("note", self._parent))]

    def get(self, note_id: str) -> Item:
        """Return one note; raises Mailchimp's 404."""
        return self._shown(self._items.get("note", self._parent, note_id))

    def add(self, text: str) -> Item:
        """Keep a note."""
        _check(text)
        number, now = self._items.next_number("note", 1), self._account.now()
        note = {"id": number, "created_at": now, "created_by": "sandbox", "updated_at": now}
        return self._shown(
            self._items.put("note", self._parent, str(number), note | {"note": text})
        )

    def change(self, note_id: str, text: str) -> Item:
        """Write a note anew."""
        _check(text)
        found = self._items.get("note", self._parent, note_id)
        note = {**found, "note": text, "updated_at": self._account.now()}
        return self._shown(self._items.put("note", self._parent, note_id, note))

    def delete(self, note_id: str) -> None:
        """Drop a note; raises Mailchimp's 404."""
        self._items.get("note", self._parent, note_id)
        self._items.delete("note", self._parent, note_id)

    def last(self) -> Item | None:
        """Return the newest as a member shows it."""
        found = self._items.all("note", self._parent)
        if not found:
            return None
        note = {name: found[-1][name] for name in ("created_at", "created_by", "note")}
        return {"note_id": found[-1]["id"], **note}

    def _shown(self, note: Item) -> Item:
        member = self._member
        ids = {"email_id": member["id"], "contact_id": member["contact_id"]}
        return {**note, "list_id": self._list_id, **ids}


def _check(text: str) -> None:
    if not text.strip():
        raise invalid(("note", "This value should not be blank."))
    if len(text) > MAX_NOTE_CHARS:
        said = f"This value is too long. It should have {MAX_NOTE_CHARS} characters or less."
        raise invalid(("note", said))
