"""What happened in a rehearsed month: counts and waiting times."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from workflows.rehearsal.edits import Edit


@dataclass
class Played:
    """What happened. Times in seconds, in order of publication.

    `waited_s` is from each edit to its page; `left_s` from the last edit of a row, when the person
    was ready with it.
    """

    edits: int = 0
    fetches: int = 0
    publications: int = 0
    waited_s: list[float] = field(default_factory=list)
    left_s: list[float] = field(default_factory=list)
    unpublished: int = 0
    calls: dict[str, int] = field(default_factory=dict)
    mails: int = 0
    poller_changes: int = 0
    tables: int = 0
    built_s: list[float] = field(default_factory=list)
    """How long each publication took that was really done, in seconds."""
    shown: int = 0
    """Of the texts typed last in each cell, so many stand on the website at the end."""
    last_texts: int = 0
    problem: str = ""
    """Why the last publication did not go on, "" when it did."""


def share_below(values: Sequence[float], share: float) -> float:
    """Return the value that this share of them (0.95) does not pass; 0 when there are none."""
    ordered = sorted(values) or [0.0]
    return ordered[min(int(len(ordered) * share), len(ordered) - 1)]


def poller_changes(edits: Sequence[Edit]) -> int:
    """Return the requests per changed record that a poller every 15 minutes would make."""
    quarter_s = 900
    return len({(int(edit.at.timestamp()) // quarter_s, edit.record_id) for edit in edits})
