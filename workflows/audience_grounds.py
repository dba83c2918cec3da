"""Whether the contacts must be read: they are not copied, and reading them takes Airtable's calls.

That is left out by night as long as nothing that a plan is made of changed since the last one was
carried out.
"""

import hashlib
import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from backbone.uncopied import mark_of
from channels.mailchimp.book import MemberBook
from museum.audiences import AudienceRules
from museum.identity import TableKey
from museum.records import Museum
from workflows.context import Context
from workflows.fetch import SERVICE
from workflows.mirrored import records_of

READ_ANYWAY: Final = timedelta(days=7)
"""So long after the last plan the contacts are read even when nothing seems to have changed."""

_NEEDED: Final = (
    *("name", "museum", "audiences", "email", "language", "newsletter", "consent_on"),
)
"""The fields of a contact that decide who is in the list, and as whom."""

_GROUNDS: Final = "ledenlijst"


@dataclass(frozen=True)
class Grounds:
    """What a plan is made of, and whether it is still what the last one was made of."""

    context: Context
    book: MemberBook
    rules: AudienceRules

    def of_tables(self) -> str | None:
        """Return a fingerprint of what Airtable holds; None while that cannot be known."""
        context, table = self.context, TableKey("contacts")
        mark = mark_of(context.mirror, table, _NEEDED)
        is_told = context.puller().webhook.is_usable() and context.inbox.waiting(SERVICE) is None
        if not (is_told and mark):
            return None
        museums = sorted(
            (str(one.id), one.name, one.status, one.municipality)
            for one in records_of(context, "museums")
            if isinstance(one, Museum)
        )
        fields = sorted(context.mirror.binding().fields.get(table, {}).items())
        return _fingerprint([mark, museums, fields, repr(self.rules)])

    def are_unchanged(self, of_tables: str | None) -> bool:
        """Tell whether a plan would say what the last one said; now and then it is made anyway."""
        kept = self.context.mirror.state(_GROUNDS)
        if of_tables is None or kept is None:
            return False
        age = self.context.now() - datetime.fromisoformat(kept["at"])
        is_same = kept["tables"] == of_tables and kept["list"] == self._of_list()
        return is_same and timedelta(0) <= age < READ_ANYWAY

    def has_read_list(self) -> bool:
        """Tell whether the list at Mailchimp was ever read and a plan carried out."""
        return self.context.mirror.state(_GROUNDS) is not None

    def keep(self, of_tables: str | None) -> None:
        """Remember what the plan was made of that was carried out just now."""
        at = self.context.now().isoformat()
        kept = {"at": at, "tables": of_tables, "list": self._of_list()}
        self.context.mirror.set_state(_GROUNDS, kept)

    def _of_list(self) -> str:
        ours = [one for one in self.book.known().values() if one.is_ours or one.contacts]
        # What a plan looks at; not when Mailchimp last touched a member.
        told = [
            (one.key, one.fingerprint, one.status, str(one.since), one.contacts) for one in ours
        ]
        return _fingerprint(sorted(told))


def _fingerprint(told: object) -> str:
    return hashlib.sha256(json.dumps(told).encode()).hexdigest()[:32]
