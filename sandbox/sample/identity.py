"""IDs that are the same on every machine: Airtable's shape, made from a hash of our own keys."""

from hashlib import sha256
from typing import Final

_SIGNS: Final = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
_LENGTH: Final = 14


def made_id(prefix: str, *keys: str) -> str:
    """Return `prefix` ("tbl", "fld", "sel", "rec" ...) and 14 signs that follow from the keys."""
    number = int.from_bytes(sha256("/".join((prefix, *keys)).encode()).digest()[:16], "big")
    signs = []
    for _ in range(_LENGTH):
        number, rest = divmod(number, len(_SIGNS))
        signs.append(_SIGNS[rest])
    return prefix + "".join(signs)


def base_id() -> str:
    """Return the ID of the sample base."""
    return made_id("app", "museumflow voorbeeld")


def table_id(table: str) -> str:
    """Return the ID of the table with this key."""
    return made_id("tbl", table)


def field_id(table: str, field: str) -> str:
    """Return the ID of a field by its key."""
    return made_id("fld", table, field)


def inverse_id(table: str, field: str) -> str:
    """Return the ID of the column at the other end of a link field."""
    return made_id("fld", table, field, "inverse")


def record_id(table: str, key: str) -> str:
    """Return the ID of a sample record by its key in the texts."""
    return made_id("rec", table, key)


def pick(count: int, *keys: str) -> int:
    """Return a number from 0 to `count` - 1 that follows from the keys."""
    return int.from_bytes(sha256("/".join(("pick", *keys)).encode()).digest()[:8], "big") % count
