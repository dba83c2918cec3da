"""Identities as Airtable writes them: three letters for the kind, then fourteen characters."""

import re
import secrets
import string

_ALPHABET = string.ascii_letters + string.digits
_ID = re.compile(r"(app|tbl|fld|viw|rec|sel|att|usr|com|ach|wsp)[A-Za-z0-9]{14}")


def new_id(kind: str) -> str:
    """Return a new identity of a kind: `app`, `tbl`, `fld`, `viw`, `rec`, `sel`, `att`, ..."""
    return kind + "".join(secrets.choice(_ALPHABET) for _ in range(14))


def is_id(text: object, kind: str) -> bool:
    """Whether a text has the form of an identity of this kind."""
    return isinstance(text, str) and text.startswith(kind) and bool(_ID.fullmatch(text))
