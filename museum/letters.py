"""What composing hands to sending: one edition's mail, in one language, exactly as it will go.

An edition is a record in Nieuwsbrieven. Composing makes one letter per language; readers of
several audiences get that one letter, with a part for each audience that Mailchimp shows only
to whom it concerns. Approval is of exactly one `fingerprint`: any change asks again.
"""

import hashlib
import json
from dataclasses import asdict, dataclass

__all__ = ["Letter"]


@dataclass(frozen=True, slots=True)
class Letter:
    """One mail of one edition in one language, ready to be shown, tested, approved and sent.

    `audiences` are keys of the table Nieuwsbrieven ("board", "volunteer", …) that have something
    in it; nobody else gets it. `items` are the IDs of the records that stand in it, in their
    order. `html` and `text` hold Mailchimp's merge tags where readers' letters differ.
    """

    edition: str
    language: str
    audiences: tuple[str, ...]
    subject: str
    preview_text: str
    html: str
    text: str
    items: tuple[str, ...]

    @property
    def fingerprint(self) -> str:
        """A digest (64 hexadecimal digits) of everything in the letter."""
        whole = json.dumps(asdict(self), ensure_ascii=False, sort_keys=True)
        return hashlib.sha256(whole.encode()).hexdigest()
