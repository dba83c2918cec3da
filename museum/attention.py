"""Attention points: what a person must mend, where, in plain Dutch."""

from dataclasses import dataclass
from typing import Final

URGENT: Final = "urgent"
"""The severity of what staff are told of at once, by mail (`museum.alarms`)."""


@dataclass(frozen=True)
class AttentionPoint:
    """One thing to mend. `key` is stable, so that the point closes itself once it is mended.

    `what` says what is wrong, `remedy` what to do; both are whole Dutch sentences. `table`,
    `record_id` and `field` say where (keys of `config/tables.toml`; empty when not tied to one).
    `subject` is the name staff know the record by.
    """

    key: str
    what: str
    remedy: str
    table: str = ""
    record_id: str = ""
    field: str = ""
    subject: str = ""
    severity: str = "warning"
    """`urgent`: staff are told at once; `error`: something is not published; `warning`: it is,
    but not as it should be."""
